"""The pages of the plan: the finding first, what it takes, actions with filters, KPIs, reviews, areas, the pack."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from goldthread.demo.examples import load_example
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.plan.actions.ambitions import set_ambition
from goldthread.plan.actions.kpis import digest_of
from goldthread.plan.models import Ambition, Kpi, KpiActual, PlanAction, PlanArea, PlanReview
from goldthread.web.forms import DateInThreeBoxes
from tests.factories import FRAMEWORK, answer, make_council, make_person, make_round
from tests.pages import client_of, text_of
from tests.plan_scene import put_action, put_plan

pytestmark = pytest.mark.django_db
BASE = "/c/wharfemoor-council/plan/"
SOON = timezone.localdate() + timedelta(days=400)


@pytest.fixture
def council() -> Council:
    made = make_council(departments=("Highways", "Housing"))
    round_ = make_round(made, codes=["CLR1", "CLR2"])
    for code in ("CLR1", "CLR2"):
        answer(round_, "Highways", code, 2)
        answer(round_, "Housing", code, 3)
    set_ambition(
        council=made, framework_id=FRAMEWORK, object_id="CLR", level=3, by_date=SOON, reason="Asked for.", by=None
    )
    return made


@pytest.fixture
def head(council: Council) -> Client:
    return client_of(make_person(Role.COORDINATOR, council))


def when(day: date, name: str = "due") -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def sent(**more: str) -> dict[str, str]:
    return {"title": "Brief councillors", "gains": "CLR1 3", "status": "planned", **when(SOON), **more}


def test_the_plan_page_opens_with_what_is_reached(council: Council, head: Client) -> None:
    assert "One area has an ambition, and no action is planned yet." in text_of(head.get(BASE))
    put_action(council)
    put_action(council, code="CLR2")
    assert "If the plan is delivered, every one of the one areas" in text_of(head.get(BASE)) or "reaches Mature by" in (
        text_of(head.get(BASE))
    )


def test_what_holds_an_area_is_said(council: Council, head: Client) -> None:
    put_action(council)
    page = text_of(head.get(BASE))
    assert "Highways stays there on Reporting (CLR2), and no action takes the step to Mature" in page
    assert "Falls short." in page


def test_a_proposal_is_taken_into_the_plan(council: Council, head: Client) -> None:
    takes = text_of(head.get(BASE + "takes/CLR/"))
    assert "Two steps lie between today and Mature" in takes
    assert "Held back by Highways." in takes
    form = head.get(BASE + "gaps/CLR1/3/take/")
    assert 'value="CLR1 3"' in form.content.decode()
    highways = council.departments.get(name="Highways").pk
    saved = head.post(BASE + "gaps/CLR1/3/take/", sent(for_departments=str(highways)))
    assert saved.status_code == 302
    action = PlanAction.objects.get(council=council)
    assert (action.proposal, action.gains) == ("CLR1:3", [{"code": "CLR1", "level": 3}])
    assert "Taken by Brief councillors" in text_of(head.get(BASE + "takes/CLR/"))


def test_a_proposal_is_turned_down_with_a_reason(council: Council, head: Client) -> None:
    path = BASE + "gaps/CLR2/3/dismiss/"
    assert "Say why the council does not do this." in text_of(head.post(path, {}))
    head.post(path, {"because": "The new committee papers do it."})
    assert "The proposal was turned down; nothing takes this step." in text_of(head.get(BASE + "takes/CLR/"))
    assert "Bring Reporting to Mature" in text_of(head.get(BASE + "actions/?status=dismissed"))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"gains": "CLR1 6"}, "an action cannot buy level 6. Name a level from 2 Developing to 5 Innovator."),
        ({"gains": "CLR1"}, "“CLR1” is no step. Write a value code and a level, such as CRM1 3."),
        ({"gains": "XYZ1 3"}, "has no value code XYZ1."),
        ({"title": ""}, "Say in a few words what is to be done."),
        ({"due-day": "31", "due-month": "2"}, "is not a date."),
        ({"status": "done"}, "It is done, but no day is given."),
        ({"effort_days": "many"}, "That is no number of days."),
    ],
)
def test_a_wrong_action_keeps_what_was_typed(council: Council, head: Client, wrong: dict[str, str], says: str) -> None:
    reply = head.post(BASE + "actions/new/", sent(**{"notes": "Typed with care", **wrong}))
    assert reply.status_code == 400
    assert says in text_of(reply)
    assert "Typed with care" in text_of(reply)
    assert not PlanAction.objects.exists()


def test_an_action_that_somebody_else_changed_is_refused(council: Council, head: Client) -> None:
    action = put_action(council)
    path = f"{BASE}actions/{action.number}/change/"
    assert head.post(path, sent(title="First", version="1")).status_code == 302
    reply = head.post(path, sent(title="Second", version="1"))
    assert reply.status_code == 400
    assert "changed this action in the meantime" in text_of(reply)
    assert PlanAction.objects.get().title == "First"
    assert head.post(path, form_of(reply)).status_code == 302, "saved again, it replaces what was saved in between"
    assert PlanAction.objects.get().title == "Second"


def test_whoever_sees_to_an_action_keeps_it_and_nobody_else(council: Council) -> None:
    owner = make_person(Role.RESPONDENT, council, department="Highways")
    other = make_person(Role.RESPONDENT, council, department="Housing")
    action = put_action(council, owner=owner)
    path = f"{BASE}actions/{action.number}/change/"
    assert client_of(owner).post(path, sent(status="under way", gains="CLR2 5", version="1")).status_code == 302
    found = PlanAction.objects.get()
    assert (found.status, found.gains) == ("under way", [{"code": "CLR1", "level": 3}])
    assert client_of(other).get(path).status_code == 403
    assert client_of(make_person(Role.COUNCILLOR, council)).get(BASE + "actions/new/").status_code == 403


def test_actions_are_narrowed_by_the_address(council: Council, head: Client) -> None:
    put_plan(council)
    assert "One action, none of them late" in text_of(head.get(BASE + "actions/?object=CLR&q=brief"))
    assert "No action fits. Take a filter away." in text_of(head.get(BASE + "actions/?status=late"))
    assert "take off" in text_of(head.get(BASE + "actions/?status=late&owner=none"))


def test_a_kpi_has_its_chart_its_table_and_its_finding(council: Council, head: Client) -> None:
    put_plan(council)
    page = head.get(BASE + "kpis/1/")
    assert "On course It fell each year, from 46 waivers (2024/25) to 41 waivers (2025/26)." in text_of(page)
    assert "<svg" in page.content.decode()
    assert "One of one KPIs is met or on course" in text_of(head.get(BASE + "kpis/"))


def test_a_figure_is_recorded_and_a_wrong_one_refused(council: Council, head: Client) -> None:
    put_plan(council)
    path = BASE + "kpis/1/record/"
    figure = {
        "measure": "waivers",
        "value": "44",
        "period": "2026/27",
        "source": "Register",
        **when(date(2026, 9, 30), "until"),
    }
    late = head.post(path, {**figure, **when(SOON, "until")})
    assert "which is still to come" in text_of(late)
    assert head.post(path, figure).status_code == 302
    assert KpiActual.objects.count() == 2


def test_a_kpi_is_added_and_its_faults_are_said(council: Council, head: Client) -> None:
    path = BASE + "kpis/new/"
    kpi = {"measure": "Savings", "kind": "value", "direction": "rise", "unit": "GBP", "baseline": "185000",
           "baseline_period": "2025/26", "value_codes": "CRM4", "rule_1": "rise", **when(SOON, "by_1")}  # fmt: skip
    for wrong, says in (
        ({"value_codes": "CRM44"}, "has no value code CRM44."),
        ({"baseline": ""}, "Give the figure from which it is to rise or fall."),
        (when(date(2020, 1, 1), "by_1"), "is past. Give a day that is still to come."),
        ({"rule_1": "maturity", "value_1": "6"}, "Give a level from 1 Minimum to 5 Innovator."),
        ({"indicator": "no-such"}, "There is no indicator “no-such”."),
    ):
        assert says in text_of(head.post(path, {**kpi, **wrong})), wrong
    assert head.post(path, kpi).status_code == 302
    assert Kpi.objects.get().value_codes == ["CRM4"]


def form_of(page: HttpResponse) -> dict[str, str]:
    """What a browser would send back of a form as it came."""
    form = page.context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if isinstance(field.field, DateInThreeBoxes):
            parts = value if isinstance(value, (tuple, list)) else (value.day, value.month, value.year) if value else ()
            sent |= {
                f"{field.name}-{part}": str(each) for part, each in zip(("day", "month", "year"), parts, strict=False)
            }
        elif value not in (None, False, "", []):
            sent[field.name] = str(field.field.prepare_value(value) if hasattr(field.field, "prepare_value") else value)
    return sent


def test_a_kpi_is_changed_and_keeps_what_the_form_does_not_show() -> None:
    leeds = load_example("leeds-2019").council
    head = client_of(make_person(Role.COORDINATOR, leeds))
    before = {kpi.number: digest_of(kpi) for kpi in Kpi.objects.filter(council=leeds)}
    assert len(before) == 31
    for number in before:
        path = f"/c/{leeds.slug}/plan/kpis/{number}/change/"
        sent = form_of(head.get(path))
        assert head.post(path, sent).status_code == 302, number
    assert {kpi.number: digest_of(kpi) for kpi in Kpi.objects.filter(council=leeds)} == before
    rises = next(kpi for kpi in Kpi.objects.filter(council=leeds) if kpi.baseline.get("value"))
    path = f"/c/{leeds.slug}/plan/kpis/{rises.number}/change/"
    sent = form_of(head.get(path)) | {"measure": "Spend on contract, of all"}
    assert head.post(path, sent).status_code == 302
    again = head.post(path, sent | {"measure": "Mine"})
    assert "Somebody changed KPI" in text_of(again)
    assert Kpi.objects.get(pk=rises.pk).measure == "Spend on contract, of all"
    assert head.post(path, form_of(again) | {"rule_1": ""}).status_code == 302
    after = Kpi.objects.get(pk=rises.pk)
    assert (after.measure, after.targets, after.baseline) == ("Mine", rises.targets[1:], rises.baseline)


def test_a_kpi_takes_as_many_targets_as_its_strategy_has(council: Council, head: Client) -> None:
    put_plan(council)
    path = BASE + "kpis/1/change/"
    sent = form_of(head.get(path))
    kept = len(Kpi.objects.get().targets)
    for number in (1, 2, 3):
        rows = {f"rule_{kept + 1}": "at-most", f"value_{kept + 1}": f"{40 - number}", **when(SOON, f"by_{kept + 1}")}
        assert head.post(path, sent | rows).status_code == 302
        sent, kept = form_of(head.get(path)), kept + 1
    assert [target["value"] for target in Kpi.objects.get().targets[-3:]] == [39, 38, 37]


def test_reviews_rate_maturity_kpis() -> None:
    leeds = load_example("leeds-2019").council
    head = client_of(make_person(Role.COORDINATOR, leeds))
    base = f"/c/{leeds.slug}/plan/"
    assert "Review of 2021 was due on 31 December 2021 and was not held here." in text_of(head.get(base + "reviews/"))
    review = PlanReview.objects.get(council=leeds, on__year=2021)
    assert head.post(f"{base}reviews/{review.pk}/", {"kpi_22": "3", "kpi_29": "1"}).status_code == 302
    assert "Rated level 3 in 2021, where level 3 is asked for." in text_of(head.get(base + "kpis/22/"))
    assert "Dashboards and diagnostics stand behind monitoring" in text_of(head.get(base + "contradictions/"))
    assert head.post(f"{base}reviews/{review.pk}/held/", when(date(2021, 12, 20), "held_on")).status_code == 302
    areas = text_of(head.get(base + "areas/"))
    assert "None: it is not in the framework" in areas


def test_areas_of_the_councils_own_are_kept(council: Council, head: Client) -> None:
    assert head.post(BASE + "areas/new/", {"name": "Governance", "codes": "CLR2, RSK1"}).status_code == 302
    area = PlanArea.objects.get()
    assert "has no value code QQQ1" in text_of(
        head.post(f"{BASE}areas/{area.pk}/", {"name": "Governance", "codes": "QQQ1"})
    )


def test_an_ambition_may_be_set_for_one_value_code(council: Council, head: Client) -> None:
    path = "/c/wharfemoor-council/ambition/CLR2/"
    said = {"level": "4", "reason": "Members ask.", "approved_by": "Cabinet", **when(SOON, "by_date")}
    assert head.post(path, said).status_code == 302
    assert Ambition.objects.get(object_id="CLR2").approved_by == "Cabinet"
    page = text_of(head.get("/c/wharfemoor-council/ambition/"))
    assert "CLR2 alone: Leader by" in page
    assert "One of 14 areas has an ambition" in page
    standing = text_of(head.get("/c/wharfemoor-council/"))
    assert f"Ambition for CLR2: Leader by {SOON:%-d %B %Y}" in standing


def test_the_pack_says_what_moved_and_what_slipped(council: Council, head: Client) -> None:
    put_plan(council)
    page = text_of(head.get(BASE + "pack/"))
    assert "Progress on the plan" in page
    assert "no actions were done" in page
    assert "Annual report on the plan" in text_of(head.get(BASE + "pack/?period=2026-27"))
    wrong = head.get(BASE + "pack/?period=soon")
    assert wrong.status_code == 400
    assert "“soon” is no quarter and no year. Write 2026-27-q3 or 2026-27." in text_of(wrong)
    assert head.get(BASE + "pack.pdf").content.startswith(b"%PDF")
