"""A published file as tables, whatever it is: text, workbook, zip or gzip."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from goldthread.evidence.sources.bytes import FileFacts, measure_file
from goldthread.evidence.sources.headings import Vocabulary
from goldthread.evidence.sources.kinds import FileKind, find_kind
from goldthread.evidence.sources.packages import unpack_gzip, unpack_zip
from goldthread.evidence.sources.text import StraightText, as_it_lies, look_into_text, row_by_row
from goldthread.evidence.sources.types import FileRefused, TableFile
from goldthread.evidence.sources.workbook import read_workbook


@dataclass(frozen=True)
class OpenTable:
    """A table, and the text that it can be cleaned from where it turns out not to be regular."""

    table: TableFile
    text: StraightText | None = None


def open_tables(
    path: Path, name: str, facts: FileFacts, work: Path, *, words: Vocabulary | None = None
) -> list[OpenTable]:
    """Every table of the file; raises `FileRefused` where there is none. `words` are those that its headings have."""
    tables = list(_open(path, name, facts, _Place(work, words)))
    if not tables:
        raise FileRefused(what=f"{name} has no rows.", do="Download it again, and look at it before you load it.")
    return tables


@dataclass(frozen=True)
class _Place:
    """Where files are unpacked and cleaned, what headings are known by, and the member of a zip that is being read."""

    work: Path
    words: Vocabulary | None
    sheet: str | None = None


def _open(path: Path, name: str, facts: FileFacts, place: _Place) -> Iterator[OpenTable]:
    work = place.work
    match find_kind(path, name, facts):
        case FileKind.WORKBOOK:
            for table in read_workbook(path, name, work, words=place.words):
                yield OpenTable(table)
        case FileKind.GZIP:
            inside = unpack_gzip(path, name, work)
            yield from _open(inside, f"{name}, unpacked,", measure_file(inside), replace(place, sheet=None))
        case FileKind.ZIP:
            yield from _open_members(path, name, place)
        case FileKind.TEXT:
            text = look_into_text(path, name, facts, work, words=place.words)
            straight = None if place.sheet else as_it_lies(text, place.sheet)
            yield OpenTable(straight or row_by_row(text, place.sheet, work), text)


def _open_members(path: Path, name: str, place: _Place) -> Iterator[OpenTable]:
    """The tables of a zip. A member that is no table is passed over, unless none is one."""
    refused: FileRefused | None = None
    found = 0
    for member, unpacked in unpack_zip(path, name, place.work):
        try:
            for table in _open(unpacked, f"{member} in {name}", measure_file(unpacked), replace(place, sheet=member)):
                found += 1
                yield table
        except FileRefused as error:
            refused = error
    if not found:
        raise refused or FileRefused(what=f"{name} holds no table.", do="Load a zip with CSV files or workbooks.")
