"""What makes each column of the register's evidence tables: one record, changed in one way, as of 31 March 2026."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from goldthread.evidence.indicators.material import Span
from goldthread.evidence.indicators.types import PeriodKind
from goldthread.evidence.practice.contracts import contract_rows
from goldthread.evidence.practice.held import Held, RatedKpi
from goldthread.evidence.practice.logged import record_rows
from goldthread.evidence.practice.people import learner_rows, people_plan_rows, strategic_rows
from goldthread.evidence.practice.planned import pipeline_rows
from goldthread.register.models import (
    Appraisal,
    Attachment,
    ChainReturn,
    Change,
    Contract,
    DistressCase,
    Engagement,
    PeoplePlanPart,
    PipelineEntry,
    ReportSent,
    Review,
    Risk,
    RoleProfile,
    Saving,
    SupplierFile,
    SupplierMeeting,
    Tender,
    Training,
    Waiver,
)
from goldthread.register.types import (
    Arrangement,
    ContractKind,
    CourseKind,
    LearnerKind,
    PartState,
    PlanPart,
    Procedure,
    Regime,
    ReviewKind,
    VatBasis,
    WeightBase,
)

D = Decimal
SPAN = Span("2025-26", date(2025, 4, 1), date(2026, 3, 31), PeriodKind.YEAR)
THEN = datetime(2024, 1, 10, 12, tzinfo=UTC)
WHOLE: dict[str, Any] = {
    "title": "Cleaning",
    "supplier_name": "Acme",
    "department_id": 7,
    "start": date(2024, 4, 1),
    "end": date(2027, 3, 31),
    "category": "Facilities",
    "awarded_value": D(300_000),
    "manager_name": "M. Shah",
    "changed_at": THEN,
}


def contract_row(held: dict[str, Any] | None = None, *, spent: str | None = None, **values: Any) -> dict[str, object]:
    contract = Contract(pk=1, **{**WHOLE, **values})
    paid = {1: D(spent)} if spent else {}
    rows = list(contract_rows(Held([contract], **(held or {})), SPAN, paid))
    return rows[0][1] if rows else {}


@pytest.mark.parametrize(
    ("values", "live", "ended"),
    [
        ({}, True, False),
        ({"end": None}, True, False),
        ({"end": date(2026, 3, 31)}, True, False),
        ({"end": date(2026, 3, 30)}, False, True),
        ({"ended_on": date(2025, 9, 1)}, False, True),
        ({"end": date(2025, 3, 31)}, None, None),
        ({"start": date(2026, 4, 1)}, None, None),
    ],
)
def test_which_contracts_count(values: dict[str, Any], live: bool | None, ended: bool | None) -> None:
    row = contract_row(**values)
    assert (row.get("is_live"), row.get("is_ended")) == (live, ended)


@pytest.mark.parametrize(
    ("values", "column", "expected"),
    [
        ({}, "is_complete", True),
        ({"category": ""}, "is_complete", False),
        ({"manager_name": ""}, "has_manager", False),
        ({"maximum_value": D(900)}, "value", D(900)),
        ({"awarded_value": None}, "value", None),
        ({"awarded_value": None}, "is_major", None),
        ({"awarded_value": D(207_720)}, "is_major", True),
        ({"awarded_value": D(207_719)}, "is_major", False),
        ({"awarded_value": D(173_100), "awarded_vat": VatBasis.EXCLUDED.value}, "is_major", True),
        ({}, "is_service", None),
        ({"kind": ContractKind.WORKS.value}, "is_service", False),
        ({"regime": Regime.ABOVE.value}, "is_above", True),
        ({"start": date(2025, 4, 1)}, "is_new", True),
        ({"awarded_on": date(2025, 3, 31)}, "is_new", False),
        ({}, "is_fresh", False),
        ({"changed_at": datetime(2025, 6, 1, tzinfo=UTC)}, "is_fresh", True),
        ({"end": date(2027, 9, 30)}, "ends_soon", True),
        ({"end": date(2027, 10, 1)}, "ends_soon", False),
        ({"holds_personal_data": True}, "is_data_sound", False),
        ({"holds_personal_data": False}, "is_data_sound", None),
        (
            {"holds_personal_data": True, "has_data_terms": True, "data_assessed_on": date(2025, 1, 1)},
            "is_data_sound",
            True,
        ),
        ({"slavery_risk": "high"}, "is_slavery_high", True),
        ({"slavery_risk": ""}, "is_slavery_high", None),
        ({"slavery_checked_on": date(2025, 3, 31)}, "is_slavery_checked", False),
        ({"slavery_checked_on": date(2025, 4, 1)}, "is_slavery_checked", True),
        ({"criticality": 4}, "is_high_risk", True),
        ({"procedure": Procedure.OPEN.value}, "is_by_market", False),
        ({"arrangement": Arrangement.DPS.value}, "is_by_market", True),
        ({}, "is_by_market", None),
        ({}, "has_concerns_route", None),
        ({"has_concerns_route": True}, "has_concerns_route", True),
    ],
)
def test_a_contract_by_its_own_fields(values: dict[str, Any], column: str, expected: object) -> None:
    assert contract_row(**values)[column] == expected


def review(kind: ReviewKind, on: date, **more: Any) -> dict[str, Any]:
    return {"reviews": {1: [Review(contract_id=1, kind=kind.value, on=on, **more)]}}


@pytest.mark.parametrize(("on", "expected"), [(date(2025, 11, 29), True), (date(2025, 11, 30), False), (None, False)])
def test_a_review_after_the_contract_counts_for_ninety_days(on: date | None, expected: bool) -> None:
    held = review(ReviewKind.POST_CONTRACT, on) if on else {}
    assert contract_row(held, end=date(2025, 8, 31))["is_reviewed_after"] is expected


def test_a_return_counts_for_a_year_and_its_subcontractors_until_the_next_count() -> None:
    old = ChainReturn(
        contract_id=1, period_end=date(2025, 3, 31), paid=9, paid_in_time=9, vcses=2, has_chain_terms=True
    )
    new = ChainReturn(contract_id=1, period_end=date(2025, 4, 1), paid=10, paid_in_time=8)
    later = ChainReturn(contract_id=1, period_end=date(2026, 4, 1), paid=5, paid_in_time=5, vcses=0)
    names = ("has_return", "chain_paid", "chain_paid_in_time", "has_chain_terms", "has_vcse_chain")

    def told(*rows: ChainReturn, of: int = 1) -> tuple[object, ...]:
        row = contract_row({"chain_returns": {of: list(rows)}})
        return tuple(row[name] for name in names)

    assert told(old, new, later) == (True, 10, 8, None, True)
    assert told(old) == (False, 0, 0, None, True)
    assert told(new, of=2) == (False, 0, 0, None, None)
    assert told(later) == (None, 0, 0, None, None)
    assert told() == (None, 0, 0, None, None)
    newest = ChainReturn(
        contract_id=1, period_end=date(2026, 3, 31), paid=1, paid_in_time=1, vcses=0, has_chain_terms=True
    )
    assert told(newest, new, old) == (True, 11, 9, True, False)


def test_a_review_is_not_missed_before_ninety_days_are_over() -> None:
    assert contract_row(end=date(2026, 1, 15))["is_reviewed_after"] is None


def test_reviews_against_plan_and_for_models_have_their_own_time() -> None:
    against = contract_row(review(ReviewKind.ACTUAL_AGAINST_PLAN, date(2025, 4, 1)))
    models = contract_row(review(ReviewKind.MODEL, date(2024, 4, 1)))
    assert (against["is_reviewed_against_plan"], against["is_reviewed_for_model"]) == (True, False)
    assert (models["is_reviewed_against_plan"], models["is_reviewed_for_model"]) == (False, True)


@pytest.mark.parametrize(
    ("spent", "added", "expected"),
    [("300000.01", [], True), ("300000", [], False), ("320000", [20_000], False), (None, [], None)],
)
def test_an_overrun_is_what_no_change_tells_of(spent: str | None, added: list[int], expected: bool | None) -> None:
    changes = [Change(contract_id=1, value_added=D(each), requested_at=THEN) for each in added]
    assert contract_row({"changes": {1: changes}}, spent=spent)["has_overrun"] is expected


def test_risks_of_a_contract_are_taken_together() -> None:
    risks = [
        Risk(contract_id=1, likelihood=3, impact=5, mitigation="Weekly checks", backup_supplier="Other Ltd"),
        Risk(contract_id=1, likelihood=1, impact=1, contractor_accepted_on=date(2026, 1, 1)),
    ]
    row = contract_row({"risks": {1: risks}})
    told = {name: row[name] for name in ("is_high_risk", "has_risk", "is_mitigated", "is_accepted", "has_backup")}
    assert told == {
        "is_high_risk": True,
        "has_risk": True,
        "is_mitigated": False,
        "is_accepted": False,
        "has_backup": True,
    }
    assert contract_row()["is_mitigated"] is None


def test_every_kpi_has_to_be_rated_in_time() -> None:
    late, yearly = RatedKpi(3, (date(2025, 12, 31),)), RatedKpi(12, (date(2025, 12, 31),))
    assert contract_row({"kpis": {1: [late, yearly]}})["is_rated"] is False
    assert contract_row({"kpis": {1: [RatedKpi(3, (date(2026, 1, 31),)), yearly]}})["is_rated"] is True


@pytest.mark.parametrize(
    ("values", "five", "ten"),
    [
        ({"social_value_weight": D(10)}, True, True),
        ({"social_value_weight": D(5)}, True, False),
        ({"social_value_weight": D(5), "social_value_rationale": "A supply of salt."}, True, True),
        ({"social_value_weight": D(0)}, False, False),
        ({"social_value_weight": D(10), "social_value_base": WeightBase.QUALITY.value}, None, None),
        (
            {"social_value_weight": D(10), "social_value_base": WeightBase.QUALITY.value, "quality_weight": D(60)},
            True,
            False,
        ),
        ({}, None, None),
    ],
)
def test_a_weighting_is_a_share_of_the_total(values: dict[str, Any], five: bool | None, ten: bool | None) -> None:
    row = contract_row({"tenders": {1: [Tender(contract_id=1, **values)]}})
    assert (row["is_weighted_5"], row["is_weighted_10"]) == (five, ten)


def entry_row(held: dict[str, Any] | None = None, **values: Any) -> dict[str, object]:
    entry = PipelineEntry(pk=1, title="Cleaning", created_at=datetime(2025, 6, 1, tzinfo=UTC), **values)
    rows = list(pipeline_rows(Held([], pipeline=[entry], **(held or {})), SPAN))
    return rows[0][1] if rows else {}


@pytest.mark.parametrize(
    ("values", "column", "expected"),
    [
        ({"advice_on": date(2025, 7, 1), "approved_on": date(2025, 7, 1)}, "is_advised", True),
        ({"advice_on": date(2025, 7, 2), "approved_on": date(2025, 7, 1)}, "is_advised", False),
        ({"advice_on": date(2025, 7, 2)}, "is_advised", True),
        ({"market_note_on": date(2025, 7, 1)}, "has_research", False),
        ({"market_note": "Three firms.", "market_note_on": date(2025, 7, 1)}, "has_research", True),
        ({"estimated_value": D(30_000)}, "is_over_floor", True),
        ({"estimated_value": D(29_999)}, "is_over_floor", False),
        ({}, "is_over_floor", None),
        ({"holds_personal_data": False}, "is_data_answered", True),
        ({"published_on": date(2025, 3, 31)}, "is_published", False),
        (
            {"social_value_assessed_on": date(2025, 9, 1), "launched_on": date(2025, 8, 1)},
            "is_social_value_assessed",
            False,
        ),
    ],
)
def test_a_pipeline_entry(values: dict[str, Any], column: str, expected: object) -> None:
    assert entry_row(**values)[column] is expected


def test_who_came_and_what_was_weighed() -> None:
    held = {
        "engagements": [Engagement(entry_id=1, smes=0, vcses=None), Engagement(entry_id=1, smes=3, vcses=None)],
        "appraisals": {1: [Appraisal(entry_id=1, options=["in house", "outsource", "partnership"])]},
    }
    row = entry_row(held)
    assert (row["has_smes"], row["has_vcses"], row["is_wide_appraisal"]) == (True, None, True)
    assert entry_row()["is_wide_appraisal"] is None


def test_a_closed_entry_counts_in_the_year_it_was_made() -> None:
    assert entry_row(is_closed=True)["entry"] == "1"
    entry = PipelineEntry(pk=1, title="Old", created_at=THEN, is_closed=True)
    assert list(pipeline_rows(Held([], pipeline=[entry]), SPAN)) == []


def test_a_strategic_supplier_has_all_five_or_not() -> None:
    days = dict.fromkeys(("performance_on", "cost_on", "finance_on", "added_value_on", "risk_on"), date(2025, 12, 1))
    meetings = {1: [SupplierMeeting(file_id=1, on=date(2026, 1, 1), is_after_incident=True)]}
    whole = SupplierFile(pk=1, name="Acme", sub_suppliers=["Bolt Ltd"], **days)
    part = SupplierFile(pk=2, name="Bolt", **{**days, "risk_on": date(2025, 3, 31)})
    first, second = (row for _, row in strategic_rows(Held([], files=[whole, part], meetings=meetings), SPAN))
    assert (first["has_all_five"], first["has_chain"], first["is_met"]) == (True, True, True)
    assert first["is_met_only_after_incidents"] is True
    assert (second["has_all_five"], second["is_met_only_after_incidents"]) == (False, None)


def test_a_learner_by_what_was_done_and_when() -> None:
    profile = RoleProfile(pk=1, name="Mina", learner=LearnerKind.CONTRACT_MANAGER.value, contract_share=20)
    done = [
        Training(profile_id=1, kind=CourseKind.INDUCTION.value, on=date(2024, 3, 31)),
        Training(profile_id=1, kind=CourseKind.ADVANCED.value, on=date(2026, 4, 1)),
    ]
    _, row = next(learner_rows(Held([], profiles=[profile], trainings={1: done}), SPAN))
    assert (row["is_inducted"], row["is_refreshed"], row["is_advanced"], row["is_heavy"]) == (True, False, False, False)


@pytest.mark.parametrize(
    ("values", "papers", "expected"),
    [
        ({}, 0, (True, True, True, True)),
        ({"state": PartState.IN_USE.value}, 0, (True, True, True, True)),
        ({"state": PartState.DRAFTED.value, "agreed_on": None}, 0, (False, False, True, False)),
        ({"state": PartState.NONE.value, "agreed_on": None}, 0, (False, False, True, False)),
        ({"agreed_on": date(2026, 3, 31)}, 0, (True, True, True, True)),
        ({"agreed_on": date(2026, 4, 1)}, 0, (False, False, True, False)),  # agreed only after the period
        ({"review_on": date(2026, 3, 31)}, 0, (True, True, True, True)),  # due on the very day
        ({"review_on": date(2026, 3, 30)}, 0, (True, False, True, False)),
        ({"review_on": None}, 0, (True, False, True, False)),
        ({"note": " "}, 0, (True, True, False, False)),
        ({"note": ""}, 1, (True, True, True, True)),
    ],
)
def test_a_part_of_the_people_plan(values: dict[str, Any], papers: int, expected: tuple[bool, ...]) -> None:
    usual = {
        "state": PartState.AGREED.value,
        "agreed_on": date(2025, 5, 1),
        "review_on": date(2027, 5, 1),
        "note": "Yes",
    }
    part = PeoplePlanPart(pk=1, part=PlanPart.PAY.value, **usual | values)
    found = list(people_plan_rows(Held([], plan_parts=[part], plan_papers={1: [Attachment()] * papers}), SPAN))
    flags = ("is_agreed", "is_current", "is_evidenced", "is_sound")
    rows = {row["part"]: tuple(row[flag] for flag in flags) for _, row in found}
    assert rows.pop(PlanPart.PAY.value) == expected
    assert rows == dict.fromkeys(set(PlanPart) - {PlanPart.PAY}, (None,) * 4)  # nobody has told of the others
    assert {department for department, _ in found} == {None}


def test_without_a_word_on_the_people_plan_there_are_no_rows() -> None:
    assert list(people_plan_rows(Held([]), SPAN)) == []


def test_the_logs_of_the_period() -> None:
    held = Held(
        [],
        reports=[
            ReportSent(audience="councillors", on=date(2025, 5, 5), topics=["savings", "social value"]),
            ReportSent(audience="councillors", on=date(2026, 5, 5)),
        ],
        savings=[Saving(financial_year="2025-26", claimed=D(5)), Saving(financial_year="2024-25", claimed=D(9))],
        waivers=[Waiver(kind="breach", on=date(2025, 6, 1), department_id=7)],
        cases=[DistressCase(opened_on=date(2025, 6, 2), failed_on=date(2025, 6, 1))],
    )
    rows = list(record_rows(held, SPAN))
    assert [(department, row["kind"], row["month"]) for department, row in rows] == [
        (None, "report", "2025-05"),
        (None, "saving", "2026-03"),
        (7, "breach", "2025-06"),
        (None, "distress", "2025-06"),
    ]
    assert rows[0][1]["is_about_social_value"] is True
    assert rows[3][1]["is_before_failure"] is False
