"""Names that the index knows: departments and categories, and what is published with one supplier's name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from goldthread.evidence.explorer.index import Index, read_sql
from goldthread.evidence.models import Load
from goldthread.evidence.store import ask


@dataclass(frozen=True)
class Identifier:
    """One identifier of a supplier's name, and the file that publishes it. `kind` is the name of the field."""

    kind: str
    value: str
    load: Load
    lines: int
    first: date
    last: date


def list_departments(index: Index, *, most: int) -> list[tuple[str, str]]:
    """Keys and finance's names of the departments with most spend; a council's own has no name here."""
    rows = ask(
        index.db,
        "SELECT coalesce('id:' || department_id, 'name:' || name) AS key, "
        "CASE WHEN any_value(department_id) IS NULL THEN min(name) ELSE '' END "
        "FROM departments GROUP BY key ORDER BY min(number) LIMIT ?",
        [most],
    )
    return [(str(key), str(name)) for key, name in rows]


def list_categories(index: Index, *, most: int) -> list[str]:
    """The categories with most spend."""
    return [
        str(name)
        for (name,) in ask(index.db, "SELECT name FROM categories GROUP BY name ORDER BY min(number) LIMIT ?", [most])
    ]


def find_supplier(index: Index, name: str) -> int | None:
    """The number of a supplier's name as published; None where no line has it."""
    rows = ask(index.db, "SELECT number FROM suppliers WHERE name = ?", [name])
    return int(rows[0][0]) if rows else None


def read_identifiers(index: Index, supplier: int) -> list[Identifier]:
    """What the files publish of a supplier's name, kind by kind."""
    rows = ask(
        index.db,
        "SELECT kind, value, file, line_count, first_day, last_day FROM identifiers() "
        "WHERE supplier = ? ORDER BY kind, line_count DESC, value, file",
        [supplier],
    )
    return [_identifier(index, row) for row in rows]


def sums_by_finance_name(index: Index) -> dict[str, tuple[int, Any]]:
    """Lines and pounds under each of finance's names."""
    return {str(name): (int(lines), pounds) for name, lines, pounds in ask(index.db, read_sql("by_finance_name"))}


def _identifier(index: Index, row: tuple[Any, ...]) -> Identifier:
    kind, value, file, lines, first, last = row
    return Identifier(str(kind), str(value), index.loads[int(file)], int(lines), first, last)
