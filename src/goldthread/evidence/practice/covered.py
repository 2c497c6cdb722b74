"""Rows of the evidence table `coverage`: what each department paid each supplier in each class of a period."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from goldthread.evidence.coverage.figures import Days, attach_placed
from goldthread.evidence.coverage.keep import files_of
from goldthread.evidence.coverage.models import CoverageRun
from goldthread.evidence.coverage.types import OFF, Place
from goldthread.evidence.indicators.material import Span
from goldthread.evidence.store import Connection, ask
from goldthread.organisation.models import Council

LISTED = frozenset({Place.ON, Place.EXPIRED})
"""What has a contract on the register, live or over: as `Cover.on_register` counts it."""

# Grain: one department, supplier and class. A name that nobody has matched stands for itself.
_GROUPS = """
SELECT department_id, min(supplier), place, sum(amount), count(*) FROM placed_lines
WHERE {days} AND place <> ?
GROUP BY department_id, coalesce(supplier_id::VARCHAR, 'name ' || supplier), place ORDER BY ALL
"""


def placed_file(council: Council, run: CoverageRun | None) -> Path | None:
    """The lines that the last run placed; None before the first, or where they are gone."""
    kept = files_of(council, run.digest) if run else None
    return kept.lines if kept and kept.are_there else None


def covered_rows(db: Connection, placed: Path | None, span: Span) -> Iterator[tuple[int | None, dict[str, object]]]:
    """A department or None, and the row, for each supplier and class with third-party spend in the period."""
    if placed is None:
        return
    attach_placed(db, placed)
    sql = _GROUPS.format(days=Days(span.first, span.last).sql)
    for department, supplier, place, amount, payments in ask(db, sql, [Place.EXCLUDED.value]):
        yield department, tell_covered(supplier, Place(place), amount, payments)


def tell_covered(supplier: str | None, place: Place, amount: Decimal, payments: int) -> dict[str, object]:
    return {
        "supplier": supplier,
        "standing": place.value,
        "amount": amount,
        "payments": payments,
        "is_on": place is Place.ON,
        "is_off": place in OFF,
        "is_unknown": place is Place.UNKNOWN,
        "is_listed": place in LISTED,
    }
