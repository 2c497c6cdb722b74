"""Days worked back from the day of need, as a table that a councillor could read, and as properties."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.register.lead_times import (
    LeadTime,
    is_too_late,
    latest_launch,
    lead_days,
    list_faster,
    load_usual,
    say_too_late,
    usual_on,
    work_back,
)
from goldthread.register.models import CouncilLeadTime
from goldthread.register.own_lead_times import own_lead_times
from goldthread.register.types import Certainty, Procedure
from tests.factories import make_council

NEEDED = date(2027, 4, 1)
DAYS = st.dates(date(1990, 1, 1), date(2080, 1, 1))
PHASES = st.integers(0, 400)


@pytest.mark.parametrize(
    ("procedure", "appraise", "approve", "launch", "award"),
    [
        (Procedure.OPEN, date(2026, 7, 25), date(2026, 9, 5), date(2026, 10, 3), date(2027, 1, 31)),
        (Procedure.QUOTATION, date(2027, 1, 3), date(2027, 1, 17), date(2027, 1, 31), date(2027, 3, 12)),
        (Procedure.WAIVER, date(2027, 2, 9), date(2027, 2, 23), date(2027, 3, 2), date(2027, 3, 17)),
    ],
)
def test_days_are_counted_back_from_the_need(
    procedure: Procedure, appraise: date, approve: date, launch: date, award: date
) -> None:
    got = work_back(NEEDED, procedure)
    assert (got.appraise_by, got.approve_by, got.launch_by, got.award_by) == (appraise, approve, launch, award)
    assert latest_launch(NEEDED, procedure) == launch


def test_every_procedure_has_a_usual_time_that_says_what_it_rests_on() -> None:
    for row in load_usual():
        assert set(row.by_procedure) == set(Procedure)
        assert row.source
        for days in row.by_procedure.values():
            assert min(days.paper, days.prepare, days.tender, days.mobilise) > 0
            assert days.certainty is not Certainty.OWN


def test_a_councils_own_days_go_before_the_usual_ones() -> None:
    own = {Procedure.OPEN: LeadTime(10, 10, 10, 10)}
    assert work_back(NEEDED, Procedure.OPEN, own=own).appraise_by == NEEDED - timedelta(days=40)
    assert lead_days(Procedure.QUOTATION, on=NEEDED, own=own) == lead_days(Procedure.QUOTATION, on=NEEDED)


@pytest.mark.django_db
def test_own_days_are_read_from_the_council() -> None:
    council = make_council()
    assert own_lead_times(council) == {}
    CouncilLeadTime.objects.create(
        council=council, procedure=Procedure.OPEN.value, paper=30, prepare=20, tender=100, mobilise=40
    )
    assert own_lead_times(council) == {Procedure.OPEN: LeadTime(30, 20, 100, 40)}


def test_too_late_for_an_open_tender_is_said_with_what_still_fits() -> None:
    last = date(2026, 10, 3)
    assert not is_too_late(NEEDED, Procedure.OPEN, today=last)
    assert say_too_late(NEEDED, Procedure.OPEN, today=last) == ""
    assert say_too_late(NEEDED, Procedure.OPEN, today=date(2026, 10, 4)) == (
        "Too late for an open tender by 1 April 2027: that takes about 180 days. Choose further competition under a "
        "framework, a dynamic market or DPS or a direct call-off from a framework."
    )
    assert say_too_late(NEEDED, Procedure.OPEN, today=date(2027, 3, 1)).endswith(
        "Only a waiver of the council's own rules still fits: ask for one, or for an extension, today."
    )
    assert say_too_late(NEEDED, Procedure.OPEN, today=date(2027, 3, 20)).endswith(
        "No usual way fits any more: ask procurement today."
    )


def test_before_the_first_row_the_first_one_holds() -> None:
    assert usual_on(date(1999, 1, 1)) is load_usual()[0]


@given(DAYS, st.sampled_from(Procedure), st.builds(LeadTime, PHASES, PHASES, PHASES, PHASES))
def test_the_steps_stand_in_order_and_add_up(needed: date, procedure: Procedure, own: LeadTime) -> None:
    got = work_back(needed, procedure, own={procedure: own})
    steps = [got.appraise_by, got.approve_by, got.launch_by, got.award_by, got.needed_on]
    assert all(before <= after for before, after in pairwise(steps))
    assert (needed - got.appraise_by).days == own.whole
    assert (needed - got.launch_by).days == own.from_launch


@given(DAYS, st.sampled_from(Procedure), st.integers(-400, 400))
def test_too_late_is_said_exactly_where_the_launch_has_passed(needed: date, procedure: Procedure, away: int) -> None:
    today = latest_launch(needed, procedure) + timedelta(days=away)
    assert is_too_late(needed, procedure, today=today) is (away > 0)
    assert bool(say_too_late(needed, procedure, today=today)) is (away > 0)
    for way in list_faster(needed, today=today):
        assert not is_too_late(needed, way, today=today)
