"""Saving answers, conflicts, submission and evidence, as the browser's forms and the page's script send them."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goldthread.assessment.models import Answer, Evidence, Round
from goldthread.assessment.types import AnswerState, ResponseState
from goldthread.documents.types import MAXIMUM_BYTES
from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from tests import factories
from tests.unit.web.answering_scene import DEPARTMENTS, address, as_person, reader, text_of

pytestmark = pytest.mark.django_db

HERE = "Adult Social Care"
BY_SCRIPT = {"HTTP_ACCEPT": "application/json"}
PDF = b"%PDF-1.7 a register"


@pytest.fixture
def council() -> Council:
    return factories.make_council(departments=DEPARTMENTS)


@pytest.fixture
def round_(council: Council) -> Round:
    return factories.make_round(council, codes=["CRM1", "CRM2"])


@pytest.fixture
def client(council: Council, round_: Round) -> Client:
    return reader("its respondent", council)


@pytest.fixture(autouse=True)
def _kept_files_apart(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def row(round_: Round, code: str = "CRM1") -> Answer:
    return factories.answer_of(round_, HERE, code)


def test_a_saved_answer_goes_back_to_its_place(client: Client, round_: Round) -> None:
    typed = {"version": "0", "choice": "2", "in_place": ["3.1", "4.1"], "comment_how_done": "In one\r\nregister "}
    found = client.post(address(round_, "save", HERE, "CRM1"), typed)
    assert (found.status_code, found["Location"]) == (302, address(round_, "area", HERE, "CRM") + "#CRM1")
    saved = row(round_)
    assert (saved.level, saved.in_place, saved.comment_how_done) == (2, ["3.1"], "In one\nregister")
    assert saved.response.state == ResponseState.ANSWERING


def test_save_and_next_goes_on_to_the_next_code_and_at_the_end_to_the_list(client: Client, round_: Round) -> None:
    first = client.post(address(round_, "save", HERE, "CRM1"), {"version": "0", "choice": "2", "next": "next"})
    assert first["Location"] == address(round_, "area", HERE, "CRM") + "#CRM2"
    last = client.post(address(round_, "save", HERE, "CRM2"), {"version": "0", "choice": "2", "next": "next"})
    assert last["Location"] == address(round_, "department")


def test_the_script_is_told_version_time_and_counts(client: Client, round_: Round) -> None:
    found = client.post(address(round_, "save", HERE, "CRM1"), {"version": "0", "choice": "4"}, **BY_SCRIPT)
    told = found.json()
    assert (told["version"], told["done"], told["asked"], told["area_count"]) == (1, 1, 2, "1 of 2")
    assert told["finding"] == "1 of 2 value codes is answered; 1 is left, about 1 minute."
    assert told["saved"] == f"Saved at {told['saved_at']}"


def test_a_save_by_the_script_stays_within_its_queries(
    client: Client, round_: Round, django_assert_num_queries: Any
) -> None:
    """Session, person, standing, answer; its savepoint, the answer held, both writes, the end; the counts."""
    first, second = (address(round_, "save", HERE, code) for code in ("CRM1", "CRM2"))
    client.post(first, {"version": "0", "choice": "1"}, **BY_SCRIPT)
    with django_assert_num_queries(10):
        client.post(second, {"version": "0", "choice": "4"}, **BY_SCRIPT)


def test_equal_content_makes_no_new_version_even_from_an_old_page(client: Client, round_: Round) -> None:
    for _ in range(2):
        told = client.post(address(round_, "save", HERE, "CRM1"), {"version": "0", "choice": "4"}, **BY_SCRIPT).json()
    assert told["version"] == 1
    assert Event.objects.filter(kind="answer.saved").count() == 1


def test_a_cleared_answer_is_not_answered_and_keeps_its_comments(client: Client, round_: Round) -> None:
    factories.answer(round_, HERE, "CRM1", 3, comment="Kept")
    client.post(address(round_, "save", HERE, "CRM1"), {"version": "1", "choice": "3", "clear": "clear"})
    saved = row(round_)
    assert (saved.state, saved.level, saved.comment_how_done) == (AnswerState.UNANSWERED, None, "Kept")


def test_an_older_page_is_shown_both_texts_and_overwrites_nothing(
    client: Client, council: Council, round_: Round
) -> None:
    colleague = factories.make_person(
        Role.RESPONDENT, council, department=HERE, email="meera@example.org", name="Meera Patel"
    )
    as_person(colleague).post(
        address(round_, "save", HERE, "CRM1"), {"version": "0", "choice": "3", "comment_other": "Bought in May"}
    )
    mine = {"version": "0", "choice": "2", "comment_other": "Gaps remain"}
    found = client.post(address(round_, "save", HERE, "CRM1"), mine)
    page = text_of(found)
    assert found.status_code == 409
    for part in (
        "Meera Patel saved a different answer to CRM1 at",
        "3 Mature",
        "Bought in May",
        "2 Developing",
        "Gaps remain",
    ):
        assert part in page
    assert "Good practice</p>" not in page, "a part in which both agree is not shown as a difference"
    assert row(round_).level == 3
    assert client.post(address(round_, "save", HERE, "CRM1"), {**mine, "version": "1"}).status_code == 302
    assert row(round_).level == 2


def test_the_script_is_told_of_a_conflict_with_the_panel_to_show(client: Client, round_: Round) -> None:
    factories.answer(round_, HERE, "CRM1", 3)
    found = client.post(address(round_, "save", HERE, "CRM1"), {"version": "0", "choice": "2"}, **BY_SCRIPT)
    assert found.status_code == 409
    assert found.json()["version"] == 1
    assert "Keep theirs" in found.json()["html"]


def test_one_person_in_two_windows_is_told_so(client: Client, round_: Round) -> None:
    client.post(address(round_, "save", HERE, "CRM1"), {"version": "0", "choice": "3"})
    page = text_of(client.post(address(round_, "save", HERE, "CRM1"), {"version": "0", "choice": "2"}))
    assert "You saved a different answer to CRM1 in another window at" in page


@pytest.mark.parametrize("level", ["6", "0", "-1", "²", "two", "9" * 400])
def test_a_level_that_is_none_is_refused_and_the_text_stands(client: Client, round_: Round, level: str) -> None:
    typed = {"version": "0", "choice": level, "comment_other": "My text"}
    found = client.post(address(round_, "save", HERE, "CRM1"), typed)
    assert found.status_code == 422
    assert "is not a level. Choose a level from 1 to 5." in text_of(found)
    assert ">My text</textarea>" in text_of(found)
    assert row(round_).version == 0
    told = client.post(address(round_, "save", HERE, "CRM1"), typed, **BY_SCRIPT)
    assert (told.status_code, "is not a level" in told.json()["what"]) == (422, True)


def test_a_text_that_is_too_long_is_refused_and_stands(client: Client, round_: Round) -> None:
    typed = {"version": "0", "choice": "5", "exemplar_contact": "x" * 201}
    page = text_of(client.post(address(round_, "save", HERE, "CRM1"), typed))
    assert "CRM1: Contact is 201 characters long. Shorten it to 200 characters" in page
    assert 'href="#CRM1-exemplar_contact"' in page
    assert "x" * 201 in page


def test_a_form_without_a_version_cannot_overwrite(client: Client, round_: Round) -> None:
    factories.answer(round_, HERE, "CRM1", 3)
    assert client.post(address(round_, "save", HERE, "CRM1"), {"choice": "1"}).status_code == 409


def test_the_address_of_a_save_leads_back_to_its_place(client: Client, round_: Round) -> None:
    found = client.get(address(round_, "save", HERE, "CRM1"))
    assert found["Location"] == address(round_, "area", HERE, "CRM") + "#CRM1"


def test_a_code_that_is_not_asked_cannot_be_answered(client: Client, round_: Round) -> None:
    assert client.post(address(round_, "save", HERE, "CRM6"), {"choice": "1"}).status_code == 404
    assert client.post(address(round_, "save", HERE, "XYZ9"), {"choice": "1"}).status_code == 404


def test_not_applicable_without_a_reason_is_a_draft_that_cannot_be_submitted(client: Client, round_: Round) -> None:
    client.post(address(round_, "save", HERE, "CRM1"), {"version": "0", "choice": "na"})
    assert row(round_).state == AnswerState.NOT_APPLICABLE
    page = text_of(client.post(address(round_, "submit")))
    assert "2 things are missing before Adult Social Care can submit." in page
    assert "CRM1 is marked as not applicable without a reason." in page
    assert "#CRM1-not_applicable_because" in page
    assert "#CRM2" in page
    assert "The answers were not submitted, because something is missing" in page
    assert row(round_).response.state == ResponseState.ANSWERING


def test_level_five_asks_for_all_three_before_submitting(client: Client, round_: Round) -> None:
    client.post(address(round_, "save", HERE, "CRM1"), {"version": "0", "choice": "5"})
    client.post(address(round_, "save", HERE, "CRM2"), {"version": "0", "choice": "1"})
    page = text_of(client.get(address(round_, "submit")))
    for field in ("exemplar_consent", "exemplar_contact", "exemplar_note"):
        assert f"#CRM1-{field}" in page
        assert f'id="CRM1-{field}"' in text_of(client.get(address(round_, "area", HERE, "CRM")))


def test_submitting_twice_is_harmless(client: Client, round_: Round) -> None:
    factories.answer_everything(round_)
    for _ in range(2):
        found = client.post(address(round_, "submit"))
        assert (found.status_code, found["Location"]) == (302, address(round_, "department"))
    assert Event.objects.filter(kind="response.submitted").count() == 1
    assert "submitted its answers on" in text_of(client.get(address(round_, "department")))


def test_an_edit_to_a_submitted_answer_is_refused_and_the_text_is_shown(client: Client, round_: Round) -> None:
    factories.answer_everything(round_)
    factories.submit(round_, HERE)
    typed = {"version": "1", "choice": "5", "comment_other": "Written too late"}
    found = client.post(address(round_, "save", HERE, "CRM1"), typed)
    page = text_of(found)
    assert found.status_code == 422
    assert "Adult Social Care has submitted its answers, so they cannot be changed." in page
    assert "What you wrote for CRM1 was not saved" in page
    assert "Written too late" in page
    assert row(round_).level == 3
    told = client.post(address(round_, "save", HERE, "CRM1"), typed, **BY_SCRIPT)
    assert told.json()["do"] == "Ask your head of procurement to return them to you, with a reason."


def test_a_link_is_added_with_the_date_until_which_it_holds(client: Client, round_: Round) -> None:
    typed = {"title": "Register", "url": "https://example.org/register", "day": "31", "month": "3", "year": "2099"}
    client.post(address(round_, "evidence_add", HERE, "CRM1"), typed)
    page = text_of(client.get(address(round_, "area", HERE, "CRM")))
    assert 'href="https://example.org/register"' in page
    assert "good until 31 March 2099" in page


def test_evidence_that_is_sent_twice_is_kept_once(client: Client, round_: Round) -> None:
    place = address(round_, "evidence_add", "Adult Social Care", "CRM1")
    link = {"title": "Register", "url": "https://example.org/register"}
    for _press in range(2):
        client.post(place, link)
        client.post(place, {"title": "Minutes", "file": SimpleUploadedFile("minutes.txt", b"Agreed.")})
    assert Evidence.objects.filter(removed_at__isnull=True).count() == 2
    client.post(place, link | {"day": "31", "month": "3", "year": "2098"})
    assert Evidence.objects.filter(removed_at__isnull=True).count() == 3


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Give a web address, or choose a file"),
        ({"url": "javascript:alert(1)"}, "is not a web address"),
        ({"url": "https://example.org", "day": "31", "month": "2", "year": "2099"}, "The date must be a real one"),
        ({"url": "https://example.org", "day": "1", "month": "1", "year": "2001"}, "The date has passed"),
        ({"url": "https://example.org", "title": "x" * 201}, "Shorten the name"),
    ],
)
def test_evidence_that_cannot_stand_is_refused_and_the_text_stands(
    client: Client, round_: Round, typed: dict[str, str], message: str
) -> None:
    found = client.post(address(round_, "evidence_add", HERE, "CRM1"), {"title": "A name", **typed})
    page = text_of(found)
    assert found.status_code == 422
    assert message in page
    assert f'value="{typed.get("title", "A name")}"' in page
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("tool.exe", b"MZ", "is not of a type that can be attached"),
        ("renamed.pdf", b"PK\x03\x04", "does not hold what its name says"),
        ("large.pdf", PDF + b"0" * MAXIMUM_BYTES, "is larger than 10 MB"),
        ("empty.txt", b"", "is empty"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_what_to_do(
    client: Client, round_: Round, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    typed = {"title": "A name", "file": SimpleUploadedFile(name, content)}
    found = client.post(address(round_, "evidence_add", HERE, "CRM1"), typed)
    assert found.status_code == 422
    assert message in text_of(found)
    assert 'value="A name"' in text_of(found)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_is_kept_and_given_back_only_to_be_saved(client: Client, round_: Round) -> None:
    client.post(address(round_, "evidence_add", HERE, "CRM1"), {"file": SimpleUploadedFile("register.pdf", PDF)})
    evidence = Evidence.objects.get()
    found = client.get(address(round_, "evidence_file", HERE, evidence.pk))
    assert b"".join(found.streaming_content) == PDF
    assert found["Content-Disposition"] == 'attachment; filename="register.pdf"'
    assert found["X-Content-Type-Options"] == "nosniff"
    found.close()


def test_a_file_of_another_department_opens_only_after_both_are_submitted(council: Council, round_: Round) -> None:
    evidence = kept_file(round_, council, "Highways")
    url = address(round_, "evidence_file", "Highways", evidence.pk)
    mine = reader("its respondent", council)
    assert mine.get(url).status_code == 403
    factories.answer_everything(round_)
    factories.submit(round_, HERE)
    assert mine.get(url).status_code == 403
    factories.submit(round_, "Highways")
    found = mine.get(url)
    assert found.status_code == 200
    found.close()


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("auditor", 200),
        ("moderator", 200),
        ("councillor", 403),
        ("coordinator of another council", 404),
        ("nobody", 302),
    ],
)
def test_a_file_opens_for_those_who_may_view_all_answers(
    council: Council, round_: Round, who: str, expected: int
) -> None:
    evidence = kept_file(round_, council, HERE)
    found = reader(who, council).get(address(round_, "evidence_file", HERE, evidence.pk))
    assert found.status_code == expected
    found.close()


def test_evidence_that_is_taken_away_stays_in_the_record_alone(client: Client, council: Council, round_: Round) -> None:
    evidence = kept_file(round_, council, HERE)
    client.post(address(round_, "evidence_remove", HERE, evidence.pk))
    evidence.refresh_from_db()
    assert evidence.removed_at is not None
    page = text_of(client.get(address(round_, "area", HERE, "CRM")))
    assert "“register.pdf” was taken away." in page
    assert address(round_, "evidence_file", HERE, evidence.pk) not in page
    assert client.get(address(round_, "evidence_file", HERE, evidence.pk)).status_code == 404


def kept_file(round_: Round, council: Council, department: str) -> Evidence:
    person = factories.make_person(Role.RESPONDENT, council, department=department, email="keeper@example.org")
    upload = io.BytesIO(PDF)
    upload.name = "register.pdf"
    as_person(person).post(address(round_, "evidence_add", department, "CRM1"), {"file": upload})
    return Evidence.objects.get()
