"""A round made, asked, opened, followed and moved in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.assessment.types import RoundState
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from tests.factories import answer, make_council, make_person, make_round

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS = b"department,value_code,state,level,comment\nPlace,CLR1,level,2,\nPlace,CLR2,level,4,Other: new\n"
Shoot = Callable[[Page, str], None]
SignIn = Callable[[Page, Any], None]
CheckAxe = Callable[[Page], None]


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Adult Social Care", "Children's Services", "Place", "Highways"])


def make_a_round(page: Page) -> None:
    page.get_by_label("Name of the round").fill("Diagnostic 2026")
    page.get_by_label("Short name, for addresses and files").fill("2026")
    for name, values in {"Opens on": ("1", "9", "2026"), "Closes on": ("16", "10", "2026")}.items():
        group = page.get_by_role("group", name=name)
        for label, value in zip(("Day", "Month", "Year"), values, strict=True):
            group.get_by_label(label).fill(value)
    page.get_by_label("Highways").uncheck()
    page.get_by_role("button", name="Make the round").click()


def test_a_round_is_made_opened_and_moderated(
    page: Page, council: Council, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot
) -> None:
    sign_in(page, make_person(Role.COORDINATOR, council))
    page.goto("/c/wharfemoor-council/rounds/")
    shoot(page, "rounds-none")
    page.get_by_role("link", name="Make a round").click()
    page.get_by_role("button", name="Make the round").click()
    expect(page.get_by_role("alert")).to_contain_text("Give the round a name.")
    shoot(page, "round-new-faults")
    check_axe(page)
    make_a_round(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Diagnostic 2026")
    expect(page.locator("main")).to_contain_text("Three departments will be asked.")
    check_axe(page)
    shoot(page, "round-draft")
    page.get_by_role("link", name="Open the round for answers").click()
    page.get_by_role("button", name="Open the round for answers").click()
    expect(page.locator("main")).to_contain_text("None of three departments has submitted.")
    page.get_by_role("link", name="Start moderation").click()
    shoot(page, "round-move")
    check_axe(page)
    page.get_by_role("button", name="Start moderation").click()
    page.get_by_role("link", name="Open for answers again").click()
    page.get_by_role("button", name="Open for answers again").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why in a sentence.")


@pytest.mark.parametrize("device", ["page", "phone", "no_js_page"])
def test_progress_and_files_at_every_width(
    device: str, council: Council, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(device)
    check = check_axe if device != "no_js_page" else lambda _page: None  # axe itself is a script
    round_ = make_round(council, codes=["CLR1", "CLR2", "CLR3"], state=RoundState.OPEN)
    answer(round_, "Place", "CLR1", 3)
    make_person(Role.RESPONDENT, council, department="Place", name="Priya Nair")
    sign_in(page, make_person(Role.COORDINATOR, council, name="Helen Marsh"))
    page.goto("/c/wharfemoor-council/rounds/2026/")
    expect(page.get_by_role("row", name="Highways")).to_contain_text("Nobody yet")
    page.get_by_role("button", name="Invite Place").click()
    expect(page.get_by_role("alert").first).to_contain_text("1 person is being written to.")
    shoot(page, f"round-open-{device}")
    check(page)
    page.get_by_role("link", name="load answers from a file").click()
    page.get_by_label("CSV or JSON file of answers").set_input_files(
        files=[
            {
                "name": "answers.csv",
                "mimeType": "text/csv",
                "buffer": ANSWERS,
            }
        ]
    )
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.locator("main")).to_contain_text("1 would replace an answer that was given already")
    shoot(page, f"round-import-{device}")
    check(page)
    page.get_by_label("Replace the 1 answer").check()
    page.get_by_role("button", name="Load the answers").click()
    expect(page.get_by_role("alert").first).to_contain_text("2 answers were changed.")
    page.get_by_role("row", name="Highways").get_by_role("link", name="What it is asked").click()
    shoot(page, f"round-ask-{device}")
    check(page)
