"""The work on a contract by mouse, by phone and without scripts: a change, a rating, a review."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.register.actions.performance import add_kpi
from goldthread.register.models import Change, Contract, KpiRating
from goldthread.register.types import Regime
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
HERE = "/c/wharfemoor-council/register/"


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Children's Services", "Place"])


@pytest.fixture
def manager(council: Council) -> Person:
    return make_person(Role.CONTRACT_MANAGER, council, name="Tom Ashby")


@pytest.fixture
def contract(council: Council, manager: Person) -> Contract:
    made = put_contract(
        council, reference="C100", manager=manager, regime=Regime.ABOVE.value, estimated_value=Decimal(9_000_000)
    )
    add_kpi(
        contract=made,
        name="Meals served on time",
        target="95% each month",
        is_statutory=True,
        by=manager,
        months_between_ratings=3,
    )
    return made


@pytest.fixture(params=["desk", "phone", "no scripts"])
def worker(request: pytest.FixtureRequest, open_page: OpenPage, sign_in: Any, manager: Person) -> Page:
    page = open_page(width=320 if request.param == "phone" else 1280, javascript=request.param != "no scripts")
    sign_in(page, manager)
    return page


@pytest.fixture
def look(
    worker: Page, request: pytest.FixtureRequest, check_axe: Callable[[Page], None], shoot: Callable[[Page, str], None]
) -> Callable[[str], None]:
    scripted = "no scripts" not in request.node.name

    def take(name: str) -> None:
        if scripted:
            shoot(worker, f"work-{name}")
            check_axe(worker)

    return take


def test_ask_for_a_change_and_have_it_decided(
    worker: Page,
    look: Callable[[str], None],
    contract: Contract,
    council: Council,
    open_page: OpenPage,
    sign_in: Any,
) -> None:
    worker.goto(f"{HERE}contracts/{contract.pk}/")
    look("contract")
    worker.get_by_role("link", name="Ask for a change").click()
    worker.get_by_role("button", name="See what it does").click()
    expect(worker.get_by_role("alert")).to_contain_text("The change has no title.")
    look("change-fault")
    worker.get_by_label("What changes?").fill("Two more schools")
    worker.get_by_label("Money added (£)").fill("180,000")
    worker.get_by_label("Why does it have to change?").fill("They joined in September.")
    worker.get_by_role("button", name="See what it does").click()
    expect(worker.get_by_text("All changes together add 60%, more than 50%.")).to_be_visible()
    look("change-preview")
    worker.get_by_role("button", name="Change what I wrote").click()
    expect(worker.get_by_label("Why does it have to change?")).to_have_value("They joined in September.")
    worker.get_by_label("Money added (£)").fill("60,000")
    worker.get_by_role("button", name="See what it does").click()
    worker.get_by_role("button", name="Send it for a decision").click()
    expect(worker.locator(".gt-finding")).to_contain_text("it waits for a decision")
    expect(worker.get_by_text("You asked for it, so somebody else decides")).to_be_visible()
    look("change")
    head = open_page()
    sign_in(head, make_person(Role.COORDINATOR, council, name="Meera Patel"))
    head.goto(f"{HERE}changes/")
    head.get_by_role("link", name="Two more schools").click()
    head.get_by_role("link", name="Approve or refuse").click()
    head.get_by_label("Approve").check()
    head.get_by_label("Why?").fill("The money is in the budget.")
    head.get_by_role("button", name="Record the decision").click()
    expect(head.locator(".gt-finding")).to_contain_text("Meera Patel approved it")
    assert Change.objects.get().state == "approved"
    worker.goto(f"{HERE}changes/")
    look("changes")


def test_rate_a_kpi(worker: Page, look: Callable[[str], None], contract: Contract) -> None:
    worker.goto(f"{HERE}contracts/{contract.pk}/#kpis")
    worker.get_by_role("link", name="Rate Meals served on time").click()
    look("rate")
    worker.get_by_label("Requires improvement").check()
    worker.get_by_role("button", name="Save the rating").click()
    expect(worker.get_by_role("alert")).to_contain_text("nothing says why")
    look("rate-fault")
    expect(worker.get_by_label("Requires improvement")).to_be_checked()
    worker.get_by_label("What happened?").fill("Two vans broke down.")
    worker.get_by_role("button", name="Save the rating").click()
    expect(worker.get_by_text("is rated Requires improvement")).to_be_visible()
    worker.go_back()
    worker.get_by_role("button", name="Save the rating").click()
    worker.get_by_role("link", name="Meals served on time", exact=True).click()
    expect(worker.locator(".gt-finding")).to_contain_text("Requires improvement in the period to")
    look("kpi")
    assert KpiRating.objects.count() == 1


def test_record_a_review(worker: Page, look: Callable[[str], None], contract: Contract) -> None:
    worker.goto(f"{HERE}contracts/{contract.pk}/#reviews")
    worker.get_by_role("link", name="Record a review").click()
    look("review")
    worker.get_by_role("button", name="Save the review").click()
    expect(worker.get_by_role("alert")).to_contain_text("The review found nothing.")
    worker.get_by_label("What did it find?").fill("Meals are warm and on time; the menu has not changed in a year.")
    worker.get_by_role("button", name="Save the review").click()
    worker.get_by_role("link", name="performance").click()
    expect(worker.locator(".gt-finding")).to_contain_text("reviewed by Tom Ashby")
    look("review-shown")


def test_risks_savings_and_waivers(worker: Page, look: Callable[[str], None], contract: Contract) -> None:
    worker.goto(f"{HERE}contracts/{contract.pk}/#risks")
    worker.get_by_role("link", name="Record a risk").click()
    worker.get_by_label("What kind of risk?").select_option(label="Supply-chain resilience")
    worker.get_by_label("What can go wrong?").fill("The kitchen floods.")
    worker.get_by_label("How likely is it?").select_option(label="4")
    worker.get_by_label("How bad would it be?").select_option(label="5, high")
    look("risk-new")
    worker.get_by_role("button", name="Save the risk").click()
    worker.get_by_role("link", name="The kitchen floods.").click()
    look("risk")
    worker.goto(f"{HERE}risks/")
    expect(worker.locator(".gt-finding")).to_contain_text("1 open risk, grave")
    look("risks")
    worker.get_by_role("link", name="An external event").click()
    worker.get_by_label("What happens?").fill("Port strike")
    worker.get_by_label("Contracts whose title").fill("meals")
    worker.get_by_role("button", name="Show what it touches").click()
    expect(worker.locator(".gt-finding")).to_contain_text("1 live contract touched: 0 with a plan")
    look("scenario")
    worker.goto(f"{HERE}contracts/{contract.pk}/#savings")
    worker.get_by_role("link", name="Claim a saving").click()
    worker.get_by_label("What was saved?").fill("Fewer visits")
    worker.get_by_label("Cashable", exact=True).check()
    worker.get_by_label("How much in the year? (£)").fill("9,000")
    worker.get_by_label("How was it worked out?").fill("Budget less price")
    look("saving-new")
    worker.get_by_role("button", name="Claim it").click()
    worker.goto(f"{HERE}savings/")
    expect(worker.locator(".gt-finding")).to_contain_text("1 saving claimed; 1 waits for finance.")
    look("savings")
    worker.goto(f"{HERE}contracts/{contract.pk}/#waivers")
    worker.get_by_role("link", name="Ask for a waiver, or record a breach").click()
    worker.get_by_label("A breach: the rules were not kept").check()
    worker.get_by_label("Why?").select_option(label="The procurement began too late")
    look("waiver-new")
    worker.get_by_role("button", name="Send it").click()
    expect(worker.locator(".gt-finding")).to_contain_text("Tom Ashby recorded it.")
    look("waiver")
    worker.goto(f"{HERE}waivers/")
    look("waivers")
    worker.get_by_role("link", name="Committee pack").click()
    expect(worker.locator(".gt-finding")).to_contain_text("and 1 breach recorded.")
    look("pack")
