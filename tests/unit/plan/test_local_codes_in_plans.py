"""A council's own codes in its plan: they can be named wherever a value code can, and move nothing of the framework."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from goldthread.assessment.local.actions import add_item, begin_supplement, publish_supplement, retire_item
from goldthread.assessment.local.models import LocalSupplement
from goldthread.assessment.local.types import ItemContent, ItemKind
from goldthread.assessment.models import Round
from goldthread.framework.types import UnknownItem
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.plan.actions.ambitions import save_area, set_ambition
from goldthread.plan.actions.kpis import SaidKpi, save_kpi
from goldthread.plan.actions.planned import SaidAction, add_action, change_action, said_of
from goldthread.plan.actions.refusals import PlanRefused
from goldthread.plan.as_json import plan_as_json
from goldthread.plan.models import Ambition, Kpi, PlanAction, PlanArea
from goldthread.plan.queries.whole import plan_of
from goldthread.plan.rules.projection import project
from goldthread.plan.rules.smallest import smallest_set
from goldthread.plan.types import Aimed, ContradictionKind, Gain, KpiKind, Place, PlannedAction, Position
from goldthread.plan.words import say_local, say_plan, say_smallest
from goldthread.reports.plan.build import build_pack
from goldthread.reports.plan.gather import gather
from goldthread.reports.plan.render_html import render_body
from tests.factories import FRAMEWORK, answer, make_council, make_person, make_round
from tests.pages import client_of, text_of

SOON = timezone.localdate() + timedelta(days=200)
LEVELS = {str(number): (f"This holds at level {number}",) for number in range(1, 6)}
GREEN = ItemContent(
    name="Green strand", description="The extent to which contracts cut carbon", object_id="SVL", levels=LEVELS
)
HOME = "/c/wharfemoor-council/"


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Highways", "Housing"])


@pytest.fixture
def supplement(council: Council) -> LocalSupplement:
    """One local code, published."""
    made = begin_supplement(council=council, framework_id=FRAMEWORK, prefix="WH", title="", by=None)
    content = ItemContent(
        name="Green strand", description="The extent to which contracts cut carbon", object_id="SVL", levels=LEVELS
    )
    add_item(supplement=made, kind=ItemKind.CODE, item_id="GREEN", content=content, by=None)
    publish_supplement(supplement=made, because="Agreed by cabinet", by=None)
    return made


@pytest.fixture
def round_(council: Council, supplement: LocalSupplement) -> Round:
    """Highways holds both the national code and the local one at Developing."""
    made = make_round(council, codes=["CLR1"])
    for code in ("CLR1", "WH-GREEN"):
        answer(made, "Highways", code, 2)
        answer(made, "Housing", code, 3)
    return made


def aim(council: Council, item: str = "WH-GREEN", level: int = 3) -> Ambition:
    return set_ambition(
        council=council, framework_id=FRAMEWORK, object_id=item, level=level, by_date=SOON, reason="Cabinet", by=None
    )


def act(council: Council, *gains: tuple[str, int], title: str = "Ask for carbon plans") -> PlanAction:
    said = SaidAction(title=title, due=SOON - timedelta(days=9), gains=gains or (("WH-GREEN", 3),))
    return add_action(council=council, framework_id=FRAMEWORK, said=said, by=None)


def kpi(council: Council, **more: object) -> Kpi:
    said = SaidKpi(
        number=1,
        area="Climate",
        measure="Maturity of the green strand",
        kind=KpiKind.MATURITY,
        direction="rise",
        baseline={"text": "", "level": 2},
        targets=[{"horizon": "2028", "by": "2028-03-31", "rule": "maturity", "level": 4, "text": "Leader"}],
        value_codes=["WH-GREEN"],
    )
    return save_kpi(council=council, said=replace(said, **more), by=None)  # type: ignore[arg-type]  # named by the test


@pytest.mark.django_db
def test_a_local_code_is_aimed_for_moved_and_projected(council: Council, round_: Round) -> None:
    aim(council)
    act(council)
    kpi(council)
    said = {"name": "Climate", "summary": "", "objects": [], "codes": ["WH-GREEN"], "order": 0}
    area = save_area(council=council, framework_id=FRAMEWORK, by=None, **said)  # type: ignore[arg-type]  # as named
    plan = plan_of(council)
    assert [(each.place.id, each.now, each.final) for each in plan.projected_local] == [("WH-GREEN", 2, 3)]
    assert say_local(plan) == "The one local code with an ambition reaches it in time."
    assert plan.smallest.chosen == (1,)
    assert say_smallest(plan).endswith("to reach every ambition in time, those for local codes too.")
    assert [(gap.key, gap.bought_by) for gap in plan.gaps(["WH-GREEN"])] == [("WH-GREEN:3", (1,))]
    assert [each.kind for each in plan.contradictions] == [ContradictionKind.TARGET_ABOVE_AMBITION]
    assert plan.contradictions[0].what.startswith("Green strand (WH-GREEN): the ambition is Mature by")
    assert area.value_codes == ["WH-GREEN"]


@pytest.mark.django_db
def test_what_is_said_of_the_plan_counts_no_local_code(council: Council, round_: Round) -> None:
    aim(council, "CLR")
    act(council, ("CLR1", 3), title="Brief councillors")
    before, told = plan_of(council), say_plan(plan_of(council))
    aim(council)
    act(council)
    after = plan_of(council)
    assert say_plan(after) == told
    assert after.projected == before.projected
    shown = plan_as_json(after)
    assert {row["object"] for row in shown["projected"]} == {"CLR"}  # type: ignore[attr-defined]
    assert [row["value_code"] for row in shown["projected_local"]] == ["WH-GREEN"] * 2  # type: ignore[attr-defined]
    pack = build_pack(gather(after))
    assert [row.name for row in pack.standings] == ["Engaging councillors"]
    assert [row.name for row in pack.own] == ["Green strand (WH-GREEN)"]
    assert [chart.sentence for chart in pack.charts if chart.heading == "Ambitions"] == [
        "0 of 1 ambitions are not reached even if the plan is delivered."
    ]
    assert "No level of the framework depends on them." in render_body(pack)


@pytest.mark.django_db
def test_a_code_that_no_round_has_asked_can_be_aimed_for(council: Council) -> None:
    make_round(council, codes=["CLR1"])
    made = begin_supplement(council=council, framework_id=FRAMEWORK, prefix="WH", title="", by=None)
    add_item(supplement=made, kind=ItemKind.CODE, item_id="GREEN", content=GREEN, by=None)
    with pytest.raises(UnknownItem):  # drafted alone: nobody outside can see it
        aim(council)
    publish_supplement(supplement=made, because="Agreed", by=None)
    aim(council)
    act(council)
    plan = plan_of(council)
    assert (plan.projected_local, say_local(plan)) == ((), "")
    page = text_of(client_of(make_person(Role.COORDINATOR, council)).get(f"{HOME}plan/"))
    assert "Green strand (WH-GREEN) has no level yet." in page


@pytest.mark.django_db
def test_a_code_that_retired_is_named_until_no_round_asks_it(
    council: Council, supplement: LocalSupplement, round_: Round
) -> None:
    action, held = act(council), kpi(council)
    retire_item(item=supplement.items.get(item_id="WH-GREEN"), reason="It joined the framework", by=None)
    publish_supplement(supplement=supplement, because="One code less", by=None)
    aim(council)
    Round.objects.filter(pk=round_.pk).update(local_version=None, local_sha256="")
    for refused in (lambda: aim(council), lambda: act(council, title="Another")):
        with pytest.raises(
            PlanRefused, match=r"retired in version 2 of the local codes: It joined the framework\."
        ) as no:
            refused()
        assert no.value.do == "Name another code, or leave it out."
    plan = plan_of(council)
    assert plan.position.code_names["WH-GREEN"] == "Green strand"
    later = replace(said_of(action), due=SOON)
    saved = change_action(action=action, said=later, expected_version=1, by=None)
    assert saved.gains == [{"code": "WH-GREEN", "level": 3}]
    page = text_of(client_of(make_person(Role.COORDINATOR, council)).get(f"{HOME}plan/kpis/{held.number}/"))
    assert "Green strand (WH-GREEN)." in page


@pytest.mark.django_db
def test_another_councils_code_and_the_codes_together_cannot_be_named(council: Council, round_: Round) -> None:
    with pytest.raises(PlanRefused, match="no value code XY-GREEN"):
        act(council, ("XY-GREEN", 3))
    with pytest.raises(PlanRefused, match="no level together"):
        aim(council, "local")
    other = make_council(name="Calder Council", departments=["All"])
    with pytest.raises(UnknownItem):
        aim(other)


@pytest.mark.django_db
def test_the_screens_name_local_codes_wherever_they_name_codes(council: Council, round_: Round) -> None:
    head = client_of(make_person(Role.COORDINATOR, council))
    assert head.get(f"{HOME}ambition/local/").status_code == 404
    day = {"by_date-day": str(SOON.day), "by_date-month": str(SOON.month), "by_date-year": str(SOON.year)}
    sent = {"level": "3", "reason": "Cabinet asked for it.", **day}
    assert head.post(f"{HOME}ambition/WH-GREEN/", sent).status_code == 302
    listed = text_of(head.get(f"{HOME}ambition/"))
    assert "Local codes What the council measures beside the framework." in listed
    assert "No ambition is set yet. Set a level to aim for in each of the 14 areas" in listed
    takes = text_of(head.get(f"{HOME}plan/takes/WH-GREEN/"))
    assert "A code of the council’s own: no level of the framework depends on it." in takes
    assert "This holds at level 3" in takes
    form = head.get(f"{HOME}plan/gaps/WH-GREEN/3/take/")
    assert 'value="WH-GREEN 3"' in form.content.decode()
    assert "Your own: WH-GREEN." in text_of(form)
    due = {"due-day": str(SOON.day), "due-month": str(SOON.month), "due-year": str(SOON.year)}
    said = {"title": "Ask for carbon plans", "gains": "wh-green 3", "status": "planned", **due}
    assert head.post(f"{HOME}plan/gaps/WH-GREEN/3/take/", said).status_code == 302
    page = text_of(head.get(f"{HOME}plan/"))
    assert "Local codes The one local code with an ambition reaches it in time. No level above depends on them." in page
    assert "Green strand (WH-GREEN)" in text_of(head.get(f"{HOME}plan/actions/1/"))
    assert "Ask for carbon plans" in text_of(head.get(f"{HOME}plan/actions/?object=WH-GREEN"))
    assert "Ambition: Mature by" in text_of(head.get(HOME))


@pytest.mark.django_db
def test_a_kpi_and_an_area_name_a_local_code_on_their_forms(council: Council, round_: Round) -> None:
    head = client_of(make_person(Role.COORDINATOR, council))
    sent = {"measure": "Lots with a carbon plan", "kind": "value", "direction": "rise", "unit": "lots",
            "baseline": "4", "baseline_period": "2025/26", "value_codes": "wh-green"}  # fmt: skip
    assert head.post(f"{HOME}plan/kpis/new/", sent).status_code == 302
    assert Kpi.objects.get(council=council).value_codes == ["WH-GREEN"]
    assert head.post(f"{HOME}plan/areas/new/", {"name": "Climate", "codes": "WH-GREEN"}).status_code == 302
    assert PlanArea.objects.get(council=council).value_codes == ["WH-GREEN"]


NATIONAL = Place("CLR", "Councillors", ("CLR1", "CLR2"))
OWN = Place("WH-GREEN", "Green strand (WH-GREEN)", ("WH-GREEN",))
NAMES = {1: "Minimum", 2: "Developing", 3: "Mature", 4: "Leader", 5: "Innovator"}
TODAY = date(2026, 11, 26)
_LEVELS = st.dictionaries(st.sampled_from(["A", "B", "C"]), st.integers(1, 5), min_size=1)
_GAINS = st.lists(st.tuples(st.sampled_from(["CLR1", "CLR2", "WH-GREEN"]), st.integers(2, 5)), max_size=4)


@given(clr1=_LEVELS, clr2=_LEVELS, green=_LEVELS, gains=st.lists(_GAINS, max_size=4), level=st.integers(2, 5))
def test_no_local_code_changes_what_is_projected_of_the_framework(
    clr1: dict[str, int], clr2: dict[str, int], green: dict[str, int], gains: list[list[tuple[str, int]]], level: int
) -> None:
    levels = {"CLR1": clr1, "CLR2": clr2}
    without = Position(TODAY, levels, (NATIONAL,), NAMES)
    beside = Position(TODAY, {**levels, "WH-GREEN": green}, (NATIONAL,), NAMES, local=(OWN,))
    actions = [
        PlannedAction(number, f"Action {number}", TODAY + timedelta(days=number), tuple(Gain(*gain) for gain in each))
        for number, each in enumerate(gains, 1)
    ]
    assert project(beside, actions, TODAY) == project(without, actions, TODAY)
    national = [Aimed("CLR", level, TODAY + timedelta(days=90))]
    assert (
        smallest_set(beside, national, actions, TODAY).missing
        == smallest_set(without, national, actions, TODAY).missing
    )
    own = project(beside, actions, TODAY, places=beside.local)
    assert own[0].now == min(green.values())


def test_a_local_step_is_counted_in_the_smallest_set() -> None:
    position = Position(
        TODAY, {"CLR1": {"A": 2}, "WH-GREEN": {"A": 2}}, (Place("CLR", "C", ("CLR1",)),), NAMES, local=(OWN,)
    )
    actions = [
        PlannedAction(1, "Both", TODAY, (Gain("CLR1", 3), Gain("WH-GREEN", 3))),
        PlannedAction(2, "One", TODAY, (Gain("CLR1", 3),)),
    ]
    aims = [Aimed("CLR", 3, TODAY), Aimed("WH-GREEN", 3, TODAY)]
    assert smallest_set(position, aims, actions, TODAY).chosen == (1,)
    assert (
        smallest_set(position, [*aims, Aimed("WH-GREEN", 4, TODAY)], actions, TODAY).missing[0].value_code == "WH-GREEN"
    )
