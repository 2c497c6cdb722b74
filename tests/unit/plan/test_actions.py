"""Writes of the plan: actions, proposals, KPIs' figures, reviews, areas; and the published JSON."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from goldthread.demo.examples import load_example
from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from goldthread.plan.actions.ambitions import save_area, set_ambition
from goldthread.plan.actions.kpis import SaidFigure, close_review, plan_review, record_actual
from goldthread.plan.actions.planned import SaidAction, add_action, change_action, dismiss_proposal, said_of
from goldthread.plan.actions.refusals import PlanMoved, PlanRefused
from goldthread.plan.as_json import plan_as_json
from goldthread.plan.calendar import list_action_entries
from goldthread.plan.models import Kpi, KpiActual, PlanAction, PlanArea, PlanReview
from goldthread.plan.proposals import propose
from goldthread.plan.queries.whole import Plan, plan_of
from goldthread.plan.types import ActionStatus, ContradictionKind, KpiStatus
from goldthread.register.alerts.feed import build_calendar
from goldthread.register.models import AlertSetting
from tests.factories import FRAMEWORK, answer, make_council, make_person, make_round

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=200)
TWO = ("Highways", "Housing")


@pytest.fixture
def council() -> Council:
    """Two departments that answered two codes of one area: Highways holds it back; the ambition is Mature."""
    made = make_council(departments=TWO)
    round_ = make_round(made, codes=["CRM1", "CRM2"])
    for code in ("CRM1", "CRM2"):
        answer(round_, "Highways", code, 2, in_place=["3.1"])
        answer(round_, "Housing", code, 3)
    set_ambition(
        council=made, framework_id=FRAMEWORK, object_id="CRM", level=3, by_date=SOON, reason="Audit asked.", by=None
    )
    return made


def said(**more: object) -> SaidAction:
    return replace(SaidAction(title="Train managers", due=SOON, gains=(("CRM1", 3),)), **more)  # type: ignore[arg-type]


def add(council: Council, **more: object) -> PlanAction:
    return add_action(council=council, framework_id=FRAMEWORK, said=said(**more), by=None)


def test_an_action_is_added_numbered_and_recorded(council: Council) -> None:
    first, second = add(council), add(council, title="Brief councillors")
    assert [first.number, second.number] == [1, 2]
    event = Event.objects.get(council=council, kind="action.added", subject="action:1")
    assert "Train managers (planned, due" in event.summary


def test_a_form_sent_twice_makes_one_action(council: Council) -> None:
    first, second = add(council), add(council, title=" Train managers ")
    assert first == second
    assert Event.objects.filter(council=council, kind="action.added").count() == 1
    assert add(council, due=SOON + timedelta(days=1)) != first


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"gains": (("CRM9", 3),)}, "gains"),
        ({"gains": (("CRM1", 6),)}, "gains"),
        ({"gains": (("CRM1", 1),)}, "gains"),
        ({"starts": SOON + timedelta(days=1)}, "due"),
        ({"status": ActionStatus.DONE}, "done_on"),
        ({"status": ActionStatus.DONE, "done_on": SOON}, "done_on"),
        ({"status": ActionStatus.STOPPED}, "notes"),
    ],
)
def test_a_wrong_action_is_refused_with_its_field(council: Council, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        add(council, **wrong)
    assert refused.value.field == field
    assert refused.value.do
    assert not PlanAction.objects.exists()


def test_a_change_says_when_somebody_was_quicker(council: Council) -> None:
    action = add(council)
    later = replace(said_of(action), due=SOON + timedelta(days=30))
    saved = change_action(action=action, said=later, expected_version=1, by=None, why="The system came late.")
    assert (saved.version, saved.first_due, saved.due) == (2, SOON, SOON + timedelta(days=30))
    with pytest.raises(PlanMoved):
        change_action(action=saved, said=later, expected_version=1, by=None)


def test_proposals_come_from_gaps_until_taken_or_dismissed(council: Council) -> None:
    def keys() -> list[str]:
        plan = plan_of(council)
        return [each.key for each in propose(plan.gaps(), plan.position, plan.dismissed)]

    assert keys() == ["CRM1:3", "CRM2:3"]
    add(council)
    dismiss_proposal(
        council=council,
        framework_id=FRAMEWORK,
        gap="CRM2:3",
        title="Not this",
        because="The new form does it.",
        by=None,
    )
    assert keys() == []
    with pytest.raises(PlanRefused, match="No reason"):
        dismiss_proposal(council=council, framework_id=FRAMEWORK, gap="CRM2:3", title="x", because=" ", by=None)


def test_a_gap_names_the_department_and_what_is_not_in_place(council: Council) -> None:
    gap = plan_of(council).gaps(["CRM"])[0]
    assert gap.departments == ("Highways",)
    every = plan_of(council).framework.value_code("CRM1").ladder.at(3)
    assert gap.statements == every[1:]


def test_the_plan_as_json_has_the_published_shape(council: Council) -> None:
    add(council)
    found = plan_as_json(plan_of(council))
    assert found["ambitions"] == [{"object": "CRM", "horizon": str(SOON), "level": 3, "current": 2, "gap": 1}]
    assert [row["object"] for row in found["projected"]] == ["CRM"]  # type: ignore[attr-defined, index]
    assert {"ambitions", "kpis", "actions", "projected", "contradictions"} <= set(found)
    both = add(council, title="New form", gains=(("CRM2", 3),))
    later = plan_as_json(plan_of(council))["projected"]
    assert later[-1] == {"object": "CRM", "date": str(both.due), "level": 3}  # type: ignore[index]


def test_an_ambition_may_be_for_one_value_code(council: Council) -> None:
    aim = {"council": council, "framework_id": FRAMEWORK, "level": 4, "by_date": SOON, "reason": "Why.", "by": None}
    saved = set_ambition(object_id="CRM2", approved_by="Cabinet", approved_on=date(2026, 7, 1), **aim)  # type: ignore[arg-type]
    assert (saved.object_id, saved.approved_by) == ("CRM2", "Cabinet")
    assert [gap.key for gap in plan_of(council).gaps()] == ["CRM1:3", "CRM2:3", "CRM2:4"]


@pytest.fixture
def leeds() -> Council:
    return load_example("leeds-2019").council


def figure(**more: object) -> SaidFigure:
    made = SaidFigure("waivers", Decimal(171), "2019/20", date(2020, 3, 31), "Annual report 2020")
    return replace(made, **more)  # type: ignore[arg-type]  # named by the test


def test_leeds_waivers_fall_and_spend_on_contract_rises(leeds: Council) -> None:
    kpi = Kpi.objects.get(council=leeds, number=4)
    record_actual(kpi=kpi, said=figure(), by=None)
    record_actual(kpi=kpi, said=figure(measure="% of spend on contract", value=Decimal("96.1")), by=None)
    judged = next(each for each in plan_of(leeds).kpis if each.kpi.number == 4)
    by_measure = {each.target.unit: each.status for each in judged.targets if each.target.horizon == "2020 to 2021"}
    assert by_measure["waivers"] is KpiStatus.MET
    assert by_measure["% of spend on contract"] is KpiStatus.MISSED
    assert judged.status is KpiStatus.MISSED


def test_every_kpi_of_leeds_behaves(leeds: Council) -> None:
    kpis = {each.kpi.number: each for each in plan_of(leeds).kpis}
    assert len(kpis) == 31
    assert kpis[1].kpi.baselines[0].value == 185000
    assert kpis[14].kpi.baselines[0].is_provisional
    assert kpis[4].update_was_due == date(2020, 6, 30)
    assert {kpis[number].status for number in (1, 3, 4, 14)} <= {KpiStatus.UPDATE_MISSED, KpiStatus.NOT_MEASURED}
    assert all(each.sentence for each in kpis.values())


def test_leeds_shows_the_whole_thread_and_contradicts_itself(leeds: Council) -> None:
    plan = plan_of(leeds)
    contracts = next(each for each in plan.projected if each.place.id == "CRM")
    assert contracts.final == 2
    assert "Change control (CRM2), and no action takes the step to Mature" in contracts.sentence
    found = [each for each in plan.contradictions if each.kind is ContradictionKind.TARGET_ABOVE_AMBITION]
    assert [each.subject for each in found] == ["kpi:29", "kpi:31"]
    assert "KPI 29 asks for Leader in 2022 to 2024: “Dashboards and diagnostics" in found[0].what
    assert PlanArea.objects.filter(council=leeds).count() == 6
    assert list(PlanReview.objects.filter(council=leeds).values_list("on__year", flat=True)) == [2021, 2024]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"measure": "apples"}, "measure"),
        ({"period": " "}, "period"),
        ({"source": ""}, "source"),
        ({"until": SOON}, "until"),
    ],
)
def test_a_wrong_figure_is_refused(leeds: Council, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        record_actual(kpi=Kpi.objects.get(council=leeds, number=4), said=figure(**wrong), by=None)
    assert refused.value.field == field
    assert not KpiActual.objects.exists()


def test_a_rating_is_a_level_and_a_filled_figure_never_replaces_a_persons(leeds: Council) -> None:
    kpi = Kpi.objects.get(council=leeds, number=22)
    review = PlanReview.objects.get(council=leeds, on__year=2021)
    rated = figure(measure="level", value=Decimal(3), period="2021", until=date(2021, 12, 31), source="Review of 2021")
    record_actual(kpi=kpi, said=rated, by=None, review=review)
    with pytest.raises(PlanRefused, match="not a level"):
        record_actual(kpi=kpi, said=replace(rated, value=Decimal(6)), by=None)
    kept = record_actual(kpi=kpi, said=replace(rated, value=Decimal(5), is_filled=True), by=None)
    assert kept.value == 3
    judged = next(each for each in plan_of(leeds).kpis if each.kpi.number == 22)
    assert judged.targets[0].status is KpiStatus.MET
    close_review(review=review, held_on=date(2021, 12, 20), note="Officers of all directorates.", by=None)
    with pytest.raises(PlanMoved):
        record_actual(kpi=kpi, said=replace(rated, value=Decimal(4)), by=None, expected_version=9)


def test_a_review_and_an_area_are_kept_once(council: Council) -> None:
    first = plan_review(council=council, title="Review of 2028", on=date(2028, 4, 3), by=None)
    assert plan_review(council=council, title="Review of 2028", on=date(2028, 4, 3), by=None) == first
    with pytest.raises(PlanRefused, match="already"):
        plan_review(council=council, title="Another", on=date(2028, 4, 3), by=None)
    with pytest.raises(PlanRefused, match="still to come"):
        close_review(review=first, held_on=SOON, note="", by=None)
    area = {"council": council, "framework_id": FRAMEWORK, "summary": "", "objects": ["CRM"], "order": 0, "by": None}
    save_area(name="Value for money", codes=["CRM4"], **area)  # type: ignore[arg-type]  # each of its own type
    with pytest.raises(PlanRefused, match="no value code CRM99"):
        save_area(name="Governance", codes=["CRM99"], **area)  # type: ignore[arg-type]  # each of its own type
    assert PlanArea.objects.get(council=council).value_codes == ["CRM4"]


def test_a_plan_without_a_round_or_levels_says_nothing_of_levels(council: Council) -> None:
    bare = make_council(name="Calderbeck Council", departments=())
    plan = Plan(bare, None)
    assert plan.projected == () == plan.gaps()
    assert make_person(Role.COORDINATOR, bare)


def test_a_persons_open_actions_stand_in_their_calendar(council: Council) -> None:
    owner = make_person(Role.RESPONDENT, council, department="Highways")
    add(council, owner=owner)
    add(council, owner=owner, title="Not any more", status=ActionStatus.STOPPED, notes="No money.")
    setting = AlertSetting(council=council, person=owner)
    found = list_action_entries(setting, timezone.localdate())
    assert [(each.day, each.title, each.name) for each in found] == [(SOON, "Train managers", "Action due")]
    assert found[0].url.endswith("/c/wharfemoor-council/plan/actions/1/")
    assert b"SUMMARY:Action due: Train managers" in build_calendar(setting, found)
