"""Requests that no page of ours makes: absurd keys, other methods, a form sent by somebody signed out meanwhile."""

from typing import Any

import pytest
from django.test import Client

from goldthread.assessment.types import RoundState
from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from tests.factories import department_named, make_council, make_person, make_round

pytestmark = pytest.mark.django_db
HERE = "/c/wharfemoor-council/"
BEYOND_EVERY_TABLE = "9" * 25


@pytest.fixture
def council() -> Council:
    made = make_council(departments=["Place"])
    make_round(made, codes=["CLR1"], state=RoundState.OPEN)
    return made


@pytest.fixture
def client(council: Council) -> Client:
    client = Client()
    client.force_login(make_person(Role.COORDINATOR, council), backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    "place",
    [
        "rounds/2026/answers/{}/",
        "rounds/2026/return/{}/",
        "rounds/2026/ask/{}/",
        "rounds/2026/moderation/answers/{}/leave-out/",
        "rounds/2026/sign-off/signed/{}.json",
        "people/roles/{}/end/",
        "people/departments/{}/rename/",
    ],
)
def test_a_number_beyond_every_table_is_not_found(client: Client, place: str) -> None:
    assert client.get(HERE + place.format(BEYOND_EVERY_TABLE)).status_code == 404


@pytest.mark.parametrize(
    "place", ["", "people/", "rounds/new/", "record/", "rounds/2026/import/", "rounds/2026/export.csv"]
)
def test_a_link_checker_may_ask_for_the_head_alone(client: Client, place: str) -> None:
    assert client.head(HERE + place).status_code == 200


def test_the_address_of_a_button_says_so_when_it_is_opened(client: Client) -> None:
    answer = client.get(HERE + "rounds/2026/invite/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "A button leads here, and it was not pressed." in text_of(answer)


def test_a_form_of_somebody_signed_out_gives_back_what_was_typed(council: Council) -> None:
    place = f"{HERE}rounds/2026/return/{department_named(council, 'Place').pk}/"
    before = Event.objects.count()
    answer = Client(headers={"referer": f"http://testserver{HERE}rounds/2026/?show=all"}).post(
        place, {"reason": "Two pages of reasons"}
    )
    text = text_of(answer)
    assert answer.status_code == 401
    assert "Two pages of reasons" in text
    assert 'href="/account/login/?next=%2Fc%2Fwharfemoor-council%2Frounds%2F2026%2F%3Fshow%3Dall"' in text
    assert Event.objects.count() == before


def test_a_button_of_somebody_signed_out_leads_back_to_its_page(council: Council) -> None:
    answer = Client(headers={"referer": f"http://testserver{HERE}rounds/2026/"}).post(HERE + "rounds/2026/invite/")
    assert answer["Location"] == "/account/login/?next=/c/wharfemoor-council/rounds/2026/"


def test_the_page_before_a_sign_in_is_never_one_of_another_site(council: Council) -> None:
    answer = Client(headers={"referer": "https://elsewhere.example/steal"}).post(HERE + "rounds/2026/invite/")
    assert answer["Location"] == "/account/login/?next=/c/wharfemoor-council/rounds/2026/invite/"
