"""The record of changes: what it shows, to whom, narrowed and as a file, and that it stays quick."""

import csv
import io
import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.organisation.models import Council, Event, Person
from goldthread.organisation.types import Role
from goldthread.web.history.present import in_words
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db
HERE = "/c/wharfemoor-council/record/"
CEILING = 15
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place"])


@pytest.fixture
def writer(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council, name="Meera Patel")


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def note(council: Council, summary: str, *, kind: str = "round.open", **more: Any) -> Event:
    """An event of any moment; what is written stays as it is, so the moment is given from the start."""
    return Event.objects.create(council=council, kind=kind, subject="x:1", summary=summary, **more)


def csv_rows(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_an_event_says_when_who_what_why_and_both_values(council: Council, writer: Person) -> None:
    note(
        council,
        "Place, CLR1: 2 → 3",
        kind="answer.saved",
        by=writer,
        why="New register",
        at=datetime(2026, 6, 3, 14, 2, tzinfo=LONDON),
        before={"level": 2, "in_place": ["3.1"], "consent": False, "comment": ""},
        after={"level": 3, "in_place": [], "consent": True, "comment": "Bought"},
    )
    text = text_of(client_of(writer).get(HERE + "?text=CLR1"))
    for part in ("3 Jun 2026, 14:02", "Meera Patel", "Place, CLR1: 2 → 3", "Why: New register", "In place", "Bought"):
        assert part in text
    assert "One change fits, the newest first." in text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        ("", "nothing"),
        ([], "nothing"),
        (0, "0"),
        (False, "no"),
        (["a", "b"], "a, b"),
        ({"by_date": "2028-03-31", "level": 4}, "by date: 2028-03-31; level: 4"),
    ],
)
def test_values_are_words(value: object, words: str) -> None:
    assert in_words(value) == words


def test_the_command_line_is_named_and_can_be_asked_for(council: Council, writer: Person) -> None:
    note(council, "By a person", by=writer)
    text = text_of(client_of(writer).get(HERE + "?who=0"))
    assert "Command line</td>" in text
    assert "By a person" not in text


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("kind=round", {"Opened"}),
        ("text=OPEN", {"Opened"}),
        ("text=because", {"Renamed"}),
        ("since=2026-06-03", {"Opened"}),
        ("until=2026-06-02", {"Renamed"}),
        ("since=2026-06-02&until=2026-06-02", {"Renamed"}),
        ("since=2026-06-02&until=2026-06-03", {"Opened", "Renamed"}),
    ],
)
def test_the_record_is_narrowed_by_its_address(council: Council, writer: Person, asked: str, seen: set[str]) -> None:
    note(council, "Opened", at=datetime(2026, 6, 3, 0, 0, tzinfo=LONDON))
    note(council, "Renamed", kind="department.renamed", why="because", at=datetime(2026, 6, 2, 23, 59, tzinfo=LONDON))
    client = client_of(writer)
    text = text_of(client.get(f"{HERE}?{asked}"))
    assert {name for name in ("Opened", "Renamed") if f">{name}" in text} == seen
    in_file = {row[3] for row in csv_rows(client.get(f"{HERE}record.csv?{asked}"))}
    assert in_file & {"Opened", "Renamed"} == seen


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("since=31/02/2026", "That is not a date."),
        ("since=2026-06-03&until=2026-06-01", "The record would end before it begins."),
    ],
)
def test_a_date_that_is_none_is_said_and_kept(writer: Person, asked: str, said: str) -> None:
    answer = client_of(writer).get(f"{HERE}?{asked}")
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert f'value="{asked.split("=")[1].split("&", maxsplit=1)[0]}"' in text_of(answer)


@pytest.mark.parametrize("asked", ["who=x", "kind=nonsense", "page=zero", "page=999", "until=9999-12-31"])
def test_an_address_that_makes_no_sense_does_no_harm(writer: Person, asked: str) -> None:
    assert client_of(writer).get(f"{HERE}?{asked}").status_code in {200, 400}


def test_fifty_stand_on_a_page_and_filters_stay_in_the_links(council: Council, writer: Person) -> None:
    for number in range(120):
        note(council, f"Moved {number:03}")
    text = text_of(client_of(writer).get(HERE + "?text=Moved&page=2"))
    assert text.count("Moved ") == 50
    assert "?page=3&amp;text=Moved" in text
    assert "120 changes fit, the newest first." in text


def test_who_may_not_see_answers_reads_the_organisation_alone(council: Council) -> None:
    note(council, "Place, CLR1: 2 → 3", kind="answer.saved", before={"level": 2}, after={"level": 3})
    note(council, "Somebody became auditor", kind="role.granted")
    client = client_of(make_person(Role.ADMINISTRATOR, council))
    for asked in ("", "?kind=answer", "?text=CLR1"):
        assert "CLR1: 2" not in text_of(client.get(HERE + asked))
        assert not any("CLR1: 2" in cell for row in csv_rows(client.get(f"{HERE}record.csv{asked}")) for cell in row)
    assert "Somebody became auditor" in text_of(client.get(HERE))
    assert "Changes to answers are shown to those who may see all answers." in text_of(client.get(HERE))


def test_another_councils_events_are_not_in_it(council: Council, writer: Person) -> None:
    note(make_council(departments=[], name="Elsewhere"), "Something elsewhere")
    client = client_of(writer)
    assert "Something elsewhere" not in text_of(client.get(HERE))
    assert not any("Something elsewhere" in row[3] for row in csv_rows(client.get(HERE + "record.csv")))


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1"])
def test_no_cell_of_the_file_runs_in_a_spreadsheet(council: Council, writer: Person, cell: str) -> None:
    note(council, cell, why=cell)
    row = csv_rows(client_of(writer).get(HERE + "record.csv"))[1]
    assert row[3] == row[4] == f"'{cell}"


def test_ten_thousand_events_stay_quick(council: Council, writer: Person, django_assert_max_num_queries: Any) -> None:
    now = timezone.now()
    Event.objects.bulk_create(
        Event(
            council=council,
            by=writer,
            kind="answer.saved",
            subject="x:1",
            summary=f"Event {n}",
            at=now - timedelta(minutes=n),
        )
        for n in range(10_000)
    )
    client = client_of(writer)
    with django_assert_max_num_queries(CEILING):
        text = text_of(client.get(HERE + "?page=150"))
    assert len(re.findall(r">Event 74\d\d\s", text)) == 50
    plan = Event.objects.filter(council=council).order_by("-at", "-pk")[:50].explain()
    assert "USING INDEX" in plan
    with django_assert_max_num_queries(CEILING):
        assert len(csv_rows(client.get(HERE + "record.csv"))) > 10_000
