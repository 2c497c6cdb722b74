"""The payment lines that come first by their amount, kept with all that a list shows of them.

A list of millions is read a page at a time from its beginning. So the beginning is a small file of its own, made with
the index: a page of it reads neither the other lines nor the wide files of the loads. What a reader chose is sought in
it in the same order; where the file ends before the page is full, the page is read from all lines.
"""

from collections.abc import Mapping
from enum import StrEnum

from goldthread.evidence.store import Connection, ask


class Order(StrEnum):
    """Which lines come first."""

    LARGEST = "largest"
    SMALLEST = "smallest"
    NEWEST = "newest"
    OLDEST = "oldest"

    @property
    def label(self) -> str:
        return f"{self.value.capitalize()} first"


ORDERS = {
    Order.LARGEST: "amount DESC, day DESC, file, place",
    Order.SMALLEST: "amount, day DESC, file, place",
    Order.NEWEST: "day DESC, file, place",
    Order.OLDEST: "day, file, place",
}
"""As SQL over the lines of the index. No two lines are equal in any of them."""
SHOWN = (
    *("payment_date", "amount", "amount_basis", "supplier", "is_redacted", "department", "service", "cost_centre"),
    *("category_label", "category_code", "expense_type", "purpose", "reference", "invoice_number"),
)
"""The published columns that a list shows."""
KEPT = (Order.LARGEST, Order.SMALLEST)
MOST_KEPT = 200_000
"""So many fill every page of one department in twenty; 10 MB of a large council's index for each order."""
ROW_GROUP = 10_240

First = tuple[int, Mapping[str, object]]
"""The number of a line's file, and what was published of the line: `SHOWN`, with `sheet` and `row`."""


def firsts_sql(sql: str, order: Order) -> str:
    """The SELECT that is kept for an order; `sql` is firsts.sql."""
    told = ", ".join(f'"{name}" := p."{name}"' for name in ("sheet", "row", *SHOWN))
    return sql.format(order=ORDERS[order], most=MOST_KEPT, published=f"struct_pack({told})")


def read_firsts(db: Connection, where: str, *, order: Order, most: int, skip: int) -> list[First] | None:
    """The lines of one page of the chosen ones; None where what is kept does not reach to the end of the page."""
    if order not in KEPT:
        return None
    table = f"{order.value}()"
    found = ask(db, f"SELECT rank FROM {table} WHERE {where} ORDER BY rank LIMIT ? OFFSET ?", [most, skip])
    if len(found) < most and ask(db, f"SELECT (SELECT count(*) FROM {table}) < (SELECT count(*) FROM lines())")[0][0]:
        return None
    if not found:
        return []
    ranks = [int(rank) for (rank,) in found]
    rows = ask(
        db,
        f"SELECT file, published FROM {table} WHERE rank BETWEEN {ranks[0]} AND {ranks[-1]} "
        f"AND rank IN ({', '.join(map(str, ranks))}) ORDER BY rank",
    )
    return [(int(file), published) for file, published in rows]
