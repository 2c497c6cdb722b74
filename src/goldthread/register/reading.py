"""Work done in the background: reading the text of documents, so that search finds them by what stands in them."""

from django.db import transaction
from django_tasks import task

from goldthread.documents.reading import keep_text
from goldthread.register.models import Attachment
from goldthread.register.search.actions import index_records


@task()
def read_attachment(attachment_id: int) -> None:
    """Read a document's text and let it be found by it. One that was withdrawn meanwhile is left."""
    read_now(attachment_id)


def read_now(attachment_id: int) -> None:
    """The same at once, for whoever does not wait for the worker."""
    row = Attachment.objects.select_related("document").filter(pk=attachment_id).first()
    if row is None or row.withdrawn_at is not None:
        return
    keep_text(row.document)
    with transaction.atomic():
        held = Attachment.objects.select_for_update(of=("self",)).select_related("document").get(pk=attachment_id)
        index_records([held])
