"""A file of supplier records that is not as regular as it should be: told what it is, or made regular."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from goldthread.common.errors import UserError

UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HEAD = 4096
_DEEPEST = 20
_DELIMITERS = ",;\t|"
_WRONG = (
    ((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"), "is a workbook or a zip"),
    ((b"%pdf",), "is a PDF"),
    ((b"<!doctype", b"<html", b"<table", b"<?xml"), "is a web page"),
)


class RecordsFault(UserError):
    """The file of records cannot be used as it is."""


def check_is_records(path: Path) -> bytes:
    """The first bytes of a file; raises `RecordsFault` for one that is empty or no text."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n\0").lower()
    if not bare:
        raise RecordsFault(f"{path.name} is empty.", "Look at it, and export it again.")
    for starts, what in _WRONG:
        if bare.startswith(tuple(start.lower() for start in starts)):
            raise RecordsFault(f"{path.name} {what}, not a table of records.", "Save it as CSV in UTF-8 and run again.")
    return head


def make_regular(path: Path, target: Path) -> bool:
    """Write a table to `target` from the line that names `id` and `name` on, every row as wide as that line.

    Answers whether there is such a line. Raises `RecordsFault` for a row with more cells than it: a name with a comma
    that stands in no quotes would otherwise be half a name.
    """
    text = _decode(path.read_bytes())
    found = _find_names(text)
    if found is None:
        return False
    skip, delimiter, names = found
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        for line, cells in _rows(text, delimiter):
            if line <= skip or not any(cell.strip() for cell in cells):
                continue
            if any(cell.strip() for cell in cells[len(names) :]):
                raise RecordsFault(
                    f"{path.name} line {line} has {len(cells)} cells, but {len(names)} columns are named.",
                    "Put a name with a comma in double quotes, and run again.",
                )
            writer.writerow([*cells[: len(names)], *[""] * (len(names) - len(cells))])
    return True


def _decode(content: bytes) -> str:
    if content.startswith(UTF16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _find_names(text: str) -> tuple[int, str, Sequence[str]] | None:
    """The line that names the columns, the delimiter and the names."""
    for delimiter in _DELIMITERS:
        for line, cells in _rows(text, delimiter):
            if line > _DEEPEST:
                break
            if {"id", "name"} <= {cell.strip().lower() for cell in cells}:
                return line, delimiter, cells
    return None


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    for cells in reader:
        yield reader.line_num, cells
