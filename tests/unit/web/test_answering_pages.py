"""Who may open which answering page, what it says, and what it costs."""

import pytest

from goldthread.assessment.actions.answers import content_of, save_answer
from goldthread.assessment.actions.rounds import return_response
from goldthread.assessment.models import Round
from goldthread.assessment.types import RoundState
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from tests import factories
from tests.unit.web.answering_scene import DEPARTMENTS, address, as_person, reader, text_of

pytestmark = pytest.mark.django_db

QUERY_CEILING = 15


@pytest.fixture
def council() -> Council:
    return factories.make_council(departments=DEPARTMENTS)


@pytest.fixture
def round_(council: Council) -> Round:
    return factories.make_round(council)


PAGES = {
    "task_list": (None,),
    "department": ("Adult Social Care",),
    "area": ("Adult Social Care", "CRM"),
    "others": (None,),
    "submit": ("Adult Social Care",),
    "evidence_add": ("Adult Social Care", "CRM1"),
}
# What each reader gets, page by page, before the department has submitted: the order of PAGES
ACCESS = {
    "its respondent": (302, 200, 200, 403, 200, 200),
    "respondent of another department": (302, 403, 403, 403, 403, 403),
    "coordinator": (200, 200, 200, 200, 403, 403),
    "moderator": (200, 200, 200, 200, 403, 403),
    "approver": (200, 200, 200, 200, 403, 403),
    "auditor": (200, 200, 200, 200, 403, 403),
    "councillor": (403, 403, 403, 403, 403, 403),
    "administrator": (403, 403, 403, 403, 403, 403),
    "coordinator of another council": (404, 404, 404, 404, 404, 404),
    "nobody": (302, 302, 302, 302, 302, 302),
}


@pytest.mark.parametrize("who", ACCESS)
def test_each_page_opens_only_for_those_who_may_read_it(who: str, council: Council, round_: Round) -> None:
    client = reader(who, council)
    found = tuple(client.get(address(round_, page, *place)).status_code for page, place in PAGES.items())
    assert found == ACCESS[who]


@pytest.mark.parametrize("who", [name for name in ACCESS if name not in {"its respondent", "nobody"}])
def test_each_post_is_refused_to_everybody_but_its_respondents(who: str, council: Council, round_: Round) -> None:
    client = reader(who, council)
    expected = 404 if who == "coordinator of another council" else 403
    link = {"url": "https://example.org/register"}
    assert client.post(address(round_, "save", "Adult Social Care", "CRM1"), {"choice": "4"}).status_code == expected
    assert client.post(address(round_, "submit")).status_code == expected
    assert client.post(address(round_, "evidence_add", "Adult Social Care", "CRM1"), link).status_code == expected
    row = factories.answer_of(round_, "Adult Social Care", "CRM1")
    assert (row.version, row.level, row.evidence.count()) == (0, None, 0)


def test_the_task_list_sends_a_respondent_to_their_department(council: Council, round_: Round) -> None:
    client = reader("its respondent", council)
    assert client.get(address(round_, "task_list", None))["Location"] == address(round_, "department")


def test_the_task_list_lists_a_person_of_two_departments_both(council: Council, round_: Round) -> None:
    person = factories.make_person(Role.RESPONDENT, council, department="Place", email="two@example.org")
    factories.make_person(Role.RESPONDENT, council, department="Highways", email="two@example.org")
    page = text_of(as_person(person).get(address(round_, "task_list", None)))
    assert "You answer for 2 departments in this round." in page
    assert "Adult Social Care" not in page


def test_the_task_list_says_so_where_a_department_is_asked_nothing(council: Council) -> None:
    round_ = factories.make_round(council, asked={"Place": ["CRM1"]})
    page = text_of(reader("its respondent", council).get(address(round_, "task_list", None)))
    assert "Your department is not asked anything in this round." in page


def test_the_department_page_says_what_is_done_and_what_is_left(council: Council, round_: Round) -> None:
    factories.answer(round_, "Adult Social Care", "CRM1", 2)
    factories.answer(round_, "Adult Social Care", "CRM2", not_applicable="We hold no contracts")
    page = text_of(reader("its respondent", council).get(address(round_, "department")))
    assert "2 of 59 value codes are answered; 57 are left, about 57 minutes." in page
    assert "2 of 6" in page
    assert 'href="/c/wharfemoor-council/rounds/2026/report/?department=' in page


def test_the_department_page_says_what_is_not_asked(council: Council) -> None:
    round_ = factories.make_round(council, asked={"Adult Social Care": ["CRM1", "CRM2"]})
    page = text_of(reader("its respondent", council).get(address(round_, "department")))
    assert "asked 2 of the framework’s 59 value codes; the other 57 are not asked of you" in page


def test_the_filter_leaves_only_what_is_not_answered(council: Council) -> None:
    round_ = factories.make_round(council, codes=["CRM1", "CRM2"])
    factories.answer(round_, "Adult Social Care", "CRM1", 2)
    page = text_of(reader("its respondent", council).get(address(round_, "department"), {"show": "left"}))
    assert "1 value code not answered" in page
    assert "CRM2" in page
    assert "CRM1<" not in page


def test_the_search_finds_words_of_a_statement_in_any_order(council: Council, round_: Round) -> None:
    page = text_of(reader("its respondent", council).get(address(round_, "department"), {"q": "slavery MODERN"}))
    assert "RSK3" in page
    assert '<span class="gt-matrix__code">CLR1<' not in page


def test_the_search_says_so_where_nothing_is_found(council: Council, round_: Round) -> None:
    page = text_of(reader("its respondent", council).get(address(round_, "department"), {"q": "<b>zebra"}))
    assert "No value code with “&lt;b&gt;zebra”" in page


def test_a_returned_response_shows_its_reason(council: Council) -> None:
    round_ = factories.make_round(council, codes=["CRM1"])
    factories.answer(round_, "Adult Social Care", "CRM1", 2)
    factories.submit(round_, "Adult Social Care")
    response = factories.response_of(round_, "Adult Social Care")
    return_response(response=response, reason="Please look at CRM1 again.", by=None)
    page = text_of(reader("its respondent", council).get(address(round_, "department")))
    assert "Please look at CRM1 again." in page
    assert "Check and submit" in page


def test_an_area_lists_codes_that_are_not_asked_in_a_sentence(council: Council) -> None:
    round_ = factories.make_round(council, asked={"Adult Social Care": ["CRM1", "CRM2", "CRM4", "CRM5", "CRM6"]})
    page = text_of(reader("its respondent", council).get(address(round_, "area", "Adult Social Care", "CRM")))
    assert "Adult Social Care is not asked CRM3" in page
    assert 'id="CRM3"' not in page


def test_an_area_shows_last_rounds_level_of_the_same_department(council: Council) -> None:
    before = factories.make_round(council, ref="2024", title="2024", codes=["CRM1"])
    factories.answer_everything(before, levels={"Adult Social Care": 2})
    factories.submit(before)
    factories.sign(before)
    Round.objects.filter(pk=before.pk).update(opens_on="2024-01-01")
    round_ = factories.make_round(council, codes=["CRM1"])
    page = text_of(reader("its respondent", council).get(address(round_, "area", "Adult Social Care", "CRM")))
    assert 'Last round</h3> <p class="gt-small govuk-!-margin-bottom-4"><span class="gt-level gt-level--2">2' in page


def test_an_enabler_is_answered_on_the_page_of_all_enablers(council: Council, round_: Round) -> None:
    client = reader("its respondent", council)
    found = client.get(address(round_, "area", "Adult Social Care", "ENB2"))
    assert found["Location"] == address(round_, "area", "Adult Social Care", "enablers") + "#ENB2"
    assert client.get(address(round_, "area", "Adult Social Care", "nowhere")).status_code == 404


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.SIGNED])
def test_a_round_that_is_not_open_is_shown_to_read_with_the_reason(council: Council, state: RoundState) -> None:
    is_signed = state is RoundState.SIGNED
    round_ = factories.make_round(council, codes=["CRM1"], state=RoundState.OPEN if is_signed else state)
    if is_signed:
        factories.answer_everything(round_)
        factories.submit(round_)
        factories.sign(round_)
    page = text_of(reader("its respondent", council).get(address(round_, "area", "Adult Social Care", "CRM")))
    assert f"The round is {state.label}, so answers cannot be changed." in page
    assert "<textarea" not in page


def test_others_answers_are_shown_to_a_respondent_only_after_their_own_are_submitted(
    council: Council,
) -> None:
    round_ = factories.make_round(council, codes=["CRM1"])
    factories.answer(round_, "Highways", "CRM1", 4, comment="All variations go through the form")
    factories.answer(round_, "Place", "CRM1", 1, comment="A draft that nobody should see")
    factories.submit(round_, "Highways")
    client = reader("its respondent", council)
    page = address(round_, "others", None) + "?area=CRM"
    refused = client.get(page)
    assert refused.status_code == 403
    assert "All variations" not in text_of(refused)
    factories.answer(round_, "Adult Social Care", "CRM1", 2)
    factories.submit(round_, "Adult Social Care")
    shown = text_of(client.get(page))
    assert "All variations go through the form" in shown
    assert "A draft that nobody should see" not in shown
    assert (
        "Two of three departments have submitted their answers; Place will be shown once theirs are submitted too."
        in shown
    )
    assert client.get(address(round_, "area", "Highways", "CRM")).status_code == 403


def test_a_person_of_two_departments_sees_others_only_after_both_are_submitted(council: Council) -> None:
    round_ = factories.make_round(council, codes=["CRM1"])
    person = factories.make_person(Role.RESPONDENT, council, department="Place", email="two@example.org")
    factories.make_person(Role.RESPONDENT, council, department="Highways", email="two@example.org")
    factories.answer_everything(round_)
    factories.submit(round_, "Place", "Adult Social Care")
    assert as_person(person).get(address(round_, "others", None)).status_code == 403
    factories.submit(round_, "Highways")
    assert as_person(person).get(address(round_, "others", None)).status_code == 200


def test_answers_are_shown_as_text_and_never_as_markup(council: Council) -> None:
    round_ = factories.make_round(council, codes=["CRM1"])
    row = factories.answer(round_, "Adult Social Care", "CRM1", 2, comment="<script>alert(1)</script>")
    save_answer(answer=row, content=content_of(row), expected_version=row.version, by=None)
    page = text_of(reader("moderator", council).get(address(round_, "area", "Adult Social Care", "CRM")))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("who", ["its respondent", "auditor"])
def test_no_page_asks_the_database_more_than_the_ceiling(
    who: str, council: Council, round_: Round, django_assert_max_num_queries: object
) -> None:
    client = reader(who, council)
    factories.answer_everything(round_)
    for page, place in PAGES.items():
        url = address(round_, page, *place)
        with django_assert_max_num_queries(QUERY_CEILING):  # type: ignore[operator]
            client.get(url)
