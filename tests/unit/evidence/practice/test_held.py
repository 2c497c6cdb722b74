"""The register read in one query: every kind of record as its own table has it, and figures right after any change."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from benchmarks.contract_work import make_work
from benchmarks.contracts import make_contracts
from goldthread.documents.models import Document
from goldthread.evidence.coverage.models import ContractSpend, CoverageRun
from goldthread.evidence.coverage.queries import contract_spend
from goldthread.evidence.explorer.periods import financial_year
from goldthread.evidence.indicators.compute import compute
from goldthread.evidence.indicators.gather import read_figures
from goldthread.evidence.indicators.material import Span, span_of
from goldthread.evidence.indicators.types import Figure, PeriodKind, TableName
from goldthread.evidence.practice import figures as register_figures
from goldthread.evidence.practice.attach import attach_register
from goldthread.evidence.practice.held import _asked, read_held
from goldthread.evidence.practice.reading import read_kinds
from goldthread.evidence.store import ask, open_store
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Department, Event, Person
from goldthread.organisation.types import Role
from goldthread.register.models import (
    Appraisal,
    Attachment,
    Change,
    Contract,
    ContractKpi,
    Engagement,
    KpiRating,
    PeoplePlanPart,
    PipelineEntry,
    RoleProfile,
    SegmentationRow,
    SegmentationRun,
    SupplierFile,
    SupplierMeeting,
    Tender,
)
from goldthread.register.segmentation.load import rule_as_json, usual_rule
from goldthread.register.types import ChangeState, PartState, PlanPart
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db
YEAR = financial_year(2025)
SPAN = span_of(YEAR)
AS_OF = date(2026, 6, 1)
MET = date(2026, 2, 3)
LONG = Span("long", date(2022, 4, 1), date(2027, 3, 31), PeriodKind.YEAR)
BEHIND = {"run", "on", "rated_to"}  # what is read from another table than the record's own


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    """Nothing is kept from another test, whose council has the same name."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def keeper(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council)


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Housing", "Places"])


@pytest.fixture
def contract(council: Council, keeper: Person) -> Contract:
    """The first of ten contracts, with every kind of record that a table is made of."""
    made = make_contracts(council, list(Department.objects.filter(council=council)), keeper, count=40)
    contract = made[0]
    make_work(contract, keeper)
    Change.objects.update(state=ChangeState.APPROVED, value_added=Decimal("1000.10"))
    KpiRating.objects.create(kpi=ContractKpi.objects.get(), period_end=MET, rating="good")
    ContractKpi.objects.create(contract=contract, number=2, name="Never rated")
    Tender.objects.create(contract=contract, bids=1, social_value_weight=Decimal("12.50"), has_engagement_before=False)
    entry, file = PipelineEntry.objects.get(), SupplierFile.objects.order_by("pk")[0]
    PipelineEntry.objects.create(council=council, title="Only asked for", is_request=True)
    Appraisal.objects.create(council=council, entry=entry, on=MET, options=["in house", "shared"], chosen="shared")
    Engagement.objects.create(council=council, entry=entry, kind="market day", on=MET, title="Bidders' day", smes=3)
    SupplierMeeting.objects.create(file=file, on=MET, note="On time.", is_after_incident=True)
    RoleProfile.objects.create(council=council, name="Left", ended_on=MET)
    part, _ = PeoplePlanPart.objects.get_or_create(council=council, part=PlanPart.PAY, state=PartState.AGREED)
    Attachment.objects.create(council=council, plan_part=part, document=Document.objects.all()[0], title="Pay policy")
    run = SegmentationRun.objects.create(
        council=council, rule_version="usual rule", rule=rule_as_json(usual_rule()), counts={}, digest="0", on=MET
    )
    for place, tier in enumerate(usual_rule().tiers):
        SegmentationRow.objects.create(
            run=run, kind="supplier", name=f"{place}", names=[f"name {place}"], tier=tier.name
        )
    earlier = CoverageRun.objects.create(council=council, digest="1" * 64, figures={}, at="2026-03-01T09:00Z")
    CoverageRun.objects.create(council=council, digest="2" * 64, figures={}, last_day=MET, at="2026-03-02T09:00Z")
    assert earlier.pk
    for year, amount in ((2024, "10.10"), (2025, "20.20"), (2026, "0.07")):
        ContractSpend.objects.create(council=council, contract=contract, year=year, amount=Decimal(amount), payments=1)
    return contract


def own_columns(record: Model) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in BEHIND and not name.startswith("_")}


def test_every_kind_of_record_is_what_its_own_table_says(
    council: Council, contract: Contract, django_assert_num_queries: Any
) -> None:
    """The slow way beside the quick one: each record is fetched again by itself."""
    asked = _asked(council)
    with django_assert_num_queries(1):
        found = read_kinds(asked)
    assert found.keys() == asked.keys(), "a kind without a record would prove nothing"
    for kind, records in found.items():
        whole = type(records[0])._default_manager.in_bulk([record.pk for record in records])
        for record in records:
            assert own_columns(record) == {name: getattr(whole[record.pk], name) for name in own_columns(record)}, kind


def test_what_is_held_is_told_by_what_it_belongs_to(council: Council, contract: Contract) -> None:
    held = read_held(council, spent_until=SPAN)
    [rated, unrated] = held.kpis[contract.pk]
    assert (rated.rated_to, unrated.rated_to) == ((MET,), ())
    assert held.criteria_runs == {"name 0": [MET]}, "only the first tier meets the criteria"
    assert [entry.title for entry in held.pipeline] == ["Visits from 2030"]
    assert [profile.name for profile in held.profiles] == ["Ada Moss"]
    assert held.run is not None
    assert held.run.digest == "2" * 64
    assert held.spent == {contract.pk: Decimal("30.30")} == contract_spend(council, SPAN)
    assert [change.value_added for change in held.changes[contract.pk]] == [Decimal("1000.10")]


def rows_of(council: Council, *, alone: bool) -> Mapping[str, list[Any]]:
    """The rows of every table, from what is read for each alone or from all that is held."""
    found = {}
    for table in (name for name in TableName if name.is_register and name is not TableName.COVERAGE):
        held = read_held(council, [table]) if alone else read_held(council)
        with open_store() as db:
            attach_register(db, council, [LONG], {}, held=held, tables=[table])
            found[table.value] = ask(db, f"FROM {table.value} ORDER BY ALL")
    return found


def test_a_table_alone_has_the_rows_that_it_has_among_all(council: Council, contract: Contract) -> None:
    whole = rows_of(council, alone=False)
    assert all(whole.values())
    assert rows_of(council, alone=True) == whole


def managed(council: Council) -> Figure:
    """How many contracts have a manager."""
    figures = read_figures(council, YEAR, as_of=AS_OF)
    return next(f for f in figures if f.indicator == "named-manager-share" and f.department_id is None)


def end_managers(council: Council, by: Person) -> None:
    Contract.objects.filter(council=council).update(manager=None, manager_name="")
    record_event(council=council, by=by, kind="contract.changed", subject="contract", summary="Nobody manages")


def test_figures_are_right_directly_after_a_change(council: Council, contract: Contract, keeper: Person) -> None:
    before = managed(council)
    assert before.value
    assert managed(council) == before
    end_managers(council, keeper)
    after = managed(council)
    assert (after.numerator, after.denominator) == (Decimal(0), before.denominator)


def test_a_change_that_began_before_a_later_one_was_seen_counts(
    council: Council, contract: Contract, keeper: Person
) -> None:
    """On PostgreSQL a number is given when a write begins, so that a lower one can come after a higher."""
    first = record_event(council=council, by=keeper, kind="contract.changed", subject="contract", summary="Later seen")
    began = first.pk
    Event.objects.filter(pk=began).delete()
    record_event(council=council, by=keeper, kind="contract.changed", subject="contract", summary="Seen first")
    assert managed(council).value
    Contract.objects.filter(council=council).update(manager=None, manager_name="")
    first.pk = began
    first.save(force_insert=True)
    assert managed(council).value == 0


def test_somebody_who_looks_while_figures_are_computed_gets_the_same_and_spoils_nothing(
    council: Council, contract: Contract, keeper: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second looks once the first has read the register, after a change; the first then keeps what it had found."""
    seen: list[Figure] = []
    computing = compute

    def change_and_look(*arguments: Any) -> list[Figure]:
        monkeypatch.setattr(register_figures, "compute", computing)
        found = computing(*arguments)
        end_managers(council, keeper)
        seen.append(managed(council))
        return found

    monkeypatch.setattr(register_figures, "compute", change_and_look)
    assert managed(council).value, "what was so when the first began"
    assert [figure.value for figure in seen] == [0]
    assert managed(council).value == 0
