"""The rounds screens: making a round, asking, inviting, following, moving, and files out and in."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goldthread.assessment.models import Answer, Invitation, Response, Round
from goldthread.assessment.types import AnswerState, ResponseState, RoundState
from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from tests.factories import answer, answer_of, department_named, make_council, make_person, make_round, response_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


def signed_in(council: Council, role: Role, **more: str) -> Client:
    client = Client()
    client.force_login(make_person(role, council, **more), backend="django.contrib.auth.backends.ModelBackend")
    return client


def form(council: Council, **changes: object) -> dict[str, object]:
    return {
        "title": "Diagnostic 2026",
        "ref": "2026",
        "framework_id": "nps-2018",
        "opens_on-day": "1",
        "opens_on-month": "9",
        "opens_on-year": "2026",
        "closes_on-day": "16",
        "closes_on-month": "10",
        "closes_on-year": "2026",
        "departments": [str(d.pk) for d in council.departments.all()],
        "areas": ["CLR", "ENB1"],
        **changes,
    }


def test_a_round_is_made_and_its_codes_are_asked(council: Council) -> None:
    client = signed_in(council, Role.COORDINATOR)
    page = client.post("/c/wharfemoor-council/rounds/new/", form(council), follow=True)
    made = Round.objects.get()
    assert made.state == RoundState.DRAFT
    assert sorted(set(made.answers.values_list("value_code", flat=True))) == ["CLR1", "CLR2", "CLR3", "ENB1"]
    assert made.answers.count() == 8
    assert "Diagnostic 2026 is ready" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Give the round a name."),
        ({"ref": "Two words"}, "cannot name a round"),
        ({"ref": "new"}, "cannot name a round"),
        ({"opens_on-month": "13"}, "is not a date"),
        ({"closes_on-year": "26"}, "The year must have four figures"),
        ({"closes_on-year": "2025"}, "would close before it opens"),
        ({"departments": []}, "Choose at least one department"),
        ({"areas": []}, "Choose at least one area"),
    ],
)
def test_a_round_with_a_fault_says_so_and_keeps_what_was_typed(
    council: Council, changes: dict[str, object], sentence: str
) -> None:
    client = signed_in(council, Role.COORDINATOR)
    page = client.post("/c/wharfemoor-council/rounds/new/", form(council, **changes))
    text = page.content.decode()
    assert page.status_code == 400
    assert sentence in text
    assert "There is a problem" in text
    assert 'value="16"' in text
    assert not Round.objects.exists()


def test_two_rounds_cannot_share_a_short_name(council: Council) -> None:
    client = signed_in(council, Role.COORDINATOR)
    client.post("/c/wharfemoor-council/rounds/new/", form(council))
    page = client.post("/c/wharfemoor-council/rounds/new/", form(council))
    assert "has a round 2026 already" in page.content.decode()
    assert Round.objects.count() == 1


def test_progress_names_who_has_still_to_answer(council: Council) -> None:
    round_ = make_round(council, codes=["CLR1", "CLR2"])
    answer(round_, "Place", "CLR1", 3)
    page = signed_in(council, Role.COORDINATOR).get("/c/wharfemoor-council/rounds/2026/")
    text = " ".join(page.content.decode().split())
    assert "No of two departments have submitted." not in text
    assert "None of two departments has submitted. Place and Housing have still three answers to give." in text
    assert "1 of 2" in text


def test_inviting_writes_to_the_respondents_in_the_background(council: Council) -> None:
    round_ = make_round(council, codes=["CLR1"])
    make_person(Role.RESPONDENT, council, department="Place", email="p@place.example", name="Pat Place")
    client = signed_in(council, Role.COORDINATOR)
    place = department_named(council, "Place")
    page = client.post("/c/wharfemoor-council/rounds/2026/invite/", {"department": place.pk}, follow=True)
    assert "1 person is being written to" in page.content.decode()
    invitation = Invitation.objects.get()
    assert invitation.person.name == "Pat Place"
    assert Event.objects.filter(kind="department.invited").count() == 1
    from goldthread.assessment.tasks import send_invitation

    send_invitation.call(invitation.pk, "/c/wharfemoor-council/rounds/2026/answers/1/")
    send_invitation.call(invitation.pk, "/c/wharfemoor-council/rounds/2026/answers/1/")
    assert [message.to for message in mail.outbox] == [["p@place.example"]]
    body = mail.outbox[0].body
    assert "There is 1 question." in body
    assert "/c/wharfemoor-council/rounds/2026/answers/1/" in body
    invitation.refresh_from_db()
    assert invitation.sent_at is not None
    assert round_.state == RoundState.OPEN


def test_a_department_without_people_is_named_when_all_are_invited(council: Council) -> None:
    make_round(council, codes=["CLR1"])
    make_person(Role.RESPONDENT, council, department="Place")
    page = signed_in(council, Role.COORDINATOR).post("/c/wharfemoor-council/rounds/2026/invite/", follow=True)
    text = page.content.decode()
    assert "1 person is being written to" in text
    assert "Housing has nobody who answers for it" in text


def test_a_round_is_opened_and_moderated_by_its_moves(council: Council) -> None:
    client = signed_in(council, Role.COORDINATOR)
    client.post("/c/wharfemoor-council/rounds/new/", form(council))
    assert (
        "Departments can answer from now on"
        in client.get("/c/wharfemoor-council/rounds/2026/move/open/").content.decode()
    )
    client.post("/c/wharfemoor-council/rounds/2026/move/open/")
    client.post("/c/wharfemoor-council/rounds/2026/move/start-moderation/")
    assert Round.objects.get().state == RoundState.MODERATION


def test_a_move_back_needs_its_reason(council: Council) -> None:
    round_ = make_round(council, codes=["CLR1"], state=RoundState.MODERATION)
    client = signed_in(council, Role.COORDINATOR)
    address = "/c/wharfemoor-council/rounds/2026/move/open-for-answers-again/"
    page = client.post(address, {"reason": " "})
    assert page.status_code == 400
    assert "Say why in a sentence." in page.content.decode()
    client.post(address, {"reason": "Housing was left out"})
    round_.refresh_from_db()
    assert round_.state == RoundState.OPEN
    assert Event.objects.filter(why="Housing was left out").exists()


def test_a_move_made_twice_is_refused_with_a_sentence(council: Council) -> None:
    make_round(council, codes=["CLR1"])
    client = signed_in(council, Role.COORDINATOR)
    client.post("/c/wharfemoor-council/rounds/2026/move/start-moderation/")
    page = client.post("/c/wharfemoor-council/rounds/2026/move/start-moderation/")
    assert page.status_code == 409
    assert "The round is in moderation, so it is not possible to start moderation." in page.content.decode()


def test_returning_a_response_tells_the_department_why(council: Council) -> None:
    round_ = make_round(council, codes=["CLR1"])
    Response.objects.filter(department__name="Place").update(state=ResponseState.SUBMITTED)
    place = department_named(council, "Place")
    client = signed_in(council, Role.MODERATOR)
    client.post(f"/c/wharfemoor-council/rounds/2026/return/{place.pk}/", {"reason": "Say which contracts"})
    response = response_of(round_, "Place")
    assert response.state == ResponseState.ANSWERING
    assert response.returned_because == "Say which contracts"


def test_asking_a_department_fewer_codes(council: Council) -> None:
    round_ = make_round(council, codes=["CLR1", "CLR2"])
    answer(round_, "Place", "CLR1", 3)
    place = department_named(council, "Place")
    client = signed_in(council, Role.COORDINATOR)
    client.post(f"/c/wharfemoor-council/rounds/2026/ask/{place.pk}/", {"codes": ["CLR1", "SMR1"]})
    codes = Answer.objects.filter(round=round_, response__department=place).values_list("value_code", flat=True)
    assert sorted(codes) == ["CLR1", "SMR1"]
    page = client.post(f"/c/wharfemoor-council/rounds/2026/ask/{place.pk}/", {"codes": ["SMR1"]})
    assert "Place has worked on CLR1 already." in page.content.decode()
    page = client.post(f"/c/wharfemoor-council/rounds/2026/ask/{place.pk}/", {})
    assert "Choose at least one value code to ask." in page.content.decode()


def upload(text: str, name: str = "answers.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, text.encode())}


def test_a_file_is_shown_before_it_is_loaded(council: Council) -> None:
    round_ = make_round(council, codes=["CLR1", "CLR2"])
    answer(round_, "Housing", "CLR1", 4)
    client = signed_in(council, Role.COORDINATOR)
    text = "department,value_code,state,level,comment\nPlace,CLR1,level,3,Other: as last year\nHousing,CLR1,level,2,\n"
    page = client.post("/c/wharfemoor-council/rounds/2026/import/", upload(text))
    shown = " ".join(page.content.decode().split())
    assert "1 answer would be filled in, and 1 would replace an answer that was given already" in shown
    assert answer_of(round_, "Place", "CLR1").state == AnswerState.UNANSWERED
    refused = client.post("/c/wharfemoor-council/rounds/2026/import/now/")
    assert "Nothing was written" in refused.content.decode()
    assert answer_of(round_, "Place", "CLR1").state == AnswerState.UNANSWERED
    done = client.post("/c/wharfemoor-council/rounds/2026/import/now/", {"overwrite": "yes"}, follow=True)
    assert "2 answers were changed" in done.content.decode()
    assert answer_of(round_, "Place", "CLR1").level == 3
    assert answer_of(round_, "Housing", "CLR1").level == 2


def test_a_file_with_faults_is_not_loaded(council: Council) -> None:
    make_round(council, codes=["CLR1"])
    client = signed_in(council, Role.COORDINATOR)
    text = "department,value_code,state,level,comment\nPlace,CLR1,level,6,\nNowhere,CLR1,level,1,\n"
    page = client.post("/c/wharfemoor-council/rounds/2026/import/", upload(text))
    shown = page.content.decode()
    assert "2 rows cannot be read, so nothing can be loaded yet." in shown
    assert "Load the answers" not in shown


def test_no_file_at_all_is_asked_for(council: Council) -> None:
    make_round(council, codes=["CLR1"])
    page = signed_in(council, Role.COORDINATOR).post("/c/wharfemoor-council/rounds/2026/import/")
    assert page.status_code == 400
    assert "Choose a file first" in page.content.decode()


def test_the_csv_of_a_round_begins_with_its_columns(council: Council) -> None:
    make_round(council, codes=["CLR1"])
    page = signed_in(council, Role.AUDITOR).get("/c/wharfemoor-council/rounds/2026/export.csv")
    assert page.content.decode("utf-8-sig").startswith("department,value_code,state,level,comment")
    assert page["Content-Disposition"] == 'attachment; filename="wharfemoor-council-2026-answers.csv"'


def test_the_round_page_stays_within_its_queries(council: Council, django_assert_max_num_queries: object) -> None:
    big = make_council(departments=[f"Department {number}" for number in range(12)], name="Large Council")
    make_round(big)
    client = signed_in(big, Role.COORDINATOR)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        assert client.get("/c/large-council/rounds/2026/").status_code == 200


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.ADMINISTRATOR])
def test_an_open_round_is_not_there_for_those_who_read_signed_results(council: Council, role: Role) -> None:
    make_round(council, codes=["CLR1"])
    client = signed_in(council, role)
    assert client.get("/c/wharfemoor-council/rounds/2026/").status_code == 404
    assert "2026" not in client.get("/c/wharfemoor-council/rounds/").content.decode().split("<main")[1]


def test_a_button_to_invite_that_is_pressed_twice_writes_once(council: Council) -> None:
    make_round(council, codes=["CLR1"])
    make_person(Role.RESPONDENT, council, department="Place", name="Pat Place")
    client, given = signed_in(council, Role.COORDINATOR), {"department": department_named(council, "Place").pk}
    for _press in range(2):
        page = client.post("/c/wharfemoor-council/rounds/2026/invite/", given, follow=True)
        assert "1 person is being written to" in page.content.decode()
    assert Invitation.objects.count() == 1


def test_a_department_that_nobody_answers_for_is_told_as_important_not_as_done(council: Council) -> None:
    make_round(council, codes=["CLR1"])
    client, given = signed_in(council, Role.COORDINATOR), {"department": department_named(council, "Place").pk}
    text = client.post("/c/wharfemoor-council/rounds/2026/invite/", given, follow=True).content.decode()
    assert "Place has nobody who answers for it." in text
    assert '<h2 class="govuk-notification-banner__title" id="message-1">Important</h2>' in text
    assert "govuk-notification-banner--success" not in text


def test_a_round_of_one_department_speaks_of_one() -> None:
    council = make_council(departments=["Place"])
    client, here = signed_in(council, Role.COORDINATOR), "/c/wharfemoor-council/rounds/2026/"
    round_ = make_round(council, codes=["CLR1"], state=RoundState.DRAFT)
    assert "One department will be asked." in client.get(here).content.decode()
    Round.objects.update(state=RoundState.OPEN)
    assert '<p class="gt-finding">Place has still one answer to give.' in client.get(here).content.decode()
    Response.objects.filter(round=round_).update(state=ResponseState.SUBMITTED)
    assert "The department has submitted its answers." in client.get(here).content.decode()


def test_a_round_with_a_bare_title_is_called_a_round_everywhere(council: Council) -> None:
    make_round(council, title="2026", codes=["CLR1"], state=RoundState.DRAFT)
    client = signed_in(council, Role.COORDINATOR)
    for path in ("", "rounds/", "rounds/2026/", "rounds/2026/answers/", "rounds/2026/move/open/"):
        text = client.get(f"/c/wharfemoor-council/{path}").content.decode()
        assert "Round 2026" in text, path
        assert "Round Round" not in text, path


def test_the_record_names_a_round_once(council: Council) -> None:
    make_round(council, ref="2026", title="Round 2026", codes=["CLR1"], state=RoundState.OPEN)
    told = Event.objects.filter(kind__startswith="round.").order_by("pk").values_list("summary", flat=True)
    assert list(told) == ["Round 2026 was made", "Round 2026: being prepared, now open for answers"]


def test_a_council_without_departments_is_led_to_add_them_first() -> None:
    council = make_council(departments=[])
    text = signed_in(council, Role.COORDINATOR).get("/c/wharfemoor-council/rounds/new/").content.decode()
    assert "There is no department to ask yet." in text
    assert 'href="/c/wharfemoor-council/people/departments/"' in text
    assert "Make the round" not in text
