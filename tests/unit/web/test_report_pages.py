"""Who reads which report on the site, what it says to them, and what it costs."""

from html import unescape
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from goldthread.assessment.actions.rounds import move_round
from goldthread.assessment.models import Answer, Round
from goldthread.assessment.transitions import MoveName
from goldthread.assessment.types import RoundState
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from tests import factories

pytestmark = pytest.mark.django_db

QUERY_CEILING = 15
DEPARTMENTS = ("Adult Social Care", "Place", "Housing")
CODES = ("CLR1", "CRM2", "ENB1")


@pytest.fixture
def council() -> Council:
    return factories.make_council(departments=DEPARTMENTS)


@pytest.fixture
def round_(council: Council) -> Round:
    made = factories.make_round(council, codes=CODES)
    factories.answer(made, "Adult Social Care", "CRM2", 2, comment="Only <i>Adults</i> know this")
    factories.answer(made, "Place", "CRM2", 4, comment="Only Place knows this")
    factories.answer_everything(made)
    return made


def reader(role: Role, council: Council, department: str | None = None) -> Client:
    return signed_in(factories.make_person(role, council, department=department))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(round_: Round, name: str = "diagnostic", **query: object) -> str:
    asked = f"?{urlencode(query)}" if query else ""
    return reverse(f"report:{name}", args=[round_.council.slug, round_.ref]) + asked


def page(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200
    return unescape(response.content.decode())


ACCESS = {
    # role: what the page answers before sign-off, after it, and to ?draft after it
    Role.COORDINATOR: (200, 200, 200),
    Role.MODERATOR: (200, 200, 200),
    Role.APPROVER: (200, 200, 200),
    Role.AUDITOR: (200, 200, 200),
    Role.RESPONDENT: (200, 200, 200),
    Role.COUNCILLOR: (404, 200, 404),
    Role.ADMINISTRATOR: (403, 403, 403),
}


@pytest.mark.parametrize("role", ACCESS)
def test_each_role_reads_what_is_for_it(role: Role, council: Council, round_: Round) -> None:
    client = reader(role, council)
    before = client.get(address(round_)).status_code
    factories.submit(round_)
    factories.sign(round_)
    after = client.get(address(round_)).status_code
    assert (before, after, client.get(address(round_, draft="")).status_code) == ACCESS[role]


@pytest.mark.parametrize("name", ["diagnostic", "pdf"])
def test_another_council_and_an_unknown_round_are_not_found(name: str, council: Council, round_: Round) -> None:
    stranger = reader(Role.COORDINATOR, factories.make_council(name="Elsewhere Council"))
    assert stranger.get(address(round_, name)).status_code == 404
    own = reader(Role.COORDINATOR, council)
    assert own.get(reverse(f"report:{name}", args=[council.slug, "1999"])).status_code == 404
    assert own.get(address(round_, name, department=999_999)).status_code == 404
    assert own.get(address(round_, name, department="x")).status_code == 404
    assert own.post(address(round_, name)).status_code == 405
    assert Client().get(address(round_, name)).status_code == 302


def test_a_respondent_reads_only_their_own_until_they_submit_and_then_what_others_submitted(
    council: Council, round_: Round
) -> None:
    client = reader(Role.RESPONDENT, council, "Place")
    before = page(client, address(round_))
    assert "Draft: the answers of Place alone" in before
    assert "Only Place knows this" in before
    assert "Adult Social Care" not in before
    factories.submit(round_, "Place")
    after = page(client, address(round_))
    assert "Draft: not signed off" in after
    assert "So far Leader, because Place chose Leader" in after
    assert "Adults</i> know this" not in after
    factories.submit(round_, "Adult Social Care")
    assert "Only <i>Adults</i> know this" in page(client, address(round_))


def test_a_respondent_may_ask_for_their_own_department_and_no_other(council: Council, round_: Round) -> None:
    client = reader(Role.RESPONDENT, council, "Place")
    factories.submit(round_, "Place")
    own, other = (factories.department_named(council, name).pk for name in ("Place", "Housing"))
    assert "Draft: the answers of Place alone" in page(client, address(round_, department=own))
    assert client.get(address(round_, department=other)).status_code == 403
    assert client.get(address(round_, "pdf", department=other)).status_code == 403
    coordinator = reader(Role.COORDINATOR, council)
    assert "Draft: the answers of Housing alone" in page(coordinator, address(round_, department=other))


def test_the_page_opens_with_the_finding_and_escapes_what_people_typed(council: Council, round_: Round) -> None:
    response = reader(Role.COORDINATOR, council).get(address(round_))
    raw = response.content.decode()
    assert "Only &lt;i&gt;Adults&lt;/i&gt; know this" in raw
    assert "<i>Adults" not in raw
    assert "style=" not in raw
    assert '<p class="gt-finding">Of 14 areas,' in raw
    assert raw.count("<h1") == 1


def test_a_signed_report_stays_and_the_draft_of_today_is_one_click_away(council: Council, round_: Round) -> None:
    factories.submit(round_)
    factories.sign(round_, statement="As we stand")
    Answer.objects.filter(round=round_).update(level=1)
    client = reader(Role.COORDINATOR, council)
    signed = page(client, address(round_))
    assert "Developing, because Adult Social Care chose Developing" in signed
    assert "As we stand" in signed
    assert "Draft: not signed off" not in signed
    live = page(client, address(round_, draft=""))
    assert "Minimum, because all three departments that answered chose Minimum." in live
    assert "Draft: not signed off" in live
    assert "report.pdf?draft=" in live


def test_what_was_signed_first_can_still_be_read_after_a_second_signature(council: Council, round_: Round) -> None:
    factories.submit(round_)
    factories.sign(round_, statement="First words")
    move_round(round=round_, move=MoveName.REOPEN, by=None, reason="The audit found an error")
    client, again = reader(Role.COORDINATOR, council), "The round was reopened after this was signed"
    first = page(client, address(round_, signature="1"))
    assert "First words" in first
    assert again in first
    assert "report.pdf?signature=1" in first
    Answer.objects.filter(round=round_).update(level=1)
    factories.sign(round_, statement="Second words")
    assert "First words" in page(client, address(round_, signature="1"))
    assert again not in page(client, address(round_, signature="2"))
    signatures = page(client, f"/c/{council.slug}/rounds/{round_.ref}/sign-off/")
    assert signatures.count("Report as it was signed") == 2
    assert client.get(address(round_, signature="3")).status_code == 404
    assert client.get(address(round_, signature="²")).status_code == 404
    assert reader(Role.COUNCILLOR, council).get(address(round_, signature="1")).status_code == 403


def test_the_pdf_comes_as_a_file_with_the_same_right_and_the_same_words(council: Council, round_: Round) -> None:
    response = reader(Role.RESPONDENT, council, "Place").get(address(round_, "pdf"))
    assert response.headers["Content-Type"] == "application/pdf"
    assert 'filename="wharfemoor-council-2026-diagnostic-draft.pdf"' in response.headers["Content-Disposition"]
    pages = [leaf.extract_text() for leaf in PdfReader(BytesIO(response.content)).pages]
    assert "The answers of Place alone" in pages[0]
    assert not any("Adult Social Care" in text for text in pages)
    assert reader(Role.COUNCILLOR, council).get(address(round_, "pdf")).status_code == 404


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.RESPONDENT])
@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.SIGNED])
def test_a_report_asks_the_database_little(
    role: Role, state: RoundState, council: Council, round_: Round, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    factories.submit(round_)
    if state is RoundState.SIGNED:
        factories.sign(round_)
    client = reader(role, council)
    with django_assert_max_num_queries(QUERY_CEILING):
        client.get(address(round_))
