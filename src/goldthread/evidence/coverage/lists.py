"""Lists behind the figures: payments, contracts that were paid after their end, suppliers to decide on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from goldthread.evidence.coverage.figures import NOT_SAID, Days
from goldthread.evidence.coverage.types import OFF, Place, Why
from goldthread.evidence.store import Connection, ask, quote

OFF_CONTRACT = "off contract"
"""Stands in an address for every class that is off contract."""


@dataclass(frozen=True)
class Wanted:
    """Which payment lines a reader asks for. `department` is a number or one of finance's names."""

    days: Days
    place: str = ""
    left_out: str = ""
    department: str = ""
    contract: int | None = None
    supplier: int | None = None

    @property
    def sql(self) -> str:
        parts = [self.days.sql]
        if self.place == OFF_CONTRACT:
            parts.append(f"place IN ({', '.join(quote(each.value) for each in sorted(OFF))})")
        elif self.place:
            parts.append(f"place = {quote(self.place)}")
        if self.left_out:
            parts.append(f"left_out = {quote(self.left_out)}")
        if self.department.isdecimal():
            parts.append(f"department_id = {int(self.department)}")
        elif self.department == NOT_SAID:
            parts.append("department_id IS NULL AND finance_name IS NULL")
        elif self.department:
            parts.append(f"department_id IS NULL AND finance_name = {quote(self.department)}")
        parts += [f"contract = {self.contract}"] if self.contract is not None else []
        parts += [f"supplier_id = {self.supplier}"] if self.supplier is not None else []
        return " AND ".join(parts)


@dataclass(frozen=True)
class PlacedLine:
    """One payment with its place, why, and how surely (0 to 1)."""

    load_key: str
    sheet: str
    row: int
    payee: str
    is_withheld: bool
    day: date | None
    amount: Decimal
    purpose: str
    finance_name: str
    place: Place
    why: Why
    left_out: str
    contract: int | None
    several: int
    confidence: float | None


def count_lines(db: Connection, wanted: Wanted) -> tuple[int, Decimal]:
    """How many lines there are, and their pounds."""
    count, amount = ask(db, f"SELECT count(*), coalesce(sum(amount), 0) FROM placed_lines WHERE {wanted.sql}")[0]
    return int(count), amount


def read_placed(db: Connection, wanted: Wanted, *, most: int, skip: int = 0) -> list[PlacedLine]:
    """The lines, the largest first.

    The amount of the last one that is shown is found first, so that the wide columns are read of few lines.
    """
    least = ask(
        db, f"SELECT amount FROM placed_lines WHERE {wanted.sql} ORDER BY 1 DESC LIMIT 1 OFFSET {skip + most - 1}"
    )
    enough = f"AND amount >= {least[0][0]}" if least and least[0][0] is not None else ""
    rows = ask(
        db,
        f"""SELECT load_key, coalesce(sheet, ''), "row", coalesce(supplier, ''), is_withheld, day, amount,
            coalesce(purpose, ''), coalesce(finance_name, ''), place, why, coalesce(left_out, ''), contract,
            coalesce(several, 0), confidence
        FROM placed_lines WHERE {wanted.sql} {enough}
        ORDER BY amount DESC, load_key, "row" LIMIT {most} OFFSET {skip}""",
    )
    return [_line(row) for row in rows]


def _line(row: tuple[Any, ...]) -> PlacedLine:
    *before, place, why, left_out, contract, several, confidence = row
    load_key, sheet, number, payee, is_withheld, day, amount, purpose, finance_name = before
    told = Place(place), Why(why), left_out, contract, several, confidence
    return PlacedLine(load_key, sheet, number, payee, is_withheld, day, amount, purpose, finance_name, *told)


@dataclass(frozen=True)
class Paid:
    """One contract, or one supplier, with what was paid, how often and when last."""

    key: int
    amount: Decimal
    payments: int
    last: date | None


def paid_after_end(db: Connection, days: Days, *, most: int) -> list[Paid]:
    """Contracts that were paid once they were over, most first."""
    return [
        Paid(*row)
        for row in ask(
            db,
            f"""SELECT contract, sum(amount), count(*), max(day) FROM placed_lines
            WHERE {days.sql} AND place = {quote(Place.EXPIRED)} AND contract IS NOT NULL
            GROUP BY contract ORDER BY 2 DESC, 1 LIMIT {most}""",
        )
    ]


def gather_suppliers(db: Connection, days: Days, place: Place, *, several: bool) -> int:
    """Put the suppliers with payments of one class into the table `suppliers_gathered`. Returns how many there are.

    `several` are those that nobody can tell between contracts.
    """
    which = "AND why = 'one of several'" if several else ""
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE suppliers_gathered AS
        SELECT supplier_id, sum(amount) AS amount, count(*) AS payments, max(day) AS last FROM placed_lines
        WHERE {days.sql} AND place = {quote(place)} AND supplier_id IS NOT NULL {which} GROUP BY supplier_id"""
    )
    return int(ask(db, "SELECT count(*) FROM suppliers_gathered")[0][0])


def read_gathered(db: Connection, *, most: int, skip: int = 0) -> list[Paid]:
    """The suppliers that were gathered, who was paid most first."""
    sql = f"FROM suppliers_gathered ORDER BY amount DESC, supplier_id LIMIT {most} OFFSET {skip}"
    return [Paid(*row) for row in ask(db, sql)]


def contracts_of_supplier(db: Connection, supplier: int, *, most: int) -> Sequence[int]:
    """The contracts that the register names with a supplier."""
    rows = ask(
        db,
        f"""SELECT contract FROM placed_contracts WHERE supplier = {supplier}
        ORDER BY last DESC NULLS FIRST, contract LIMIT {most}""",
    )
    return [row[0] for row in rows]
