"""Presents strategic suppliers: who meets the criteria, which files are current, and who is who by the evidence."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.evidence.who_is import KnownAs, Who
from goldthread.register.models import SegmentationRow, SegmentationRun, SupplierFile
from goldthread.register.supplier_files import state_of, without_file
from goldthread.web.evidence.wording import say_count, short_pounds

NAMES = {
    "owner": "Owner",
    "lead_council": "Which council leads",
    "plan": "Plan of improvement",
    "plan_on": "The plan is of",
    "contingency": "If it fails",
    "contingency_on": "The contingency plan is of",
    "sub_suppliers": "Its own suppliers",
    "shared_with": "Shared with",
    "turnover": "Turnover",
    "living_wage_on": "Living wage seen on",
    "slavery_statement_on": "Slavery statement seen on",
}


@dataclass(frozen=True)
class FileLine:
    """One file in the list, with what it lacks in words."""

    file: SupplierFile
    met: date | None
    current: int
    lacks: str
    criteria: str
    who: Who | None


@dataclass(frozen=True)
class Waiting:
    """A supplier that meets the criteria and has no file."""

    row: SegmentationRow
    pounds: str


def file_line(
    file: SupplierFile, met: date | None, today: date, *, meets: set[str], run: SegmentationRun | None, known: KnownAs
) -> FileLine:
    state = state_of(file, met, today)
    criteria = say_criteria(known.names, meets, run)
    return FileLine(file, met, state.current, "; ".join(state.lacks), criteria, known.who)


def say_criteria(names: Collection[str], meets: set[str], run: SegmentationRun | None) -> str:
    """Whether the latest run puts a supplier of these names in the first tier."""
    if run is None:
        return "the criteria were never run"
    return "meets the criteria" if meets & set(names) else f"not in the first tier on {run.on:%-d %B %Y}"


def waiting_for_file(rows: Sequence[SegmentationRow], held: set[str]) -> list[Waiting]:
    """Suppliers of the first tier none of whose names has a file."""
    return [
        Waiting(row, short_pounds(row.annual_value) if row.annual_value is not None else "value unknown")
        for row in without_file(rows, held)
    ]


def say_list(lines: Sequence[FileLine], waiting: int, run: SegmentationRun | None) -> str:
    """The finding: how many strategic suppliers there are, how many files lack nothing, and who has none."""
    if not lines and not waiting:
        return "No supplier has a file yet." if run else "No supplier has a file, and the criteria were never run."
    full = sum(1 for each in lines if not each.lacks)
    left = f"{full} with nothing missing in the file" if full else "each with something missing in its file"
    text = f"{say_count(len(lines), 'strategic supplier')}, {left}."
    if run is None:
        return f"{text} The criteria were never run."
    does = "meets" if waiting == 1 else "meet"
    return f"{text} {waiting or 'None'} more {does} the criteria and {'has' if waiting == 1 else 'have'} no file."


def twins_of(lines: Sequence[FileLine]) -> list[tuple[SupplierFile, SupplierFile]]:
    """Pairs of files whose names are one supplier by the evidence: the older file first."""
    by_number: dict[int, list[SupplierFile]] = {}
    for each in lines:
        if each.who is not None:
            by_number.setdefault(each.who.number, []).append(each.file)
    return [(held[0], other) for held in by_number.values() for other in held[1:]]


def say_differences(current: SupplierFile, differs: Sequence[str]) -> list[tuple[str, str]]:
    """What stands now, where it differs from what somebody wrote."""
    return [(NAMES[name], _said(getattr(current, name))) for name in differs]


def _said(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(map(str, value)) or "nothing"
    return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value or "nothing")
