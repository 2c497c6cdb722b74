"""The rules of the plan as SCORING.md names them: projection, gaps and the smallest set of actions."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.plan.rules.cover import cover
from goldthread.plan.rules.gaps import find_gaps
from goldthread.plan.rules.projection import project, project_item
from goldthread.plan.rules.smallest import smallest_set, steps_needed
from goldthread.plan.types import ActionStatus, Aimed, Gain, Place, PlannedAction, Position, Projected, Step

NAMES = {1: "Minimum", 2: "Developing", 3: "Mature", 4: "Leader", 5: "Innovator"}
TODAY = date(2026, 11, 26)
JUNE, SEPTEMBER = date(2027, 6, 30), date(2027, 9, 30)
CODES = ("CRM1", "CRM2")


def stands(**levels: Mapping[str, int]) -> Position:
    """A council whose one area has these codes, each with its departments' levels."""
    return Position(TODAY, levels, (Place("CRM", "Contracts", tuple(levels)),), NAMES)


def buys(
    number: int, *gains: tuple[str, int], due: date = JUNE, who: Sequence[str] = (), **more: object
) -> PlannedAction:
    made = tuple(Gain(code, level, frozenset(who)) for code, level in gains)
    return PlannedAction(number, f"Action {number}", due, made, **more)  # type: ignore[arg-type]  # named by the test


def delivered(position: Position, *actions: PlannedAction) -> Projected:
    return project(position, actions, TODAY)[0]


def levels_of(projected: Projected) -> list[tuple[date, int]]:
    return [(each.on, each.level) for each in projected.series]


def test_an_action_lifts_its_departments_by_its_due_date() -> None:
    found = delivered(stands(CRM1={"A": 2, "B": 2}), buys(1, ("CRM1", 3)))
    assert levels_of(found) == [(TODAY, 2), (JUNE, 3)]
    assert found.on(JUNE - timedelta(days=1)) == 2
    assert found.sentence.startswith("Contracts reaches Mature on 30 June 2027, when “Action 1” is done;")


def test_the_lowest_department_speaks_in_a_projection() -> None:
    found = delivered(stands(CRM1={"A": 2, "B": 2}), buys(1, ("CRM1", 3), who=["A"]))
    assert levels_of(found) == [(TODAY, 2)]
    assert found.sentence == (
        "Contracts stays at Developing, because B stays there on CRM1, and no action takes the step to Mature."
    )


def test_an_object_is_projected_at_its_lowest_code() -> None:
    found = delivered(stands(CRM1={"A": 2}, CRM2={"A": 2}), buys(1, ("CRM1", 3)))
    assert found.final == 2
    assert "on CRM2, and no action takes the step to Mature" in found.sentence


def test_a_step_counts_only_once_every_step_below_it_is_taken() -> None:
    position = stands(CRM1={"A": 2})
    assert delivered(position, buys(1, ("CRM1", 4))).final == 2
    both = delivered(position, buys(1, ("CRM1", 4), due=JUNE), buys(2, ("CRM1", 3), due=SEPTEMBER))
    assert levels_of(both) == [(TODAY, 2), (SEPTEMBER, 4)]


def test_a_late_action_counts_from_today() -> None:
    late = buys(1, ("CRM1", 3), due=date(2026, 3, 31))
    assert late.is_late(TODAY)
    assert levels_of(delivered(stands(CRM1={"A": 2}), late))[-1] == (TODAY, 3)


@pytest.mark.parametrize("status", [ActionStatus.STOPPED, ActionStatus.DISMISSED])
def test_what_was_stopped_or_dismissed_buys_nothing(status: ActionStatus) -> None:
    assert delivered(stands(CRM1={"A": 2}), buys(1, ("CRM1", 3), status=status)).final == 2


def test_what_was_done_before_the_levels_were_given_lifts_nothing() -> None:
    before = buys(1, ("CRM1", 3), status=ActionStatus.DONE, done_on=TODAY - timedelta(days=9))
    after = buys(1, ("CRM1", 3), status=ActionStatus.DONE, done_on=TODAY + timedelta(days=1))
    assert delivered(stands(CRM1={"A": 2}), before).final == 2
    assert delivered(stands(CRM1={"A": 2}), after).final == 3


def test_an_object_without_a_level_is_not_projected() -> None:
    assert project(Position(TODAY, {}, (Place("CRM", "Contracts", CODES),), NAMES), [], TODAY) == ()
    assert project_item("CRM1", stands(CRM1={"A": 2}), [], TODAY) is not None
    assert project_item("XYZ", stands(CRM1={"A": 2}), [], TODAY) is None


@st.composite
def plans(draw: st.DrawFn) -> tuple[Position, list[PlannedAction]]:
    codes = [f"CRM{number}" for number in range(1, draw(st.integers(1, 3)) + 1)]
    people = ["A", "B", "C"][: draw(st.integers(1, 3))]
    levels = {code: {name: draw(st.integers(1, 5)) for name in people} for code in codes}
    actions = [
        PlannedAction(
            number,
            f"Action {number}",
            TODAY + timedelta(days=draw(st.integers(-20, 400))),
            tuple(
                Gain(
                    draw(st.sampled_from(codes)),
                    draw(st.integers(2, 5)),
                    frozenset(draw(st.sets(st.sampled_from(people)))),
                )
                for _ in range(draw(st.integers(1, 2)))
            ),
            effort_days=draw(st.none() | st.integers(1, 20)),
        )
        for number in range(draw(st.integers(0, 7)))
    ]
    return stands(**levels), actions


def slow_level(position: Position, actions: Sequence[PlannedAction], day: date) -> int:
    """The same by hand: lift whoever can be lifted by what is done by then, until nobody can."""
    levels = {(code, name): level for code, row in position.levels.items() for name, level in row.items()}
    moved = True
    while moved:
        moved = False
        for action in actions:
            for gain in action.gains if action.delivered_by(TODAY) <= day else ():
                for (code, name), level in levels.items():
                    if code == gain.value_code and gain.buys_for(name) and level == gain.level - 1:
                        levels[code, name], moved = gain.level, True
    return min(levels.values())


@given(plans(), st.integers(0, 450))
def test_projection_equals_the_slow_climb(made: tuple[Position, list[PlannedAction]], days: int) -> None:
    position, actions = made
    day = TODAY + timedelta(days=days)
    assert delivered(position, *actions).on(day) == slow_level(position, actions, day)


@given(plans(), st.data())
def test_one_more_action_never_lowers_a_level(made: tuple[Position, list[PlannedAction]], data: st.DataObject) -> None:
    position, actions = made
    fewer = [action for action in actions if data.draw(st.booleans())]
    less, more = delivered(position, *fewer), delivered(position, *actions)
    assert all(more.on(each.on) >= each.level for each in less.series)  # type: ignore[operator]  # it has a level


def test_gaps_name_statements_departments_and_indicators() -> None:
    position = stands(CRM1={"A": 2, "B": 3, "C": 1})
    found = find_gaps(
        position,
        [Aimed("CRM", 3, JUNE)],
        [buys(7, ("CRM1", 3))],
        statements={("CRM1", 2): ["two"], ("CRM1", 3): ["first", "second"]},
        in_place={("CRM1", "A"): frozenset({"3.1"}), ("CRM1", "C"): frozenset({"3.1"})},
        against={("CRM1", 3): ["Named manager share"]},
    )
    assert [(gap.key, gap.departments, gap.statements, gap.against, gap.bought_by) for gap in found] == [
        ("CRM1:2", ("C",), ("two",), (), ()),
        ("CRM1:3", ("A", "C"), ("second",), ("Named manager share",), (7,)),
    ]


def test_a_reached_ambition_leaves_no_gap() -> None:
    position = stands(CRM1={"A": 3})
    assert find_gaps(position, [Aimed("CRM", 3, JUNE)], [], statements={}, in_place={}, against={}) == ()


def test_the_smallest_set_is_the_fewest_actions_in_time() -> None:
    position = stands(CRM1={"A": 2, "B": 2}, CRM2={"A": 2, "B": 3})
    actions = [
        buys(1, ("CRM1", 3), who=["A"]),
        buys(2, ("CRM1", 3), who=["B"]),
        buys(3, ("CRM1", 3), ("CRM2", 3)),
        buys(4, ("CRM1", 3), ("CRM2", 3), due=date(2030, 1, 1)),
    ]
    found = smallest_set(position, [Aimed("CRM", 3, SEPTEMBER)], actions, TODAY)
    assert (found.chosen, found.reaches, found.is_proven) == ((3,), True, True)


def test_what_no_action_brings_is_named() -> None:
    position = stands(CRM1={"A": 2, "B": 1})
    found = smallest_set(position, [Aimed("CRM", 3, SEPTEMBER)], [buys(1, ("CRM1", 3))], TODAY)
    assert found.chosen == (1,)
    assert found.missing == (Step("CRM1", "B", 2),)
    assert not found.reaches


def test_of_two_equal_sets_the_one_of_less_effort_is_chosen_and_unknown_comes_last() -> None:
    position, aims = stands(CRM1={"A": 2}), [Aimed("CRM", 3, SEPTEMBER)]
    three = [buys(n, ("CRM1", 3), effort_days=effort) for n, effort in ((1, None), (2, 9), (3, 4))]
    assert smallest_set(position, aims, three, TODAY).chosen == (3,)
    assert smallest_set(position, aims, three[:2], TODAY).chosen == (2,)


def test_an_ambition_for_one_code_asks_for_that_code_alone() -> None:
    needed = steps_needed(stands(CRM1={"A": 2}, CRM2={"A": 2}), [Aimed("CRM2", 4, JUNE)])
    assert needed == {Step("CRM2", "A", 3): JUNE, Step("CRM2", "A", 4): JUNE}


@settings(deadline=None)
@given(plans(), st.integers(2, 5))
def test_the_smallest_set_equals_brute_force(made: tuple[Position, list[PlannedAction]], level: int) -> None:
    position, actions = made
    aims = [Aimed("CRM", level, SEPTEMBER)]
    found = smallest_set(position, aims, actions, TODAY)
    needed = set(steps_needed(position, aims)) - set(found.missing)

    def taken(chosen: Sequence[PlannedAction]) -> set[Step]:
        return {
            step
            for step in needed
            for action in chosen
            for gain in action.gains
            if action.delivered_by(TODAY) <= SEPTEMBER
            and (gain.value_code, gain.level) == (step.value_code, step.level)
            and gain.buys_for(step.department)
        }

    assert taken([action for action in actions if action.id in found.chosen]) == needed
    assert found.is_proven
    smaller = combinations(actions, max(0, len(found.chosen) - 1))
    assert not found.chosen or all(taken(chosen) != needed for chosen in smaller)
    reached = project(position, [action for action in actions if action.id in found.chosen], TODAY)[0].on(SEPTEMBER)
    assert not found.reaches or (reached or 0) >= min(level, 5)


def brute_force(sets: Sequence[set[int]], ties: Sequence[int]) -> tuple[int, int]:
    """How many sets, and the least sum of ties, by trying every choice."""
    wanted = set().union(*sets)
    for size in range(len(sets) + 1):
        chosen = [c for c in combinations(range(len(sets)), size) if set().union(*(sets[p] for p in c)) == wanted]
        if chosen:
            return size, min(sum(ties[place] for place in each) for each in chosen)
    raise AssertionError("all sets together cover")


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.sets(st.integers(0, 7), max_size=4), st.integers(0, 9)), max_size=9))
def test_the_cover_is_the_smallest_of_least_effort(made: list[tuple[set[int], int]]) -> None:
    sets, ties = [each for each, _ in made], [tie for _, tie in made]
    found = cover(sets, ties)
    assert (len(found.chosen), sum(ties[place] for place in found.chosen)) == brute_force(sets, ties)
    assert found.is_proven
