"""A department's answer to a verdict."""

import pytest

from goldthread.evidence.verdicts.actions import (
    DisputeRefused,
    can_dispute,
    check_can_dispute,
    dispute_verdict,
    take_back_dispute,
)
from goldthread.evidence.verdicts.models import VerdictDispute
from goldthread.evidence.verdicts.queries import disputes_of
from goldthread.evidence.verdicts.rules import judge
from goldthread.evidence.verdicts.types import Verdict
from goldthread.organisation.models import Department, Event
from goldthread.organisation.permissions import NotAllowed, standing_of
from goldthread.organisation.types import Role
from tests.factories import department_named, make_council, make_person
from tests.unit.evidence.verdicts.figures import ON, RULE, figure, indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def highways() -> Department:
    return department_named(make_council(), "Highways")


def contradiction() -> Verdict:
    return judge(indicator(), RULE, [figure(30, of=100), figure(30, 1)], ON)


def test_a_dispute_changes_no_verdict_and_no_score(highways: Department) -> None:
    before = contradiction()
    made = dispute_verdict(department=highways, verdict=before, because="  Rents need no order.  ", by=None)
    assert contradiction() == before
    assert (made.verdict, made.because, made.figure["value"]) == ("contradicts", "Rents need no order.", "30")
    assert disputes_of(highways.council) == [made]
    [event] = Event.objects.filter(council=highways.council, kind="evidence.verdict-disputed")
    assert event.why == "Rents need no order."
    assert "Highways disputed" in event.summary


def test_a_second_answer_takes_the_place_of_the_first(highways: Department) -> None:
    first = dispute_verdict(department=highways, verdict=contradiction(), because="One.", by=None)
    second = dispute_verdict(department=highways, verdict=contradiction(), because="Two.", by=None)
    assert disputes_of(highways.council) == [second]
    first.refresh_from_db()
    assert first.taken_back_at is not None
    assert VerdictDispute.objects.count() == 2


def test_a_dispute_can_be_taken_back_and_stays_in_the_record(highways: Department) -> None:
    made = dispute_verdict(department=highways, verdict=contradiction(), because="One.", by=None, round_ref="2026")
    assert disputes_of(highways.council, round_ref="2026") == [made]
    take_back_dispute(dispute=made, by=None)
    take_back_dispute(dispute=made, by=None)
    assert disputes_of(highways.council) == []
    assert Event.objects.filter(kind="evidence.dispute-taken-back").count() == 1


def test_without_a_reason_or_without_a_verdict_there_is_nothing_to_dispute(highways: Department) -> None:
    with pytest.raises(DisputeRefused, match="reason is empty"):
        dispute_verdict(department=highways, verdict=contradiction(), because=" ", by=None)
    with pytest.raises(DisputeRefused, match="say nothing"):
        dispute_verdict(department=highways, verdict=judge(indicator(), RULE, [], ON), because="No.", by=None)


def test_a_department_answers_for_itself_alone(highways: Department) -> None:
    council = highways.council
    theirs = standing_of(make_person(Role.RESPONDENT, council, department="Highways"), council)
    others = standing_of(make_person(Role.RESPONDENT, council, department="Housing"), council)
    check_can_dispute(theirs, highways)
    assert can_dispute(theirs, highways)
    assert not can_dispute(others, highways)
    with pytest.raises(NotAllowed):
        check_can_dispute(standing_of(make_person(Role.MODERATOR, council), council), highways)
