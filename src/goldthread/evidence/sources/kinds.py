"""What a file is, by its first bytes and never by its name; what holds no table is refused with a sentence."""

import zipfile
from enum import StrEnum
from pathlib import Path

from goldthread.evidence.sources.bytes import FileFacts
from goldthread.evidence.sources.types import FileRefused


class FileKind(StrEnum):
    """What can be read."""

    TEXT = "text"
    WORKBOOK = "workbook"
    ZIP = "zip"
    GZIP = "gzip"


_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WRONG = (
    (b"%PDF", "is a PDF", "Ask for the figures as a spreadsheet or CSV: a PDF cannot be read without guessing"),
    (b"\x89PNG", "is a picture", "Load it as CSV or as a workbook"),
    (b"\xff\xd8\xff", "is a picture", "Load it as CSV or as a workbook"),
    (b"{\\rtf", "is a text document", "Load it as CSV or as a workbook"),
    (b"PAR1", "is a Parquet file", "Load the published CSV or workbook"),
)
LONGEST_LINE = 2_000_000
_FEW_NULS, _SHARE_OF_NULS = 16, 0.01
"""So many zero bytes are a slip in a text, and are taken out; more are another kind of file, or a damaged one."""
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<table", b"<body")


def find_kind(path: Path, name: str, facts: FileFacts) -> FileKind:
    """The kind of a file; raises `FileRefused` for what holds no table."""
    head = facts.head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    if facts.size == 0 or not head:
        raise FileRefused(what=f"{name} is empty.", do="Download it again, and look at it before you load it.")
    for start, what, do in _WRONG:
        if facts.head.startswith(start):
            raise FileRefused(what=f"{name} {what}, whatever its name says.", do=f"{do}.")
    if facts.head.startswith(b"\x1f\x8b"):
        return FileKind.GZIP
    if facts.head.startswith(_OLD_OFFICE):
        return FileKind.WORKBOOK
    if facts.head.startswith(b"PK"):
        return _kind_of_package(path, name)
    _check_is_text(name, facts, head)
    return FileKind.TEXT


def _check_is_text(name: str, facts: FileFacts, head: bytes) -> None:
    start = head[:4000].replace(b"\0", b"").lower()
    if start.startswith(b"<?xml"):
        raise FileRefused(
            what=f"{name} is XML, not a table.",
            do="Open it in Excel or LibreOffice, save it as .xlsx or CSV, and load that.",
        )
    is_called_workbook = name.lower().endswith((".xls", ".xlsx")) or b"office:excel" in start
    if b"<table" in start and is_called_workbook:
        raise FileRefused(
            what=f"{name} is a web page with a table in it, which some ledgers save under the name of a workbook.",
            do="Open it in Excel or LibreOffice, save it as .xlsx or CSV, and load that.",
        )
    if start.startswith(_MARKUP) or b"<html" in start:
        raise FileRefused(
            what=f"{name} is a web page, not a table: the address gave a page instead of the file.",
            do="Open the address in a browser and download the file itself.",
        )
    if start.startswith((b"{", b"[{", b"[\n")):
        raise FileRefused(what=f"{name} is JSON, not a table.", do="Load the CSV of the same lines.")
    if facts.utf16 is None and facts.nuls > max(_FEW_NULS, facts.size * _SHARE_OF_NULS):
        raise FileRefused(
            what=f"{name} is not a text file or a workbook.", do="Save it as CSV from its own program, and load that."
        )
    ends = facts.newlines + facts.lone_returns
    if facts.size > LONGEST_LINE * (ends + 1):
        raise FileRefused(
            what=f"{name} has {facts.size / 1e6:,.0f} MB in {'one line' if ends == 0 else f'{ends + 1} lines'}.",
            do="Its line ends are lost: export it again from the ledger.",
        )
    if facts.has_endless_line:
        raise FileRefused(
            what=f"{name} has a line of more than 4 MB among its {ends:,}: from there on its line ends are lost.",
            do="Export it again from the ledger.",
        )


def _kind_of_package(path: Path, name: str) -> FileKind:
    try:
        with zipfile.ZipFile(path) as package:
            members = package.namelist()
            is_open = "mimetype" in members and b"opendocument" in package.read("mimetype")[:100]
    except (zipfile.BadZipFile, OSError, RuntimeError):
        raise FileRefused(what=f"{name} is a damaged zip or workbook.", do="Download it again.") from None
    if is_open or any(member.startswith("xl/") for member in members):
        return FileKind.WORKBOOK
    if any(member.startswith(("word/", "ppt/")) for member in members):
        raise FileRefused(what=f"{name} is a document, not a table.", do="Load it as CSV or as a workbook.")
    return FileKind.ZIP
