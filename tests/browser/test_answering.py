"""Answering in a real browser: with scripts and without, two windows, a server that is gone, a session that ended."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from goldthread.assessment.models import Answer, Round
from goldthread.assessment.types import AnswerState, ResponseState
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, Any], None]
CheckAxe = Callable[[Page], None]
Shoot = Callable[[Page, str], None]

HERE = "Adult Social Care"
SAVED = re.compile(r"^Saved at \d\d:\d\d$")
MINE = {"CRM1": 2, "CRM2": 3, "CLR1": 4, "CLR2": 4, "CLR3": 3}


@pytest.fixture
def council() -> Council:
    return factories.make_council(departments=[HERE, "Place", "Highways"])


@pytest.fixture
def person(council: Council) -> Person:
    return factories.make_person(
        Role.RESPONDENT, council, department=HERE, name="Meera Patel", email="meera@example.org"
    )


@pytest.fixture
def round_(council: Council, person: Person) -> Round:
    before = factories.make_round(council, ref="2024", title="2024")
    factories.answer_everything(before, 3)
    factories.submit(before)
    factories.sign(before)
    Round.objects.filter(pk=before.pk).update(opens_on="2024-01-01")
    made = factories.make_round(council)
    for code, level in MINE.items():
        factories.answer(made, HERE, code, level, by=person)
    return made


def path(round_: Round, *rest: str) -> str:
    department = factories.department_named(round_.council, HERE)
    return "/".join(["/c", round_.council.slug, "rounds", round_.ref, "answers", str(department.pk), *rest, ""])


def code_of(page: Page, code: str) -> Any:
    return page.locator(f"section#{code}")


def status_of(page: Page, code: str) -> Any:
    return code_of(page, code).locator("[data-status]")


def saved(round_: Round, code: str) -> Answer:
    return factories.answer_of(round_, HERE, code)


def test_an_answer_is_saved_as_it_is_given(
    page: Page, round_: Round, person: Person, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot
) -> None:
    sign_in(page, person)
    page.goto(path(round_, "areas", "CRM"))
    shoot(page, "answer-area")
    check_axe(page)
    crm3 = code_of(page, "CRM3")
    crm3.get_by_label("3 Mature").check()
    expect(status_of(page, "CRM3")).to_have_text(SAVED)
    expect(page.locator("#announcements")).to_have_text(re.compile(r"CRM3: Saved at"))
    expect(page.locator('[data-area-count="CRM"]')).to_have_text("3 of 6")
    crm3.get_by_role("group", name="In place already?").get_by_role("checkbox").first.check()
    crm3.get_by_text("Comments (0)").click()
    crm3.get_by_label("How it is done").fill("Through the shared register")
    expect(crm3.get_by_text("Comments (1)")).to_be_visible()
    page.wait_for_function("() => localStorage.length === 0")
    expect(status_of(page, "CRM3")).to_have_text(SAVED)
    row = saved(round_, "CRM3")
    assert (row.level, row.in_place, row.comment_how_done) == (3, ["4.1"], "Through the shared register")
    shoot(page, "answer-saved")
    check_axe(page)


def test_level_five_and_not_applicable_show_what_they_need(
    page: Page, round_: Round, person: Person, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot
) -> None:
    sign_in(page, person)
    page.goto(path(round_, "areas", "CRM"))
    code_of(page, "CRM1").get_by_label("5 Innovator").check()
    expect(page.get_by_label("We agree to be an exemplar for CRM1")).to_be_visible()
    code_of(page, "CRM2").get_by_label("1 Minimum").check()
    expect(code_of(page, "CRM2").get_by_text("Below last round, which was Mature")).to_be_visible()
    crm4 = code_of(page, "CRM4")
    expect(crm4.get_by_label("Why it does not apply")).to_be_hidden()
    crm4.get_by_label("Does not apply to us").check()
    crm4.get_by_label("Why it does not apply").fill("We hold no contracts of this kind")
    expect(status_of(page, "CRM4")).to_have_text(SAVED)
    page.wait_for_function("() => localStorage.length === 0")
    assert saved(round_, "CRM4").not_applicable_because == "We hold no contracts of this kind"
    shoot(page, "answer-special")
    check_axe(page)
    crm4.get_by_role("button", name="Clear the answer").click()
    expect(crm4.get_by_role("radio", checked=True)).to_have_count(0)
    page.wait_for_function("() => localStorage.length === 0")
    assert saved(round_, "CRM4").state == AnswerState.UNANSWERED


def test_an_answer_without_scripts(
    no_js_page: Page, round_: Round, person: Person, sign_in: SignIn, shoot: Shoot
) -> None:
    page = no_js_page
    sign_in(page, person)
    page.goto(path(round_, "areas", "CRM"))
    shoot(page, "answer-area-no-scripts")
    crm3 = code_of(page, "CRM3")
    crm3.get_by_label("4 Leader").check()
    crm3.get_by_role("button", name="Save CRM3").click()
    expect(page).to_have_url(re.compile(r"areas/CRM/#CRM3$"))
    expect(status_of(page, "CRM3")).to_have_text(SAVED)
    crm3.get_by_role("group", name="In place already?").get_by_role("checkbox").first.check()
    crm3.get_by_role("button", name="Save and next").click()
    expect(page).to_have_url(re.compile(r"areas/CRM/#CRM4$"))
    assert (saved(round_, "CRM3").level, saved(round_, "CRM3").in_place) == (4, ["5.1"])


def test_two_windows_are_shown_both_texts_and_choose(
    open_page: OpenPage, round_: Round, person: Person, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot
) -> None:
    first = open_page()
    sign_in(first, person)
    second = first.context.new_page()
    for window in (first, second):
        window.goto(path(round_, "areas", "CRM"))
    code_of(first, "CRM3").get_by_label("3 Mature").check()
    expect(status_of(first, "CRM3")).to_have_text(SAVED)
    code_of(second, "CRM3").get_by_label("2 Developing").check()
    panel = code_of(second, "CRM3").get_by_role("alert")
    expect(panel).to_contain_text("You saved a different answer to CRM3 in another window")
    expect(panel).to_contain_text("3 Mature")
    assert saved(round_, "CRM3").level == 3
    shoot(second, "answer-conflict")
    check_axe(second)
    panel.get_by_role("button", name="Keep mine").click()
    expect(panel).to_be_hidden()
    expect(status_of(second, "CRM3")).to_have_text(SAVED)
    assert saved(round_, "CRM3").level == 2
    code_of(first, "CRM3").get_by_label("4 Leader").check()
    code_of(first, "CRM3").get_by_role("alert").get_by_role("button", name="Keep the other window’s").click()
    expect(code_of(first, "CRM3").get_by_label("2 Developing")).to_be_checked()
    assert saved(round_, "CRM3").level == 2


def test_two_people_without_scripts_are_shown_both_texts(
    open_page: OpenPage,
    council: Council,
    round_: Round,
    person: Person,
    sign_in: SignIn,
    check_axe: CheckAxe,
    shoot: Shoot,
) -> None:
    colleague = factories.make_person(
        Role.RESPONDENT, council, department=HERE, name="Tom Reid", email="tom@example.org"
    )
    mine, theirs = open_page(width=320, javascript=False), open_page(javascript=False)
    sign_in(mine, person)
    sign_in(theirs, colleague)
    for page in (mine, theirs):
        page.goto(path(round_, "areas", "CRM"))
    code_of(theirs, "CRM3").get_by_label("3 Mature").check()
    code_of(theirs, "CRM3").get_by_role("button", name="Save CRM3").click()
    code_of(mine, "CRM3").get_by_label("1 Minimum").check()
    code_of(mine, "CRM3").get_by_role("button", name="Save CRM3").click()
    expect(mine.get_by_role("alert")).to_contain_text("Tom Reid saved a different answer to CRM3 at")
    shoot(mine, "answer-conflict-no-scripts")
    mine.get_by_role("button", name="Keep mine").click()
    expect(mine).to_have_url(re.compile(r"areas/CRM/#CRM3$"))
    assert saved(round_, "CRM3").level == 1


def test_a_server_that_is_gone_loses_nothing(
    page: Page, round_: Round, person: Person, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot
) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    sign_in(page, person)
    page.goto(path(round_, "areas", "CRM"))
    page.route("**/save/", refuse)
    crm3 = code_of(page, "CRM3")
    crm3.get_by_label("3 Mature").check()
    crm3.get_by_role("group", name="In place already?").get_by_role("checkbox").first.check()
    crm3.get_by_text("Comments (0)").click()
    crm3.get_by_label("Support wanted").fill("Training for new contract managers")
    words = "Not saved: the server cannot be reached. Your text is kept here."
    expect(status_of(page, "CRM3")).to_have_text(words)
    expect(page.locator("#announcements")).to_have_text(f"CRM3: {words}")
    shoot(page, "answer-no-server")
    check_axe(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(crm3.get_by_label("Support wanted")).to_have_value("Training for new contract managers")
    expect(status_of(page, "CRM3")).to_have_text(re.compile("put back|cannot be reached"))
    page.unroute("**/save/", refuse)
    expect(status_of(page, "CRM3")).to_have_text(SAVED)
    row = saved(round_, "CRM3")
    assert (row.level, row.in_place) == (3, ["4.1"])
    assert row.comment_support_wanted == "Training for new contract managers"


def test_a_page_that_is_left_at_once_has_saved_its_last_words(
    page: Page, round_: Round, person: Person, sign_in: SignIn
) -> None:
    sign_in(page, person)
    page.goto(path(round_, "areas", "CRM"))
    code_of(page, "CRM1").get_by_text("Comments (0)").click()
    code_of(page, "CRM1").get_by_label("Good practice").fill("Typed a moment before leaving")
    page.goto(path(round_))
    page.goto(path(round_, "areas", "CRM"))
    expect(code_of(page, "CRM1").get_by_label("Good practice")).to_have_value("Typed a moment before leaving")
    page.wait_for_function("() => localStorage.length === 0")
    assert saved(round_, "CRM1").comment_good_practice == "Typed a moment before leaving"


def test_somebody_who_never_pauses_is_saved_within_four_minutes(
    page: Page, round_: Round, person: Person, sign_in: SignIn
) -> None:
    sign_in(page, person)
    page.clock.install()
    page.goto(path(round_, "areas", "CRM"))
    code_of(page, "CRM1").get_by_text("Comments (0)").click()
    text = code_of(page, "CRM1").get_by_label("Good practice")
    page.clock.pause_at(page.evaluate("() => Date.now() + 30000"))
    for _ in range(4 * 60 * 1000 // 900 + 2):
        text.evaluate("field => { field.value += 'a'; field.dispatchEvent(new Event('input', {bubbles: true})); }")
        page.clock.run_for(900)
    expect(status_of(page, "CRM1")).to_have_text(SAVED)
    assert len(saved(round_, "CRM1").comment_good_practice) > 200


def test_a_session_that_ended_keeps_the_text_and_says_so(
    page: Page, round_: Round, person: Person, sign_in: SignIn, check_axe: CheckAxe
) -> None:
    sign_in(page, person)
    page.goto(path(round_, "areas", "CRM"))
    Session.objects.all().delete()
    code_of(page, "CRM3").get_by_label("3 Mature").check()
    expect(status_of(page, "CRM3")).to_contain_text("Not saved: you have been signed out. Your text is kept here.")
    check_axe(page)
    sign_in(page, person)
    expect(status_of(page, "CRM3")).to_have_text(SAVED)
    assert saved(round_, "CRM3").level == 3


def test_a_response_submitted_meanwhile_keeps_the_text_in_the_page(
    page: Page, round_: Round, person: Person, sign_in: SignIn
) -> None:
    sign_in(page, person)
    page.goto(path(round_, "areas", "CRM"))
    factories.answer_everything(round_)
    factories.submit(round_, HERE)
    code_of(page, "CRM1").get_by_text("Comments (0)").click()
    code_of(page, "CRM1").get_by_label("Good practice").fill("Too late")
    expect(status_of(page, "CRM1")).to_contain_text("Adult Social Care has submitted its answers")
    expect(code_of(page, "CRM1").get_by_label("Good practice")).to_have_value("Too late")


def test_what_is_refused_and_typed_back_is_no_longer_complained_of(
    page: Page, round_: Round, person: Person, sign_in: SignIn
) -> None:
    sign_in(page, person)
    page.goto(path(round_, "areas", "CRM"))
    crm1 = code_of(page, "CRM1")
    crm1.get_by_text("Comments (0)").click()
    crm1.get_by_label("Other").fill("Short")
    expect(status_of(page, "CRM1")).to_have_text(SAVED)
    crm1.get_by_label("Other").fill("x" * 10_001)
    expect(status_of(page, "CRM1")).to_contain_text("Shorten it to 10,000 characters")
    crm1.get_by_label("Other").fill("Short")
    expect(status_of(page, "CRM1")).to_have_text(SAVED)
    page.reload()
    expect(code_of(page, "CRM1").get_by_label("Other")).to_have_value("Short")
    expect(status_of(page, "CRM1")).to_have_text(SAVED)


def test_from_the_task_list_to_submission_and_comparison(
    page: Page, round_: Round, person: Person, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot
) -> None:
    sign_in(page, person)
    page.goto(path(round_))
    expect(page.locator("main")).to_contain_text("5 of 59 value codes are answered; 54 are left, about 54 minutes.")
    shoot(page, "answers-department")
    check_axe(page)
    page.get_by_label("Find a value code").fill("register")
    page.get_by_label("Show", exact=True).select_option("left")
    page.get_by_role("button", name="Find").click()
    shoot(page, "answers-found")
    check_axe(page)
    page.get_by_role("link", name="Check and submit").click()
    shoot(page, "submit-missing")
    check_axe(page)
    factories.answer_everything(round_)
    factories.submit(round_, "Place")
    page.reload()
    shoot(page, "submit-ready")
    check_axe(page)
    page.get_by_role("button", name="Submit the answers of Adult Social Care").dblclick()
    expect(page.get_by_role("alert")).to_contain_text("The answers of Adult Social Care are submitted.")
    assert factories.response_of(round_, HERE).state == ResponseState.SUBMITTED
    shoot(page, "answers-submitted")
    check_axe(page)
    page.get_by_role("link", name="Managing contracts").click()
    shoot(page, "answer-area-read")
    check_axe(page)
    page.get_by_role("link", name="See what other departments answered").click()
    shoot(page, "answers-others")
    check_axe(page)


def test_evidence_is_added_and_taken_away(
    page: Page, round_: Round, person: Person, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot
) -> None:
    sign_in(page, person)
    page.goto(path(round_, "areas", "CRM"))
    code_of(page, "CRM1").get_by_role("link", name="Add evidence").click()
    shoot(page, "evidence-add")
    check_axe(page)
    page.get_by_label("What it is").fill("Contracts register")
    page.get_by_label("Or a file").set_input_files({"name": "tool.exe", "mimeType": "application/pdf", "buffer": b"MZ"})
    page.get_by_role("button", name="Add evidence").click()
    expect(page.get_by_role("alert")).to_contain_text("is not of a type that can be attached")
    shoot(page, "evidence-refused")
    check_axe(page)
    page.get_by_label("Or a file").set_input_files(
        {"name": "register.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    page.get_by_role("button", name="Add evidence").click()
    expect(code_of(page, "CRM1").get_by_role("link", name="Contracts register")).to_be_visible()
    shoot(page, "answer-evidence")
    code_of(page, "CRM1").get_by_role("button", name="Remove Contracts register").click()
    expect(page.get_by_role("alert")).to_contain_text("was taken away")


@pytest.mark.parametrize(
    "place", [(), ("areas", "CRM"), ("areas", "enablers"), ("submit",), ("codes", "CRM1", "evidence")]
)
def test_each_page_stands_on_a_phone(
    phone: Page,
    round_: Round,
    person: Person,
    place: tuple[str, ...],
    sign_in: SignIn,
    check_axe: CheckAxe,
    shoot: Shoot,
) -> None:
    sign_in(phone, person)
    phone.goto(path(round_, *place))
    check_axe(phone)
    shoot(phone, "-".join(["answers", *place]))


def test_what_is_read_stands_on_a_phone(
    phone: Page, round_: Round, person: Person, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot
) -> None:
    factories.answer(round_, HERE, "CRM4", not_applicable="We hold no contracts of this kind")
    factories.answer_everything(round_)
    factories.submit(round_)
    sign_in(phone, person)
    for name, place in {"read": path(round_), "read-area": path(round_, "areas", "CRM")}.items():
        phone.goto(place)
        check_axe(phone)
        shoot(phone, f"answers-{name}")
    phone.goto(f"/c/{round_.council.slug}/rounds/{round_.ref}/answers/other-departments/?area=CRM")
    check_axe(phone)
    shoot(phone, "answers-others")
    phone.goto(f"/c/{round_.council.slug}/rounds/{round_.ref}/answers/")


def test_a_moderator_reads_every_department(
    page: Page, council: Council, round_: Round, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot
) -> None:
    sign_in(page, factories.make_person(Role.MODERATOR, council))
    page.goto(f"/c/{round_.council.slug}/rounds/{round_.ref}/answers/")
    expect(page.locator("main")).to_contain_text("None of three departments has submitted its answers.")
    shoot(page, "answers-all")
    check_axe(page)
    page.get_by_role("link", name=HERE).click()
    expect(page.locator("main")).to_contain_text("You can read these answers; only respondents of Adult Social Care")
    check_axe(page)
