"""Ambitions: what is shown to whom, and what the form accepts."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from goldthread.organisation.models import Event
from goldthread.organisation.permissions import ALLOWED
from goldthread.organisation.types import Action, CouncilKind, Role
from goldthread.plan.models import Ambition
from tests.factories import make_council, make_person
from tests.pages import client_of, statuses_by_role, text_of
from tests.scenes import Scene, make_large_round, scene_in_transaction

pytestmark = pytest.mark.django_db
LIST = "/c/wharfemoor-council/ambition/"
CRM = LIST + "CRM/"
YEAR = timezone.localdate().year


@pytest.fixture(scope="module")
def aimed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), scene_in_transaction() as scene:
        yield scene


def fields(**changes: str) -> dict[str, str]:
    day = {"by_date-day": "30", "by_date-month": "9", "by_date-year": str(YEAR + 3)}
    return {"level": "4", **day, "reason": "The audit committee asks for it.", **changes}


def test_the_list_opens_with_how_many_are_set_and_reached(aimed: Scene) -> None:
    text = text_of(client_of(aimed.people[Role.COORDINATOR]).get(LIST))
    assert "Every one of the 14 areas has an ambition; three are reached." in text
    assert f"Leader by 31 March {YEAR + 2}: The corporate plan asks for it." in text


def test_the_level_shown_to_a_councillor_is_the_last_that_was_signed(aimed: Scene) -> None:
    text = text_of(client_of(aimed.people[Role.COUNCILLOR]).get(LIST))
    assert "Level now (Round 2024)" in text
    assert "Change" not in text


def test_an_ambition_is_set_with_its_day_its_reason_and_an_event(aimed: Scene) -> None:
    response = client_of(aimed.people[Role.COORDINATOR]).post(CRM, fields(), follow=True)
    assert f"Managing contracts and relationships: the ambition is Leader by 30 September {YEAR + 3}." in text_of(
        response
    )
    row = Ambition.objects.get(object_id="CRM", by_date__month=9)
    assert (row.level, row.reason, row.set_by) == (
        4,
        "The audit committee asks for it.",
        aimed.people[Role.COORDINATOR],
    )
    assert Event.objects.filter(kind="ambition.set", subject="ambition:CRM").first()


def test_the_form_begins_with_what_stands(aimed: Scene) -> None:
    page = client_of(aimed.people[Role.COORDINATOR]).get(CRM).content.decode()
    assert "The council stands at Developing (Round 2026)." in page
    assert 'value="4" checked' in page
    assert f'value="{YEAR + 2}"' in page
    assert "The corporate plan asks for it." in page


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"level": ""}, "id_level", "Choose the level to aim for."),
        ({"level": "6"}, "id_level", "Choose the level to aim for."),
        ({"reason": " "}, "id_reason", "Say why the council aims for this level."),
        ({"by_date-day": "31"}, "id_by_date-day", "is not a date. Give a day, a month and a year."),
        ({"by_date-year": "2019"}, "id_by_date-day", "is not in the future. Give a day that is still to come."),
        ({"by_date-year": str(YEAR + 40)}, "id_by_date-day", "is more than 30 years away. Check the year."),
        (
            {"by_date-day": "", "by_date-month": "", "by_date-year": ""},
            "id_by_date-day",
            "Give the day by which it should be reached.",
        ),
    ],
)
def test_a_fault_is_told_at_its_field_and_keeps_what_was_typed(
    aimed: Scene, changes: dict[str, str], field: str, said: str
) -> None:
    sent = fields(**changes)
    response = client_of(aimed.people[Role.COORDINATOR]).post(CRM, sent)
    page = response.content.decode()
    assert response.status_code == 400
    assert f'<a href="#{field}">' in page
    assert f'id="{field}"' in page
    assert text_of(response).count(said) == 2
    assert sent["reason"].strip() in page
    assert not Ambition.objects.filter(object_id="CRM", by_date__month=9).exists()


def test_aiming_below_the_level_now_asks_to_be_confirmed(aimed: Scene) -> None:
    client = client_of(aimed.people[Role.COORDINATOR])
    response = client.post(CRM, fields(level="1"))
    assert response.status_code == 400
    assert "The council stands at Developing already. Tick the box to aim for less, or aim higher." in text_of(response)
    assert client.post(CRM, fields(level="1", confirm_below="on")).status_code == 302
    assert Ambition.objects.get(object_id="CRM", by_date__month=9).level == 1


def test_an_ambition_for_the_same_day_replaces_and_the_event_keeps_both(aimed: Scene) -> None:
    client = client_of(aimed.people[Role.APPROVER])
    client.post(CRM, fields())
    client.post(CRM, fields(level="5"))
    assert Ambition.objects.get(object_id="CRM", by_date__month=9).level == 5
    event = Event.objects.filter(kind="ambition.set", subject="ambition:CRM").first()
    assert event is not None
    assert event.before == {"level": 4, "reason": "The audit committee asks for it."}


def test_a_council_without_a_round_can_set_its_ambitions() -> None:
    council = make_council(name="Eskdale County Council", departments=["Place"])
    client = client_of(make_person(Role.COORDINATOR, council))
    assert "No ambition is set yet." in text_of(client.get("/c/eskdale-county-council/ambition/"))
    assert "The council has no level here yet." in text_of(client.get("/c/eskdale-county-council/ambition/SVL/"))
    assert client.post("/c/eskdale-county-council/ambition/SVL/", fields(level="1")).status_code == 302
    assert Ambition.objects.get(council=council).by_date > timezone.localdate() + timedelta(days=365)


ADDRESSES = [
    (LIST, "get", Action.VIEW_SIGNED_RESULTS, 200),
    (CRM, "get", Action.SET_AMBITION, 200),
    (CRM, "post", Action.SET_AMBITION, 400),
]


@pytest.mark.parametrize(("url", "method", "action", "status"), ADDRESSES)
def test_each_address_answers_the_roles_of_the_table_alone(
    aimed: Scene, url: str, method: str, action: Action, status: int
) -> None:
    found = statuses_by_role(aimed.people, url, method=method)
    assert found == {role: status if role in ALLOWED[action] else 403 for role in Role}


@pytest.mark.parametrize(("url", "method", "action", "status"), ADDRESSES)
def test_people_of_another_council_are_told_nothing(
    aimed: Scene, url: str, method: str, action: Action, status: int
) -> None:
    other = make_council(CouncilKind.COUNTY, name="Eskdale County Council", departments=["Place"])
    stranger = {Role.COORDINATOR: make_person(Role.COORDINATOR, other)}
    assert statuses_by_role(stranger, url, method=method) == {Role.COORDINATOR: 404}


def test_an_area_that_the_framework_lacks_is_not_found(aimed: Scene) -> None:
    assert client_of(aimed.people[Role.COORDINATOR]).get(LIST + "ABC/").status_code == 404


@pytest.mark.parametrize("place", ["", "CRM/"])
def test_every_page_reads_a_whole_council_in_fifteen_queries(place: str, django_assert_max_num_queries: Any) -> None:
    council = make_large_round().council
    client = client_of(make_person(Role.COORDINATOR, council))
    url = f"/c/eskdale-county-council/ambition/{place}"
    client.get(url)
    with django_assert_max_num_queries(15):
        assert client.get(url).status_code == 200
