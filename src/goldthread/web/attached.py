"""Files that people attached, sent to somebody who may have them."""

from django.http import FileResponse

from goldthread.common.errors import UserError
from goldthread.documents.actions import document_path
from goldthread.documents.models import Document


def send_document(document: Document) -> FileResponse:
    """A kept file as a download, never shown within the site; raises `UserError` where it has gone from the data."""
    try:
        content = document_path(document.sha256).open("rb")
    except FileNotFoundError:
        raise UserError(
            what=f"The file “{document.name}” is missing from where files are kept.",
            do="Tell the administrator, who can put it back from a backup.",
        ) from None
    found = FileResponse(content, as_attachment=True, filename=document.name, content_type=document.media_type)
    found.headers["X-Content-Type-Options"] = "nosniff"
    found.headers["Cache-Control"] = "private, no-store"
    return found
