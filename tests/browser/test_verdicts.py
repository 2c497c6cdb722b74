"""Every box that shows a verdict, at a desk and on a phone: sign and word, beside the answer, one tap to dispute."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.assessment.actions.rounds import move_round
from goldthread.assessment.models import Round
from goldthread.assessment.transitions import MoveName
from goldthread.framework.load import load_framework
from goldthread.organisation.types import Role
from goldthread.web.answering.areas import area_of_code
from tests.evidence_scene import pay_with_orders
from tests.factories import answer_everything, department_named, make_council, make_person, make_round, submit

pytestmark = pytest.mark.django_db(transaction=True)
Look = Callable[..., None]
HERE = "/c/wharfemoor-council/rounds/2026/"
CARE, HIGHWAYS = "Adult Social Care", "Highways"
AREA = load_framework("nps-2018").object_of("ENB2").id
WHY = "The orders lie in a system that finance does not publish."
BEYOND = """
tags => tags.filter(tag => {
  const room = tag.closest("td, th, li, p").getBoundingClientRect(), own = tag.getBoundingClientRect();
  return own.right > room.right + 1 || own.left < room.left - 1;
}).map(tag => tag.innerText)
"""


@pytest.fixture
def round_() -> Round:
    """Highways orders one payment in four and claims Mature; Adult Social Care orders all it buys."""
    council = make_council(departments=[CARE, HIGHWAYS])
    pay_with_orders(council, {CARE: 1, HIGHWAYS: 4})
    return make_round(council, codes=["ENB2", "COM1", "CRM1", "SSR1"])


@pytest.fixture
def look(check_axe: Callable[[Page], None], shoot: Callable[..., None]) -> Look:
    def take(page: Page, name: str, *parts: str) -> None:
        for part in parts or ("",):
            shoot(page, f"verdict-{name}{part.replace('#', '-')}", part)
        check_axe(page)
        assert page.eval_on_selector_all(".gt-verdict", BEYOND) == [], "a tag runs out of its cell"

    return take


@pytest.fixture(params=[1280, 320])
def reader(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    return open_page(width=request.param)


def moderate(round_: Round) -> None:
    answer_everything(round_, 3)
    submit(round_)
    move_round(round=round_, move=MoveName.MODERATE, by=None)


def page_of(round_: Round, value_code: str, department: str) -> str:
    """Where a department answers the area of a value code."""
    number = department_named(round_.council, department).pk
    return f"{HERE}answers/{number}/areas/{area_of_code(load_framework('nps-2018'), value_code).id}/"


def test_a_department_sees_the_verdict_beside_its_answer_and_disputes_it(
    reader: Page, round_: Round, sign_in: Any, look: Look
) -> None:
    sign_in(reader, make_person(Role.RESPONDENT, round_.council, department=HIGHWAYS))
    reader.goto(page_of(round_, "ENB2", HIGHWAYS))
    expect(reader.get_by_text("! contradicts Developing")).to_be_visible()
    look(reader, "answer")
    reader.get_by_text("How this is worked out").first.click()
    expect(reader.get_by_role("link", name="The figure, its history and its rows").first).to_be_visible()
    reader.get_by_role("link", name="Dispute it").first.click()
    look(reader, "dispute")
    reader.get_by_label("Why the records mislead here").fill("Rents need no order.")
    reader.get_by_role("button", name="Keep this reason").click()
    expect(reader.get_by_text("Rents need no order.")).to_be_visible()
    look(reader, "answer-disputed")


def test_support_and_silence_stand_beside_an_answer_too(reader: Page, round_: Round, sign_in: Any, look: Look) -> None:
    sign_in(reader, make_person(Role.RESPONDENT, round_.council, department=CARE))
    for value_code, tag in (("SSR1", "✓ supports Developing"), ("ENB2", "– silent on Developing")):
        reader.goto(page_of(round_, value_code, CARE))
        expect(reader.get_by_text(tag).first).to_be_visible()
        look(reader, f"answer-{tag.split()[1]}")


def test_moderation_and_the_dashboard_show_the_verdict(reader: Page, round_: Round, sign_in: Any, look: Look) -> None:
    moderate(round_)
    sign_in(reader, make_person(Role.APPROVER, round_.council))
    for path, name in (
        (f"{HERE}moderation/?area={AREA}", "matrix"),
        (f"{HERE}moderation/codes/ENB2/", "code"),
        ("/c/wharfemoor-council/", "dashboard"),
    ):
        reader.goto(path)
        expect(reader.get_by_text("contradict").first).to_be_attached()
        look(reader, name)


def test_a_verdict_leads_to_its_indicator_from_moderation_and_from_the_report(
    page: Page, round_: Round, sign_in: Any
) -> None:
    moderate(round_)
    sign_in(page, make_person(Role.MODERATOR, round_.council))
    for path in (f"{HERE}moderation/codes/ENB2/#records", f"{HERE}report/#ENB2"):
        page.goto(path)
        page.locator("a[href*='/evidence/indicators/purchase-order-share/?period=2025-26']").first.click()
        expect(page).to_have_url("/c/wharfemoor-council/evidence/indicators/purchase-order-share/?period=2025-26")


def test_the_checks_ask_for_an_answer_to_a_contradiction_and_the_report_prints_the_reason(
    reader: Page, round_: Round, sign_in: Any, look: Look
) -> None:
    moderate(round_)
    sign_in(reader, make_person(Role.APPROVER, round_.council))
    reader.goto(f"{HERE}sign-off/")
    expect(reader.get_by_text("Contradicted by our own records, and nobody has answered (1)")).to_be_visible()
    look(reader, "checks")
    reader.get_by_label("I have read the findings").check()
    reader.get_by_role("button", name="Sign off the round").click()
    expect(reader.get_by_role("alert").get_by_text("Say why you sign")).to_be_visible()
    look(reader, "checks-refused")
    reader.get_by_label("Why you sign although our records contradict a level").fill(WHY)
    reader.get_by_role("button", name="Sign off the round").click()
    expect(reader.get_by_role("heading", name="What was signed")).to_be_visible()
    look(reader, "signed")
    reader.goto(f"{HERE}report/")
    expect(reader.get_by_text(WHY)).to_be_visible()
    chart = reader.get_by_role("img", name="how many levels the records support")
    assert chart.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    look(reader, "report", "#records", "#ENB2")
