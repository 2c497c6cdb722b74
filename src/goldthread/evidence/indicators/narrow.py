"""Puts the condition of an indicator into each of its sums. `merge.narrow` keeps what it came to."""

from sqlglot import exp

from goldthread.evidence.indicators.check import AGGREGATES, DIALECT, parse_expression
from goldthread.evidence.indicators.types import TableName


def narrow_sql(sql: str, where: str, table: TableName) -> str:
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
