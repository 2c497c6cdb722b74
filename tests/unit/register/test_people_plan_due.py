"""A part of the people plan that is to be looked at again: told once a stage, in the calendar and at home."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from typer.testing import CliRunner

from goldthread.cli.people_plan import app
from goldthread.organisation.models import Council, Person
from goldthread.organisation.permissions import standing_of
from goldthread.organisation.types import Role
from goldthread.register.actions.alerts import choose_alerts, make_calendar
from goldthread.register.actions.people_plan import SaidPart, save_part
from goldthread.register.alerts.feed import build_calendar, find_followed, list_entries
from goldthread.register.alerts.send import Outcome, send_alerts, send_waiting
from goldthread.register.types import Frequency, PartState, PlanPart
from tests.factories import make_council, make_person
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

MONDAY, REVIEW = date(2026, 6, 1), date(2026, 9, 15)


@pytest.fixture(autouse=True)
def first_of_june() -> Any:
    with time_machine.travel(at(MONDAY), tick=False) as clock:
        yield clock


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place"])


@pytest.fixture
def head(council: Council) -> Person:
    person = make_person(Role.COORDINATOR, council, email="meera@example.org", name="Meera Patel")
    choose_alerts(standing=standing_of(person, council), frequency=Frequency.DAILY, covers_council=True)
    return person


@pytest.fixture
def owner(council: Council) -> Person:
    """Manages contracts, and so does not see the people plan, but owns a part of it."""
    person = make_person(Role.CONTRACT_MANAGER, council, email="tom@example.org", name="Tom Ashby")
    choose_alerts(standing=standing_of(person, council), frequency=Frequency.DAILY, covers_council=True)
    return person


@pytest.fixture(autouse=True)
def plan(council: Council, head: Person, owner: Person) -> None:
    said = SaidPart(PartState.AGREED, owner=owner, agreed_on=date(2025, 9, 15), review_on=REVIEW, note="Paper 14")
    standing = standing_of(head, council)
    save_part(standing=standing, part=PlanPart.PAY, said=said, expected_version=0)
    save_part(standing=standing, part=PlanPart.TALENT, said=SaidPart(PartState.DRAFTED), expected_version=0)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def run_on(council: Council, day: date) -> list[str]:
    """Who was told something on a day."""
    with time_machine.travel(at(day), tick=False):
        return [sent.plan.setting.person.name for sent in send_alerts(council, at(day)) if sent.outcome is Outcome.SENT]


def test_owner_and_head_are_told_once_a_stage(council: Council) -> None:
    told = {day: run_on(council, day) for day in (REVIEW + timedelta(days=left) for left in range(-33, 33))}
    assert {(day - REVIEW).days: who for day, who in told.items() if who} == {
        # 30 days before is a Sunday, for which Friday speaks
        -32: ["Meera Patel", "Tom Ashby"],
        0: ["Meera Patel", "Tom Ashby"],
        30: ["Meera Patel", "Tom Ashby"],
    }
    first, last = mail.outbox[0], mail.outbox[-1]
    assert first.subject == "Due 15 September, in 32 days: People plan: remuneration strategy"
    assert "One part" not in first.body
    assert "1 part of the people plan needs attention." in first.body
    assert "/register/training/people-plan/pay/" in first.body
    assert "Late since 15 September: It was to be looked at again by 15 September 2026." in last.body
    assert "people-plan" not in last.body  # Tom may not open it: the message leads to his contracts


def test_another_day_is_another_thing_and_others_hear_nothing(council: Council, head: Person) -> None:
    make_person(Role.APPROVER, council)
    near = REVIEW - timedelta(days=30)
    assert run_on(council, near) == ["Meera Patel", "Tom Ashby"]
    with time_machine.travel(at(near + timedelta(days=1)), tick=False):
        said = SaidPart(PartState.AGREED, agreed_on=date(2025, 9, 15), review_on=REVIEW + timedelta(days=1))
        save_part(standing=standing_of(head, council), part=PlanPart.PAY, said=said, expected_version=1)
    assert run_on(council, near + timedelta(days=1)) == ["Meera Patel"]
    choose_alerts(standing=standing_of(head, council), frequency=Frequency.DAILY, covers_council=False)
    assert run_on(council, REVIEW + timedelta(days=1)) == []


def test_the_background_worker_tells_a_council_without_contracts(council: Council) -> None:
    with time_machine.travel(at(REVIEW), tick=False):
        assert [sent.outcome for sent in send_waiting(at(REVIEW))] == [Outcome.SENT, Outcome.SENT]


def test_it_stands_in_the_calendar_without_a_name(council: Council, owner: Person) -> None:
    setting = make_calendar(standing=standing_of(owner, council))
    found = find_followed(setting.calendar_key or "")
    assert found is not None
    text = build_calendar(found[0], list_entries(*found, MONDAY))
    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["UID"]) == f"people-plan-pay@{council.slug}.goldthread"
    assert event["DTSTART"].dt == REVIEW
    assert str(event["SUMMARY"]) == "Look again at the people plan: remuneration strategy"
    assert "Ashby" not in text.decode()


def test_home_and_settings_show_it(council: Council, head: Person, owner: Person) -> None:
    home, settings = (reverse(name, args=[council.slug]) for name in ("register:home", "alerts:settings"))
    assert "Due in the people plan" not in text_of(client_of(head).get(home))
    with time_machine.travel(at(REVIEW + timedelta(days=2)), tick=False):
        page = text_of(client_of(head).get(home))
        assert "Due in the people plan 15 Sep" in page
        assert "It was to be looked at again by 15 September 2026. Its owner is Tom Ashby." in page
        assert "One part of the people plan was to be looked at again by now." in page
        assert "Look again: Remuneration strategy" in page
        mine = client_of(owner).get(home)
        assert "Due in the people plan" in text_of(mine)
        assert "people-plan" not in mine.content.decode()
        assert "The people plan: new for the next message" in text_of(client_of(head).get(settings))


def test_the_command_and_the_file_say_what_the_page_says(council: Council, head: Person) -> None:
    shown = CliRunner().invoke(app, ["show", "--council", council.slug, "--json"])
    talent, *_, _last = json.loads(shown.stdout)["parts"]
    assert (talent["part"], talent["state"], talent["review_on"], talent["is_late"]) == (
        "talent",
        "drafted",
        None,
        False,
    )
    with time_machine.travel(at(REVIEW + timedelta(days=2)), tick=False):
        table = CliRunner().invoke(app, ["show", "--council", council.slug, "--as", head.email])
        assert "2026-09-15, late" in table.output
        assert "The remuneration strategy was due to be looked at again. Nothing is said of four parts." in table.output
        client: Client = client_of(head)
        lines = client.get(f"/c/{council.slug}/register/training/people-plan.csv").content.decode().splitlines()
    assert lines[4] == "Remuneration strategy,Agreed,Tom Ashby,15 September 2025,15 September 2026,yes,Paper 14,"
