"""Sets every payment of a council beside its contracts, and writes the lines with their places to one Parquet file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.db.models.functions import Coalesce

from goldthread.evidence.coverage.decided import read_decided
from goldthread.evidence.coverage.likely import find_likely, read_paid
from goldthread.evidence.coverage.not_found import NotFound, Signed, gather_not_found
from goldthread.evidence.coverage.register_names import Sought, beside_of
from goldthread.evidence.coverage.rules import own_pattern, pattern_of
from goldthread.evidence.coverage.several import are_all_found, named_parts, one_of, suppliers_of
from goldthread.evidence.coverage.tables import Cell, put_table
from goldthread.evidence.coverage.types import Exclusion, Found, Rules
from goldthread.evidence.coverage.who import Named, find_suppliers
from goldthread.evidence.matching.models import SupplierName
from goldthread.evidence.matching.types import Standing
from goldthread.evidence.queries import open_spend
from goldthread.evidence.store import Connection, quote, write_parquet
from goldthread.evidence.types import LoadKind
from goldthread.organisation.models import Council
from goldthread.register.models import Contract

_SQL = files("goldthread.evidence.coverage") / "sql"
_CONTRACT_COLUMNS = {
    "contract": "BIGINT",
    "reference": "VARCHAR",
    "supplier": "BIGINT",
    "confidence": "DOUBLE",
    "first": "DATE",
    "last": "DATE",
    "department_id": "BIGINT",
    "category": "VARCHAR",
    "parent": "BIGINT",
}
# Grain: one contract; of several suppliers one stands for all.
_CONTRACTS = """
SELECT contract, min(supplier) AS supplier, min(confidence) AS confidence, any_value(first) AS first,
    any_value(last) AS last
FROM contracts GROUP BY contract ORDER BY contract
"""
STEPS = ("1_lines", "2_references", "3_choices", "4_judged")
_READ = (
    *("pk", "reference", "supplier_name", "company_number", "charity_number", "postcode", "start", "end", "ended_on"),
    *("department_id", "category_code", "category", "parent_id"),
)
_WORTH = Coalesce("maximum_value", "awarded_value", "estimated_value")


@dataclass(frozen=True)
class Resolved:
    """The names on the register with whom each was found to be among those paid, and those that are nobody yet.

    `several` names stand for several suppliers each, every one of whom was found.
    """

    sought: Sequence[Sought]
    not_found: Sequence[NotFound]
    several: int = 0

    @property
    def names(self) -> int:
        return len(self.sought)

    @property
    def found(self) -> int:
        return sum(each.found is not None for each in self.sought) + self.several


@cache
def read_sql(name: str) -> str:
    """The SQL of a step; its first line states its grain."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def match_payments(council: Council, rules: Rules, lines: Path, contracts: Path) -> Resolved:
    """Write the payment lines with their places (`sql/5_placed.sql`), and the contracts with their suppliers."""
    with open_spend([council], kinds=(LoadKind.SPEND,)) as db:
        payees = _read_payees(council)
        put_table(
            db,
            "payees",
            {"name": "VARCHAR", "supplier": "BIGINT", "standing": "VARCHAR"},
            [(row.name, row.supplier_id, row.standing) for row in payees],
        )
        found = _put_exclusions(db, council, rules.exclusions)
        resolved = _put_contracts(db, council, payees)
        _put_decisions(db, council, payees)
        given = {**_numbers(rules), "found": found}
        for step in STEPS:
            db.execute(_fill(step, given))
        write_parquet(db, _fill("5_placed", given), lines)
        write_parquet(db, _CONTRACTS, contracts)
        suggested = {each.supplier for row in resolved.not_found for each in row.likely}
        paid = read_paid(db, suggested) if suggested else {}
    for row in resolved.not_found:
        row.paid = {each.supplier: paid[each.supplier] for each in row.likely if each.supplier in paid}
    return resolved


def _fill(step: str, given: Mapping[str, object]) -> str:
    """The SQL of a step with what is given in place of its `{names}`; other braces stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda found: str(given[found[1]]), read_sql(step))


def _numbers(rules: Rules) -> dict[str, object]:
    return {"before": rules.days_before_start, "after": rules.days_after_end, "small": rules.small_year}


def _read_payees(council: Council) -> Sequence[SupplierName]:
    return list(SupplierName.objects.filter(council=council).select_related("supplier").order_by("pk"))


def _put_exclusions(db: Connection, council: Council, exclusions: Sequence[Exclusion]) -> str:
    """The table `exclusions`, and the SQL that finds the texts that each of them leaves out."""
    rows = [(place, each.reason, each.kind) for place, each in enumerate(exclusions)]
    put_table(db, "exclusions", {"place": "INTEGER", "reason": "VARCHAR", "kind": "VARCHAR"}, rows)
    parts = []
    for place, each in enumerate(exclusions):
        is_own = each.kind == "own"
        fields = ("supplier",) if is_own else each.fields
        if is_own or each.words:
            pattern = own_pattern(council.name) if is_own else pattern_of(each.words)
            parts.append(
                f"SELECT field, text, {place} AS place FROM capitals WHERE field IN ({', '.join(map(quote, fields))}) "
                f"AND regexp_matches(capitals, {quote(pattern)})"
            )
    return " UNION ALL ".join(parts) or "SELECT field, text, 0 AS place FROM capitals WHERE false"


def _put_contracts(db: Connection, council: Council, payees: Sequence[SupplierName]) -> Resolved:
    held = Contract.objects.filter(council=council).order_by("pk").annotate(worth=_WORTH)
    rows = list(held.values_list(*_READ, "worth"))
    wanted: dict[str, Named] = {}
    for row in rows:
        key = _key_of(row)
        _pk, _reference, name, company, charity, postcode, *_rest = row
        wanted.setdefault(key, Named(key, name, company, charity, postcode))
    known = [
        Named(
            f"payee {row.pk}",
            row.name,
            row.supplier.company_number,
            row.supplier.charity_number,
            row.supplier.postcode,
            row.supplier_id,
        )
        for row in payees
        if row.supplier is not None and row.standing == Standing.NAMED
    ]
    told = read_decided(council, payees)
    parts = named_parts(wanted.values())
    sought_for = [*wanted.values(), *(part for each in parts.values() for part in each)]
    found = find_suppliers(db, sought_for, known, told.names, unpaid=told.unpaid)
    whose = {key: suppliers_of(key, found, parts) for key in wanted}
    lines = [_contract_row(row, each) for row in rows for each in whose[_key_of(row)] or (None,)]
    put_table(db, "contracts", _CONTRACT_COLUMNS, lines)
    named = [each for each in wanted.values() if each.name.strip()]
    in_parts = {each.id for each in named if are_all_found(each.id, found, parts)}
    unfound = [each.id for each in named if one_of(each.id, found, parts) is None and each.id not in in_parts]
    likely = find_likely(db, unfound) if unfound and known else {}
    signed = (Signed(_key_of(row), str(row[2]), row[-1]) for row in rows)
    sought = [Sought(each.name, beside_of(*_numbers_of(each)), one_of(each.id, found, parts)) for each in named]
    several = sum(each.id in in_parts and one_of(each.id, found, parts) is None for each in named)
    return Resolved(sought, gather_not_found(signed, likely), several)


def _numbers_of(named: Named) -> tuple[str, str, str]:
    return named.company_number, named.charity_number, named.postcode


def _key_of(row: Sequence[object]) -> str:
    """A contract's supplier as it is looked for: the name and whatever number and postcode stand beside it."""
    return "\t".join(str(part) for part in row[2:6])


def _contract_row(row: Sequence[object], supplier: Found | None) -> Sequence[Cell]:
    """One contract with one of its suppliers, or with none that was found."""
    pk, reference, *_said, start, end, ended_on, department, code, category, parent, _worth = row
    last = min((day for day in (end, ended_on) if isinstance(day, date)), default=None)
    bare = "".join(sign for sign in str(code or category).upper() if sign.isascii() and sign.isalnum())
    return (
        _number(pk),
        str(reference),
        supplier.supplier if supplier else None,
        supplier.confidence if supplier else None,
        start if isinstance(start, date) else None,
        last,
        _number(department),
        bare or None,
        _number(parent),
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _put_decisions(db: Connection, council: Council, payees: Sequence[SupplierName]) -> None:
    columns = {"supplier": "BIGINT", "reference": "VARCHAR", "contract": "BIGINT", "act": "BIGINT"}
    rows = [(d.supplier, d.reference, d.contract, d.act) for d in read_decided(council, payees).payments]
    put_table(db, "decisions", columns, rows)
