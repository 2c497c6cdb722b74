"""Alerts, the calendar, training and reports given, by mouse, by keyboard and on a phone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.register.models import AlertSetting, ReportSent, Training
from goldthread.register.types import Frequency, Regime
from tests.factories import make_council, make_person
from tests.register_scene import put_contract, put_people

pytestmark = pytest.mark.django_db(transaction=True)

HERE = "/c/wharfemoor-council/register/"
Looks = tuple[Page, Page, Callable[[str], None]]


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Children's Services", "Place"])


@pytest.fixture
def worker(open_page: Callable[..., Page], sign_in: Any, council: Council) -> Page:
    """A head of procurement at a desk."""
    page = open_page(width=1280)
    sign_in(page, make_person(Role.COORDINATOR, council, name="Meera Patel"))
    return page


@pytest.fixture
def look(worker: Page, check_axe: Callable[[Page], None], shoot: Callable[[Page, str], None]) -> Callable[[str], None]:
    """The page as it stands, then at the width of a phone."""

    def take(name: str) -> None:
        for width in (320, 1280):
            worker.set_viewport_size({"width": width, "height": 900})
            held = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            assert worker.evaluate(held), f"{name} scrolls sideways at {width} px"
            check_axe(worker)
            shoot(worker, name)

    return take


def test_choose_alerts_and_keep_a_calendar(worker: Page, look: Callable[[str], None], council: Council) -> None:
    end = timezone.localdate() + timedelta(days=200)
    put_contract(council, months=0, end=end, regime=Regime.ABOVE.value)
    worker.goto(f"{HERE}mine/")
    worker.get_by_text("More of the register").press("Enter")
    worker.get_by_role("link", name="Alerts and calendar").press("Enter")
    expect(worker.locator(".gt-finding")).to_contain_text("1 thing is new for the next one.")
    look("alerts")
    worker.get_by_label("Once a week").focus()
    worker.keyboard.press("ArrowDown")
    worker.keyboard.press("Enter")
    expect(worker.get_by_role("alert")).to_contain_text("Saved.")
    assert AlertSetting.objects.get().frequency == Frequency.DAILY
    worker.get_by_role("button", name="Make my calendar").press("Enter")
    address = worker.get_by_label("Or copy its address")
    expect(address).to_have_value(f"http://127.0.0.1:8000/calendar/{AlertSetting.objects.get().calendar_key}.ics")
    worker.context.grant_permissions(["clipboard-read", "clipboard-write"])
    worker.get_by_role("button", name="Copy the address").press("Enter")
    expect(worker.get_by_role("button", name="Copied")).to_be_visible()
    assert worker.evaluate("navigator.clipboard.readText()") == address.input_value()
    look("alerts-calendar")
    before = address.input_value()
    worker.get_by_role("button", name="Make a new address").press("Enter")
    expect(worker.get_by_role("alert")).to_contain_text("the old one shows nothing any more")
    expect(worker.get_by_label("Or copy its address")).not_to_have_value(before)


def keep_the_people_plan(worker: Page, look: Callable[[str], None]) -> None:
    worker.goto(f"{HERE}training/people-plan/")
    look("people-plan-empty")
    worker.get_by_role("link", name="Say how far for Competency framework").press("Enter")
    worker.get_by_label("In use").check()
    worker.get_by_label("Who owns it?").select_option(label="Meera Patel")
    worker.get_by_label("What shows it?").fill("Roles and levels, on the staff pages")
    worker.get_by_role("button", name="Save the part").press("Enter")
    expect(worker.get_by_role("alert")).to_contain_text("nobody said when it was agreed")
    look("people-plan-refused")
    for day, values in (("agreed_on", ("1", "5", "2025")), ("review_on", ("28", "2", "2026"))):
        for part, value in zip(("day", "month", "year"), values, strict=True):
            worker.locator(f"#id_{day}-{part}").fill(value)
    worker.get_by_role("button", name="Save the part").press("Enter")
    expect(worker.locator(".gt-finding")).to_contain_text("It is in use, agreed on 1 May 2025. It was due")
    worker.get_by_text("Before and after").first.click()
    look("people-plan-part")
    worker.get_by_role("link", name="People plan").first.click()
    expect(worker.locator(".gt-finding")).to_contain_text("One part of the six is agreed.")
    look("people-plan")
    worker.goto(f"{HERE}mine/")
    expect(worker.locator(".gt-finding")).to_contain_text(
        "One part of the people plan was to be looked at again by now."
    )
    look("people-plan-home")
    worker.get_by_role("link", name="Look again").press("Enter")
    expect(worker.get_by_role("heading", level=1)).to_contain_text("Competency framework")


def test_keep_training_and_reports(worker: Page, look: Callable[[str], None], council: Council) -> None:
    put_people(council)
    worker.goto(f"{HERE}training/")
    expect(worker.locator(".gt-finding")).to_contain_text("1 of 1 person lacks a course")
    look("training")
    worker.get_by_role("link", name="Record a course of Ada Moss").press("Enter")
    expect(worker.get_by_label("What kind of course?")).to_have_value("advanced")
    look("training-course")
    worker.get_by_role("button", name="Save the course").press("Enter")
    expect(worker.get_by_role("alert")).to_contain_text("Say which course it was.")
    worker.get_by_label("Which course?").fill("Practitioner")
    worker.get_by_role("button", name="Save the course").press("Enter")
    expect(worker.locator(".gt-finding")).to_have_text("Ada Moss lacks no course.")
    assert Training.objects.count() == 2
    look("training-person")
    worker.get_by_role("link", name="Training").first.click()
    worker.get_by_role("link", name="Add a role profile").click()
    look("training-profile")
    keep_the_people_plan(worker, look)
    worker.goto(f"{HERE}reports/")
    look("reports")
    worker.get_by_role("link", name="Record a report").press("Enter")
    worker.get_by_label("Title").fill("Quarter 1")
    worker.get_by_label("Councillors").check()
    worker.get_by_label("It speaks of: savings").press("Space")
    look("reports-form")
    worker.get_by_role("button", name="Save the report").press("Enter")
    expect(worker.get_by_role("alert")).to_contain_text("The report is recorded.")
    assert ReportSent.objects.get(title="Quarter 1").topics == ["savings"]
