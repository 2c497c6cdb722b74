"""How KPIs stand, and what contradicts in a plan: the rules as SCORING.md names them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from goldthread.plan.rules.contradictions import find_contradictions
from goldthread.plan.rules.kpis import add_months, judge_kpi, judge_target, say_value
from goldthread.plan.types import (
    LEVEL_MEASURE,
    ActionStatus,
    Aimed,
    ContradictionKind,
    Figure,
    Gain,
    KpiKind,
    KpiSeen,
    KpiStatus,
    Place,
    PlannedAction,
    Position,
    Target,
    TargetRule,
)

NAMES = {1: "Minimum", 2: "Developing", 3: "Mature", 4: "Leader", 5: "Innovator"}
TODAY = date(2026, 11, 26)
COMING, PAST = date(2027, 3, 31), date(2026, 3, 31)
SHARE = "% of spend on contract"


def figure(value: str, year: int, measure: str = SHARE, **more: object) -> Figure:
    made = Figure(measure, Decimal(value), f"{year - 1}/{year % 100}", date(year, 3, 31))
    return replace(made, **more)  # type: ignore[arg-type]  # named by the test


def kpi(rule: TargetRule, *actuals: Figure, baseline: Figure | None = None, **more: object) -> KpiSeen:
    """A KPI of one target. `by`, `value`, `level` and `direction` may be given."""
    unit = baseline.measure if baseline else actuals[0].measure if actuals else SHARE
    value = more.get("value")
    target = Target(
        "2025 to 2027",
        rule,
        by=more.get("by", COMING),  # type: ignore[arg-type]  # named by the test
        value=Decimal(str(value)) if value is not None else None,
        unit=unit,
        text="A stage in words",
        level=more.get("level"),  # type: ignore[arg-type]  # named by the test
    )
    is_words = rule in {TargetRule.MATURITY, TargetRule.DELIVER}
    return KpiSeen(
        number=4,
        measure="Spend on contract",
        kind=KpiKind.MATURITY if is_words else KpiKind.VALUE,
        direction=str(more.get("direction", "rise")),
        baselines=(baseline,) if baseline else (),
        targets=(target,),
        actuals=actuals,
        codes=("CRM1",),
    )


def status(asked: KpiSeen, today: date = TODAY) -> KpiStatus:
    return judge_target(asked, asked.targets[0], today).status


BASE = figure("96.6", 2025)


@pytest.mark.parametrize(
    ("rule", "actuals", "by", "expected"),
    [
        (TargetRule.RISE, [], COMING, KpiStatus.NOT_MEASURED),
        (TargetRule.RISE, ["97.1"], COMING, KpiStatus.ON_COURSE),
        (TargetRule.RISE, ["97.1"], PAST, KpiStatus.MET),
        (TargetRule.RISE, ["96.6"], COMING, KpiStatus.MISSED),
        (TargetRule.RISE, ["96.2"], COMING, KpiStatus.MISSED),
        (TargetRule.FALL, ["96.2"], COMING, KpiStatus.ON_COURSE),
        (TargetRule.FALL, ["97"], COMING, KpiStatus.MISSED),
    ],
)
def test_year_on_year_compares_with_the_year_before(
    rule: TargetRule, actuals: list[str], by: date, expected: KpiStatus
) -> None:
    figures = [figure(value, 2026) for value in actuals]
    assert status(kpi(rule, *figures, baseline=BASE, by=by)) is expected


def test_every_year_must_rise_not_only_the_last() -> None:
    asked = kpi(TargetRule.RISE, figure("95", 2026), figure("99", 2027), baseline=BASE, by=date(2028, 3, 31))
    judged = judge_target(asked, asked.targets[0], TODAY)
    assert judged.status is KpiStatus.MISSED
    assert judged.sentence == (
        "It was to rise year on year and fell, from 96.6% of spend on contract (2024/25) to 95% of spend on contract"
        " (2025/26)."
    )


def test_a_provisional_baseline_is_said_to_be_provisional() -> None:
    asked = kpi(TargetRule.RISE, baseline=figure("51.97", 2019, is_provisional=True))
    assert "51.97% of spend on contract (2018/19, provisional)" in judge_target(asked, asked.targets[0], TODAY).sentence


@pytest.mark.parametrize(
    ("rule", "direction", "value", "actual", "by", "expected"),
    [
        (TargetRule.AT_LEAST, "rise", 97, "97", COMING, KpiStatus.MET),
        (TargetRule.AT_LEAST, "rise", 99, "97", COMING, KpiStatus.ON_COURSE),
        (TargetRule.AT_LEAST, "rise", 99, "96", COMING, KpiStatus.BEHIND),
        (TargetRule.AT_LEAST, "rise", 99, "97", date(2026, 4, 1), KpiStatus.MISSED),
        (TargetRule.AT_MOST, "fall", 97, "96", COMING, KpiStatus.MET),
        (TargetRule.AT_MOST, "fall", 90, "95", COMING, KpiStatus.ON_COURSE),
        (TargetRule.VALUE, "fall", 97, "96", COMING, KpiStatus.MET),
        (TargetRule.VALUE, "rise", None, "96", COMING, KpiStatus.CANNOT_SAY),
    ],
)
def test_a_figure_is_held_to_its_target(
    rule: TargetRule, direction: str, value: int | None, actual: str, by: date, expected: KpiStatus
) -> None:
    asked = kpi(rule, figure(actual, 2026), baseline=BASE, value=value, direction=direction, by=by)
    assert status(asked) is expected


def test_unknown_is_neither_met_nor_missed() -> None:
    for rule in TargetRule:
        asked = kpi(rule, value=5, level=3, by=PAST)
        assert status(asked) in {KpiStatus.NOT_MEASURED, KpiStatus.CANNOT_SAY}


def test_a_figure_after_the_targets_day_says_nothing_of_it() -> None:
    asked = kpi(TargetRule.AT_LEAST, figure("99", 2027), value=97, by=PAST)
    assert status(asked) is KpiStatus.NOT_MEASURED


@pytest.mark.parametrize(
    ("rated", "by", "expected"),
    [("3", COMING, KpiStatus.MET), ("2", COMING, KpiStatus.BEHIND), ("2", date(2026, 4, 1), KpiStatus.MISSED)],
)
def test_a_maturity_target_is_met_by_its_rating(rated: str, by: date, expected: KpiStatus) -> None:
    asked = kpi(TargetRule.MATURITY, figure(rated, 2026, LEVEL_MEASURE), level=3, by=by)
    assert status(asked) is expected


def test_a_stage_without_a_level_cannot_be_judged() -> None:
    assert status(kpi(TargetRule.MATURITY, figure("3", 2026, LEVEL_MEASURE))) is KpiStatus.CANNOT_SAY


def test_what_is_to_be_delivered_is_delivered_or_not() -> None:
    yes, no = figure("1", 2026, "A stage in words"), figure("0", 2026, "A stage in words")
    assert status(kpi(TargetRule.DELIVER, yes)) is KpiStatus.MET
    assert status(kpi(TargetRule.DELIVER, no)) is KpiStatus.BEHIND


def test_an_update_is_missed_a_quarter_after_its_period() -> None:
    asked = kpi(TargetRule.RISE, baseline=BASE)  # to March 2025: the next year ends in March 2026
    assert judge_kpi(asked, date(2026, 6, 30)).update_was_due is None
    late = judge_kpi(asked, date(2026, 7, 2))
    assert late.update_was_due == date(2026, 6, 30)
    assert late.status is KpiStatus.UPDATE_MISSED
    assert judge_kpi(replace(asked, ends=date(2026, 1, 1)), TODAY).update_was_due is None


def test_the_worst_target_speaks_for_a_kpi() -> None:
    asked = kpi(TargetRule.AT_LEAST, figure("97", 2026), value=97)
    worse = replace(asked, targets=(*asked.targets, replace(asked.targets[0], value=Decimal(120), by=date(2026, 4, 1))))
    assert judge_kpi(asked, TODAY).status is KpiStatus.MET
    assert judge_kpi(worse, TODAY).status is KpiStatus.MISSED


def test_figures_are_written_with_their_unit() -> None:
    assert [say_value(Decimal(v), u) for v, u in (("185000", "GBP"), ("96.60", "%"), ("189", "waivers"))] == [
        "£185,000",
        "96.6%",
        "189 waivers",
    ]
    assert say_value(None, "GBP") == "unknown"
    assert add_months(date(2025, 11, 30), 3) == date(2026, 2, 28)


POSITION = Position(
    TODAY,
    {"ENB2": {"A": 1}, "CRM1": {"A": 3, "B": 2}},
    (Place("ENB2", "Digital", ("ENB2",)), Place("CRM", "Contracts", ("CRM1",))),
    NAMES,
)


def kinds(
    *,
    aims: tuple[Aimed, ...] = (),
    actions: tuple[PlannedAction, ...] = (),
    kpis: tuple[KpiSeen, ...] = (),
) -> list[ContradictionKind]:
    return [each.kind for each in find_contradictions(POSITION, aims, actions, kpis, TODAY)]


def test_a_kpi_that_asks_for_more_than_the_ambition_is_found() -> None:
    asked = replace(kpi(TargetRule.MATURITY, level=4), number=29, codes=("ENB2",))
    move = PlannedAction(1, "Buy a system", COMING, (Gain("ENB2", 2),))
    found = find_contradictions(POSITION, [Aimed("ENB2", 2, COMING)], [move], [asked], TODAY)
    assert [each.kind for each in found] == [ContradictionKind.TARGET_ABOVE_AMBITION]
    assert found[0].what == (
        "Digital: the ambition is Developing by 31 March 2027, while KPI 29 asks for Leader in 2025 to 2027: “A stage"
        " in words”."
    )


def test_a_target_worse_than_its_baseline_is_found() -> None:
    asked = kpi(TargetRule.AT_LEAST, value=90, baseline=BASE)
    assert kinds(kpis=(asked,)) == [ContradictionKind.TARGET_BELOW_CURRENT]
    assert kinds(kpis=(kpi(TargetRule.AT_MOST, value=90, baseline=BASE),)) == []


def test_a_kpi_that_moves_no_code_and_one_without_a_baseline_are_found() -> None:
    asked = replace(kpi(TargetRule.RISE), codes=())
    assert kinds(kpis=(asked,)) == [ContradictionKind.MOVES_NO_CODE, ContradictionKind.NO_BASELINE]


def test_an_ambition_without_an_action_and_one_below_the_level_are_found() -> None:
    assert kinds(aims=(Aimed("ENB2", 2, COMING),)) == [ContradictionKind.AMBITION_WITHOUT_ACTION]
    assert kinds(aims=(Aimed("CRM", 1, COMING),)) == [ContradictionKind.AMBITION_BELOW_CURRENT]


def test_an_action_that_buys_a_level_it_cannot_reach_is_found() -> None:
    leap = PlannedAction(1, "Leap", COMING, (Gain("ENB2", 3),))
    aims = (Aimed("ENB2", 3, COMING),)
    assert kinds(aims=aims, actions=(leap,)) == [ContradictionKind.OUT_OF_REACH]
    step = PlannedAction(2, "Step", COMING, (Gain("ENB2", 2),))
    assert kinds(aims=aims, actions=(leap, step)) == []


def test_an_action_beyond_the_ambition_is_found() -> None:
    move = PlannedAction(1, "Go on", COMING, (Gain("ENB2", 2), Gain("ENB2", 3)))
    assert kinds(aims=(Aimed("ENB2", 2, COMING),), actions=(move,)) == [ContradictionKind.ABOVE_AMBITION]


def test_an_action_done_that_no_department_felt_is_found() -> None:
    done = PlannedAction(1, "Train", COMING, (Gain("CRM1", 3),), ActionStatus.DONE, date(2026, 3, 1))
    found = find_contradictions(POSITION, [], [done], [], TODAY)
    assert [each.kind for each in found] == [ContradictionKind.DONE_NOT_FELT]
    assert found[0].what == ("“Train” was done on 1 March 2026 to bring Mature on CRM1, and B stands below it since.")
