"""A delimited text file as a table: read as it lies where it is regular, else row by row."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from goldthread.evidence.sources.bytes import FileFacts, measure_file
from goldthread.evidence.sources.dates import read_date, read_yearless
from goldthread.evidence.sources.encoding import is_straight, name_encoding, straighten_text
from goldthread.evidence.sources.headings import Headings, Vocabulary, find_headings
from goldthread.evidence.sources.kinds import LONGEST_LINE
from goldthread.evidence.sources.money import read_money
from goldthread.evidence.sources.rows import write_clean_rows
from goldthread.evidence.sources.types import FileRefused, TableFile

SAMPLE_BYTES = 1024 * 1024
DELIMITERS = (",", "\t", ";", "|")
_LONGEST_RECORD = 50
_FEWEST_COLUMNS = 3
_AS_TEXT = re.compile(r'="([^"]*)"')
_NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe"}


@dataclass(frozen=True)
class StraightText:
    """A text in UTF-8 whose lines end with LF, and how its table lies in it."""

    path: Path
    facts: FileFacts
    encoding: str
    delimiter: str
    headings: Headings
    lines_above: int
    above: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_lost_quote: bool = False
    has_formulas: bool = False

    @property
    def shape(self) -> str:
        where = "no headings"
        if self.headings.row >= 0:
            where = (
                "headings joined to the first row" if self.headings.joined else f"headings on line {self.lines_above}"
            )
        return f"{_NAMES[self.delimiter]}, {where}"


def look_into_text(
    path: Path, name: str, facts: FileFacts, work: Path, *, words: Vocabulary | None = None
) -> StraightText:
    """Make a text straight and find its delimiter and its headings; raises `FileRefused` where there is no table."""
    encoding = name_encoding(facts)
    if not is_straight(facts):
        straight = work / f"{path.stem[:40]}-{facts.sha256[:12]}.straight"
        encoding = straighten_text(path, name, facts, straight)
        path, facts = straight, measure_file(straight)
    text = _read_start(path)
    delimiter = _find_delimiter(text)
    records, has_lost_quote = _read_sample(text, delimiter)
    if len(text.encode()) >= SAMPLE_BYTES and len(records) > 1:
        records.pop()
    if not any(len(cells) > 1 for _line, cells in records):
        raise FileRefused(
            what=f"{name} holds no table: no delimiter parts its lines into columns.",
            do="Save it as CSV with commas, or as a workbook, and load that.",
        )
    headings = find_headings([cells for _line, cells in records], words)
    lines_above = records[headings.row][0] if headings.row >= 0 else 0
    rows = tuple(tuple(cells) for _line, cells in records[headings.row + 1 :])
    first = (headings.joined,) if headings.joined else ()
    above = tuple(cell for _line, cells in records[: max(0, headings.row)] for cell in cells if cell.strip())
    return StraightText(
        path, facts, encoding, delimiter, headings, lines_above, above, first + rows, has_lost_quote, '="' in text
    )


def as_it_lies(text: StraightText, sheet: str | None) -> TableFile | None:
    """The table for DuckDB to read straight from the file; None where the sample shows that it is not regular."""
    width = len(text.rows[0]) if text.rows else 0
    if text.headings.joined or text.has_lost_quote or text.has_formulas or not width:
        return None
    if any(len(row) != width for row in text.rows if row):
        return None
    names = (*text.headings.names, *[""] * (width - len(text.headings.names)))
    if len(names) != width:
        return None
    return TableFile(
        path=text.path,
        headings=names,
        delimiter=text.delimiter,
        skip=text.lines_above,
        first_line=text.lines_above + 1,
        sheet=sheet,
        has_lines=False,
        sample=text.rows,
        encoding=text.encoding,
        shape=text.shape,
        above=text.above,
    )


def row_by_row(text: StraightText, sheet: str | None, work: Path) -> TableFile:
    """The table cleaned row by row, each with the line that it stands on in the published file."""
    if text.has_lost_quote:
        return _clean(text, sheet, work, by_lines=True)
    try:
        return _clean(text, sheet, work, by_lines=False)
    except _LostQuote:
        return _clean(text, sheet, work, by_lines=True)


class _LostQuote(Exception):
    """A quote is opened and never closed."""


def _clean(text: StraightText, sheet: str | None, work: Path, *, by_lines: bool) -> TableFile:
    target = work / f"{text.path.stem[:40]}-{text.facts.sha256[:12]}.clean"
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        width = len(text.headings.names)
        records = _read_lines(file, text.delimiter) if by_lines else _read_records(file, text.delimiter, width)
        below = ((line, cells) for line, cells in records if line > text.lines_above)
        joined = [(text.lines_above, text.headings.joined)] if text.headings.joined else []
        sample = write_clean_rows(target, text.headings.names, _chain(joined, below))
    return TableFile(
        path=target,
        headings=text.headings.names,
        delimiter=",",
        skip=0,
        first_line=0,
        sheet=sheet,
        has_lines=True,
        sample=sample,
        encoding=text.encoding,
        shape=text.shape,
        above=text.above,
    )


def _chain(
    first: Sequence[tuple[int, Sequence[str]]], rest: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, Sequence[str]]]:
    yield from first
    yield from rest


def _read_sample(text: str, delimiter: str) -> tuple[list[tuple[int, list[str]]], bool]:
    """The records of the beginning, and whether a quote in it is opened and never closed."""
    widths = Counter(len(cells) for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if cells)
    width = widths.most_common(1)[0][0] if widths else 0
    try:
        return list(_read_records(io.StringIO(text, newline=""), delimiter, width)), False
    except _LostQuote:
        return list(_read_lines(io.StringIO(text, newline=""), delimiter)), True


def _read_records(file: io.TextIOBase, delimiter: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; lines with nothing at all are no records."""
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(file, delimiter=delimiter)
    before = 0
    try:
        for cells in reader:
            if reader.line_num - before > _LONGEST_RECORD:
                raise _LostQuote
            if reader.line_num - before > 1 and any(_swallows(cell, delimiter, width) for cell in cells):
                raise _LostQuote
            if cells:
                yield before + 1, [_bare_cell(cell) for cell in cells]
            before = reader.line_num
    except csv.Error:
        raise _LostQuote from None


def _swallows(cell: str, delimiter: str, width: int) -> bool:
    """Whether a line inside a cell is a row of its own: a cell for each column, a day and a figure among them."""
    for line in cell.split("\n")[1:]:
        parts = line.strip("\r").split(delimiter)
        days = [place for place, part in enumerate(parts) if read_date(part) or read_yearless(part)]
        figures = [place for place, part in enumerate(parts) if read_money(part) is not None]
        if len(parts) == width >= _FEWEST_COLUMNS and days and set(figures) - {days[0]}:
            return True
    return False


def _read_lines(file: io.TextIOBase, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each line as a record, whatever its quotes: one that has a quote too many or too few is parted as it stands."""
    for number, line in enumerate(file, 1):
        bare = line.rstrip("\r\n")
        is_odd = bare.count('"') % 2
        cells = bare.split(delimiter) if is_odd else next(csv.reader([bare], delimiter=delimiter), [])
        if bare:
            yield number, [_bare_cell(cell) for cell in cells]


def _bare_cell(cell: str) -> str:
    """A cell without line breaks, and without the formula that keeps Excel from changing a text: ="03/04/2024"."""
    found = _AS_TEXT.fullmatch(cell)
    return found[1] if found else cell.replace("\r\n", " ").replace("\n", " ")


def _read_start(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(SAMPLE_BYTES).decode("utf-8-sig", errors="ignore")


def _find_delimiter(text: str) -> str:
    """The delimiter that parts most lines into the same number of columns."""
    lines = [line for line in text.split("\n")[:200] if line.strip()]
    if lines and lines[0].strip().lower().startswith("sep=") and lines[0].strip()[4:5] in DELIMITERS:
        return lines[0].strip()[4:5]
    return max(DELIMITERS, key=lambda delimiter: _regularity(lines, delimiter))


def _regularity(lines: Sequence[str], delimiter: str) -> float:
    widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda item: item[1] * item[0] ** 0.5)
    return float(count / len(lines) * width**0.5)
