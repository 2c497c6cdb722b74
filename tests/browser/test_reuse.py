"""Answers put forward from another round, and a sheet of the council's own, in a browser at two widths."""

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
HOME = "/c/wharfemoor-council/rounds/practice/"
SHEET = b"Practice area,Rating,Comments\nCommercial strategy,Good,As the board saw it\nSupplier happiness,Best,\n"


def test_answers_are_reused_and_ratings_loaded_and_both_taken_back(
    page: Page, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot
) -> None:
    council = make_council(departments=["Place", "Housing"])
    old = make_round(council, codes=["SMR2", "RSK2", "CRM3"])
    for code, level in [("SMR2", 5), ("RSK2", 4), ("CRM3", 3)]:
        answer(old, "Place", code, level)
    asked = ["STR1", "MNG4", "SYS1"]
    make_round(council, ref="practice", title="Practice", framework_id="commercial-practice", codes=asked)
    sign_in(page, make_person(Role.COORDINATOR, council))
    page.goto(HOME)
    page.get_by_role("link", name="Reuse answers of another round").click()
    expect(page.get_by_role("heading", name="What putting forward does")).to_be_visible()
    look(page, "reuse-preview", check_axe, shoot)
    page.get_by_role("button", name="Put them forward").click()
    expect(page.get_by_role("heading", name="Proposed from another framework")).to_be_visible()
    look(page, "reuse-proposed", check_axe, shoot)
    page.get_by_role("link", name="take back what nobody has answered").click()
    page.get_by_label("Why").fill("The mapping was not agreed")
    look(page, "reuse-back", check_axe, shoot)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("were taken back.")).to_be_visible()
    page.get_by_role("link", name="load ratings from a sheet of your own").click()
    page.get_by_label("Whose answers are they?").select_option("Place")
    look(page, "ratings-form", check_axe, shoot)
    page.get_by_label("CSV file or workbook").set_input_files(
        {"name": "sheet.csv", "mimeType": "text/csv", "buffer": SHEET}
    )
    page.get_by_role("button", name="Show what it gives").click()
    expect(page.get_by_text("2 rows: 1 with a rating, 1 set aside, 0 at fault.")).to_be_visible()
    look(page, "ratings-plan", check_axe, shoot)
    page.get_by_role("button", name="Load the answers").click()
    expect(page.get_by_text("One file was loaded into this round")).to_be_visible()
    look(page, "ratings-loads", check_axe, shoot)
    page.get_by_role("link", name="Take it back").click()
    page.get_by_label("Why").fill("It was last year's sheet")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("sheet.csv is taken back.")).to_be_visible()
