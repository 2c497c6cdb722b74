"""Figures of the chosen spend: totals, by month, by supplier, department and category, and how concentrated it is."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from goldthread.evidence.explorer.index import read_sql
from goldthread.evidence.explorer.types import (
    CategoryWays,
    Concentration,
    CurvePoint,
    Group,
    Groups,
    Kind,
    Month,
    Sum,
    Totals,
)
from goldthread.evidence.store import Connection, ask

Row = Sequence[Any]


def read_totals(db: Connection) -> Totals:
    """What the chosen facts come to; all noughts where there are none."""
    row = ask(db, read_sql("totals"))[0]
    return Totals(
        whole=_sum(row[0:3]),
        withheld=_sum(row[3:6]),
        unknown_payee=_sum(row[6:9]),
        unknown_department=_sum(row[9:12]),
        unknown_category=_sum(row[12:15]),
        suppliers=int(row[15]),
        bases={str(basis): _sum(rest) for basis, *rest in ask(db, read_sql("bases"))},
        first=row[16],
        last=row[17],
    )


def read_months(db: Connection) -> list[Month]:
    """The months that have a chosen line, the earliest first. A month without any is left out: it is unknown."""
    return [Month(first, _sum(rest)) for first, *rest in ask(db, read_sql("months"))]


def read_groups(db: Connection, name: str, whole: Sum, *, most: int, skip: int = 0) -> Groups:
    """The largest of "by_supplier", "by_department" or "by_category"; `whole` is what all of them come to."""
    rows = ask(db, read_sql(name), [most, skip])
    shown = tuple(Group(str(r[0]), str(r[1]), _sum(r[3:6]), bool(r[2]), *r[7:]) for r in rows)
    count = int(rows[0][6]) if rows else 0
    return Groups(shown, count, subtract(whole, *(group.sum for group in shown)))


def read_category_ways(db: Connection) -> CategoryWays:
    """How the chosen lines come by their categories."""
    rows = {row[0] or "none": row[1:] for row in ask(db, read_sql("category_ways"))}
    ways = {way: _sum(rows[way]) if way in rows else Sum() for way in ("given", "proposed", "expense", "none")}
    sure = rows["proposed"][3] if "proposed" in rows else None
    return CategoryWays(**ways, confidence=None if sure is None else float(sure))


def read_kinds(db: Connection, column: str) -> list[Kind]:
    """What named suppliers were paid by their "size", "sector", "ward" or "place"; what is not known is "unknown"."""
    rows = ask(db, read_sql("by_kind").format(column=column))
    return [Kind(str(value), _sum(rest), int(suppliers)) for value, *rest, suppliers in rows]


def read_concentration(db: Connection) -> Concentration:
    """How the spend with named suppliers is spread over them. Shares are None where nobody was paid anything."""
    rows = ask(db, read_sql("concentration"))
    if not rows:
        return Concentration(0, Decimal(0), (), None, None, None)
    points = tuple(CurvePoint(int(rank), float(so_far / whole)) for rank, _n, whole, so_far, _f in rows)
    shares = {point.suppliers: point.share for point in points}
    _rank, suppliers, whole, _so_far, four_fifths = rows[0]
    return Concentration(
        suppliers=int(suppliers),
        amount=Decimal(whole),
        points=points,
        largest=shares[1],
        ten_largest=shares.get(10),
        four_fifths=int(four_fifths),
    )


def span_of(db: Connection) -> tuple[date, date] | None:
    """The first and the last day of payment in the whole index; None where it is empty."""
    row = ask(db, "SELECT min(first_day), max(last_day) FROM month_facts()")[0]
    return (row[0], row[1]) if row[0] else None


def subtract(whole: Sum, *parts: Sum) -> Sum:
    """What is left of a sum without its parts."""
    return Sum(
        whole.lines - sum(part.lines for part in parts),
        whole.amount - sum((part.amount for part in parts), Decimal(0)),
        whole.credits - sum((part.credits for part in parts), Decimal(0)),
    )


def _sum(row: Row) -> Sum:
    return Sum(int(row[0]), Decimal(row[1]), Decimal(row[2]))
