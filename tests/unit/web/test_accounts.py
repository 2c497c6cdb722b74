"""Signing in by a link and by a password: who is let in, who is not, and what each is told."""

import re
from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.web.accounts.links import GOOD_FOR_SECONDS, make_token, read_token, spend_token
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db
PASSWORD = "three words remembered"


class GoneBackend(EmailBackend):
    """A mail server that cannot be reached."""

    def open(self) -> bool:
        raise ConnectionRefusedError("nobody listens")

    def send_messages(self, messages: object) -> int:
        raise SMTPServerDisconnected("nobody listens")


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place"])


@pytest.fixture
def person(council: Council) -> Person:
    found = make_person(Role.COORDINATOR, council, email="meera@council.example", name="Meera Patel")
    found.set_password(PASSWORD)
    found.save()
    return found


def ask_for_link(client: Client, email: str, onward: str = "") -> str:
    """Ask, and give back the link in the message; empty where none was sent."""
    before = len(mail.outbox)
    answer = client.post("/sign-in/link/", {"email": email, "next": onward}, follow=True)
    assert "Look in your mail" in answer.content.decode()
    if len(mail.outbox) == before:
        return ""
    found = re.search(r"https?://[^/]+(/sign-in/link/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_link_signs_in_after_the_button_is_pressed(client: Client, person: Person) -> None:
    link = ask_for_link(client, "Meera@Council.example")
    page = client.get(link)
    assert "Sign in as Meera Patel" in page.content.decode()
    assert not is_signed_in(client)
    assert client.post(link)["Location"] == "/"
    assert is_signed_in(client)


def test_opening_a_link_many_times_does_not_use_it_up(client: Client, person: Person) -> None:
    link = ask_for_link(client, person.email)
    for _ in range(3):
        assert Client().get(link).status_code == 200
    client.post(link)
    assert is_signed_in(client)


def test_a_link_works_once(client: Client, person: Person) -> None:
    link = ask_for_link(client, person.email)
    client.post(link)
    again = Client()
    answer = again.post(link)
    assert answer.status_code == 410
    assert "This link cannot be used" in answer.content.decode()
    assert not is_signed_in(again)


def test_of_two_who_spend_a_token_at_once_one_gets_in(person: Person) -> None:
    token = make_token(person)
    first, second = read_token(token), read_token(token)
    assert first == second == person
    assert spend_token(token) == person
    assert spend_token(token) is None


def test_a_link_is_good_for_an_hour(person: Person) -> None:
    token = make_token(person)
    with time_machine.travel(timezone.now() + timedelta(seconds=GOOD_FOR_SECONDS - 30)):
        assert read_token(token) == person
    with time_machine.travel(timezone.now() + timedelta(seconds=GOOD_FOR_SECONDS + 30)):
        assert read_token(token) is None


def test_a_link_dies_with_a_new_password(person: Person) -> None:
    token = make_token(person)
    person.set_password("another three words")
    person.save()
    assert read_token(token) is None


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "eyJwZXJzb24iOjF9:1abc:forged"])
def test_a_forged_token_is_nobody(token: str, person: Person) -> None:
    assert read_token(token) is None


def test_an_unknown_address_is_told_the_same_and_sent_nothing(client: Client, person: Person) -> None:
    known = client.post("/sign-in/link/", {"email": person.email})
    unknown = client.post("/sign-in/link/", {"email": "nobody@council.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1


def test_somebody_inactive_is_sent_nothing_and_let_in_by_nothing(client: Client, person: Person) -> None:
    link = ask_for_link(client, person.email)
    person.is_active = False
    person.save()
    assert ask_for_link(client, person.email) == ""
    assert client.post(link).status_code == 410
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/c/wharfemoor-council/rounds/?a=b&c=d", "/c/wharfemoor-council/rounds/?a=b&c=d"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
@pytest.mark.parametrize("way", ["link", "password"])
def test_signing_in_leads_on_within_the_site_alone(way: str, wanted: str, reached: str, person: Person) -> None:
    client = Client()
    if way == "link":
        answer = client.post(ask_for_link(client, person.email, wanted))
    else:
        answer = client.post("/account/login/", {"login": person.email, "password": PASSWORD, "next": wanted})
    assert answer["Location"] == reached


def test_the_sign_in_page_keeps_where_somebody_wanted_to_go(client: Client, person: Person) -> None:
    answer = client.get("/c/wharfemoor-council/people/", follow=True)
    text = answer.content.decode()
    assert 'name="next" value="/c/wharfemoor-council/people/"' in text
    assert "/sign-in/link/?next=/c/wharfemoor-council/people/" in text
    page = client.get("/sign-in/link/?next=/c/wharfemoor-council/people/").content.decode()
    assert 'name="next" value="/c/wharfemoor-council/people/"' in page


def test_a_wrong_password_is_said_at_the_password_and_the_address_is_kept(client: Client, person: Person) -> None:
    text = client.post("/account/login/", {"login": person.email, "password": "wrong"}).content.decode()
    assert '<a href="#id_password">The e-mail address or the password is not right.' in text
    assert f'value="{person.email}"' in text
    assert 'value="wrong"' not in text


def test_wrong_passwords_are_stopped_after_five(client: Client, person: Person) -> None:
    for _ in range(5):
        client.post("/account/login/", {"login": person.email, "password": "wrong"})
    answer = client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert "There were too many wrong tries." in answer.content.decode()
    assert not is_signed_in(client)


def test_the_sixth_link_within_an_hour_is_refused_in_a_sentence(client: Client, person: Person) -> None:
    for _ in range(5):
        ask_for_link(client, person.email)
    answer = client.post("/sign-in/link/", {"email": person.email})
    assert answer.status_code == 429
    assert "Several links were asked for within an hour." in answer.content.decode()
    assert f'value="{person.email}"' in answer.content.decode()


@pytest.mark.parametrize("email", ["meera@council.example", "nobody@council.example"])
def test_a_mail_server_that_is_gone_is_a_sentence(client: Client, person: Person, email: str, settings: object) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.GoneBackend"
    answer = client.post("/sign-in/link/", {"email": email})
    assert answer.status_code == 503
    assert "The e-mail could not be sent. Try again in a few minutes" in answer.content.decode()
    assert email in answer.content.decode()


def test_a_reset_with_the_mail_server_gone_is_a_sentence(client: Client, person: Person, settings: object) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.GoneBackend"
    answer = client.post("/account/password/reset/", {"email": person.email})
    assert answer.status_code == 409
    assert "The e-mail could not be sent." in answer.content.decode()


@pytest.mark.parametrize("email", ["", "no address", "a@b"])
def test_something_that_is_no_address_is_said_at_the_field(client: Client, email: str) -> None:
    answer = client.post("/sign-in/link/", {"email": email})
    assert answer.status_code == 400
    assert '<a href="#id_email">' in answer.content.decode()


def test_a_password_is_reset_through_the_message(client: Client, person: Person) -> None:
    client.post("/account/password/reset/", {"email": person.email})
    assert mail.outbox[-1].subject == "Choose a new password for Goldthread"
    found = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mail.outbox[-1].body)
    assert found
    page = client.get(found[1], follow=True)
    assert "Choose a new password" in page.content.decode()
    place = page.request["PATH_INFO"]
    short = client.post(place, {"password1": "short", "password2": "short"}).content.decode()
    assert '<a href="#id_password1">' in short
    client.post(place, {"password1": "four more words here", "password2": "four more words here"})
    assert mail.outbox[-1].subject == "Your password for Goldthread was changed"
    assert mail.outbox[-1].to == [person.email]
    client.post("/account/login/", {"login": person.email, "password": "four more words here"})
    assert is_signed_in(client)


def test_a_reset_for_an_unknown_address_sends_nothing(client: Client) -> None:
    answer = client.post("/account/password/reset/", {"email": "nobody@council.example"}, follow=True)
    assert "Look in your mail" in answer.content.decode()
    assert mail.outbox == []


def test_a_reset_link_that_was_used_says_so(client: Client) -> None:
    assert "This link cannot be used" in client.get("/account/password/reset/key/1-used-up/").content.decode()


def test_somebody_without_a_password_can_choose_one(client: Client, council: Council) -> None:
    invited = make_person(Role.AUDITOR, council)
    client.force_login(invited, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/account/password/change/", follow=True).request["PATH_INFO"] == reverse("account_set_password")
    client.post("/account/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    invited.refresh_from_db()
    assert invited.check_password(PASSWORD)


def test_nobody_signs_up_alone(client: Client) -> None:
    for answer in (client.get("/account/signup/"), client.post("/account/signup/", {"email": "a@council.example"})):
        assert "People are added by their council" in answer.content.decode()
    assert not Person.objects.exists()


@pytest.mark.parametrize("change", [{"expire_date": timezone.now()}, {"session_key": "another"}])
def test_a_session_that_ran_out_or_was_taken_away_is_over_at_once(
    change: dict[str, object], client: Client, council: Council
) -> None:
    client.force_login(make_person(Role.AUDITOR, council), backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("rounds:list", args=[council.slug])
    assert client.get(page).status_code == 200
    Session.objects.update(**change)
    found = client.get(page)
    assert (found.status_code, found["Location"]) == (302, f"/account/login/?next={page}")


def test_a_membership_that_has_ended_opens_nothing(client: Client, council: Council) -> None:
    person = make_person(Role.AUDITOR, council)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("rounds:list", args=[council.slug])
    assert client.get(page).status_code == 200
    person.memberships.update(ended_at=timezone.now())
    assert client.get(page).status_code == 404


def test_signing_out_asks_and_ends_the_session(client: Client, person: Person) -> None:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert "Sign out" in client.get("/account/logout/").content.decode()
    assert is_signed_in(client)
    client.post("/account/logout/")
    assert not is_signed_in(client)
