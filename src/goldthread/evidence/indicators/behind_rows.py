"""Reads the rows behind a figure a page at a time, and writes all of them as a file."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from goldthread.evidence.explorer.export import FileFormat, check_count, write_rows
from goldthread.evidence.explorer.lines import Line, lines_at
from goldthread.evidence.indicators.behind import Behind
from goldthread.evidence.indicators.passes import read_sql
from goldthread.evidence.indicators.types import Indicator
from goldthread.evidence.store import ask, attach_places

SIDES = ("numerator", "denominator")


@dataclass(frozen=True)
class Unit:
    """A supplier or a quarter with what it adds; `label` is None for all lines that name nobody."""

    number: int
    label: str | None
    lines: int
    numerator: Decimal | None
    denominator: Decimal | None
    in_numerator: bool
    in_denominator: bool


@dataclass(frozen=True)
class CountedLine:
    """A payment line with the sides it is on and what it adds; None where that cannot be divided among lines."""

    line: Line
    numerator: Decimal | None
    denominator: Decimal | None
    in_numerator: bool
    in_denominator: bool


def count_lines(behind: Behind, *, side: str, unit: int | None) -> int:
    """How many lines are on a side (or on either, for an empty word), of one unit or of all."""
    return int(ask(behind.db, f"SELECT count(*) FROM behind_lines WHERE {_where(side, unit)}")[0][0])


def read_counted_lines(behind: Behind, *, side: str, unit: int | None, most: int, skip: int) -> list[CountedLine]:
    """The lines after the first `skip`, the largest amount first."""
    rows = ask(
        behind.db,
        "SELECT file, place, numerator, denominator, in_numerator, in_denominator FROM behind_lines"
        f" WHERE {_where(side, unit)} LIMIT ? OFFSET ?",
        [most, skip],
    )
    lines = lines_at(behind.db, behind.loads, [(int(row[0]), int(row[1])) for row in rows])
    return [
        CountedLine(line, _exact(row[2]), _exact(row[3]), bool(row[4]), bool(row[5]))
        for line, row in zip(lines, rows, strict=True)
    ]


def read_units(behind: Behind, *, side: str, most: int, skip: int) -> list[Unit]:
    """The suppliers or quarters after the first `skip`, in their order."""
    rows = ask(
        behind.db,
        "SELECT unit, label, lines, numerator, denominator, in_numerator, in_denominator FROM behind_units"
        f" WHERE {_where(side, None)} ORDER BY unit LIMIT ? OFFSET ?",
        [most, skip],
    )
    return [
        Unit(
            int(number),
            None if label is None else str(label),
            int(lines or 0),
            _exact(above),
            _exact(below),
            bool(in_above),
            bool(in_below),
        )
        for number, label, lines, above, below, in_above, in_below in rows
    ]


def count_units(behind: Behind, *, side: str) -> int:
    return int(ask(behind.db, f"SELECT count(*) FROM behind_units WHERE {_where(side, None)}")[0][0])


def find_unit(behind: Behind, number: int) -> Unit | None:
    """One supplier or quarter by its number."""
    return next((unit for unit in read_units(behind, side="", most=1, skip=number - 1) if unit.number == number), None)


def write_behind(behind: Behind, indicator: Indicator, file_format: FileFormat, target: Path) -> None:
    """Write every line, or record of the register, with its sides and what it adds; raises `TooManyLines`."""
    if indicator.table.is_register:
        check_count(count_units(behind, side=""), file_format)
        write_rows(behind.db, read_sql("behind_records"), file_format, target)
        return
    check_count(count_lines(behind, side="", unit=None), file_format)
    attach_places(behind.db, behind.paths)
    behind.db.execute("CREATE OR REPLACE TEMP TABLE origins (file INTEGER, file_name VARCHAR, loaded_on DATE)")
    origins = [[n, load.file_name, timezone.localtime(load.created_at).date()] for n, load in enumerate(behind.loads)]
    behind.db.executemany("INSERT INTO origins VALUES (?, ?, ?)", origins)
    write_rows(behind.db, read_sql("behind_export"), file_format, target)


def _where(side: str, unit: int | None) -> str:
    parts = [f"in_{side}" if side in SIDES else "", f"unit = {int(unit)}" if unit is not None else ""]
    return " AND ".join(filter(None, parts)) or "TRUE"


def _exact(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
