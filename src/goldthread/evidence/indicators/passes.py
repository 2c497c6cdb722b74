"""Builds the evidence tables from the view `spend`: each in one pass over the payment lines."""

from functools import cache
from importlib.resources import files

from goldthread.evidence.indicators.engine import Cell, Engine, rows_as_sql
from goldthread.evidence.indicators.load import load_tables
from goldthread.evidence.indicators.material import LoadFact, Material, months_of
from goldthread.evidence.indicators.types import Column, ColumnKind, Table, TableName

SUPPLIER_FACTS = {
    "council": "VARCHAR",
    "name": "VARCHAR",
    "supplier_key": "VARCHAR",
    "is_matched": "BOOLEAN",
    "size": "VARCHAR",
    "sector": "VARCHAR",
    "ward": "VARCHAR",
    "is_local": "BOOLEAN",
    "confidence": "DECIMAL(5,4)",
}
"""What matching knows of a published name. The table `supplier_facts` has these columns where it is given."""


def build_tables(engine: Engine, material: Material, wanted: frozenset[TableName]) -> None:
    """Make the tables that are asked, and what they are made of. The view `spend` must be there."""
    _build_facts(engine, material)
    _build_periods(engine, material)
    if TableName.PAYMENTS in wanted:
        _build_payments(engine, material)
    if TableName.SUPPLIERS in wanted:
        _build_suppliers(engine, material)
    if TableName.QUARTERS in wanted:
        _build_quarters(engine, material)
    if not material.has_register:
        for name in sorted(wanted):
            if name.is_register:
                engine.make_table(name, rows_as_sql(register_columns(name), []))


_SQL_KINDS = {
    ColumnKind.MONEY: "DECIMAL(18,2)",
    ColumnKind.COUNT: "BIGINT",
    ColumnKind.TEXT: "VARCHAR",
    ColumnKind.FLAG: "BOOLEAN",
}


def register_columns(name: TableName) -> dict[str, str]:
    """The columns of a table of the register with their SQL types, those that every evidence table has first."""
    told = load_tables()[name].columns.values()
    place = {"council": "VARCHAR", "period": "VARCHAR", "scope": "VARCHAR", "department_id": "BIGINT"}
    return place | {column.name: _SQL_KINDS[column.kind] for column in told}


def load_facts_sql() -> str:
    """What the lines themselves say of their loads, as the table `load_facts`: what is filled anywhere is carried."""
    carried = (f"{' OR '.join(f'count({name}) > 0' for name in column.of)} AS {column.name}" for column in _carried())
    return f"SELECT load_key, CAST(NULL AS DATE) AS loaded_on, {', '.join(carried)} FROM spend GROUP BY load_key"


def spend_columns() -> frozenset[str]:
    """The columns of payment lines that files may carry or not, and that the tables ask about."""
    return frozenset(name for column in _carried() for name in column.of)


def _build_facts(engine: Engine, material: Material) -> None:
    carried = _carried()
    columns = {"load_key": "VARCHAR", "loaded_on": "DATE", **{column.name: "BOOLEAN" for column in carried}}
    rows: list[tuple[Cell, ...]] = [(load.key, load.loaded_on, *_carries(load, carried)) for load in material.loads]
    if not material.has_load_facts:
        engine.make_table("load_facts", rows_as_sql(columns, rows))
    if not material.has_matching:
        engine.make_table("supplier_facts", rows_as_sql(SUPPLIER_FACTS, []))


def _carries(load: LoadFact, carried: list[Column]) -> list[bool]:
    return [any(name in load.confidence for name in column.of) for column in carried]


def _build_periods(engine: Engine, material: Material) -> None:
    dates = ("first", "last", "before_first", "before_last", "history_from")
    columns = {"period": "VARCHAR", **dict.fromkeys(dates, "DATE")}
    rows = [(s.key, s.first, s.last, s.before_first, s.before_last, s.history_from) for s in material.spans]
    engine.make_table("periods", rows_as_sql(columns, rows))
    engine.make_table("period_days", read_sql("period_days"))


def _build_payments(engine: Engine, material: Material) -> None:
    flags = _flags(load_tables()[TableName.PAYMENTS])
    marks = " + ".join(f"CASE WHEN {_condition(flag)} THEN {1 << place} ELSE 0 END" for place, flag in enumerate(flags))
    shown = ", ".join(f"(marks & {1 << place}) <> 0 AS {flag.name}" for place, flag in enumerate(flags))
    first, last = min(span.first for span in material.spans), max(span.last for span in material.spans)
    sql = read_sql("payments").format(marks=f"({marks})", flags=shown, first=first, last=last)
    engine.make_table("payments", sql)


def _build_suppliers(engine: Engine, material: Material) -> None:
    first, last = min(span.before_first for span in material.spans), max(span.last for span in material.spans)
    before = max(span.first for span in material.spans)
    engine.make_table("supplier_cells", read_sql("supplier_cells").format(first=first, last=last))
    engine.make_table("supplier_history", read_sql("supplier_history").format(before=before))
    engine.make_table("suppliers", read_sql("suppliers"))


def _build_quarters(engine: Engine, material: Material) -> None:
    months = [month for span in material.spans for month in months_of(span)]
    dates = ("quarter", "quarter_end", "month_first", "month_last")
    columns = {"period": "VARCHAR", **dict.fromkeys(dates, "DATE"), "is_due": "BOOLEAN"}
    rows = [(m.span, m.quarter, m.quarter_end, m.first, m.last, m.is_due(material.as_of)) for m in months]
    engine.make_table("quarter_months", rows_as_sql(columns, rows))
    first, last = min(month.first for month in months), max(month.last for month in months)
    engine.make_table("quarter_cells", read_sql("quarter_cells").format(first=first, last=last))
    engine.make_table("quarters", read_sql("quarters"))


def flag_conditions(table: Table) -> list[tuple[str, str]]:
    """Each flag of the table with the condition on a payment line (`p`), or on its load's facts (`f`), that sets it."""
    return [(flag.name, _condition(flag)) for flag in _flags(table)]


def _flags(table: Table) -> list[Column]:
    return [column for column in table.columns.values() if column.kind in (ColumnKind.FLAG, ColumnKind.CARRIED)]


def _condition(flag: Column) -> str:
    """What sets a flag on a payment line; what is not known leaves it unset."""
    return flag.sql or f"f.{flag.name}"


def _carried() -> list[Column]:
    columns = load_tables()[TableName.PAYMENTS].columns.values()
    return [column for column in columns if column.kind is ColumnKind.CARRIED]


@cache
def read_sql(name: str) -> str:
    """One of the statements beside this module."""
    return files("goldthread.evidence.indicators").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
