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
Look = Callable[[Page, str], None]
HERE = "/c/wharfemoor-council/rounds/2026/"
CARE, HIGHWAYS = "Adult Social Care", "Highways"


@pytest.fixture
def round_() -> Round:
    """Highways orders one payment in four and claims Mature; Adult Social Care orders all it buys."""
    council = make_council(departments=[CARE, HIGHWAYS])
    pay_with_orders(council, {CARE: 1, HIGHWAYS: 4})
    return make_round(council, codes=["ENB2", "COM1", "CRM1"])


@pytest.fixture
def look(check_axe: Callable[[Page], None], shoot: Callable[[Page, str], None]) -> Look:
    def take(page: Page, name: str) -> None:
        check_axe(page)
        shoot(page, f"verdict-{name}")

    return take


@pytest.fixture(params=[1280, 320])
def reader(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    return open_page(width=request.param)


def test_a_department_sees_the_verdict_beside_its_answer_and_disputes_it(
    reader: Page, round_: Round, sign_in: Any, look: Look
) -> None:
    sign_in(reader, make_person(Role.RESPONDENT, round_.council, department=HIGHWAYS))
    number = department_named(round_.council, HIGHWAYS).pk
    area = area_of_code(load_framework("nps-2018"), "ENB2").id
    reader.goto(f"{HERE}answers/{number}/areas/{area}/")
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


def test_moderation_and_the_dashboard_show_the_verdict(reader: Page, round_: Round, sign_in: Any, look: Look) -> None:
    answer_everything(round_, 3)
    submit(round_)
    move_round(round=round_, move=MoveName.MODERATE, by=None)
    sign_in(reader, make_person(Role.APPROVER, round_.council))
    for path, name in (
        (f"{HERE}moderation/?show=all", "matrix"),
        (f"{HERE}moderation/codes/ENB2/", "code"),
        ("/c/wharfemoor-council/", "dashboard"),
    ):
        reader.goto(path)
        expect(reader.get_by_text("contradict").first).to_be_attached()
        look(reader, name)
