"""The contract register by mouse, by phone and without scripts: finding a contract, keeping one, seeing what is due."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.register.models import Contract
from tests.factories import department_named, make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
HERE = "/c/wharfemoor-council/register/"


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Children's Services", "Place"])


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council, name="Meera Patel")


@pytest.fixture
def manager(council: Council) -> Person:
    return make_person(Role.CONTRACT_MANAGER, council, name="Tom Ashby")


@pytest.fixture
def contracts(council: Council, manager: Person) -> list[Contract]:
    """A few with stories: one too late to tender, one with a break soon, one that lacks nearly everything."""
    today, place = timezone.localdate(), department_named(council, "Place")
    soon = today + timedelta(days=100)
    return [
        put_contract(
            council, reference="C100", manager=manager, notice=today + timedelta(days=20), annual_value=Decimal(100_000)
        ),
        put_contract(
            council,
            title="Home-to-school transport, north",
            reference="C101",
            supplier_name="Dale Coaches Ltd",
            manager=manager,
            end=soon,
            annual_value=Decimal(900_000),
            review_date=today + timedelta(days=12),
        ),
        put_contract(
            council,
            title="Grounds maintenance",
            supplier_name="",
            department=place,
            end=None,
            awarded_value=None,
            holds_personal_data=True,
        ),
        put_contract(council, title="Old street lights", department=place, end=date(2024, 3, 31), start=None),
    ]


@pytest.fixture(params=["desk", "phone", "no scripts"])
def reader(request: pytest.FixtureRequest, open_page: OpenPage, sign_in: Any, head: Person) -> Page:
    """The head of procurement at a desk, with a phone, and in a browser that runs no scripts."""
    page = open_page(width=320 if request.param == "phone" else 1280, javascript=request.param != "no scripts")
    sign_in(page, head)
    return page


@pytest.fixture
def look(
    reader: Page, request: pytest.FixtureRequest, check_axe: Callable[[Page], None], shoot: Callable[[Page, str], None]
) -> Callable[[str], None]:
    """Takes a picture and holds the page against axe, where there are scripts to do so."""
    scripted = "no scripts" not in request.node.name

    def take(name: str) -> None:
        shoot(reader, f"register-{name}")
        if scripted:
            check_axe(reader)

    return take


@pytest.mark.usefixtures("contracts")
def test_find_a_contract(reader: Page, look: Callable[[str], None]) -> None:
    reader.goto(HERE)
    expect(reader.locator(".gt-finding")).to_have_text(
        "3 live contracts, £600,000 as awarded; 1 lacks an end, 1 a manager and 1 a value."
    )
    look("list")
    reader.get_by_label("Title, supplier, reference or manager").fill("dale coach")
    reader.get_by_role("button", name="Show").click()
    expect(reader.get_by_role("link", name="Home-to-school transport, north")).to_be_visible()
    expect(reader.get_by_role("link", name="School meals")).to_have_count(0)
    expect(reader).to_have_url(re.compile(r"q=dale\+coach"))
    reader.get_by_role("link", name="take off “dale coach”").click()
    reader.get_by_role("combobox", name="Lacks").select_option(label="No end")
    reader.get_by_role("button", name="Show").click()
    expect(reader.locator(".gt-finding")).to_contain_text("1 live contract, of no known value")
    look("lacking")
    reader.get_by_role("link", name="Grounds maintenance").click()
    expect(reader.get_by_text("It has no end, so nobody can say when to tender again.")).to_be_visible()
    look("show-lacking")


@pytest.mark.usefixtures("contracts")
def test_the_list_follows_as_one_types(page: Page, sign_in: Any, head: Person) -> None:
    sign_in(page, head)
    page.goto(HERE)
    page.get_by_label("Title, supplier, reference or manager").press_sequentially("grounds")
    expect(page.get_by_role("link", name="School meals")).to_have_count(0)
    expect(page.locator(".gt-finding")).to_have_text(
        "1 live contract, of no known value; 1 lacks an end, 1 a manager and 1 a value."
    )
    expect(page).to_have_url(re.compile("q=grounds"))
    expect(page.get_by_label("Title, supplier, reference or manager")).to_be_focused()


@pytest.mark.usefixtures("contracts")
def test_keep_a_contract(reader: Page, look: Callable[[str], None]) -> None:
    reader.goto(HERE)
    reader.get_by_role("link", name="Home-to-school transport, north").click()
    expect(reader.get_by_text("Too late for an open tender before it ends")).to_be_visible()
    look("show")
    reader.get_by_role("link", name="Change this contract").click()
    look("edit")
    reader.get_by_label("What is bought?").fill("Home-to-school transport")
    reader.get_by_label("Awarded (£)").fill("much")
    reader.get_by_role("button", name="Save contract").click()
    expect(reader.get_by_role("alert").get_by_text("That is no amount. Give pounds, such as")).to_be_visible()
    look("edit-fault")
    reader.get_by_label("Awarded (£)").fill("£1,250,000")
    reader.get_by_role("button", name="Save contract").click()
    expect(reader.get_by_role("heading", name="Home-to-school transport", exact=True)).to_be_visible()
    expect(reader.get_by_text("£1,250,000.00")).to_be_visible()
    reader.get_by_role("link", name="Add an extension").click()
    look("extension")
    reader.get_by_label("How many months?").fill("12")
    reader.get_by_label("Was it taken?").select_option(label="Taken")
    reader.get_by_role("button", name="Save extension").click()
    expect(reader.get_by_text("Extension 1, 12 months")).to_be_visible()
    reader.get_by_role("link", name="Add a break").click()
    look("break")
    reader.get_by_label("Day", exact=True).first.fill("1")
    reader.get_by_label("Month", exact=True).first.fill("1")
    reader.get_by_label("Year", exact=True).first.fill("2019")
    reader.get_by_role("button", name="Save break").click()
    expect(reader.get_by_role("alert")).to_contain_text("before the start")
    look("break-fault")


def test_two_people_change_the_same_contract(
    open_page: OpenPage,
    sign_in: Any,
    head: Person,
    manager: Person,
    contracts: list[Contract],
    check_axe: Callable[[Page], None],
    shoot: Callable[[Page, str], None],
) -> None:
    one, other = open_page(), open_page(width=320)
    sign_in(one, head)
    sign_in(other, manager)
    where = f"{HERE}contracts/{contracts[1].pk}/edit/"
    one.goto(where)
    other.goto(where)
    one.get_by_label("What is bought?").fill("School buses")
    one.get_by_role("button", name="Save contract").click()
    other.get_by_label("What is bought?").fill("Home to school, all areas")
    other.get_by_label("Months of notice").fill("6")
    other.get_by_role("button", name="Save contract").click()
    expect(other.locator(".gt-finding")).to_contain_text("You both changed 1 field")
    expect(other.get_by_label("Meera Patel: School buses")).to_be_checked()
    shoot(other, "register-conflict")
    check_axe(other)
    other.get_by_label("You: Home to school, all areas").check()
    other.get_by_role("button", name="Keep what I chose").click()
    kept = Contract.objects.get(pk=contracts[1].pk)
    assert (kept.title, kept.notice_months) == ("Home to school, all areas", 6)


@pytest.mark.usefixtures("contracts")
@pytest.mark.parametrize("width", [1280, 320])
def test_a_contract_manager_begins_at_what_is_due(
    width: int,
    open_page: OpenPage,
    sign_in: Any,
    manager: Person,
    check_axe: Callable[[Page], None],
    shoot: Callable[[Page, str], None],
) -> None:
    page = open_page(width=width)
    sign_in(page, manager)
    page.goto("/")
    expect(page).to_have_url(re.compile("/register/mine/"))
    expect(page.locator(".gt-finding")).to_contain_text("You manage two contracts worth £1.0m a year.")
    expect(page.get_by_text("Too late for an open tender before it ends")).to_be_visible()
    shoot(page, "register-home")
    check_axe(page)
    act = page.get_by_role("link", name="Decide")
    act.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Break on")).to_be_visible()
    page.get_by_label("Was it taken?").select_option(label="Not taken")
    page.get_by_role("button", name="Save break").click()
    expect(page.get_by_text("The break is saved.")).to_be_visible()


@pytest.mark.usefixtures("contracts")
def test_change_several_and_keep_a_view(reader: Page, look: Callable[[str], None]) -> None:
    reader.goto(HERE)
    reader.get_by_label("Choose School meals").check()
    reader.get_by_label("Choose Grounds maintenance").check()
    reader.get_by_role("button", name="Change the chosen").click()
    look("together")
    reader.get_by_label("Category").fill("Facilities")
    reader.get_by_role("button", name="See what would change").click()
    expect(reader.locator(".gt-finding")).to_have_text("2 of 2 contracts would change. Nothing is changed yet.")
    look("together-shown")
    reader.get_by_role("button", name="Change 2 contracts").click()
    expect(reader.get_by_text("2 contracts were changed.")).to_be_visible()
    reader.goto(f"{HERE}?category=Facilities")
    reader.get_by_role("link", name="Save this view").click()
    look("views")
    reader.get_by_label("Name of the view").fill("Facilities only")
    reader.get_by_label("For everybody at the council").check()
    reader.get_by_role("button", name="Save view").click()
    expect(reader.get_by_role("link", name="Facilities only")).to_be_visible()
    look("list-with-view")


@pytest.mark.usefixtures("contracts")
def test_everybody_reads_the_public_register(
    reader: Page, look: Callable[[str], None], open_page: OpenPage, check_axe: Callable[[Page], None]
) -> None:
    reader.goto(f"{HERE}public/")
    look("publishing")
    reader.get_by_role("button", name="Open the register to everybody").click()
    expect(reader.get_by_text("Everybody can read the register now.")).to_be_visible()
    stranger = open_page(width=reader.viewport_size["width"] if reader.viewport_size else 1280)
    stranger.goto("/c/wharfemoor-council/public/contracts/")
    expect(stranger.locator(".gt-finding")).to_have_text("Wharfemoor Council has 3 contracts that run or will begin.")
    check_axe(stranger)
    stranger.get_by_label("Title, supplier, department or category").press_sequentially("coaches")
    expect(stranger.get_by_text("Home-to-school transport, north")).to_be_visible()
    expect(stranger.get_by_text("School meals")).to_have_count(0)
    reader.get_by_role("link", name="See it as everybody does").click()
    look("public")
