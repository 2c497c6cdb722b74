"""Joins the SQL of all indicators over one table into one SELECT, so that the table is read once."""

from collections.abc import Sequence
from functools import cache

from sqlglot import exp

from goldthread.evidence.indicators.check import AGGREGATES, DIALECT, parse_expression
from goldthread.evidence.indicators.load import load_tables
from goldthread.evidence.indicators.types import Indicator, TableName

GROUP = ("council", "period", "scope", "department_id")
PIECES = ("numerator", "denominator", "known", "whole")
PER_INDICATOR = len(PIECES) + 1
_CONFIDENCE = (
    "sum(spent * confidence) FILTER (WHERE confidence IS NOT NULL)",
    "sum(spent) FILTER (WHERE confidence IS NOT NULL)",
)


@cache
def narrow(sql: str, where: str, table: TableName) -> str:
    """An expression whose sums and counts see only the rows of `where`."""
    tree = parse_expression(sql, table.value)
    if where:
        condition = parse_expression(where, table.value)
        for aggregate in list(tree.find_all(*AGGREGATES)):
            tree = _narrow_one(tree, aggregate, condition)
    return tree.sql(dialect=DIALECT)


def _narrow_one(tree: exp.Expression, aggregate: exp.AggFunc, condition: exp.Expression) -> exp.Expression:
    holder = aggregate.parent
    if isinstance(holder, exp.Filter):
        own = holder.expression.this
        holder.set("expression", exp.Where(this=exp.and_(own.copy(), condition.copy())))
        return tree
    narrowed = exp.Filter(this=aggregate.copy(), expression=exp.Where(this=condition.copy()))
    if holder is None or isinstance(holder, exp.Select):
        return narrowed
    aggregate.replace(narrowed)
    return tree


def merge_figures(indicators: Sequence[Indicator], table: TableName) -> str:
    """One SELECT with, for each indicator in order, its pieces and the rows behind it; two of confidence at the end."""
    rows = load_tables()[table].rows
    wanted = list(GROUP)
    for indicator in indicators:
        for piece in PIECES:
            sql = getattr(indicator, piece)
            wanted.append(narrow(sql, indicator.where, table) if sql else "NULL")
        wanted.append(narrow(rows, indicator.where, table))
    if table is TableName.SUPPLIERS:
        wanted += _CONFIDENCE
    named = [f"{sql} AS c{place}" for place, sql in enumerate(wanted)]
    return f"SELECT {', '.join(named)} FROM {table} GROUP BY {', '.join(GROUP)}"


def merge_breakdowns(indicators: Sequence[Indicator], table: TableName, by: str) -> str:
    """One SELECT with the sums of every indicator that is broken down by one column."""
    sums = [narrow(i.breakdown.of, i.where, table) for i in indicators if i.breakdown is not None]
    named = [f"{sql} AS s{place}" for place, sql in enumerate(sums)]
    group = ", ".join((*GROUP, by))
    return f"SELECT {group}, {', '.join(named)} FROM {table} GROUP BY {group}"


def show_sql(indicator: Indicator) -> str:
    """The indicator as one SELECT for people to read."""
    lines = [f"  {getattr(indicator, piece)} AS {piece}" for piece in PIECES if getattr(indicator, piece)]
    where = f"\nWHERE {indicator.where}" if indicator.where else ""
    return (
        "SELECT council, period, department_id,\n"
        + ",\n".join(lines)
        + f"\nFROM {indicator.table}{where}"
        + ("\nGROUP BY council, period, department_id")
    )
