"""Holds an indicator's SQL to what it may be: parts of one read-only SELECT over one named table. Nothing is run."""

from collections.abc import Iterator

import sqlglot
from sqlglot import exp

from goldthread.evidence.indicators.types import Table

DIALECT = "duckdb"
AGGREGATES = (exp.Sum, exp.Count, exp.Min, exp.Max)
_PLAIN = (
    *(exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Filter, exp.Where),
    *(exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In, exp.Between, exp.Is),
    *(exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Case, exp.If, exp.Coalesce, exp.Nullif, exp.Abs, exp.Cast),
    *(exp.DataType, exp.DataTypeParam),
)
_WORDS = "sum, count, min, max, FILTER, CASE, coalesce, nullif, abs and casts to DECIMAL"


def parse_expression(sql: str, table: str) -> exp.Expression:
    """The tree of one SQL expression over a table; raises `sqlglot.errors.SqlglotError` where it is none."""
    parsed = sqlglot.parse(f"SELECT {sql} FROM {table}", dialect=DIALECT)
    select = parsed[0] if len(parsed) == 1 else None
    if not isinstance(select, exp.Select) or len(select.expressions) != 1:
        raise sqlglot.errors.ParseError("it is not one expression")
    given = {name for name, value in select.args.items() if value}
    if given - {"expressions", "from", "from_"} or table not in {source.sql() for source in select.find_all(exp.Table)}:
        raise sqlglot.errors.ParseError("it reaches beyond its place")
    expression: exp.Expression = select.expressions[0]
    return expression


def check_sql(sql: str, table: Table, *, adds: bool) -> list[str]:
    """What is wrong with an expression over the table, one sentence each. `adds` asks for sums, else a condition."""
    try:
        tree = parse_expression(sql, table.id.value)
    except sqlglot.errors.SqlglotError as error:
        return [f'"{sql}" is not one SQL expression: {str(error).splitlines()[0].rstrip(".")}.']
    faults = list(_strange(tree)) + list(_unknown(tree, table))
    if not faults:
        faults = list(_misplaced(tree, adds=adds))
    return faults


def columns_of(*pieces: str, table: str) -> tuple[str, ...]:
    """The columns that expressions name, in the order of the alphabet. They must have been checked."""
    trees = [parse_expression(sql, table) for sql in pieces if sql]
    return tuple(sorted({column.name for tree in trees for column in tree.find_all(exp.Column)}))


def _strange(tree: exp.Expression) -> Iterator[str]:
    for node in tree.walk():
        if type(node) not in (*_PLAIN, *AGGREGATES):
            yield f'"{node.sql(dialect=DIALECT)[:60]}" is not allowed; an indicator may use {_WORDS}.'
        elif isinstance(node, exp.Cast) and node.to.this not in (exp.DataType.Type.DECIMAL, exp.DataType.Type.BIGINT):
            yield f'"{node.sql(dialect=DIALECT)[:60]}" casts to what is not exact; cast to DECIMAL or BIGINT.'
        elif isinstance(node, exp.Literal) and not node.is_string and not _is_exact(node.name):
            yield f"{node.name} is not an exact number; write it with digits and at most a point."
        elif isinstance(node, exp.Coalesce | exp.In) and node.args.get("query"):
            yield "A query within the query is not allowed."


def _is_exact(number: str) -> bool:
    return number.replace(".", "", 1).isdigit()


def _unknown(tree: exp.Expression, table: Table) -> Iterator[str]:
    for column in tree.find_all(exp.Column):
        if column.table or column.name not in table.columns:
            yield f'The table {table.id} has no column "{column.sql(dialect=DIALECT)}".'


def _misplaced(tree: exp.Expression, *, adds: bool) -> Iterator[str]:
    aggregates = list(tree.find_all(*AGGREGATES))
    if not adds:
        if aggregates:
            yield "A condition on rows holds no sum or count."
        return
    if not aggregates:
        yield "There is no sum or count in it, so it would have one answer for every row."
    for aggregate in aggregates:
        if aggregate.find_ancestor(*AGGREGATES):
            yield "A sum within a sum is not allowed."
    for column in tree.find_all(exp.Column):
        if not column.find_ancestor(*AGGREGATES, exp.Filter):
            yield f'The column "{column.name}" stands outside every sum.'
