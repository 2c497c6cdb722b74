"""The landing page and where each role starts; about; and what an error page says."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from django.views import defaults

from goldthread.assessment.types import RoundState
from goldthread.organisation.actions import end_role, grant_role
from goldthread.organisation.models import Council, Membership, Person
from goldthread.organisation.types import CouncilKind, Role
from goldthread.web.errors import csrf_failure
from tests.factories import make_council, make_person, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place"])


def client_of(person: Person, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def start_of(person: Person) -> str:
    """Where the landing page leads, council by council's start."""
    return client_of(person).get("/", follow=True).redirect_chain[1][0]


def test_a_stranger_reads_what_it_does_and_is_offered_the_sign_in(client: Client) -> None:
    text = client.get("/").content.decode()
    assert "Goldthread asks each department which of five levels holds for it" in text
    assert 'href="/account/login/"' in text


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.COORDINATOR, "/c/wharfemoor-council/"),
        (Role.RESPONDENT, "/c/wharfemoor-council/rounds/2026/answers/"),
        (Role.MODERATOR, "/c/wharfemoor-council/"),
        (Role.APPROVER, "/c/wharfemoor-council/"),
        (Role.COUNCILLOR, "/c/wharfemoor-council/"),
        (Role.AUDITOR, "/c/wharfemoor-council/"),
        (Role.ADMINISTRATOR, "/c/wharfemoor-council/people/"),
        (Role.CONTRACT_MANAGER, "/c/wharfemoor-council/register/mine/"),
        (Role.FINANCE, "/c/wharfemoor-council/"),
    ],
)
def test_each_role_starts_where_its_work_is(role: Role, place: str, council: Council) -> None:
    make_round(council, codes=["CLR1"])
    assert start_of(make_person(role, council)) == place


@pytest.mark.parametrize("state", [None, RoundState.DRAFT])
def test_a_respondent_without_a_running_round_starts_at_the_standing(
    state: RoundState | None, council: Council
) -> None:
    if state:
        make_round(council, codes=["CLR1"], state=state)
    assert start_of(make_person(Role.RESPONDENT, council)) == "/c/wharfemoor-council/"


def test_somebody_of_several_councils_chooses(council: Council) -> None:
    other = make_council(CouncilKind.LONDON_BOROUGH, departments=["Roads"], name="Elsewhere")
    person = make_person(Role.AUDITOR, council)
    grant_role(council=other, email=person.email, role=Role.MODERATOR, by=None)
    grant_role(council=other, email=person.email, role=Role.COUNCILLOR, by=None)
    text = client_of(person).get("/").content.decode()
    assert "You have a role at 2 councils." in text
    assert 'href="/c/elsewhere/start/"' in text
    assert "Moderator, Councillor" in text
    assert "London borough" in text


def test_somebody_without_a_council_is_told_what_to_do(council: Council) -> None:
    make_person(Role.COORDINATOR, council)
    person = make_person(Role.AUDITOR, council)
    end_role(membership=Membership.objects.get(person=person), why="Left", by=None)
    text = client_of(person).get("/").content.decode()
    assert "no council has given this address a role" in text
    assert "Ask your head of procurement" in text


def test_about_names_sources_cookies_and_what_was_not_tested(client: Client) -> None:
    text = client.get("/about/").content.decode()
    for sentence in (
        "Local Government Association",
        "Every statement and help text is written afresh",
        "no person who uses a screen reader",
        "two cookies",
        "MIT licence",
    ):
        assert sentence in text


def test_a_missing_page_says_so(council: Council) -> None:
    for client in (Client(), client_of(make_person(Role.AUDITOR, council))):
        answer = client.get("/no/such/page/")
        assert answer.status_code == 404
        assert "There is nothing at this address, or it is not open to you." in answer.content.decode()


def test_a_refused_action_says_who_may(council: Council) -> None:
    answer = client_of(make_person(Role.COUNCILLOR, council)).get("/c/wharfemoor-council/people/")
    assert answer.status_code == 403
    assert "You are not able to manage people and departments" in answer.content.decode()


def test_a_form_without_its_token_gives_back_what_was_typed_but_no_password(council: Council) -> None:
    person = make_person(Role.COORDINATOR, council)
    client = client_of(person, enforce_csrf_checks=True)
    typed = {"name": "A long name <b>", "password1": "secret words", "csrfmiddlewaretoken": "stale"}
    answer = client.post("/c/wharfemoor-council/people/add/", typed)
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "The form was not sent" in text
    assert "A long name &lt;b&gt;" in text
    assert "secret words" not in text
    assert "stale" not in text


def test_a_form_without_its_token_and_without_text_is_a_page_too(rf: RequestFactory) -> None:
    assert b"What you typed" not in csrf_failure(rf.post("/")).content


def test_the_page_of_our_own_faults_needs_no_tables(rf: RequestFactory, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        pages = [
            defaults.server_error(rf.get("/")),
            defaults.bad_request(rf.get("/"), SuspiciousOperation()),
        ]
    assert [page.status_code for page in pages] == [500, 400]
    assert "This is our fault, not yours." in pages[0].content.decode()
    assert "Nothing was changed." in pages[1].content.decode()


def test_a_plain_refusal_has_a_page(rf: RequestFactory) -> None:
    answer = defaults.permission_denied(rf.get("/"), PermissionDenied())
    assert "This is not open to you" in answer.content.decode()
