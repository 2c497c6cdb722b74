"""Says an indicator's SQL in plain words, from what the table's file says of each column. Nothing is run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from goldthread.evidence.indicators.check import AGGREGATES, DIALECT, parse_expression
from goldthread.evidence.indicators.load import load_tables
from goldthread.evidence.indicators.types import Column, Indicator

_COMPARED: Mapping[type, str] = {
    exp.EQ: "is",
    exp.NEQ: "is not",
    exp.LT: "is below",
    exp.LTE: "is at most",
    exp.GT: "is above",
    exp.GTE: "is at least",
}
Columns = Mapping[str, Column]


@dataclass(frozen=True)
class Sum:
    """One sum or count in words: what is added up, and of which rows. Without a condition it is all of them."""

    what: str
    only: tuple[str, ...]
    without: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """A numerator or a denominator in words. `note` says what is done with the sums, where anything is."""

    sums: tuple[Sum, ...]
    note: str


def explain_piece(indicator: Indicator, sql: str) -> Told | None:
    """A numerator, denominator, known or whole in words; None where there is none."""
    if not sql:
        return None
    table = load_tables()[indicator.table]
    tree = parse_expression(sql, table.id.value)
    sums = tuple(dict.fromkeys(_sum(node, table.columns) for node in tree.find_all(*AGGREGATES)))
    return Told(sums, _note(tree))


def explain_where(indicator: Indicator) -> Sum | None:
    """Which rows of the table count at all; None where all of them do."""
    if not indicator.where:
        return None
    table = load_tables()[indicator.table]
    only, without = _conditions(parse_expression(indicator.where, table.id.value), table.columns)
    return Sum("", tuple(only), tuple(without))


def explain_columns(indicator: Indicator) -> list[tuple[str, str]]:
    """The columns that the SQL names, each with its meaning."""
    columns = load_tables()[indicator.table].columns
    return [(name, columns[name].meaning) for name in indicator.columns]


def _sum(node: Any, columns: Columns) -> Sum:
    inner = node.this
    held = node.parent.expression.this if isinstance(node.parent, exp.Filter) else None
    only, without = _conditions(held, columns) if held is not None else ([], [])
    told = _value(inner, columns)
    if isinstance(node, exp.Count):
        told = f"the number of rows whose {_name(inner)} is known"
    elif isinstance(node, exp.Max | exp.Min):
        told = f"the {'largest' if isinstance(node, exp.Max) else 'smallest'} of: {told}"
    return Sum(told, tuple(only), tuple(without))


def _value(node: exp.Expression, columns: Columns) -> str:
    if isinstance(node, exp.Column):
        return _meaning(node, columns)
    if isinstance(node, exp.Mul) and node.this == node.expression and isinstance(node.this, exp.Column):
        return f"{_meaning(node.this, columns)}, multiplied by itself"
    return _plain(node)


def _note(tree: exp.Expression) -> str:
    """What is done with the sums. A sum of several needs no word."""
    if not isinstance(tree, exp.Mul):
        return ""
    if tree.this == tree.expression:
        return "The sum is then multiplied by itself."
    return f"The sum is then multiplied by {tree.expression.sql(dialect=DIALECT)}."


def _conditions(tree: exp.Expression, columns: Columns) -> tuple[list[str], list[str]]:
    """What has to be so, and what must not be."""
    only: list[str] = []
    without: list[str] = []
    for part in _parts(tree):
        if isinstance(part, exp.Not) and isinstance(part.this, exp.Column):
            without.append(_meaning(part.this, columns))
        else:
            only.append(_condition(part, columns))
    return only, without


def _parts(tree: exp.Expression) -> Iterator[exp.Expression]:
    if isinstance(tree, exp.And):
        yield from _parts(tree.this)
        yield from _parts(tree.expression)
    elif isinstance(tree, exp.Paren | exp.Where):
        yield from _parts(tree.this)
    else:
        yield tree


def _condition(tree: exp.Expression, columns: Columns) -> str:
    if isinstance(tree, exp.Column):
        return _meaning(tree, columns)
    if isinstance(tree, exp.Not) and isinstance(tree.this, exp.Is):
        return f"the {_name(tree.this.this)} is known"
    if isinstance(tree, exp.Is):
        return f"the {_name(tree.this)} is not known"
    if isinstance(tree, exp.In):
        names = [each.name for each in tree.expressions]
        listed = " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        return f"the {_name(tree.this)} is {listed}"
    if isinstance(tree, exp.Or):
        return f"{_condition(tree.this, columns)}, or {_condition(tree.expression, columns)}"
    word = _COMPARED.get(type(tree))
    if word is not None:
        return f"{_plain(tree.this)} {word} {_plain(tree.expression)}"
    return tree.sql(dialect=DIALECT)


def _meaning(column: exp.Expression, columns: Columns) -> str:
    """What the column holds, without the clause on what an empty cell means."""
    return columns[column.name].meaning.partition("; null")[0]


def _plain(node: exp.Expression) -> str:
    return node.sql(dialect=DIALECT).replace("*", "×").replace("_", " ")


def _name(node: exp.Expression) -> str:
    return node.name.replace("_", " ")
