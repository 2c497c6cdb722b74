"""From what a reader chose to the facts or lines of the index."""

from goldthread.evidence.explorer.types import UNKNOWN, Choice, Payee
from goldthread.evidence.store import Connection, ask

_PAYEES = {Payee.NAMED: "supplier > 0", Payee.WITHHELD: "supplier = 0", Payee.UNKNOWN: "supplier = -1"}


def choose_facts(db: Connection, choice: Choice) -> None:
    """Make the table `chosen`: the facts of the index that were chosen."""
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE chosen AS SELECT * FROM facts WHERE {condition(db, choice, 'month_first')}"
    )


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
