"""From what a reader chose to the facts or lines of the index."""

from goldthread.evidence.explorer.types import UNKNOWN, Choice, Payee
from goldthread.evidence.store import Connection, ask

_SUMS = {
    "chosen_months": "month_facts",
    "chosen_suppliers": "supplier_facts",
    "chosen_departments": "department_facts",
    "chosen_categories": "category_facts",
}
_PAYEES = {Payee.NAMED: "supplier > 0", Payee.WITHHELD: "supplier = 0", Payee.UNKNOWN: "supplier = -1"}


def choose_facts(db: Connection, choice: Choice) -> None:
    """Make the views `chosen_months`, `chosen_suppliers`, `chosen_departments` and `chosen_categories`.

    Each gives the chosen facts for figures by what its name says. Where nothing or a period alone narrows them, they
    come from sums that are far smaller than the facts; else from facts that are sorted by what narrows them.
    """
    where = condition(db, choice, "month_first")
    if not (choice.department or choice.category or choice.supplier or choice.payee):
        sums = _SUMS if choice.period.key else {**_SUMS, "chosen_suppliers": "supplier_sums"}
        for name, table in sums.items():
            db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM {table}() WHERE {where}")
        return
    db.execute(f"CREATE OR REPLACE TEMP TABLE chosen AS FROM {_sorted_for(choice)}() WHERE {where}")
    for name in _SUMS:
        db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM chosen")


def _sorted_for(choice: Choice) -> str:
    if choice.supplier or choice.payee:
        return "facts"
    return "facts_by_department" if choice.department else "facts_by_category"


def condition(db: Connection, choice: Choice, day: str) -> str:
    """The choice as SQL over numbers and days; no text of the reader's is in it."""
    parts = [_supplier(db, choice.supplier), _department(db, choice.department), _category(db, choice.category)]
    if choice.period.first and choice.period.last:
        parts.append(f"{day} BETWEEN DATE '{choice.period.first}' AND DATE '{choice.period.last}'")
    if choice.payee:
        parts.append(_PAYEES[choice.payee])
    return " AND ".join(filter(None, parts)) or "true"


def _supplier(db: Connection, words: str) -> str:
    """A name as published, else every name with these words in it."""
    if not words:
        return ""
    exact = ask(db, "SELECT number FROM suppliers WHERE name = ?", [words])
    like = exact or ask(db, "SELECT number FROM suppliers WHERE contains(lower(name), lower(?))", [words])
    return _one_of("supplier", [row[0] for row in like])


def _department(db: Connection, chosen: str) -> str:
    if not chosen:
        return ""
    if chosen == UNKNOWN:
        return "department = -1"
    kind, _, value = chosen.partition(":")
    if kind == "id":
        found = ask(db, "SELECT number FROM departments WHERE department_id = try_cast(? AS BIGINT)", [value])
    else:
        found = ask(db, "SELECT number FROM departments WHERE name = ?", [value])
    return _one_of("department", [row[0] for row in found])


def _category(db: Connection, chosen: str) -> str:
    if not chosen:
        return ""
    if chosen == UNKNOWN:
        return "category = -1"
    found = ask(db, "SELECT number FROM categories WHERE name = ?", [chosen.removeprefix("name:")])
    return _one_of("category", [row[0] for row in found])


def _one_of(column: str, numbers: list[int]) -> str:
    return f"{column} IN ({', '.join(map(str, numbers))})" if numbers else "false"
