"""Workbooks (.xlsx, .xls, .ods): every sheet as rows of text. Formulas give the values they last had."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from goldthread.evidence.sources.headings import DEEPEST, Vocabulary, find_headings
from goldthread.evidence.sources.rows import write_clean_rows
from goldthread.evidence.sources.types import FileRefused, TableFile

Cell = int | float | str | bool | date | datetime | time | timedelta | None


def read_workbook(path: Path, name: str, work: Path, *, words: Vocabulary | None = None) -> Iterator[TableFile]:
    """Every sheet that has rows; raises `FileRefused` for a damaged or locked workbook."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        for number, sheet in enumerate(book.sheets_metadata):
            table = _read_sheet(book, sheet.name, work / f"sheet-{path.stem[:30]}-{number}.clean", words)
            if table is not None:
                yield replace(table, is_hidden=sheet.visible != SheetVisibleEnum.Visible)
    except PasswordError:
        raise FileRefused(
            what=f"{name} is locked with a password.", do="Save it without the password, and load that."
        ) from None
    except CalamineError as error:
        raise FileRefused(
            what=f"{name} is a damaged workbook ({error}).", do="Open it, save it again as .xlsx, and load that."
        ) from None


def _read_sheet(book: CalamineWorkbook, name: str, target: Path, words: Vocabulary | None) -> TableFile | None:
    try:
        sheet = book.get_sheet_by_name(name)
    except CalamineError:
        return None  # a chart sheet has no cells
    cells = sheet.to_python(skip_empty_area=False)
    if not cells:
        return None
    table: list[list[Cell]] = [list(row) for row in cells]
    _fill_merged(sheet, table)
    rows = [[_as_text(cell) for cell in row] for row in table]
    if not any(any(row) for row in rows):
        return None
    headings = find_headings(rows[: DEEPEST + 200], words)
    below = ((place + 1, row) for place, row in enumerate(rows) if place > headings.row)
    joined = [(headings.row + 1, headings.joined)] if headings.joined else []
    sample = write_clean_rows(target, headings.names, _chain(joined, below))
    where = f"headings on row {headings.row + 1}" if headings.row >= 0 else "no headings"
    return TableFile(
        path=target,
        headings=headings.names,
        delimiter=",",
        skip=0,
        first_line=0,
        sheet=name,
        has_lines=True,
        sample=sample,
        encoding="workbook",
        shape=where,
        above=tuple(cell for row in rows[: max(0, headings.row)] for cell in row if cell),
    )


def _chain(
    first: list[tuple[int, tuple[str, ...]]], rest: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    for line, cells in first:
        yield line, list(cells)
    yield from rest


def _fill_merged(sheet: CalamineSheet, cells: list[list[Cell]]) -> None:
    """A value merged over several rows belongs to each of them; an amount belongs to the first alone."""
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or []:
        if bottom == top or top >= len(cells) or left >= len(cells[top]):
            continue
        value = cells[top][left]
        if value in {None, ""} or (isinstance(value, int | float) and not isinstance(value, bool)):
            continue
        for row in cells[top + 1 : bottom + 1]:
            if row[left] in {None, ""}:
                row[left] = value


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _figure(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell).split()) if isinstance(cell, str) else str(cell)


def _figure(value: float) -> str:
    """A figure without an exponent and without the noise of binary fractions."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(repr(round(value, 6))).normalize(), "f")
