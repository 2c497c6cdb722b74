"""What may be attached: file types by extension and by their first bytes; and how the reading of its text ended."""

from dataclasses import dataclass
from enum import StrEnum

MAXIMUM_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class FileType:
    """An allowed type: its extension, media type, and how a file of it begins (empty where text)."""

    extension: str
    media_type: str
    beginnings: tuple[bytes, ...]


_OFFICE = (b"PK\x03\x04",)
_OLD_OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
ALLOWED_TYPES: dict[str, FileType] = {
    t.extension: t
    for t in (
        FileType("pdf", "application/pdf", (b"%PDF-",)),
        FileType("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _OFFICE),
        FileType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _OFFICE),
        FileType("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", _OFFICE),
        FileType("odt", "application/vnd.oasis.opendocument.text", _OFFICE),
        FileType("ods", "application/vnd.oasis.opendocument.spreadsheet", _OFFICE),
        FileType("doc", "application/msword", _OLD_OFFICE),
        FileType("xls", "application/vnd.ms-excel", _OLD_OFFICE),
        FileType("png", "image/png", (b"\x89PNG\r\n\x1a\n",)),
        FileType("jpg", "image/jpeg", (b"\xff\xd8\xff",)),
        FileType("jpeg", "image/jpeg", (b"\xff\xd8\xff",)),
        FileType("csv", "text/csv", ()),
        FileType("txt", "text/plain", ()),
    )
}


class TextState(StrEnum):
    """How the reading of a file's text ended."""

    READ = "read"
    NO_TEXT = "no text"
    UNREADABLE = "unreadable"
    NOT_READ = "not read"


@dataclass(frozen=True)
class Reading:
    """The text of a file, or why there is none: `says` is a sentence for whoever attached it."""

    state: TextState
    text: str = ""
    says: str = ""
