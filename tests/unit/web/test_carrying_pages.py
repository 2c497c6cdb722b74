"""Carrying on the screens: the report before anything is written, the mark on each answer, then and now."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldthread.assessment.carrying.actions import carry_round
from goldthread.assessment.models import Round
from goldthread.assessment.types import AnswerState
from goldthread.organisation.types import Role
from tests.carried_scene import DRAFT, FINAL, put_draft_round
from tests.factories import answer_of, make_council, make_person
from tests.unit.web.answering_scene import address, as_person, text_of

pytestmark = pytest.mark.django_db

CEILING = 15


@pytest.fixture
def old() -> Round:
    return put_draft_round(make_council(departments=["Place", "Housing"]))


@pytest.fixture
def new(old: Round) -> Round:
    return carry_round(round=old, framework_id=FINAL, by=None)[0].new


@pytest.fixture
def coordinator(old: Round) -> Client:
    return as_person(make_person(Role.COORDINATOR, old.council))


def respondent(round_: Round, department: str = "Place") -> Client:
    return as_person(make_person(Role.RESPONDENT, round_.council, department=department))


def url(name: str, round_: Round) -> str:
    return reverse(f"rounds:{name}", args=[round_.council.slug, round_.ref])


def test_the_report_stands_before_anything_is_written(old: Round, coordinator: Client) -> None:
    assert "Carry this round into the newer framework" in text_of(coordinator.get(url("show", old)))
    text = text_of(coordinator.get(url("carry", old)))
    assert "Ten answers are carried as they stand; one needs review; one keeps its comment alone." in text
    assert "13 key areas and enablers become 14; 11 are asked alike in both versions" in text
    assert Round.objects.count() == 1
    page = coordinator.post(url("carry", old), {"to": FINAL}, follow=True)
    assert "Round 2018 stays as it is." in text_of(page)
    again = coordinator.post(url("carry", old), {"to": FINAL}, follow=True)
    assert "No second round was made." in text_of(again)
    assert Round.objects.count() == 2
    assert "This round was carried already." in text_of(coordinator.get(url("carry", old)))


def test_a_round_that_nothing_supersedes_says_so(new: Round, coordinator: Client) -> None:
    assert "Nothing supersedes" in text_of(coordinator.get(url("carry", new)))
    assert "Carry this round" not in text_of(coordinator.get(url("show", new)))


def test_a_refused_carry_says_what_to_do(old: Round, coordinator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goldthread.assessment.carrying.queries.digest_framework", lambda _id: "another")
    text = text_of(coordinator.post(url("carry", old), {"to": FINAL}))
    assert "was edited after Round 2018 began to rest on it." in text
    assert "Put its files back as they were" in text
    assert Round.objects.count() == 1


def test_only_the_coordinator_carries(old: Round) -> None:
    for role in (Role.MODERATOR, Role.APPROVER, Role.AUDITOR):
        client = as_person(make_person(role, old.council))
        assert client.post(url("carry", old), {"to": FINAL}).status_code == 403
    assert Round.objects.count() == 1


def test_a_carried_answer_is_marked_and_confirmed_by_its_department(new: Round) -> None:
    client = respondent(new)
    first = text_of(client.get(address(new, "department", "Place")))
    assert "Carried from an earlier round, not confirmed yet: 4" in first
    assert "1 needs review" in first
    page = text_of(client.get(address(new, "area", "Place", "ENB1"), follow=True))
    assert "Carried from Round 2018, needs review" in page
    assert "Then: 4 Leader" in page
    assert "Now: 4 Leader" in page
    client.post(address(new, "confirm_all", "Place"))
    assert answer_of(new, "Place", "ENB2").level == 2
    assert answer_of(new, "Place", "ENB1").state == AnswerState.UNANSWERED
    done = client.post(address(new, "confirm", "Place", "ENB1"), follow=True)
    assert answer_of(new, "Place", "ENB1").level == 4
    assert "Carried from Round 2018, and answered since." in text_of(done)
    assert "ENB1 is confirmed." in text_of(done)


def test_nobody_confirms_for_another_department(new: Round, coordinator: Client) -> None:
    for client in (respondent(new, "Housing"), coordinator):
        assert client.post(address(new, "confirm", "Place", "ENB2")).status_code == 403
        assert client.post(address(new, "confirm_all", "Place")).status_code == 403
    assert answer_of(new, "Place", "ENB2").state == AnswerState.UNANSWERED


def test_confirming_what_was_not_carried_is_refused_in_words(new: Round) -> None:
    page = respondent(new).post(address(new, "confirm", "Place", "CLR1"), follow=True)
    assert "No level was carried to CLR1. Choose a level that holds in your department." in text_of(page)


def test_then_and_now_compares_only_what_both_ask_alike(old: Round, new: Round, coordinator: Client) -> None:
    text = text_of(coordinator.get(url("carried", new)))
    assert "11 of 14 key areas and enablers are asked alike in both versions; none of them has a level" in text
    page = text_of(coordinator.post(url("carried", new), {"item": "PTR"}, follow=True))
    assert "PTR is rated 2 Developing." in page
    assert "One has a level in both rounds: no higher, one the same, no lower." in page
    coordinator.post(url("carried", new), {"item": "SMR"})
    page = text_of(coordinator.get(url("carried", new)))
    assert "One has a level in both rounds" in page  # a split is not compared
    refused = text_of(coordinator.post(url("carried", new), {"item": "CLR"}, follow=True))
    assert "There is no carried rating of that name to confirm." in refused
    assert coordinator.get(url("carried", old)).status_code == 404


def test_pages_of_a_carried_round_ask_the_database_little(old: Round, new: Round, coordinator: Client) -> None:
    places = [(coordinator, url("carry", old)), (coordinator, url("carried", new)), (coordinator, url("show", new))]
    own = respondent(new)
    places += [(own, address(new, "department", "Place")), (own, address(new, "area", "Place", "enablers"))]
    for client, path in places:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        assert len(queries) <= CEILING, (path, len(queries))
    assert old.framework_id == DRAFT


@pytest.mark.parametrize(
    "path",
    [
        "",
        "rounds/",
        "rounds/2018/",
        "rounds/2018/moderation/",
        "rounds/2018/moderation/areas/LDR/",
        "rounds/2018/moderation/codes/ENB1/",
        "rounds/2018/sign-off/",
        "rounds/2018/report/",
        "rounds/2018/answers/",
        "rounds/2018-carried/report/",
        "rounds/2018-carried/moderation/",
        "ambition/",
        "evidence/",
        "record/",
    ],
)
def test_pages_of_both_rounds_are_shown(new: Round, coordinator: Client, path: str) -> None:
    assert coordinator.get(f"/c/{new.council.slug}/{path}", follow=True).status_code == 200
