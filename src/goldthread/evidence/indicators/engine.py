"""Where the SQL runs. It is written once, for DuckDB; another engine gets it translated."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from goldthread.evidence.store import Connection

Cell = str | int | bool | date | Decimal | None
Row = Sequence[object]


class Engine(Protocol):
    """Makes named tables from SELECTs and answers SELECTs. The view `spend` is there from the beginning."""

    def make_table(self, name: str, sql: str) -> None:
        """Keep what a SELECT answers under a name, for this connection alone."""

    def ask(self, sql: str) -> list[Row]:
        """The rows of a SELECT."""


class DuckEngine:
    """A connection of the store's."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def make_table(self, name: str, sql: str) -> None:
        self._db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def ask(self, sql: str) -> list[Row]:
        return list(self._db.execute(sql).fetchall())


class NoRows:
    """Answers for a council without a single payment, without opening anything: no table has a row."""

    def make_table(self, name: str, sql: str) -> None:
        """There is nothing to keep."""

    def ask(self, sql: str) -> list[Row]:
        return []


def rows_as_sql(columns: Mapping[str, str], rows: Sequence[Sequence[Cell]]) -> str:
    """A SELECT that answers the rows given, with the types given; without rows it answers none."""
    names = list(columns)
    if not rows:
        empty = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns.items())
        return f"SELECT {empty} WHERE 1 = 0"
    values = ", ".join(f"({', '.join(_literal(cell) for cell in row)})" for row in rows)
    typed = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in columns.items())
    return f"SELECT {typed} FROM (VALUES {values}) AS given({', '.join(names)})"


def _literal(cell: Cell) -> str:
    match cell:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | Decimal():
            return str(cell)
        case date():
            return f"DATE '{cell.isoformat()}'"
    if "\\" in cell:
        raise ValueError(f"{cell!r} is read differently by different engines")
    return "'" + cell.replace("'", "''") + "'"
