"""A round carried into a newer framework and confirmed, in a real browser at two widths."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.assessment.models import Round
from goldthread.organisation.types import Role
from tests.carried_scene import put_draft_round
from tests.factories import answer_of, make_council, make_person

pytestmark = pytest.mark.django_db(transaction=True)

Shoot = Callable[[Page, str], None]
SignIn = Callable[[Page, Any], None]
CheckAxe = Callable[[Page], None]
ROUNDS = "/c/wharfemoor-council/rounds"


def look(page: Page, name: str, check_axe: CheckAxe, shoot: Shoot) -> None:
    """The page at both widths."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        check_axe(page)
        shoot(page, f"{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 800})


def test_a_round_is_carried_and_confirmed(page: Page, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot) -> None:
    council = make_council(departments=["Place", "Housing"])
    put_draft_round(council)
    sign_in(page, make_person(Role.COORDINATOR, council))
    page.goto(f"{ROUNDS}/2018/")
    page.get_by_role("link", name="Carry this round into the newer framework").click()
    expect(page.locator(".gt-finding")).to_contain_text("one needs review")
    look(page, "carry-report", check_axe, shoot)
    page.get_by_role("button", name="Carry the round").click()
    expect(page.locator("main")).to_contain_text("carried from Round 2018")
    page.get_by_role("link", name="Then and now").click()
    page.get_by_role("button", name="Confirm 2 Developing for Working with partners").click()
    expect(page.locator(".gt-finding")).to_contain_text("One has a level in both rounds")
    look(page, "carried-then-and-now", check_axe, shoot)
    new = Round.objects.get(ref="2018-carried")
    page.context.clear_cookies()
    sign_in(page, make_person(Role.RESPONDENT, council, department="Place"))
    page.goto(f"{ROUNDS}/2018-carried/answers/")
    page.get_by_role("button", name="Confirm 3 that need no review").click()
    expect(page.locator("main")).to_contain_text("Three carried answers are confirmed.")
    look(page, "carried-department", check_axe, shoot)
    page.goto(page.url + "areas/enablers/")
    expect(page.locator("#ENB1-carried")).to_contain_text("Carried from Round 2018, needs review")
    look(page, "carried-answer", check_axe, shoot)
    page.get_by_role("button", name="Confirm 4 Leader for ENB1").click()
    expect(page.locator("#ENB1-carried")).to_contain_text("answered since")
    assert answer_of(new, "Place", "ENB1").level == 4
