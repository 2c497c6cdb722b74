"""The plan in a browser: a proposal is taken by keyboard, the plan page says what is reached, a phone shows it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.plan.actions.ambitions import set_ambition
from goldthread.plan.models import PlanAction
from tests.factories import FRAMEWORK, answer, make_council, make_person, make_round
from tests.plan_scene import put_plan

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
HERE = "/c/wharfemoor-council/plan/"
PAGES = ("", "timeline/")  # the walk through every page sees the others


@pytest.fixture
def council() -> Council:
    made = make_council(departments=("Highways", "Housing"))
    round_ = make_round(made, codes=["CLR1", "CLR2"])
    for code in ("CLR1", "CLR2"):
        answer(round_, "Highways", code, 2)
        answer(round_, "Housing", code, 3)
    by = timezone.localdate() + timedelta(days=300)
    set_ambition(
        council=made, framework_id=FRAMEWORK, object_id="CLR", level=3, by_date=by, reason="Asked for.", by=None
    )
    put_plan(made)
    return made


def take_by_keyboard(page: Page) -> None:
    """From the plan page to a proposal that is taken, without a mouse."""
    page.goto(HERE)
    page.get_by_role("link", name=re.compile("What it takes.*Engaging councillors")).focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name=re.compile("Take it into the plan.*Reporting to Mature"))
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Which steps does it buy?")).to_have_value("CLR2 3")
    expect(page.get_by_label("Highways", exact=True)).to_be_checked()
    title = page.get_by_label("What is to be done?")
    title.focus()
    title.fill("Monthly report to councillors")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Taken by Monthly report to councillors")).to_be_visible()


def test_a_plan_from_a_gap_to_a_projected_level(
    council: Council,
    open_page: OpenPage,
    sign_in: Any,
    check_axe: Callable[[Page], None],
    shoot: Callable[[Page, str], None],
) -> None:
    head = make_person(Role.COORDINATOR, council, name="Priya Nair")
    desk = open_page(width=1280)
    sign_in(desk, head)
    take_by_keyboard(desk)
    desk.goto(HERE)
    expect(desk.get_by_text("Engaging councillors reaches Mature").first).to_be_visible()
    assert PlanAction.objects.filter(council=council, proposal="CLR2:3").exists()
    desk.goto(HERE + "actions/new/")
    desk.get_by_label("Which steps does it buy?").fill("CLR9 4")
    desk.get_by_role("button", name="Add it to the plan").click()
    expect(desk.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(desk.get_by_label("Which steps does it buy?")).to_have_value("CLR9 4")
    check_axe(desk)
    plain = open_page(width=320, javascript=False)
    sign_in(plain, head)
    for place in PAGES:
        plain.goto(HERE + place)
        expect(plain.locator("h1").first).to_be_visible()
    phone = open_page(width=320)
    sign_in(phone, head)
    for place in PAGES:
        phone.goto(HERE + place)
        expect(phone.locator("h1").first).to_be_visible()
        check_axe(phone)
        shoot(phone, f"plan-{place.strip('/').replace('/', '-') or 'home'}-320")
