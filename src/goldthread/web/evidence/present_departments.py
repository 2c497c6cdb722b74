"""Presents finance's names for departments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from goldthread.evidence.models import DepartmentName
from goldthread.web.evidence.wording import Pounds, say_count, say_share

NONE = "none"


@dataclass(frozen=True)
class NameRow:
    """One of finance's names with what was paid under it."""

    name: DepartmentName
    lines: int
    pounds: Pounds


def name_rows(rows: Sequence[DepartmentName], sums: Mapping[str, tuple[int, Decimal]]) -> list[NameRow]:
    """The names by what was paid under them, the most first."""
    found = []
    for row in rows:
        lines, amount = sums.get(row.name, (0, Decimal(0)))
        found.append(NameRow(row, lines, Pounds(amount)))
    return sorted(found, key=lambda row: (-abs(row.pounds.amount), row.name.name))


def say_names(rows: Sequence[NameRow]) -> str:
    """How much of the spend counts for a department."""
    if not rows:
        return "No loaded file names a department, so every figure is the council's as a whole."
    waiting = [row for row in rows if not row.name.is_confirmed]
    whole = sum((row.pounds.amount for row in rows), Decimal(0))
    matched = sum((row.pounds.amount for row in rows if row.name.is_confirmed and row.name.department_id), Decimal(0))
    if not waiting:
        return f"Every name is settled: {say_share(matched, whole)} of the spend counts for a department."
    return (
        f"{say_count(len(waiting), 'name')} of {len(rows):,} still to settle:"
        f" {say_share(matched, whole)} of the spend counts for a department so far."
    )
