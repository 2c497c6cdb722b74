"""The calendar of a person's contracts, read back by the library that calendar programs' makers use."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from icalendar import Calendar, Event

from goldthread.organisation.actions import end_role, grant_role
from goldthread.organisation.models import Council, Membership, Person
from goldthread.organisation.models import Event as Record
from goldthread.organisation.permissions import standing_of
from goldthread.organisation.types import Role
from goldthread.register.actions.alerts import choose_alerts, end_calendar, make_calendar
from goldthread.register.actions.contracts import change_contract
from goldthread.register.alerts.feed import build_calendar, find_followed, list_entries
from goldthread.register.models import AlertSetting, Contract
from goldthread.register.types import Frequency, Regime, Visibility
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
END = date(2027, 6, 10)


@pytest.fixture(autouse=True)
def first_of_june() -> Any:
    with time_machine.travel(datetime(2026, 6, 1, 9, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place"])


@pytest.fixture
def manager(council: Council) -> Person:
    return make_person(Role.CONTRACT_MANAGER, council, email="tom@example.org", name="Tom Ashby")


@pytest.fixture
def contract(council: Council, manager: Person) -> Contract:
    return put_contract(council, manager=manager, end=END, notice_months=3, reference="C7", regime=Regime.ABOVE.value)


def follow(person: Person, council: Council) -> AlertSetting:
    return make_calendar(standing=standing_of(person, council))


def read(setting: AlertSetting, today: date = TODAY) -> tuple[Calendar, dict[str, Event]]:
    """The calendar as its address gives it, with its events by the first word of their uid."""
    found = find_followed(setting.calendar_key or "")
    assert found is not None
    built = Calendar.from_ical(build_calendar(found[0], list_entries(*found, today)))
    assert isinstance(built, Calendar)
    return built, {str(event["UID"]).split("-")[0]: event for event in built.walk("VEVENT")}


def test_every_day_of_a_contract_stands_there(council: Council, manager: Person, contract: Contract) -> None:
    calendar, events = read(follow(manager, council))
    assert str(calendar["VERSION"]) == "2.0"
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert str(calendar["X-WR-CALNAME"]) == "Contracts, Wharfemoor Council"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=12)
    assert str(calendar["X-PUBLISHED-TTL"]) == "PT12H"
    days = {name: event["DTSTART"].dt for name, event in events.items()}
    assert days == {
        "launch": END - timedelta(days=180),
        "end": END,
        "extension": date(2027, 3, 10),
        "notice": date(2027, 3, 1),
    }
    assert "Last day to begin an open tender" in str(events["launch"]["DESCRIPTION"])


def test_an_event_is_a_whole_day_with_alarms(council: Council, manager: Person, contract: Contract) -> None:
    _calendar, events = read(follow(manager, council))
    event = events["launch"]
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["DTSTAMP"].dt == datetime(2026, 6, 1, 9, tzinfo=UTC)
    assert str(event["TRANSP"]) == "TRANSPARENT"
    assert str(event["SUMMARY"]) == "Last day to begin procuring: School meals (Fellside Catering CIC)"
    assert str(event["URL"]).endswith(f"/c/wharfemoor-council/register/contracts/{contract.pk}/")
    rings = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
    assert rings == [timedelta(days=-90, hours=9), timedelta(days=-30, hours=9), timedelta(hours=9)]


def test_an_event_moves_with_its_day(council: Council, manager: Person, contract: Contract) -> None:
    setting = follow(manager, council)
    before = {str(event["UID"]) for event in read(setting)[1].values()}
    later = END + timedelta(days=90)
    change_contract(contract=contract, values={"end": later}, expected_version=contract.version, by=manager)
    _calendar, events = read(setting)
    assert {str(event["UID"]) for event in events.values()} == before
    assert events["end"]["DTSTART"].dt == later


def test_too_late_is_said_at_the_end_itself(council: Council, manager: Person, contract: Contract) -> None:
    setting = follow(manager, council)
    uid = str(read(setting)[1]["end"]["UID"])
    _calendar, events = read(setting, today=END - timedelta(days=100))
    assert "launch" not in events
    assert str(events["end"]["UID"]) == uid
    assert str(events["end"]["SUMMARY"]).startswith("Ends, too late for the usual way")
    assert "Still possible" in str(events["end"]["DESCRIPTION"])


def test_the_same_day_gives_the_same_bytes(council: Council, manager: Person, contract: Contract) -> None:
    found = find_followed(follow(manager, council).calendar_key or "")
    assert found is not None
    assert build_calendar(found[0], list_entries(*found, TODAY)) == build_calendar(
        found[0], list_entries(*found, TODAY)
    )


def test_nothing_personal_or_restricted_stands_there(council: Council, manager: Person) -> None:
    put_contract(
        council,
        manager=manager,
        months=0,
        end=END,
        title="Foster care for Mrs Jane Doe, jane@doe.example",
        supplier_name="Mr John Doe",
        reference="R1",
    )
    secret = put_contract(council, manager=manager, months=0, end=END, title="Covert cameras", reference="R2")
    change_contract(
        contract=secret,
        values={"visibility": Visibility.RESTRICTED.value},
        expected_version=secret.version,
        by=manager,
    )
    found = find_followed(follow(manager, council).calendar_key or "")
    assert found is not None
    text = build_calendar(found[0], list_entries(*found, TODAY)).decode().replace("\r\n ", "")
    assert "Ends: restricted contract R2" in text
    for word in ("Covert", "Jane", "John", "jane@doe.example", "tom@example.org", "Ashby"):
        assert word not in text


def test_a_head_of_procurement_sees_the_gravest_of_all(council: Council, contract: Contract) -> None:
    head = make_person(Role.COORDINATOR, council, name="Meera Patel")
    setting = follow(head, council)
    assert set(read(setting)[1]) == {"launch", "extension", "notice"}
    choose_alerts(standing=standing_of(head, council), frequency=Frequency.NEVER, covers_council=False)
    assert read(setting)[1] == {}


def test_one_council_never_shows_anothers(council: Council, manager: Person, contract: Contract) -> None:
    other = make_council(departments=["Place"], name="Calderbeck Council")
    grant_role(council=other, email=manager.email, role=Role.CONTRACT_MANAGER, by=None)
    assert read(follow(manager, other))[1] == {}


def test_the_address_ends_with_the_role_and_does_not_come_back(
    council: Council, manager: Person, contract: Contract, first_of_june: Any
) -> None:
    key = follow(manager, council).calendar_key or ""
    assert find_followed(key) is not None
    end_role(membership=Membership.objects.get(person=manager), why="Moved.", by=None)
    assert find_followed(key) is None
    first_of_june.shift(timedelta(days=1))
    grant_role(council=council, email=manager.email, role=Role.CONTRACT_MANAGER, by=None)
    assert find_followed(key) is None
    assert find_followed(follow(manager, council).calendar_key or "") is not None


def test_a_leaver_a_reset_and_an_end_make_an_address_unknown(council: Council, manager: Person) -> None:
    first = follow(manager, council).calendar_key or ""
    second = follow(manager, council).calendar_key or ""
    assert first != second
    assert len(second) >= 43
    assert find_followed(first) is None
    assert find_followed(second) is not None
    Person.objects.filter(pk=manager.pk).update(is_active=False)
    assert find_followed(second) is None
    Person.objects.filter(pk=manager.pk).update(is_active=True)
    end_calendar(council=council, person=manager)
    assert find_followed(second) is None
    assert find_followed("") is None
    told = Record.objects.filter(kind__startswith="alert.calendar").values_list("kind", "summary", "after")
    assert {kind for kind, _says, _after in told} == {
        "alert.calendar-made",
        "alert.calendar-reset",
        "alert.calendar-ended",
    }
    assert all(second not in says and after is None for _kind, says, after in told)
