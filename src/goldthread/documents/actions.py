"""Writes of the documents room: a file in, checked, kept under its content's SHA-256."""

import hashlib
import os
from pathlib import Path, PurePath
from typing import IO

from django.conf import settings
from django.db import transaction

from goldthread.common.errors import UserError
from goldthread.documents.models import Document
from goldthread.documents.types import ALLOWED_TYPES, MAXIMUM_BYTES, FileType
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Department, Person

_BLOCK = 1024 * 1024
NAME_LIMIT = 200


class DocumentRefused(UserError):
    """A file of a type or size that is not taken."""


def check_file_type(name: str, beginning: bytes) -> FileType:
    """The allowed type of a file by its extension and first bytes; raises `DocumentRefused`."""
    extension = PurePath(name).suffix.lstrip(".").lower()
    found = ALLOWED_TYPES.get(extension)
    allowed = ", ".join(sorted(ALLOWED_TYPES))
    if found is None:
        raise DocumentRefused(
            what=f'"{name}" is not of a type that can be attached.', do=f"Save it as one of: {allowed}."
        )
    looks_right = any(beginning.startswith(b) for b in found.beginnings) if found.beginnings else b"\0" not in beginning
    if not looks_right:
        raise DocumentRefused(
            what=f'"{name}" does not hold what its name says: it is not a .{extension} file inside.',
            do=f"Open it in its own program, save it again as .{extension}, and attach that.",
        )
    return found


def document_path(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def attach_document(
    *, council: Council, department: Department | None, name: str, content: IO[bytes], by: Person | None
) -> Document:
    """Check and keep a file. It is written under a temporary name and renamed, so a crash leaves nothing half-kept."""
    name = PurePath(name.replace("\\", "/")).name.strip()[-NAME_LIMIT:] or "file"
    beginning = content.read(4096)
    found = check_file_type(name, beginning)
    content.seek(0)
    partial = Path(settings.MEDIA_ROOT) / f".{os.getpid()}-{os.urandom(8).hex()}.part"
    partial.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    try:
        with partial.open("wb") as out:
            while block := content.read(_BLOCK):
                size += len(block)
                if size > MAXIMUM_BYTES:
                    raise DocumentRefused(
                        what=f'"{name}" is larger than {MAXIMUM_BYTES // _BLOCK} MB.',
                        do="Attach a smaller file, or add a link to where it is kept.",
                    )
                digest.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        if size == 0:
            raise DocumentRefused(what=f'"{name}" is empty.', do="Check the file and attach it again.")
        kept = document_path(digest.hexdigest())
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial.replace(kept)
    finally:
        partial.unlink(missing_ok=True)
    with transaction.atomic():
        document = Document.objects.create(
            council=council,
            department=department,
            name=name,
            media_type=found.media_type,
            size=size,
            sha256=digest.hexdigest(),
            added_by=by,
        )
        record_event(
            council=council,
            by=by,
            kind="document.attached",
            subject=f"document:{document.pk}",
            summary=f"{name} was attached",
            after={"name": name, "size": size, "sha256": document.sha256},
        )
    return document
