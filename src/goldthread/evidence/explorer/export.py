"""Chosen payment lines as a file: CSV, Parquet or a workbook. No cell of it runs in a spreadsheet."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.explorer.choose import condition
from goldthread.evidence.explorer.index import Index, read_sql
from goldthread.evidence.explorer.types import Choice
from goldthread.evidence.store import Connection, ask, attach_places, copy_to_parquet, quote

_A_CHUNK = 5000
_RUNS = r"^''*[=+\-@\t\r]"
_DATE_FORMAT, _MONEY_FORMAT = "yyyy-mm-dd", "#,##0.00"


class FileFormat(StrEnum):
    """How the lines are written."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"

    @property
    def label(self) -> str:
        return "Parquet" if self is FileFormat.PARQUET else self.value.upper()

    @property
    def media_type(self) -> str:
        return {
            "csv": "text/csv; charset=utf-8",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "parquet": "application/vnd.apache.parquet",
        }[self.value]

    @property
    def most_lines(self) -> int:
        """More would take longer than a page may; a worksheet holds a million lines at the very most."""
        return {"csv": 2_000_000, "xlsx": 100_000, "parquet": 20_000_000}[self.value]


class TooManyLines(UserError):
    """More lines than the format can take from a page."""


def write_lines(index: Index, choice: Choice, file_format: FileFormat, target: Path) -> int:
    """Write the chosen lines to `target`; returns how many. Raises `TooManyLines`."""
    count = _mark_wanted(index, choice)
    check_count(count, file_format)
    attach_places(index.db, index.paths)
    write_rows(index.db, read_sql("export"), file_format, target)
    return count


def check_count(count: int, file_format: FileFormat) -> None:
    """Raise `TooManyLines` where the format cannot take so many."""
    if count > file_format.most_lines:
        raise TooManyLines(
            what=f"{count:,} lines are too many for {file_format.label}: it takes {file_format.most_lines:,}.",
            do="Narrow the lines first, by a financial year for instance, or take Parquet.",
        )


def write_rows(db: Connection, sql: str, file_format: FileFormat, target: Path) -> None:
    """Write what a SELECT answers to `target`."""
    if file_format is FileFormat.PARQUET:
        copy_to_parquet(db, sql, target)
    elif file_format is FileFormat.CSV:
        db.execute(f"COPY ({_guarded(db, sql)}) TO {quote(target)} (FORMAT csv, HEADER)")
    else:
        _write_workbook(db, sql, target)


def _mark_wanted(index: Index, choice: Choice) -> int:
    where = condition(index.db, choice, "day")
    index.db.execute(f"CREATE OR REPLACE TEMP TABLE wanted AS SELECT file, place FROM lines() WHERE {where}")
    index.db.execute("CREATE OR REPLACE TEMP TABLE origins (file INTEGER, file_name VARCHAR, loaded_on DATE)")
    origins = [
        [number, load.file_name, timezone.localtime(load.created_at).date()] for number, load in enumerate(index.loads)
    ]
    index.db.executemany("INSERT INTO origins VALUES (?, ?, ?)", origins)
    return int(ask(index.db, "SELECT count(*) FROM wanted")[0][0])


def _guarded(db: Connection, sql: str) -> str:
    """The export with an apostrophe before texts that a spreadsheet would run."""
    columns = ask(db, f"DESCRIBE {sql}")
    guarded = (
        f"""CASE WHEN regexp_matches("{name}", '{_RUNS}') THEN '''' || "{name}" ELSE "{name}" END AS "{name}\""""
        if kind == "VARCHAR"
        else f'"{name}"'
        for name, kind, *_rest in columns
    )
    return f"SELECT {', '.join(guarded)} FROM ({sql})"


def _write_workbook(db: Connection, sql: str, target: Path) -> None:
    """One sheet, written row by row; every text as text, so that none becomes a formula or a link."""
    with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Payments")
        formats = {
            date: book.add_format({"num_format": _DATE_FORMAT}),
            Decimal: book.add_format({"num_format": _MONEY_FORMAT}),
        }
        bold = book.add_format({"bold": True})
        db.execute(sql)
        names = [column[0] for column in db.description or ()]
        for place, name in enumerate(names):
            sheet.write_string(0, place, name.replace("_", " "), bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(names) - 1, 16)
        for number, row in enumerate(_rows(db), start=1):
            for place, value in enumerate(row):
                _write_cell(sheet, number, place, value, formats)


def _write_cell(sheet: Any, row: int, column: int, value: object, formats: dict[type, Any]) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), formats[Decimal])
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats[date])
    elif value is not None:
        sheet.write_string(row, column, str(value)[:32767])


def _rows(db: Connection) -> Iterator[tuple[object, ...]]:
    while chunk := db.fetchmany(_A_CHUNK):
        yield from chunk
