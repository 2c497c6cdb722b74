"""Tiers and financial distress in a browser, at a desk and on a phone: a run, a rule tried, a case to its end."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.organisation.types import Role
from goldthread.register.actions.suppliers import open_file
from goldthread.register.models import DistressCase, SegmentationRule
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
HERE = "/c/wharfemoor-council/register/"


@pytest.fixture(params=[1280, 320])
def page(request: pytest.FixtureRequest, open_page: OpenPage, sign_in: Any) -> Page:
    council = make_council(departments=["Place"])
    head = make_person(Role.COORDINATOR, council, name="Meera Patel")
    put_contract(council, months=0, annual_value=Decimal(2_000_000), criticality=5, carbon=2)
    put_contract(council, months=0, title="Paper", supplier_name="Bell LLP", annual_value=Decimal(400_000), carbon=1)
    open_file(council=council, name="Fellside Catering CIC", because="Hard to replace.", by=head)
    opened = open_page(width=request.param)
    sign_in(opened, head)
    return opened


def test_tiers_are_run_and_a_rule_is_tried(page: Page, check_axe: Callable[[Page], None], shoot: Any) -> None:
    page.goto(f"{HERE}segments/")
    page.get_by_role("button", name="Run the rule").click()
    expect(page.locator(".gt-finding")).to_contain_text("Of 2 live contracts, 1 is Gold")
    check_axe(page)
    shoot(page, "tiers")
    page.get_by_text("The figures, by score").click()
    page.get_by_role("link", name="1", exact=True).first.click()
    expect(page.get_by_text("1 fits.")).to_be_visible()
    page.goto(f"{HERE}segments/rule/new/")
    page.get_by_label("Value scores 4 from").fill("3000000")
    page.get_by_role("button", name="Add a tier above this one (tier 3)").press("Enter")
    expect(page.locator(".gt-finding")).to_contain_text("There is room for another tier.")
    expect(page.get_by_label("Value scores 4 from")).to_have_value("3000000")
    expect(page.get_by_label("Name of tier 4")).to_have_value("Bronze")
    check_axe(page)
    shoot(page, "rule-tier-added")
    page.get_by_label("Name of tier 3").fill("Watch")
    page.get_by_label("What leads into tier 3").fill("carbon 5")
    page.get_by_label("Name of tier 3").press("Enter")  # tries the rule, and adds nothing
    expect(page.get_by_role("heading", name="How many would be in each tier")).to_be_visible()
    check_axe(page)
    shoot(page, "rule-four-tiers")
    page.get_by_role("button", name="Take this tier away (tier 3)").click()
    expect(page.locator(".gt-finding")).to_contain_text("Watch is taken off the form.")
    page.get_by_role("button", name="See what it would move").click()
    expect(page.locator(".gt-finding")).to_contain_text("It would move 1 live contract")
    check_axe(page)
    shoot(page, "rule-effect")
    page.get_by_label("Who agreed it, and why?").fill("Agreed by the board.")
    page.get_by_role("button", name="Publish this edition").click()
    expect(page.locator(".gt-finding")).to_contain_text("Edition 1 holds")
    check_axe(page)
    assert SegmentationRule.objects.get().because == "Agreed by the board."


def test_a_case_of_distress_to_its_end(page: Page, check_axe: Callable[[Page], None], shoot: Any) -> None:
    page.goto(f"{HERE}distress/")
    check_axe(page)
    page.get_by_role("link", name="Open a case").click()
    page.get_by_label("Supplier", exact=True).fill("Fellside Catering CIC")
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what worries the council.")
    expect(page.get_by_label("Supplier", exact=True)).to_have_value("Fellside Catering CIC")
    page.get_by_label("What worries the council?").fill("Wages were late.")
    page.get_by_role("button", name="Open the case").click()
    expect(page.locator(".gt-finding")).to_contain_text("1 without a clause on financial distress")
    check_axe(page)
    page.get_by_role("link", name="School meals").click()
    expect(page.get_by_role("heading", name="The supplier", exact=True)).to_be_visible()
    shoot(page, "contract-supplier")
    page.get_by_role("link", name="A case of financial distress is open").click()
    page.get_by_role("button", name="Write into the log").click()
    page.get_by_label("What was learnt or done?").fill("Met the finance director.")
    page.get_by_role("button", name="Save the line").click()
    expect(page.get_by_text("Met the finance director.")).to_be_visible()
    shoot(page, "distress-case")
    page.get_by_role("link", name="Close the case").click()
    page.get_by_label("How did it end?").fill("They recovered.")
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_text("They recovered.")).to_be_visible()
    assert DistressCase.objects.get().closed_on is not None
    page.goto(f"{HERE}strategic/")
    page.get_by_role("link", name="Fellside Catering CIC").click()
    check_axe(page)
    shoot(page, "supplier-file")
