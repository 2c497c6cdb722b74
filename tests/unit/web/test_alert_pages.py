"""Alerts and the calendar on the site: chosen, copied, reset, stopped by a link, and asked for by programs."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from goldthread.organisation.models import Council, Event, Person
from goldthread.organisation.permissions import standing_of
from goldthread.organisation.types import Role
from goldthread.register.actions.alerts import make_calendar
from goldthread.register.alerts.send import send_alerts
from goldthread.register.alerts.tokens import make_stop_token
from goldthread.register.models import AlertSetting, Contract
from goldthread.register.types import Frequency, Regime
from tests.factories import make_council, make_person
from tests.pages import text_of
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
PAGE = "/c/wharfemoor-council/register/alerts/"


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place"])


@pytest.fixture
def manager(council: Council) -> Person:
    return make_person(Role.CONTRACT_MANAGER, council, email="tom@example.org", name="Tom Ashby")


@pytest.fixture
def contract(council: Council, manager: Person) -> Contract:
    end = timezone.localdate() + timedelta(days=200)
    return put_contract(council, manager=manager, months=0, end=end, regime=Regime.ABOVE.value)


@pytest.fixture
def tom(client: Client, manager: Person) -> Client:
    client.force_login(manager)
    return client


def test_the_page_says_what_the_next_message_tells(tom: Client, contract: Contract) -> None:
    page = text_of(tom.get(PAGE))
    assert "You get a message once a week. 1 thing is new for the next one." in page
    assert "School meals" in page
    assert "Due" in page
    assert "in 20 days." in page
    assert "the contracts that others manage" not in page


def test_choosing_is_kept_and_told(tom: Client, council: Council, manager: Person) -> None:
    reply = tom.post(PAGE, {"frequency": Frequency.DAILY.value}, follow=True)
    assert "Saved. It holds from the next message on." in text_of(reply)
    assert AlertSetting.objects.get().frequency == Frequency.DAILY
    assert Event.objects.get(kind="alert.chosen").by == manager
    tom.post(PAGE, {"frequency": Frequency.DAILY.value})
    assert Event.objects.filter(kind="alert.chosen").count() == 1
    refused = tom.post(PAGE, {"frequency": "hourly"})
    assert refused.status_code == 400
    assert "Choose one of the list." in text_of(refused)


def test_only_a_head_of_procurement_is_asked_of_the_council(client: Client, council: Council) -> None:
    client.force_login(make_person(Role.COORDINATOR, council))
    assert "Tell me of the contracts that others manage, too" in text_of(client.get(PAGE))
    client.post(PAGE, {"frequency": Frequency.WEEKLY.value})
    assert AlertSetting.objects.get().covers_council is False
    assert "the contracts of Wharfemoor" not in text_of(client.get(PAGE))


def test_messages_so_far_are_listed(tom: Client, council: Council, contract: Contract) -> None:
    list(send_alerts(council, timezone.now()))
    assert len(mail.outbox) == 1
    page = text_of(tom.get(PAGE))
    assert "Sent, 1 thing" in page
    assert "At the moment nothing is." in page


def test_the_calendar_is_made_shown_reset_and_switched_off(tom: Client, contract: Contract) -> None:
    assert "Make my calendar" in text_of(tom.get(PAGE))
    assert "Your calendar is made." in text_of(tom.post(PAGE + "calendar/", follow=True))
    first = f"/calendar/{AlertSetting.objects.get().calendar_key}.ics"
    page = tom.get(PAGE).content.decode()
    assert f'value="http://127.0.0.1:8000{first}"' in page
    assert f'href="webcal://127.0.0.1:8000{first}"' in page
    stranger = Client()
    reply = stranger.get(first)
    assert reply["Content-Type"].startswith("text/calendar")
    assert "private" in reply["Cache-Control"]
    assert reply["X-Robots-Tag"] == "noindex, nofollow"
    assert reply["Referrer-Policy"] == "no-referrer"
    calendar = Calendar.from_ical(reply.content)
    assert len(calendar.walk("VEVENT")) == 2
    assert stranger.get(first, headers={"if-none-match": reply["ETag"]}).status_code == 304
    assert stranger.post(first).status_code == 405
    assert "the old one shows nothing any more" in text_of(tom.post(PAGE + "calendar/", follow=True))
    assert stranger.get(first).status_code == 404
    second = f"/calendar/{AlertSetting.objects.get().calendar_key}.ics"
    assert stranger.get(second).status_code == 200
    assert "switched off" in text_of(tom.post(PAGE + "calendar/end/", follow=True))
    assert stranger.get(second).status_code == 404


def test_the_link_in_a_message_stops_them_without_a_sign_in(client: Client, council: Council, manager: Person) -> None:
    address = f"/alerts/stop/{make_stop_token(council, manager)}/"
    assert "Stop messages about contracts?" in text_of(client.get(address))
    assert not AlertSetting.objects.exists()
    one_click = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    assert "gets no more messages about the contracts of Wharfemoor Council" in text_of(one_click)
    assert AlertSetting.objects.get().frequency == Frequency.NEVER
    assert Event.objects.get(kind="alert.chosen").by == manager


@pytest.mark.parametrize("token", ["nonsense", "1-1.forged", "1-1"])
def test_a_forged_link_stops_nothing(client: Client, council: Council, manager: Person, token: str) -> None:
    reply = client.post(f"/alerts/stop/{token}/")
    assert reply.status_code == 410
    assert "It is not whole, or not one of ours." in text_of(reply)
    assert not AlertSetting.objects.exists()


def test_a_calendar_asks_the_database_little_however_many_contracts(council: Council, client: Client) -> None:
    head = make_person(Role.COORDINATOR, council)
    for number in range(12):
        put_contract(council, title=f"Contract {number}", end=date(2028, 1, 1))
    key = make_calendar(standing=standing_of(head, council)).calendar_key
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/calendar/{key}.ics").status_code == 200
    assert len(queries) <= 15
