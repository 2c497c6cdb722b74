"""The payment lines behind a figure, a page at a time, each with its file, line and load."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.evidence.explorer.choose import condition
from goldthread.evidence.explorer.firsts import ORDERS, SHOWN, Order, read_firsts
from goldthread.evidence.explorer.index import Index
from goldthread.evidence.explorer.types import Choice
from goldthread.evidence.models import Load
from goldthread.evidence.queries import rows_file
from goldthread.evidence.store import Connection, Place, ask, read_places


@dataclass(frozen=True)
class Line:
    """One published payment line; `row` counts from 1 in the file, or in its sheet. What is None was not published."""

    load: Load
    row: int
    sheet: str | None
    day: date
    supplier: str | None
    is_withheld: bool
    department: str | None
    category: str | None
    purpose: str | None
    reference: str | None
    amount: Decimal
    basis: str


def read_lines(index: Index, choice: Choice, *, order: Order, most: int, skip: int) -> list[Line]:
    """The chosen lines after the first `skip`, at most `most`."""
    where = condition(index.db, choice, "day")
    firsts = read_firsts(index.db, where, order=order, most=most, skip=skip)
    if firsts is not None:
        return [_line(index.loads[file], published) for file, published in firsts]
    found = ask(
        index.db,
        f"SELECT file, place FROM lines() WHERE {where} ORDER BY {ORDERS[order]} LIMIT ? OFFSET ?",
        [most, skip],
    )
    return lines_at(index.db, index.loads, [(int(file), int(place)) for file, place in found])


def lines_at(db: Connection, loads: Sequence[Load], places: Sequence[Place]) -> list[Line]:
    """The lines at places in the files of the loads, in the order of the places."""
    published = read_places(db, [rows_file(load) for load in loads], places, SHOWN)
    return [_line(loads[file], published[file, place]) for file, place in places]


def _line(load: Load, row: Mapping[str, object]) -> Line:
    day, amount = row["payment_date"], row["amount"]
    assert isinstance(day, date) and isinstance(amount, Decimal)  # noqa: S101, PT018 no live line is without
    return Line(
        load=load,
        row=int(str(row["row"])),
        sheet=_text(row, "sheet"),
        day=day,
        supplier=_text(row, "supplier"),
        is_withheld=bool(row["is_redacted"]),
        department=_text(row, "department", "service", "cost_centre"),
        category=_text(row, "category_label", "category_code", "expense_type"),
        purpose=_text(row, "purpose", "expense_type"),
        reference=_text(row, "reference", "invoice_number"),
        amount=amount,
        basis=str(row["amount_basis"]),
    )


def _text(row: Mapping[str, object], *names: str) -> str | None:
    return next((str(row[name]) for name in names if row[name]), None)
