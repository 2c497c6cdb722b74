"""The pipeline's pure rules: what contracts propose, where an entry stands, what comes next, what is refused."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.register.lead_times import work_back
from goldthread.register.pipeline.rules import (
    check_appraisal,
    check_engagement,
    check_entry,
    list_causes,
    need_of,
    next_step,
    state_of,
)
from goldthread.register.pipeline.types import Cause, EntryDays, SaidAppraisal, SaidEngagement, Step
from goldthread.register.types import AppraisedOption, EngagementKind, PipelineCause, PipelineState, Procedure

TODAY = date(2026, 6, 1)
END, BREAK, REVIEW = PipelineCause.END, PipelineCause.BREAK, PipelineCause.REVIEW
DAYS = st.none() | st.dates(date(2024, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("end", "breaks", "review", "expected"),
    [
        (date(2027, 12, 1), [], None, [(END, date(2027, 12, 1))]),  # eighteen months ahead, the last day
        (date(2027, 12, 2), [], None, []),
        (date(2026, 6, 1), [], None, [(END, date(2026, 6, 1))]),  # it ends today
        (date(2026, 5, 31), [date(2026, 9, 1)], date(2026, 9, 1), []),  # it has ended
        (date(2030, 1, 1), [date(2027, 1, 1)], None, [(BREAK, date(2027, 1, 1))]),
        (date(2030, 1, 1), [], date(2026, 12, 1), [(REVIEW, date(2026, 12, 1))]),  # six months ahead
        (date(2030, 1, 1), [], date(2026, 12, 2), []),
        (date(2027, 1, 1), [date(2026, 9, 1)], None, [(END, date(2027, 1, 1)), (BREAK, date(2026, 9, 1))]),
        (None, [], None, []),
    ],
)
def test_days_of_a_contract_that_ask_for_a_successor(
    end: date | None, breaks: list[date], review: date | None, expected: list[tuple[PipelineCause, date]]
) -> None:
    found = list_causes(end=end, ended_on=None, breaks=breaks, review=review, today=TODAY)
    assert [(cause.kind, cause.on) for cause in found] == expected


def test_a_contract_that_ended_early_asks_for_nothing() -> None:
    assert list_causes(end=date(2027, 1, 1), ended_on=TODAY, breaks=[], review=None, today=TODAY) == ()


def test_the_successor_is_needed_on_the_day_after() -> None:
    end = date(2027, 1, 1)
    assert need_of([Cause(END, end)], end) == date(2027, 1, 2)
    assert need_of([Cause(BREAK, date(2026, 9, 1))], end) == date(2026, 9, 2)
    assert need_of([Cause(REVIEW, date(2026, 9, 1))], end) == date(2027, 1, 2)
    assert need_of([Cause(REVIEW, date(2026, 9, 1))], None) is None


@given(DAYS, DAYS, st.lists(st.dates(date(2024, 1, 1), date(2030, 1, 1))), DAYS)
def test_no_day_asks_twice_and_none_lies_behind(
    end: date | None, review: date | None, breaks: list[date], ended: date | None
) -> None:
    found = list_causes(end=end, ended_on=ended, breaks=breaks, review=review, today=TODAY)
    assert len(set(found)) == len(found)
    assert all(cause.on >= TODAY for cause in found)


@pytest.mark.parametrize(
    ("closed", "asked", "approved", "launched", "state"),
    [
        (False, True, None, None, PipelineState.REQUESTED),
        (False, False, None, None, PipelineState.PLANNED),
        (False, False, TODAY, None, PipelineState.APPROVED),
        (False, False, TODAY, TODAY, PipelineState.LAUNCHED),
        (False, False, None, TODAY, PipelineState.LAUNCHED),
        (True, True, TODAY, TODAY, PipelineState.CLOSED),
    ],
)
def test_where_an_entry_stands(
    closed: bool, asked: bool, approved: date | None, launched: date | None, state: PipelineState
) -> None:
    assert state_of(is_closed=closed, is_request=asked, approved_on=approved, launched_on=launched) is state


def test_the_next_step_and_whether_its_day_has_passed() -> None:
    worked = work_back(
        date(2027, 4, 1), Procedure.OPEN
    )  # appraise by 25 July, approve by 5 September, launch by 3 October

    def step(state: PipelineState, today: date, *, weighed: bool = False) -> tuple[Step, date, bool]:
        found = next_step(state, worked, has_appraisal=weighed, today=today)
        assert found is not None
        return found.step, found.by, found.is_late

    assert step(PipelineState.PLANNED, TODAY) == (Step.APPRAISE, date(2026, 7, 25), False)
    assert step(PipelineState.PLANNED, date(2026, 7, 26)) == (Step.APPRAISE, date(2026, 7, 25), True)
    assert step(PipelineState.PLANNED, TODAY, weighed=True) == (Step.APPROVE, date(2026, 9, 5), False)
    assert step(PipelineState.APPROVED, date(2026, 10, 4)) == (Step.LAUNCH, date(2026, 10, 3), True)
    assert next_step(PipelineState.LAUNCHED, worked, has_appraisal=True, today=TODAY) is None
    assert next_step(PipelineState.PLANNED, None, has_appraisal=True, today=TODAY) is None


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"title": " "}, "The entry has no title. Say in a few words what is bought."),
        (
            {"needed_on": date(2026, 5, 31)},
            "It would be needed on 31 May 2026, which has passed. Give the day from which the council will need it.",
        ),
        (
            {"needed_on": date(2126, 5, 31)},
            "It would be needed on 31 May 2126, more than 30 years away. Correct the year.",
        ),
        (
            {"needed_on": date(2027, 1, 1), "launch_on": date(2027, 1, 2)},
            "It would be launched on 2 January 2027, after it is needed on 1 January 2027. "
            "Give an earlier launch, or a later need.",
        ),
        ({"launched_on": date(2026, 6, 2)}, "It was launched on 2 June 2026, which is still to come. Correct the day."),
        (
            {"launched_on": date(2026, 5, 1), "approved_on": date(2026, 5, 2)},
            "It was launched on 1 May 2026, before it was approved on 2 May 2026. "
            "Correct one of the two days, or record a breach of the rules.",
        ),
    ],
)
def test_what_cannot_be_saved_is_said_with_what_to_do(values: dict[str, Any], says: str) -> None:
    entry = EntryDays(**({"title": "Meals"} | values))
    [fault] = check_entry(entry, frozenset(values), today=TODAY)
    assert f"{fault.what} {fault.do}" == says


def test_what_time_overtook_may_stay() -> None:
    entry = EntryDays(title="Meals", needed_on=date(2026, 1, 1))
    assert check_entry(entry, {"title"}, today=TODAY) == []
    assert check_entry(replace(entry, launched_on=date(2025, 9, 1)), {"needed_on"}, today=TODAY) == []


SOUND = SaidAppraisal(
    on=TODAY,
    options=(AppraisedOption.IN_HOUSE, AppraisedOption.OUTSOURCE),
    chosen=AppraisedOption.OUTSOURCE,
    why="Dearer in house.",
    need="Children must eat.",
)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"need": ""}, "need"),
        ({"options": (AppraisedOption.OUTSOURCE,)}, "options"),
        ({"chosen": None}, "chosen"),
        ({"chosen": AppraisedOption.STOP}, "chosen"),
        ({"why": " "}, "why"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
    ],
)
def test_an_appraisal_weighs_at_least_two_ways_and_chooses_one_of_them(change: dict[str, Any], field: str) -> None:
    assert check_appraisal(SOUND, today=TODAY) == []
    assert [fault.field for fault in check_appraisal(replace(SOUND, **change), today=TODAY)] == [field]


def test_a_meeting_is_recorded_once_it_was_held() -> None:
    said = SaidEngagement(EngagementKind.MARKET_DAY, TODAY, "Meals market day")
    assert check_engagement(said, today=TODAY) == []
    faults = check_engagement(replace(said, on=TODAY + timedelta(days=1), title=""), today=TODAY)
    assert [fault.field for fault in faults] == ["title", "on"]
