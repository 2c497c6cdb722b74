"""From what a reader chose to the facts or lines of the index."""

from collections.abc import Mapping

from goldthread.evidence.explorer.types import UNKNOWN, Choice, Payee
from goldthread.evidence.store import Connection, ask

_SUMS = {
    "chosen_months": "month_facts",
    "chosen_departments": "department_facts",
    "chosen_categories": "category_facts",
}
_SUMMED = "sum(line_count)::BIGINT AS line_count, sum(amount) AS amount, sum(credit) AS credit"
_DAYS = "min(first_day) AS first_day, max(last_day) AS last_day"
_FEW = 20  # names whose facts are a small part of all; they stand in the condition as numbers between commas
_PAYEES = {Payee.NAMED: "supplier > 0", Payee.WITHHELD: "supplier = 0", Payee.UNKNOWN: "supplier = -1"}


def choose_facts(db: Connection, choice: Choice, *, by_month: bool = True) -> None:
    """Make `chosen_months`, `chosen_departments`, `chosen_categories` and `chosen_suppliers` for the figures.

    The first three give chosen facts, or sums of them, for figures by what their names say. `chosen_suppliers` gives
    one name as published with its sums and with who it is held to be. Where nothing, a period, or what is known of
    suppliers over all years narrows them, they come from sums that are far smaller than the facts; else from facts
    that are sorted by what narrows them. A list shows no months: without `by_month` they may be one without a date.
    """
    where = condition(db, choice, "month_first")
    names_few = choice.names_supplier and by_month and where.count(",") < _FEW
    if choice.department or choice.category or names_few or (choice.names_supplier and choice.period.key):
        source = _keep_facts(db, _sorted_for(choice), where)
    elif not (choice.narrows_suppliers or choice.payee):
        for name, table in _SUMS.items():
            db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM {table}() WHERE {where}")
        source = f"{'supplier_facts' if choice.period.key else 'supplier_sums'}() WHERE {where}"
    elif choice.period.key:
        source = _keep_facts(db, "facts_by_month", where)
    else:
        _keep_sums(db, choice, where, by_month=by_month)
        source = f"supplier_sums() WHERE {where}"
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE chosen_suppliers AS
        SELECT w.* EXCLUDE (name, confidence), s.line_count, s.amount, s.credit
        FROM (SELECT supplier, {_SUMMED} FROM {source} GROUP BY supplier) s JOIN who w ON w.number = s.supplier"""
    )


def _keep_facts(db: Connection, table: str, where: str) -> str:
    """Take the chosen facts out of their file once; answer where they are."""
    db.execute(f"CREATE OR REPLACE TEMP TABLE chosen AS FROM {table}() WHERE {where}")
    for name in _SUMS:
        db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM chosen")
    return "chosen"


def _keep_sums(db: Connection, choice: Choice, where: str, *, by_month: bool) -> None:
    """What some suppliers, kinds of them, or payees, come to over all years, out of sums alone."""
    if choice.names_supplier or not by_month:
        month, table = ("month_first", "supplier_facts") if by_month else ("NULL::DATE", "supplier_sums")
        months = f"SELECT {month} AS month_first, sign(supplier)::INTEGER AS supplier, basis, {_SUMMED}, {_DAYS}"
        months += f" FROM {table}() WHERE {where} GROUP BY ALL"
    elif choice.kinds:  # only somebody with a name is of a kind
        asked = " AND ".join(f"{column} = ?" for column in choice.kinds)
        named = "true" if choice.payee in {None, Payee.NAMED} else "false"
        months = (
            f"SELECT month_first, 1 AS supplier, basis, {_SUMMED}, {_DAYS} FROM kind_months WHERE {asked} AND {named}"
        )
        months += " GROUP BY month_first, basis"
    else:
        months = f"FROM month_facts() WHERE {where}"
    asked_of = [] if "?" not in months else list(choice.kinds.values())
    db.execute(f"CREATE OR REPLACE TEMP TABLE by_month AS {months}", asked_of)
    db.execute("CREATE OR REPLACE TEMP VIEW chosen_months AS FROM by_month")
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE chosen AS
        SELECT department, category, {_SUMMED} FROM supplier_uses() WHERE {where} GROUP BY department, category"""
    )
    for name in ("chosen_departments", "chosen_categories"):
        db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM chosen")


def _sorted_for(choice: Choice) -> str:
    if choice.names_supplier:
        return "facts"
    return "facts_by_department" if choice.department else "facts_by_category"


def condition(db: Connection, choice: Choice, day: str) -> str:
    """The choice as SQL over numbers and days; no text of the reader's is in it."""
    parts = [_supplier(db, choice), _department(db, choice.department), _category(db, choice.category)]
    parts.append(_kinds(db, choice.kinds))
    if choice.period.first and choice.period.last:
        parts.append(f"{day} BETWEEN DATE '{choice.period.first}' AND DATE '{choice.period.last}'")
    if choice.payee:
        parts.append(_PAYEES[choice.payee])
    return " AND ".join(filter(None, parts)) or "true"


def _supplier(db: Connection, choice: Choice) -> str:
    """One supplier by its number, one name as published, or every supplier of whose names one is or holds the words."""
    parts = []
    if choice.number is not None:
        parts.append(_numbers(db, "party = ?", choice.number))
    if choice.published:
        parts.append(_numbers(db, "name = ?", choice.published))
    if choice.supplier:
        exact = "party IN (SELECT party FROM who WHERE name = ? OR label = ?)"
        like = (
            "party IN (SELECT party FROM who WHERE contains(lower(name), lower(?)) OR contains(lower(label), lower(?)))"
        )
        words = (choice.supplier, choice.supplier)
        has_exact = ask(db, "SELECT 1 FROM who WHERE name = ? OR label = ? LIMIT 1", words)
        parts.append(_numbers(db, exact if has_exact else like, *words))
    return " AND ".join(parts)


def _numbers(db: Connection, where: str, *values: object) -> str:
    return _one_of("supplier", [row[0] for row in ask(db, f"SELECT number FROM who WHERE {where}", values)])


def _kinds(db: Connection, kinds: Mapping[str, str]) -> str:
    """Names of suppliers of which matching knows this."""
    if not kinds:
        return ""
    asked = " AND ".join(f"{column} = ?" for column in kinds)
    db.execute(f"CREATE OR REPLACE TEMP TABLE of_kind AS SELECT number FROM who WHERE {asked}", list(kinds.values()))
    return "supplier IN (SELECT number FROM of_kind)"


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
