"""The rules of verdicts; SCORING.md names these tests."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.evidence.indicators.load import list_indicators
from goldthread.evidence.indicators.types import Figure, FigureState, Grain, Outcome, VerdictRule
from goldthread.evidence.verdicts.rules import decide, find_threshold, judge, judge_all
from goldthread.evidence.verdicts.types import Silence, Verdict
from tests.unit.evidence.verdicts.figures import CEILING, LIMIT, ON, RULE, figure, indicator

WEAK = [state for state in FigureState if state is not FigureState.KNOWN]
values = st.integers(0, 100)
departments = st.lists(values, min_size=1, max_size=6)


def judged(*figures: Figure, rule: VerdictRule = RULE) -> Verdict:
    return judge(indicator(rule=rule), rule, figures, ON)


def council_of(shares: list[int]) -> list[Figure]:
    """Departments of equal weight with the council's figure, which lies between theirs."""
    told = [figure(share, place + 1) for place, share in enumerate(shares)]
    mean = Decimal(sum(shares)) / len(shares)
    return [figure(str(mean), of=100 * len(shares)), *told]


def test_the_lowest_department_speaks() -> None:
    verdict = judged(figure(85, of=300), figure(90, 1), figure(70, 2), figure(95, 3))
    assert (verdict.outcome, verdict.department_id, verdict.value) == (Outcome.CONTRADICTS, 2, 70)


def test_the_threshold_itself_is_met() -> None:
    assert judged(*council_of([80, 90])).outcome is Outcome.SUPPORTS
    assert judged(*council_of([79, 100])).outcome is Outcome.CONTRADICTS


def test_at_most_turns_the_sides_round() -> None:
    one = indicator(CEILING)
    verdict = judge(one, RULE, [figure(60, of=200), figure(30, 1), figure(90, 2)], ON)
    assert (verdict.outcome, verdict.department_id) == (Outcome.CONTRADICTS, 2)


@pytest.mark.parametrize("state", WEAK)
def test_a_weak_figure_is_silent_with_its_reason(state: FigureState) -> None:
    verdict = judged(figure(10, state=state), figure(10, 1, state=state))
    assert verdict.outcome is Outcome.SILENT
    assert verdict.silence is not None
    assert verdict.silence.value == state.value
    assert verdict.reason == f"It is {state.value}."


@given(departments, st.sampled_from(WEAK))
def test_nothing_weak_ever_speaks(shares: list[int], state: FigureState) -> None:
    verdict = judged(*(replace(f, state=state, reason="Weak.") for f in council_of(shares)))
    assert verdict.outcome is Outcome.SILENT


@given(departments, st.integers(0, 79))
def test_more_below_the_threshold_never_gives_support(shares: list[int], below: int) -> None:
    before, after = judged(*council_of(shares)), judged(*council_of([*shares, below]))
    assert after.outcome is Outcome.CONTRADICTS
    assert not (before.outcome is Outcome.CONTRADICTS and after.outcome is Outcome.SUPPORTS)


@given(departments, st.integers(0, 79), st.sampled_from(WEAK))
def test_a_weak_department_neither_contradicts_nor_lifts(shares: list[int], below: int, state: FigureState) -> None:
    known = council_of(shares)
    with_weak = judged(*known, figure(below, 9, state=state))
    assert with_weak.outcome is judged(*known).outcome
    assert with_weak.department_id != 9


@given(departments)
def test_the_order_of_departments_changes_no_verdict(shares: list[int]) -> None:
    figures = council_of(shares)
    assert judged(*figures) == judged(*reversed(figures))


@given(departments, st.integers(0, 100))
def test_a_higher_figure_never_turns_support_into_contradiction(shares: list[int], more: int) -> None:
    raised = [min(100, share + more) for share in shares]
    if judged(*council_of(shares)).outcome is Outcome.SUPPORTS:
        assert judged(*council_of(raised)).outcome is Outcome.SUPPORTS


def test_support_needs_departments_that_can_be_told_apart() -> None:
    verdict = judged(figure(90, of=1000), figure(90, 1, of=500), figure(95, 2, of=200))
    assert (verdict.outcome, verdict.silence) == (Outcome.SILENT, Silence.NOT_TOLD_APART)
    assert "70%" in verdict.reason
    assert judged(figure(90, of=1000), figure(90, 1, of=500), figure(95, 2, of=300)).outcome is Outcome.SUPPORTS


def test_a_council_without_departments_can_be_contradicted_but_not_supported() -> None:
    below, above = judged(figure(70)), judged(figure(95))
    assert (below.outcome, below.department_id) == (Outcome.CONTRADICTS, None)
    assert (above.outcome, above.silence) == (Outcome.SILENT, Silence.NOT_TOLD_APART)


def test_a_figure_that_does_not_add_up_says_nothing_for_the_council_alone() -> None:
    largest = replace(indicator(), columns=("place", "spent", "supplier"))
    assert judge(largest, RULE, [figure(70)], ON).outcome is Outcome.SILENT


def test_an_indicator_of_the_whole_council_speaks_without_departments() -> None:
    whole = replace(indicator(), grain=Grain.COUNCIL)
    assert judge(whole, RULE, [figure(95)], ON).outcome is Outcome.SUPPORTS


def test_absence_is_told_apart_from_contradiction() -> None:
    verdict = judged(figure(None, state=FigureState.NO_RECORDS))
    assert (verdict.outcome, verdict.silence) == (Outcome.SILENT, Silence.NO_RECORDS)
    assert verdict.silence is not None
    assert verdict.silence.is_absence
    assert judged().silence is Silence.NO_RECORDS


def test_the_threshold_in_force_on_the_last_day_counts() -> None:
    later = replace(LIMIT, at_least=Decimal(95), holds_from=date(2025, 6, 1))
    future = replace(LIMIT, at_least=Decimal(99), holds_from=date(2026, 4, 1))
    dated = indicator(LIMIT, later, future)
    assert find_threshold(dated, RULE, ON) == later
    assert find_threshold(dated, RULE, date(2025, 5, 31)) == LIMIT
    assert find_threshold(dated, RULE, date(2017, 1, 1)) is None
    assert judge(dated, RULE, council_of([90]), date(2017, 1, 1)).silence is Silence.NO_THRESHOLD


def test_what_a_rule_does_not_claim_is_silent() -> None:
    one_sided = replace(RULE, met=Outcome.SILENT)
    verdict = judged(*council_of([90, 95]), rule=one_sided)
    assert (verdict.outcome, verdict.silence) == (Outcome.SILENT, Silence.NO_CLAIM)
    assert "does not prove" in verdict.reason


def test_a_contradiction_is_shown_before_support_and_support_before_silence() -> None:
    says = judged(*council_of([90]))
    against = judged(*council_of([10]))
    nothing = judged(figure(None, state=FigureState.NO_RECORDS))
    assert decide([nothing, says, against], "ENB2", 3, "2025-26") == against
    assert decide([nothing, says], "ENB2", 3, "2025-26") == says
    assert decide([], "CLR1", 3, "2025-26").silence is Silence.NO_INDICATOR


@given(departments)
def test_a_verdict_carries_what_it_rests_on(shares: list[int]) -> None:
    verdict = judged(*council_of(shares))
    assert verdict.value == min(shares)
    assert verdict.threshold == LIMIT
    assert verdict.loads == ("load",)
    assert verdict.definition_version


def test_without_any_payments_every_shipped_rule_is_silent() -> None:
    verdicts = judge_all(list_indicators(), [], ON)
    assert verdicts
    assert {verdict.outcome for verdict in verdicts} == {Outcome.SILENT}
