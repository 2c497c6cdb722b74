"""A council's own codes from the first draft to a department's answer, in a real browser at two widths."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.organisation.types import Role
from tests.browser.test_carrying import look
from tests.factories import answer, make_council, make_person, make_round

pytestmark = pytest.mark.django_db(transaction=True)

Shoot = Callable[[Page, str], None]
SignIn = Callable[[Page, Any], None]
CheckAxe = Callable[[Page], None]
HOME = "/c/wharfemoor-council/"


def test_local_codes_are_drafted_published_and_answered(
    page: Page, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot
) -> None:
    council = make_council(departments=["Place", "Housing"])
    sign_in(page, make_person(Role.COORDINATOR, council))
    page.goto(HOME + "rounds/")
    page.get_by_role("link", name="Local codes").click()
    page.get_by_label("Prefix").fill("WH")
    page.get_by_role("button", name="Begin local codes").click()
    page.get_by_role("link", name="Add a code").click()
    page.get_by_label("Id, after WH-").fill("GREEN")
    page.get_by_label("Name", exact=True).fill("Green strand of social value")
    page.get_by_label("What it measures").fill("How green we are")
    expect(page.locator("#checks")).to_contain_text('Begin with "The extent to which"')
    look(page, "local-item", check_axe, shoot)
    page.get_by_label("What it measures").fill("The extent to which contracts cut carbon and waste")
    page.get_by_label("Where it belongs").select_option("SVL")
    for number, name in enumerate(("Minimum", "Developing", "Mature", "Leader", "Innovator"), start=1):
        page.get_by_label(f"{number} {name}").fill(f"Green measures are {name.lower()}\nSomebody owns them")
    expect(page.locator("#checks")).to_contain_text("Nothing is to be mended in it.")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("link", name="Make a code a priority").click()
    page.get_by_label("Value code").select_option("SVL3")
    page.get_by_label("Why it is a priority").fill("Cabinet wants one measure of social value")
    page.get_by_role("button", name="Save draft").click()
    look(page, "local-draft", check_axe, shoot)
    page.get_by_role("link", name="Preview and publish").click()
    look(page, "local-preview", check_axe, shoot)
    page.get_by_label("What is new, and who agreed it?").fill("Agreed by cabinet")
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.locator("main")).to_contain_text("version 1 is published")
    page.get_by_role("link", name="Version 1", exact=True).click()
    look(page, "local-version", check_axe, shoot)
    round_ = make_round(council, codes=["SVL3"])
    answer(round_, "Housing", "WH-GREEN", 2)
    answer(round_, "Place", "SVL3", 3)
    page.goto(HOME)
    look(page, "local-standing", check_axe, shoot)
    page.context.clear_cookies()
    sign_in(page, make_person(Role.RESPONDENT, council, department="Place"))
    page.goto(f"{HOME}rounds/2026/answers/")
    page.get_by_role("link", name="Local codes").first.click()
    page.locator("#WH-GREEN").get_by_label("3 Mature").check()
    expect(page.locator("#WH-GREEN [data-status]")).to_contain_text("Saved")
    look(page, "local-answer", check_axe, shoot)
