"""Salford's published payments against its published register, counted again with the csv module alone."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum
from typer.testing import CliRunner

from goldthread.cli.main import app
from goldthread.evidence.contracts.loading import RegisterWishes, load_register
from goldthread.evidence.coverage.models import ContractSpend
from goldthread.evidence.loading import load_file
from goldthread.evidence.matching.council import match_suppliers
from goldthread.register.models import Contract
from tests.factories import make_council

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

REGISTER, SPEND = "data/contracts/salford-register-sample.csv", "data/spend/salford"
GRACE = timedelta(days=60)
YEAR = (date(2021, 4, 1), date(2022, 3, 31))
# Spellings that a reader takes for the register's, and that no rule of letters brings together
ALSO = {"Chippendale Plant Limited": "Chippindale Plant Ltd", "Electricity Northwest": "Electricity North West"}
# Two payees are spelled so, and nothing in the files says which of them the register means
TIED = {"ASPIRE"}
GRANT = re.compile(r"\bgrants?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    day: date
    amount: Decimal
    payee: str
    purpose: str


def plain(name: str) -> str:
    """Capitals and figures without legal forms; the register writes Lt where a column was cut."""
    told = re.sub(r"[^A-Z0-9]+", " ", name.upper().replace("&", " AND ").replace("'", ""))
    return " ".join(word for word in told.split() if word not in {"LTD", "LIMITED", "PLC", "LT", "THE"})


def read_rows(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in list(csv.reader(file))[1:]:
                yield Row(date.fromisoformat(row[1]), Decimal(row[5].replace(",", "")), row[6], row[8])


def read_terms(path: Path) -> dict[str, list[tuple[date | None, date | None]]]:
    """The days of each supplier's contracts."""
    terms = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            days = [row["Start Date"], row["Current Expiry Date"]]
            first, last = (date.fromisoformat(text) if re.match(r"\d{4}-", text) else None for text in days)
            terms[plain(row["Supplier Company Name"])].append((first, last))
    return terms


def stands(row: Row, terms: list[tuple[date | None, date | None]]) -> str:
    """Live, over or to come: the best of the supplier's contracts on the day."""
    found = set()
    for first, last in terms:
        if first and row.day < first:
            found.add("early")
        elif last and row.day > last + GRACE:
            found.add("expired")
        else:
            found.add("on")
    return next(each for each in ("on", "expired", "early") if each in found)


@pytest.fixture
def printed(shared: Path) -> dict[str, object]:
    if not (shared / SPEND).is_dir():
        pytest.skip("Salford's payments are not beside this clone")
    council = make_council(name="Salford City Council", departments=())
    for path in sorted((shared / SPEND).glob("*.csv")):
        load_file(council=council, path=path, by=None)
    match_suppliers(council=council, by=None)
    load_register(council=council, path=shared / REGISTER, by=None, wishes=RegisterWishes())
    ask = ["register", "coverage", "--council", council.slug, "--period", "2021-22", "--json"]
    answer = CliRunner().invoke(app, ask, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    told: dict[str, object] = json.loads(answer.stdout)
    return told


def test_salford_agrees_with_an_independent_count(shared: Path, printed: dict[str, object]) -> None:
    terms = read_terms(shared / REGISTER)
    rows = [row for row in read_rows(shared / SPEND) if YEAR[0] <= row.day <= YEAR[1]]
    sums: dict[str, Decimal] = defaultdict(Decimal)
    credits_ = grants = Decimal(0)
    for row in rows:
        credits_ += min(row.amount, Decimal(0))
        grants += row.amount if row.amount >= 0 and GRANT.search(row.purpose) else 0
        held = terms.get(plain(ALSO.get(row.payee, row.payee)))
        if held and plain(row.payee) not in TIED and row.amount >= 0 and not GRANT.search(row.purpose):
            sums[stands(row, held)] += row.amount
    excluded = {reason: Decimal(str(amount)) for reason, amount in printed["excluded"].items()}  # type: ignore[attr-defined]
    third, on, off, unknown = (
        Decimal(str(printed[key])) for key in ("third_party_spend", "on_contract", "off_contract", "unknown")
    )

    assert on == sums["on"] > 0
    assert third == on + off + unknown
    assert third + sum(excluded.values()) == sum(row.amount for row in rows)
    assert excluded["credits"] == credits_
    assert excluded["grants"] == grants
    assert printed["register_coverage"] == float(((on + sums["expired"]) / third).quantize(Decimal("0.0001")))
    assert printed["contracts"]["without_manager"] == printed["contracts"]["live"]  # type: ignore[index]  # it names none


def test_salford_departments_add_up_to_the_penny(printed: dict[str, object]) -> None:
    parts = printed["by_department"]
    assert isinstance(parts, list)
    for key in ("third_party_spend", "on_contract", "off_contract", "unknown"):
        assert sum(Decimal(str(part[key])) for part in parts) == Decimal(str(printed[key]))


def test_salford_contract_with_one_supplier_is_paid_what_its_supplier_was(
    shared: Path, printed: dict[str, object]
) -> None:
    """Ing Media has one contract, live from before the first payment on: all that it got is the contract's."""
    contract = Contract.objects.get(supplier_name__istartswith="ing media")
    paid = ContractSpend.objects.filter(contract=contract).aggregate(paid=Sum("amount"))["paid"]
    assert paid == sum(row.amount for row in read_rows(shared / SPEND) if plain(row.payee) == "ING MEDIA")
