"""Joins the SQL of all indicators over one table into one SELECT, so that the table is read once."""

from collections.abc import Mapping, Sequence
from functools import cache

from goldthread.evidence.indicators.load import DEFINITIONS, list_indicators, load_tables
from goldthread.evidence.indicators.parsed import keep_parsed, read_parsed
from goldthread.evidence.indicators.types import Indicator, TableName

GROUP = ("council", "period", "scope", "department_id")
PIECES = ("numerator", "denominator", "known", "whole")
PER_INDICATOR = len(PIECES) + 1
_NARROWED = "narrowed"
_CONFIDENCE = (
    "sum(spent * confidence) FILTER (WHERE confidence IS NOT NULL)",
    "sum(spent) FILTER (WHERE confidence IS NOT NULL)",
)


@cache
def narrow(sql: str, where: str, table: TableName) -> str:
    """An expression whose sums and counts see only the rows of `where`."""
    known = read_narrowed().get(_key(sql, where, table))
    if known is not None:
        return known
    from goldthread.evidence.indicators.narrow import narrow_sql  # it loads the parser

    return narrow_sql(sql, where, table)


@cache
def read_narrowed() -> Mapping[str, str]:
    """Every expression of the shipped indicators, narrowed; parsed once, until anything of them changes."""
    kept = read_parsed(_NARROWED, DEFINITIONS)
    if kept is not None:
        return kept
    from goldthread.evidence.indicators.narrow import narrow_sql  # it loads the parser

    told = {
        _key(sql, each.where, each.table): narrow_sql(sql, each.where, each.table)
        for each in list_indicators()
        for sql in _sums_of(each)
    }
    keep_parsed(_NARROWED, DEFINITIONS, told=told)
    return told


def _sums_of(indicator: Indicator) -> list[str]:
    pieces = [getattr(indicator, piece) for piece in PIECES]
    pieces += [load_tables()[indicator.table].rows, indicator.breakdown.of if indicator.breakdown else ""]
    return [sql for sql in pieces if sql]


def _key(sql: str, where: str, table: TableName) -> str:
    return "\n".join((table.value, where, sql))


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
