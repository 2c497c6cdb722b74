"""A round of commercial practice and one of the process grid, in a real browser at two widths."""

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


def test_other_frameworks_are_read_and_answered(page: Page, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot) -> None:
    council = make_council(departments=["Place", "Housing"])
    practice = make_round(council, ref="practice", title="Practice 2026", framework_id="commercial-practice")
    process = make_round(council, ref="process", title="Process 2026", framework_id="process-3r")
    for code, place, housing in [("STR1", 4, 2), ("STR2", 3, 3), ("SYS1", 2, 1), ("POL1", 4, 4)]:
        answer(practice, "Place", code, place)
        answer(practice, "Housing", code, housing)
    for code, level in [("REP1", 3), ("REP2", 4), ("ROB4", 2), ("REF6", 1)]:
        answer(process, "Place", code, level)
        answer(process, "Housing", code, level)
    sign_in(page, make_person(Role.COORDINATOR, council))
    page.goto(HOME)
    expect(page.locator("main")).to_contain_text("In per cent")
    look(page, "practice-standing", check_axe, shoot)
    page.get_by_role("link", name="Process 2026, Process 3R").click()
    expect(page.get_by_role("heading", name="The grid")).to_be_visible()
    look(page, "process-grid", check_axe, shoot)
    page.get_by_role("table", name="The level of each cell").get_by_role("link", name="Templates", exact=True).click()
    assert page.url.endswith("#REP2")
    page.goto(HOME + "rounds/new/?framework=commercial-practice")
    look(page, "practice-new-round", check_axe, shoot)
    page.context.clear_cookies()
    sign_in(page, make_person(Role.RESPONDENT, council, department="Place"))
    page.goto(f"{HOME}rounds/practice/answers/")
    page.get_by_role("link", name="Define: before procurement").first.click()
    page.locator("#DEF1").get_by_label("3 Better").check()
    look(page, "practice-answer", check_axe, shoot)
