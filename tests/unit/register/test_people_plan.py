"""How far the parts of the people plan are: what holds, who may say so, and what it says of the level on talent."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from goldthread.evidence.explorer.periods import financial_year
from goldthread.evidence.verdicts.queries import read_verdicts
from goldthread.evidence.verdicts.types import Verdict
from goldthread.organisation.models import Council, Event
from goldthread.organisation.permissions import NotAllowed, Standing, standing_of
from goldthread.organisation.types import Role
from goldthread.register.actions.attachments import Belongs, SaidDocument, attach, replace, withdraw
from goldthread.register.actions.people_plan import PartChanged, SaidPart, save_part
from goldthread.register.actions.records import RecordRefused
from goldthread.register.models import PeoplePlanPart
from goldthread.register.people_plan import HOLDS, is_late, part_of
from goldthread.register.people_plan_queries import read_people_plan
from goldthread.register.types import PartState, PlanPart
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db
AGREED, REVIEW, AS_OF = date(2025, 5, 1), date(2027, 5, 1), date(2026, 11, 1)
SOUND = SaidPart(PartState.AGREED, agreed_on=AGREED, review_on=REVIEW, note="Cabinet paper 14")


@pytest.fixture
def council(settings: Any, tmp_path: Path) -> Council:
    settings.DATA_DIR = tmp_path
    return make_council(departments=["Place"])


@pytest.fixture
def head(council: Council) -> Standing:
    return standing_of(make_person(Role.COORDINATOR, council, name="Meera Patel"), council)


def save(standing: Standing, part: PlanPart, said: SaidPart, version: int = 0) -> PeoplePlanPart:
    return save_part(standing=standing, part=part, said=said, expected_version=version)


def test_every_part_says_what_it_holds_and_has_its_own_address() -> None:
    assert set(HOLDS) == set(PlanPart)
    assert [part_of(part.key) for part in PlanPart] == list(PlanPart)
    assert part_of("pensions") is None


def test_a_review_is_late_from_the_day_after() -> None:
    today = date(2026, 6, 1)
    assert [is_late(day, today) for day in (None, today, date(2026, 5, 31))] == [False, False, True]


def test_a_part_is_told_once_and_each_change_keeps_what_was(head: Standing) -> None:
    saved = save(head, PlanPart.PAY, SaidPart(PartState.DRAFTED, owner=head.person))
    assert save(head, PlanPart.PAY, SaidPart(PartState.DRAFTED, owner=head.person)).version == saved.version == 1
    save(head, PlanPart.PAY, SOUND, 1)
    added, changed = Event.objects.filter(kind__startswith="people_plan.").order_by("pk")
    assert (added.subject, added.summary) == ("people_plan:pay", "Remuneration strategy: it is drafted")
    assert changed.summary == "Remuneration strategy: it is agreed, agreed on 1 May 2025"
    assert changed.before == {
        "state": "drafted",
        "owner": "Meera Patel",
        "agreed_on": None,
        "review_on": None,
        "note": "",
    }
    assert (changed.by, changed.after["agreed_on"]) == (head.person, "2025-05-01")
    assert PeoplePlanPart.objects.get().version == 2


def test_a_newer_word_is_never_overwritten(head: Standing) -> None:
    save(head, PlanPart.PAY, SOUND)
    with pytest.raises(PartChanged, match="Meera Patel saved this part while you were writing") as told:
        save(head, PlanPart.PAY, SaidPart(PartState.NONE))
    assert set(told.value.differs) == {"state", "agreed_on", "review_on", "note"}
    assert told.value.current.state == PartState.AGREED


@pytest.mark.parametrize(
    ("said", "field", "what"),
    [
        (SaidPart(PartState.AGREED), "agreed_on", "The part is agreed, but nobody said when"),
        (SaidPart(PartState.IN_USE), "agreed_on", "The part is in use, but nobody said when"),
        (SaidPart(PartState.DRAFTED, agreed_on=AGREED), "agreed_on", "was agreed on 1 May 2025, but does not stand"),
        (SaidPart(PartState.NONE, review_on=REVIEW), "review_on", "not agreed yet cannot be due for review"),
        (SaidPart(PartState.AGREED, agreed_on=AGREED, review_on=AGREED), "review_on", "is not after the agreement"),
    ],
)
def test_what_cannot_hold_is_refused(head: Standing, said: SaidPart, field: str, what: str) -> None:
    with pytest.raises(RecordRefused, match=what) as told:
        save(head, PlanPart.PAY, said)
    assert told.value.field == field
    assert not PeoplePlanPart.objects.exists()


def test_a_day_to_come_is_refused(head: Standing) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(RecordRefused, match="which is still to come"):
        save(head, PlanPart.PAY, SaidPart(PartState.AGREED, agreed_on=tomorrow))


def test_only_who_keeps_training_says_how_far_it_is(council: Council) -> None:
    auditor = standing_of(make_person(Role.AUDITOR, council), council)
    with pytest.raises(NotAllowed, match="keep role profiles and training"):
        save(auditor, PlanPart.PAY, SOUND)


def test_documents_stand_with_their_part_and_can_be_replaced(head: Standing, council: Council) -> None:
    part = save(head, PlanPart.PAY, SOUND)
    paper = attach(
        council=council,
        said=SaidDocument("pay.txt", io.BytesIO(b"Bands and steps"), title="Pay"),
        to=Belongs(plan_part=part),
        by=head.person,
    )
    newer = replace(attachment=paper, said=SaidDocument("pay2.txt", io.BytesIO(b"New bands")), by=head.person)
    assert newer.plan_part == part
    told = {read.part: list(read.documents) for read in read_people_plan(head)}
    assert told == {each: [newer] if each is PlanPart.PAY else [] for each in PlanPart}


def verdicts(council: Council) -> dict[str, Verdict]:
    reading = read_verdicts(council, period=financial_year(2025), as_of=AS_OF)
    return {
        verdict.indicator: verdict for verdict in reading.every if verdict.value_code == "ENB1" and verdict.indicator
    }


def outcomes(council: Council) -> tuple[str, str]:
    found = verdicts(council)
    return found["people-plan-agreed"].outcome.value, found["people-plan-sound"].outcome.value


def test_the_records_speak_once_something_is_said_of_every_part(head: Standing, council: Council) -> None:
    save(head, PlanPart.TALENT, SaidPart(PartState.NONE))
    for part in list(PlanPart)[1:-1]:
        save(head, part, SOUND)
    assert outcomes(council) == ("silent", "silent")  # five of six are told of
    assert "known for 83% of what matters" in verdicts(council)["people-plan-agreed"].reason
    save(head, PlanPart.SECONDMENTS, SOUND)
    found = verdicts(council)
    assert outcomes(council) == ("contradicts", "silent")
    assert found["people-plan-agreed"].value == found["people-plan-sound"].value == 5
    assert found["people-plan-agreed"].level == 4


def test_six_agreed_parts_support_only_in_date_and_shown(head: Standing, council: Council) -> None:
    for part in PlanPart:
        save(head, part, SOUND)
    assert outcomes(council) == ("silent", "supports")
    stale = SaidPart(PartState.IN_USE, agreed_on=AGREED, review_on=date(2026, 2, 28), note="Paper 14")
    save(head, PlanPart.PAY, stale, 1)
    assert outcomes(council) == ("silent", "silent")  # agreed, but due for review: it neither proves nor contradicts
    part = save(head, PlanPart.PAY, SaidPart(PartState.AGREED, agreed_on=AGREED, review_on=REVIEW), 2)
    assert outcomes(council) == ("silent", "silent")  # nothing shows it
    said = SaidDocument("pay.txt", io.BytesIO(b"Bands"))
    paper = attach(council=council, said=said, to=Belongs(plan_part=part), by=head.person)
    assert outcomes(council) == ("silent", "supports")
    withdraw(attachment=paper, because="Wrong file", by=head.person)
    assert outcomes(council) == ("silent", "silent")


def test_where_nothing_is_recorded_the_records_are_silent_with_the_reason(council: Council) -> None:
    reading = read_verdicts(council, period=financial_year(2025), as_of=AS_OF)
    told = [verdict for verdict in reading.every if verdict.value_code == "ENB1"]
    assert {verdict.outcome.value for verdict in told} <= {"silent"}
