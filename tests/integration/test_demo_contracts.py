"""The demonstration's register: consistent with its payments, and each story and verdict that was planted is found."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from goldthread.demo.contracts.load import load_contracts
from goldthread.demo.load import load_demo
from goldthread.demo.payments.lines import make_lines
from goldthread.demo.payments.registers import make_registers
from goldthread.demo.payments.suppliers import make_suppliers
from goldthread.evidence.explorer.periods import financial_year
from goldthread.evidence.verdicts.queries import Reading, read_verdicts
from goldthread.organisation.models import Council, Event, Person
from goldthread.register.due import DueKind, list_due
from goldthread.register.models import (
    Change,
    Contract,
    KpiRating,
    PeoplePlanPart,
    PipelineEntry,
    Risk,
    Saving,
    SegmentationRun,
    Waiver,
)
from goldthread.register.people_plan import is_late
from goldthread.register.types import PartState, PlanPart

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]

DATA = files("goldthread.demo.contracts").joinpath("data")
TRUTHS: Mapping[str, Any] = yaml.safe_load(DATA.joinpath("truths.yaml").read_text(encoding="utf-8"))
STORIES = TRUTHS["stories"]
LAST_PAID, AS_OF = date(2026, 3, 31), date(2026, 11, 21)
ALREADY = {"ENB2", "CRM1", "SSR1"}
"""Value codes of which payments alone say something."""


@pytest.fixture(scope="module")
def council(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Council]:
    """Wharfemoor with its contracts; gone again after this module. The payments are read from their plan."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "DATA_DIR", tmp_path_factory.mktemp("contracts"))
        load_demo()
        found = Council.objects.get(slug="wharfemoor-council")
        load_contracts(found)
        yield found
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def contracts(council: Council) -> dict[str, Contract]:
    rows = Contract.objects.filter(council=council).select_related("department", "manager")
    return {row.reference: row for row in rows}


@pytest.fixture(scope="module")
def reading(council: Council) -> Reading:
    return read_verdicts(council, period=financial_year(2025), as_of=AS_OF)


@cache
def paid() -> Mapping[tuple[str, str], list[tuple[date, Decimal]]]:
    """Every payment of the plan by supplier and department."""
    found: dict[tuple[str, str], list[tuple[date, Decimal]]] = defaultdict(list)
    for line in make_lines():
        found[line.supplier.name, line.stream.department].append((line.paid, Decimal(line.pence) / 100))
    return found


def paid_under(contract: Contract) -> Decimal:
    """Pounds paid to the supplier by the contract's department while it ran."""
    assert contract.department is not None
    lines = paid().get((contract.supplier_name, contract.department.short), [])
    return sum((amount for day, amount in lines if contract.start <= day <= contract.end), Decimal(0))


def is_a_purchase(contract: Contract) -> bool:
    """Not a framework or market, under which nothing is paid itself."""
    return contract.supplier_name != "Various suppliers"


def test_there_are_three_hundred_contracts_and_a_second_load_adds_none(council: Council) -> None:
    assert Contract.objects.filter(council=council).count() == 300
    assert load_contracts(council) == 0


def test_suppliers_are_named_and_numbered_as_in_the_payments(contracts: dict[str, Contract]) -> None:
    known = {each.name: each for group in make_suppliers().values() for each in group}
    bought = [row for row in contracts.values() if is_a_purchase(row) and row.reference not in WITHOUT_PAYMENTS]
    assert len(bought) == 289
    for row in bought:
        supplier = known[row.supplier_name]
        assert (row.company_number, row.charity_number, row.postcode) == (
            supplier.company_number,
            supplier.charity_number,
            supplier.postcode,
        ), row


WITHOUT_PAYMENTS = set(STORIES["without_payments"])


def test_only_the_planted_contracts_have_no_payments(contracts: dict[str, Contract]) -> None:
    bought = [row for row in contracts.values() if is_a_purchase(row)]
    assert {row.reference for row in bought if paid_under(row) == 0} == WITHOUT_PAYMENTS


def test_only_the_planted_contracts_are_overspent(contracts: dict[str, Contract], council: Council) -> None:
    added: dict[int, Decimal] = defaultdict(Decimal)
    for change in Change.objects.filter(contract__council=council, state="approved"):
        added[change.contract_id] += change.value_added or 0
    over = {
        row.reference
        for row in contracts.values()
        if is_a_purchase(row) and row.awarded_value is not None and paid_under(row) > row.awarded_value + added[row.pk]
    }
    assert over == set(STORIES["unexplained_overrun"])


def test_only_the_planted_suppliers_are_paid_after_the_end(contracts: dict[str, Contract]) -> None:
    last: dict[tuple[str, int | None], Contract] = {}
    for row in contracts.values():
        key = (row.supplier_name, row.department_id)
        if key not in last or last[key].end < row.end:
            last[key] = row
    late = {
        row.reference
        for row in last.values()
        if row.department and any(day > row.end for day, _ in paid().get((row.supplier_name, row.department.short), []))
    }
    assert late == set(STORIES["paid_after_end"])


def test_a_supplier_is_paid_much_without_any_contract(contracts: dict[str, Contract]) -> None:
    name = STORIES["paid_without_a_contract"]
    assert sum(amount for (supplier, _), lines in paid().items() if supplier == name for _, amount in lines) > 5000
    assert not [row for row in contracts.values() if row.supplier_name == name]


def test_most_payments_are_on_contract(contracts: dict[str, Contract]) -> None:
    """Of what named suppliers were paid in 2025-26; energy is bought by Resources for all."""
    held: dict[str, list[Contract]] = defaultdict(list)
    for row in contracts.values():
        held[row.supplier_name].append(row)
    on, every = Decimal(0), Decimal(0)
    for (supplier, _), lines in paid().items():
        for day, amount in lines:
            if day >= date(2025, 4, 1) and not supplier.startswith("REDACTED"):
                every += amount
                on += amount if any(row.start <= day <= row.end for row in held[supplier]) else 0
    assert Decimal("0.85") < on / every < Decimal("0.97")


def test_four_contracts_have_no_manager(contracts: dict[str, Contract]) -> None:
    without = {row.reference for row in contracts.values() if not row.manager_id and not row.manager_name}
    assert without == set(STORIES["without_manager"])


def test_two_poor_periods_raised_a_risk_by_rule(council: Council) -> None:
    rows = Risk.objects.filter(council=council, raised_by_rule__startswith="two poor periods")
    assert set(rows.values_list("contract__reference", flat=True)) == set(STORIES["two_poor_periods"])


def test_one_contract_ends_too_soon_for_an_open_tender(contracts: dict[str, Contract]) -> None:
    row, today = contracts[STORIES["too_late_for_an_open_tender"]], timezone.localdate()
    dues = list_due(row, extensions=[], breaks=[], today=today)
    assert [due.kind for due in dues] == [DueKind.TOO_LATE]
    assert "Too late for an open tender" in dues[0].says
    assert not PipelineEntry.objects.filter(replaces=row).exists()


def test_the_contract_manager_has_notices_due_within_a_fortnight(contracts: dict[str, Contract]) -> None:
    manager = Person.objects.get(email=STORIES["contract_manager"]["email"])
    mine = [row for row in contracts.values() if row.manager_id == manager.pk]
    assert len(mine) == STORIES["contract_manager"]["contracts"]
    today = timezone.localdate()
    soon = {
        row.reference
        for row in mine
        for each in row.breaks.all()
        if each.notice_by and today <= each.notice_by <= today + timedelta(days=14)
    }
    assert soon == set(STORIES["notice_soon"])


def test_ends_within_eighteen_months_are_planned_and_not(contracts: dict[str, Contract]) -> None:
    planned = set(PipelineEntry.objects.values_list("replaces__reference", flat=True))
    soon = {row.reference for row in contracts.values() if LAST_PAID < row.end <= date(2027, 9, 30)}
    assert len(soon & planned) >= 30
    assert len(soon - planned) >= 5


def test_every_record_left_its_event_and_nobody_decided_on_their_own(council: Council) -> None:
    kinds = Event.objects.filter(council=council).values_list("kind", flat=True)
    assert sum(kind == "contract.added" for kind in kinds) == 300
    assert (
        sum(kind == "kpi.rated" for kind in kinds) == KpiRating.objects.filter(kpi__contract__council=council).count()
    )
    decided = Change.objects.filter(contract__council=council).exclude(decided_by=None)
    assert decided.count() > 30
    assert all(row.decided_by_id != row.requested_by_id for row in decided)
    waivers = Waiver.objects.filter(council=council)
    assert {(row.kind, row.state) for row in waivers} == {
        ("waiver", "approved"),
        ("waiver", "refused"),
        ("waiver", "requested"),
        ("breach", "recorded"),
    }
    savings = Saving.objects.filter(council=council).exclude(validated=None)
    assert {row.validated_by.email for row in savings if row.validated_by} == {"leon.barker@wharfemoor.example"}


@pytest.mark.parametrize("told", TRUTHS["verdicts"], ids=lambda t: f"{t['value_code']}-{t['level']}-{t['indicator']}")
def test_the_register_says_what_was_planted(told: Mapping[str, Any], council: Council, reading: Reading) -> None:
    [verdict] = [
        v
        for v in reading.every
        if (v.value_code, v.level, v.indicator) == (told["value_code"], told["level"], told["indicator"])
    ]
    department = council.departments.get(short_name=told["department"]).pk if "department" in told else None
    assert verdict.value is not None
    assert (verdict.outcome.value, verdict.department_id, round(verdict.value, 1)) == (
        told["verdict"],
        department,
        Decimal(str(told["value"])),
    )


@pytest.mark.parametrize("told", TRUTHS["of_departments"], ids=lambda t: f"{t['value_code']}-{t['department']}")
def test_a_department_is_told_by_its_own_records(told: Mapping[str, Any], council: Council, reading: Reading) -> None:
    department = council.departments.get(short_name=told["department"])
    [verdict] = [
        v
        for v in reading.of_department(department.pk)
        if (v.value_code, v.level) == (told["value_code"], told["level"])
    ]
    assert verdict.value is not None
    found = (verdict.outcome.value, verdict.indicator, round(verdict.value, 1))
    assert found == (told["verdict"], told["indicator"], Decimal(str(told["value"])))


def test_twenty_five_further_value_codes_have_a_verdict_and_each_kind_occurs(reading: Reading) -> None:
    spoken = {v.value_code for v in reading.shown if v.outcome.value != "silent"}
    assert len(spoken - ALREADY) >= 25
    assert {v.outcome.value for v in reading.shown if v.indicator} == {"supports", "contradicts", "silent"}


def test_the_people_plan_has_one_part_that_is_late_and_two_to_agree(council: Council) -> None:
    rows = PeoplePlanPart.objects.filter(council=council)
    states = {row.part: PartState(row.state) for row in rows}
    assert set(states) == set(PlanPart)
    assert sum(state.is_agreed for state in states.values()) == 4
    late = [row.part for row in rows if is_late(row.review_on, AS_OF)]
    assert late == [STORIES["people_plan_late"]]
    told = Event.objects.filter(council=council, subject="people_plan:resourcing").order_by("pk")
    assert [event.kind for event in told] == ["people_plan.added", "people_plan.changed"]


def test_every_table_names_only_contracts_that_are_there(contracts: dict[str, Contract]) -> None:
    for path in DATA.iterdir():
        if path.name.endswith(".csv"):
            rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
            named = {row["contract"] for row in rows if row.get("contract")}
            assert named <= set(contracts), path.name


def test_every_live_contract_is_in_a_tier_or_says_what_would_settle_it(council: Council) -> None:
    run = SegmentationRun.objects.get(council=council)
    rows = list(run.rows.filter(kind="contract"))
    assert len(rows) == run.counts["contract"]["all"] > 250
    assert {row.tier for row in rows} == {"Gold", "Silver", "Bronze", ""}
    assert all(bool(row.tier) != bool(row.unsettled_by) for row in rows)


def test_the_planted_supplier_in_distress_has_a_contract_without_a_clause(contracts: dict[str, Contract]) -> None:
    told = STORIES["in_a_voluntary_arrangement"]
    contract = contracts[told["contract"]]
    companies = next(file for file in make_registers() if file.kind == "companies")
    rows = csv.DictReader(companies.content.decode().splitlines())
    entry = next(row for row in rows if row[" CompanyNumber"] == contract.company_number)
    assert (entry["CompanyStatus"], entry["Accounts.NextDueDate"]) == ("Voluntary Arrangement", "31/12/2025")
    assert (contract.supplier_name, contract.has_distress_clause) == (told["supplier"], False)
