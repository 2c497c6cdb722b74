"""Signing in, people, the record, the framework and the error pages in a real browser, at both widths."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from goldthread.assessment.types import RoundState
from goldthread.organisation.actions import grant_role
from goldthread.organisation.models import Council, Department, Event, Person
from goldthread.organisation.types import CouncilKind, Role
from tests.factories import answer, make_council, make_person, make_round

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "three words remembered"
HERE = "/c/wharfemoor-council/"
Shoot = Callable[[Page, str], None]
SignIn = Callable[[Page, Any], None]
CheckAxe = Callable[[Page], None]
BOTH_WIDTHS = pytest.mark.parametrize("screen", ["page", "phone"])


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Adult Social Care", "Place", "Highways and Transport"])


@pytest.fixture
def coordinator(council: Council) -> Person:
    person = make_person(Role.COORDINATOR, council, email="meera.patel@wharfemoor.example", name="Meera Patel")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def look(check_axe: CheckAxe, shoot: Shoot) -> Callable[[Page, str], None]:
    """Checks a page as it stands, and keeps its picture."""

    def look_at(page: Page, name: str) -> None:
        check_axe(page)
        shoot(page, name)

    return look_at


def link_in_mail() -> str:
    found = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


@pytest.mark.parametrize("screen", ["page", "phone", "no_js_page"])
def test_somebody_signs_in_by_a_link_and_reaches_where_they_wanted(
    screen: str, coordinator: Person, check_axe: CheckAxe, shoot: Shoot, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(screen)
    script = screen != "no_js_page"
    page.goto(HERE + "people/")
    expect(page).to_have_title("Sign in – Goldthread")
    if script:
        check_axe(page)
        shoot(page, "sign-in")
    page.get_by_role("button", name="E-mail me a link").click()
    page.get_by_role("button", name="E-mail me a link").click()
    expect(page.get_by_role("alert")).to_contain_text("Give your e-mail address.")
    if script:
        check_axe(page)
        shoot(page, "sign-in-link-fault")
    page.get_by_label("E-mail address").fill("meera.patel@wharfemoor.example")
    page.get_by_role("button", name="E-mail me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    if script:
        check_axe(page)
        shoot(page, "sign-in-link-sent")
    page.goto(link_in_mail())
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in as Meera Patel")
    if script:
        check_axe(page)
        shoot(page, "sign-in-link-open")
    link = page.url
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People and roles")
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link cannot be used")
    if script:
        check_axe(page)
        shoot(page, "sign-in-link-spent")


@BOTH_WIDTHS
def test_somebody_signs_in_by_password_and_out(
    screen: str, coordinator: Person, look: Shoot, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(screen)
    page.goto("/")
    look(page, "landing")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("E-mail address").fill(coordinator.email)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("The e-mail address or the password is not right.")
    expect(page.get_by_label("E-mail address")).to_have_value(coordinator.email)
    look(page, "sign-in-fault")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(HERE + "$"))
    page.goto("/account/password/change/")
    look(page, "password-change")
    page.goto("/account/logout/")
    look(page, "sign-out")
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page.locator("main")).to_contain_text("Goldthread asks each department")


@BOTH_WIDTHS
def test_a_forgotten_password_is_replaced(
    screen: str, coordinator: Person, look: Shoot, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(screen)
    page.goto("/account/login/")
    page.get_by_role("link", name="Forgot your password, or have none yet?").click()
    look(page, "password-reset")
    page.get_by_label("E-mail address").fill(coordinator.email)
    page.get_by_role("button", name="Send the link").click()
    look(page, "password-reset-sent")
    page.goto(link_in_mail())
    page.get_by_label("New password").fill("short")
    page.get_by_label("The same password again").fill("other")
    page.get_by_role("button", name="Use this password").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "password-new-fault")
    for label in ("New password", "The same password again"):
        page.get_by_label(label).fill("four more words here")
    page.get_by_role("button", name="Use this password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your new password is in place")
    look(page, "password-new-done")


@BOTH_WIDTHS
def test_the_pages_for_those_who_cannot_come_in(
    screen: str, council: Council, look: Shoot, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(screen)
    for path, name in {
        "/account/signup/": "signup-closed",
        "/account/inactive/": "inactive",
        "/account/password/reset/key/1-used/": "password-link-spent",
        "/no/such/page/": "missing",
        "/about/": "about",
    }.items():
        page.goto(path)
        look(page, name)


@BOTH_WIDTHS
def test_somebody_of_two_councils_chooses_and_somebody_of_none_is_told(
    screen: str, council: Council, look: Shoot, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(screen)
    person = make_person(Role.AUDITOR, council)
    other = make_council(CouncilKind.COMBINED_AUTHORITY, departments=[], name="Dales Combined Authority")
    grant_role(council=other, email=person.email, role=Role.MODERATOR, by=None)
    sign_in(page, person)
    page.goto("/")
    look(page, "councils")
    page.get_by_role("link", name="Dales Combined Authority").click()
    expect(page).to_have_url(re.compile("/c/dales-combined-authority/$"))
    page.goto(HERE + "people/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("You are not able to manage people")
    look(page, "refused")
    sign_in(page, Person.objects.create_user("nobody@wharfemoor.example"))
    page.goto("/")
    look(page, "no-council")


@BOTH_WIDTHS
def test_people_are_added_found_and_ended(
    screen: str, council: Council, coordinator: Person, look: Shoot, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(screen)
    make_person(Role.RESPONDENT, council, department="Place", name="Ada Bright")
    sign_in(page, coordinator)
    page.goto(HERE + "people/")
    look(page, "people")
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("Name").fill("Tom Hale")
    page.get_by_label("E-mail address").fill("tom.hale")
    page.get_by_label("Role", exact=True).select_option("Respondent")
    page.get_by_role("button", name="Add the person").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the department that they answer for.")
    expect(page.get_by_label("E-mail address")).to_have_value("tom.hale")
    look(page, "people-add-faults")
    page.get_by_label("E-mail address").fill("tom.hale@wharfemoor.example")
    page.get_by_label("Department").select_option("Highways and Transport")
    page.get_by_role("button", name="Add the person").click()
    expect(page.get_by_role("alert")).to_contain_text("Tom Hale has the role respondent for Highways and Transport")
    page.get_by_label("Name or address").fill("hale")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"\?q=hale&"))
    expect(page.locator("tbody tr")).to_have_count(1)
    look(page, "people-found")
    page.get_by_role("link", name=re.compile("End the role.*Tom Hale")).click()
    look(page, "people-end")
    page.get_by_label("Why").fill("Moved to another council")
    page.get_by_role("button", name="End the role").click()
    expect(page.get_by_role("alert")).to_contain_text("Tom Hale is no longer respondent.")


@BOTH_WIDTHS
def test_departments_are_added_renamed_and_retired(
    screen: str, council: Council, coordinator: Person, look: Shoot, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(screen)
    sign_in(page, coordinator)
    page.goto(HERE + "people/departments/")
    page.get_by_label("Name of the department").fill("place")
    page.get_by_role("button", name="Add the department").click()
    expect(page.get_by_role("alert")).to_contain_text("has a department named place already.")
    look(page, "departments-fault")
    page.get_by_label("Name of the department").fill("Digital")
    page.get_by_role("button", name="Add the department").click()
    page.get_by_role("link", name="Rename Digital").click()
    look(page, "department-rename")
    page.get_by_label("Name of the department").fill("Digital and Data")
    page.get_by_role("button", name="Rename it").click()
    page.get_by_role("link", name="Retire Digital and Data").click()
    look(page, "department-retire")
    page.get_by_label("Why").fill("Joined with Place")
    page.get_by_role("button", name="Retire the department").click()
    expect(page.get_by_role("alert")).to_contain_text("Digital and Data is retired.")
    look(page, "departments")
    assert Department.objects.get(name="Digital and Data").retired_at


@BOTH_WIDTHS
def test_the_record_is_read_narrowed_and_unfolded(
    screen: str, council: Council, coordinator: Person, look: Shoot, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(screen)
    round_ = make_round(council, codes=["CLR1", "CLR2"], state=RoundState.MODERATION)
    answer(round_, "Place", "CLR1", 2, by=coordinator, comment="A register that everybody can search, since May.")
    answer(round_, "Place", "CLR1", 3, by=coordinator, comment="A register that everybody can search and edit.")
    Event.objects.bulk_create(
        Event(council=council, kind="round.open", subject="x:1", summary=f"Step {n} was taken") for n in range(60)
    )
    sign_in(page, coordinator)
    page.goto(HERE + "record/")
    look(page, "record")
    page.get_by_role("link", name="Older").click()
    expect(page.locator("main")).to_contain_text("Place, CLR1")
    page.get_by_label("Of what").select_option("Answers")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("main")).to_contain_text("Two changes fit, the newest first.")
    page.locator("summary").first.click()
    expect(page.locator("dl").first).to_contain_text("A register that everybody can search and edit.")
    look(page, "record-unfolded")
    page.goto(HERE + "record/?since=2026-06-03&until=2026-06-01")
    look(page, "record-fault")


@BOTH_WIDTHS
def test_the_framework_is_read_searched_and_compared(
    screen: str, council: Council, look: Shoot, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(screen)
    page.goto("/framework/")
    look(page, "frameworks")
    page.get_by_role("link", name="National Procurement Strategy for Local Government in England 2018").first.click()
    look(page, "framework")
    page.get_by_label("Find words in names and statements").fill("contract register")
    page.get_by_role("button", name="Find").click()
    look(page, "framework-search")
    page.goto("/framework/nps-2018/CRM/")
    look(page, "framework-area")
    page.goto("/framework/nps-2018/ENB1/")
    look(page, "framework-enabler")
    page.goto("/framework/nps-2018/changes/")
    look(page, "framework-changes")


def test_a_form_from_a_page_that_was_open_too_long_gives_the_text_back(
    page: Page, coordinator: Person, look: Shoot, sign_in: SignIn
) -> None:
    sign_in(page, coordinator)
    page.goto(HERE + "people/add/")
    page.get_by_label("Name").fill("Tom Hale of Highways")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Add the person").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The form was not sent")
    expect(page.locator("main")).to_contain_text("Tom Hale of Highways")
    look(page, "form-not-sent")
