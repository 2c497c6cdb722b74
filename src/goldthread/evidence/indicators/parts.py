"""Turns the sums of an indicator into what each single row adds to them, so that a figure can be counted again by hand.

Pure: SQL in, SQL out.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlglot import exp

from goldthread.evidence.indicators.check import AGGREGATES, DIALECT, parse_expression
from goldthread.evidence.indicators.merge import narrow
from goldthread.evidence.indicators.types import TableName


class Combine(StrEnum):
    """What is done with the rows' parts: added up, added up and squared, or the largest taken."""

    SUM = "sum"
    SQUARE = "square"
    MAX = "max"


@dataclass(frozen=True)
class RowPart:
    """`amount` is what a row adds, `counts` whether it is among those that are added up at all."""

    amount: str
    counts: str
    combine: Combine


NOTHING = RowPart("CAST(NULL AS DECIMAL(38,4))", "FALSE", Combine.SUM)


def row_part(sql: str, where: str, table: TableName) -> RowPart:
    """A numerator or denominator, narrowed by the indicator's `where`, for one row of its table."""
    if not sql:
        return NOTHING
    tree = parse_expression(narrow(sql, where, table), table.value)
    combine = _combine(tree)
    if combine is Combine.SQUARE:
        tree = next(iter(tree.find_all(*AGGREGATES))).parent  # type: ignore[assignment]  # a sum always has one
        tree = tree if isinstance(tree, exp.Filter) else tree.this
    counts = [_counts(node) for node in tree.find_all(*AGGREGATES)]
    rows = tree.copy().transform(_per_row)
    return RowPart(rows.sql(dialect=DIALECT), " OR ".join(f"({one})" for one in counts), combine)


def line_part(part: RowPart) -> str | None:
    """The part of a supplier's row that one payment adds; None where it cannot be divided among payments.

    What is paid is divided among payments; the conditions stay the supplier's.
    """
    tree: Any = parse_expression(part.amount, TableName.SUPPLIERS.value)
    if not isinstance(tree, exp.Case) or not isinstance(tree.args["ifs"][0].args["true"], exp.Column):
        return "line_spent" if isinstance(tree, exp.Column) and tree.name == "spent" else None
    if tree.args["ifs"][0].args["true"].name != "spent":
        return None
    tree.args["ifs"][0].set("true", exp.column("line_spent"))
    return str(tree.sql(dialect=DIALECT))


def _combine(tree: exp.Expression) -> Combine:
    if isinstance(tree, exp.Mul) and tree.this == tree.expression:
        return Combine.SQUARE
    return Combine.MAX if tree.find(exp.Max) else Combine.SUM


def _condition(node: Any) -> str | None:
    holder = node.parent
    return holder.expression.this.sql(dialect=DIALECT) if isinstance(holder, exp.Filter) else None


def _counts(node: Any) -> str:
    """A row counts where the sum's condition holds and there is something to add."""
    held = _condition(node)
    known = f"{node.this.sql(dialect=DIALECT)} IS NOT NULL"
    return f"({held}) AND {known}" if held else known


def _per_row(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Filter):
        return exp.Case(ifs=[exp.If(this=node.expression.this.copy(), true=_added(node.this))])
    return _added(node) if isinstance(node, AGGREGATES) else node


def _added(node: Any) -> exp.Expression:
    if isinstance(node, exp.Count):
        inner = exp.Not(this=exp.Is(this=node.this.copy(), expression=exp.Null()))
        return exp.Case(ifs=[exp.If(this=inner, true=exp.Literal.number(1))])
    found: exp.Expression = node.this.copy()
    return found
