"""Names that the index knows: departments, categories, suppliers, and what is published with a supplier's names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldthread.evidence.explorer.index import Index, read_sql
from goldthread.evidence.explorer.types import NameLine, Sum, SupplierLine
from goldthread.evidence.models import Load
from goldthread.evidence.store import ask


@dataclass(frozen=True)
class Identifier:
    """One identifier published with a supplier's names. `kind` is its field; `load` the latest of `files`."""

    kind: str
    value: str
    load: Load
    files: int
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


def list_wards(index: Index) -> list[str]:
    """The wards in which a supplier has its address, by name."""
    rows = ask(index.db, "SELECT DISTINCT ward FROM who WHERE ward <> 'unknown' ORDER BY ward")
    return [str(ward) for (ward,) in rows]


def find_supplier(index: Index, name: str) -> int | None:
    """The number of the supplier that goes by this published name; None where no line has it."""
    rows = ask(index.db, "SELECT party FROM who WHERE name = ?", [name])
    return int(rows[0][0]) if rows else None


def name_supplier(index: Index, number: int | None) -> str:
    """The name by which a supplier is shown; nothing where it is not among these payments."""
    rows = ask(index.db, "SELECT label FROM who WHERE party = ? LIMIT 1", [number]) if number is not None else []
    return str(rows[0][0]) if rows else ""


def list_suppliers(index: Index, *, by_name: bool, most: int, skip: int) -> list[SupplierLine]:
    """The chosen suppliers, the most paid first or by name."""
    sql = read_sql("supplier_list").format(order="lower(called)" if by_name else "pounds DESC")
    return [
        SupplierLine(
            int(r[0]),
            str(r[1]),
            Sum(int(r[2]), r[3], r[4]),
            int(r[5]),
            str(r[6]),
            str(r[7]),
            str(r[8]),
            str(r[9]),
            r[10] == "yes",
        )
        for r in ask(index.db, sql, [most, skip])
    ]


def list_names(index: Index, supplier: int) -> list[NameLine]:
    """The names under which a supplier was published, the most paid first."""
    rows = ask(index.db, read_sql("names_of"), [supplier])
    return [NameLine(str(r[0]), int(r[1]), Sum(int(r[2]), r[3], r[4]), r[5], r[6]) for r in rows]


def read_identifiers(index: Index, names: Sequence[NameLine]) -> list[Identifier]:
    """What the files publish with these names, kind by kind."""
    numbers = ", ".join(str(each.index_number) for each in names)
    if not names:
        return []
    rows = ask(
        index.db,
        "SELECT kind, value, count(DISTINCT file), arg_max(file, last_day), sum(line_count), min(first_day), "
        f"max(last_day) FROM identifiers() WHERE supplier IN ({numbers}) "
        "GROUP BY kind, value ORDER BY kind, sum(line_count) DESC, value",
    )
    return [_identifier(index, row) for row in rows]


def sums_by_finance_name(index: Index) -> dict[str, tuple[int, Any]]:
    """Lines and pounds under each of finance's names."""
    return {str(name): (int(lines), pounds) for name, lines, pounds in ask(index.db, read_sql("by_finance_name"))}


def _identifier(index: Index, row: tuple[Any, ...]) -> Identifier:
    kind, value, files, file, lines, first, last = row
    return Identifier(str(kind), str(value), index.loads[int(file)], int(files), int(lines), first, last)
