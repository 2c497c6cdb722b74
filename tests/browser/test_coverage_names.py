"""Suppliers’ names that were not found: from coverage to who each is, at a desk, and on a phone without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from tests.coverage_scene import cover, sign
from tests.evidence_scene import line
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db(transaction=True)

BECK, TRADES_AS, ROPES = "Beckside Laundry Ltd", "Beckside Laundry Rentals of Skipton", "Nidderdale Ropeways & Co"
PAPER, CITY = "Dalesfoot Paper Ltd", "Dalesfoot City Stationers"


@pytest.fixture
def council() -> Council:
    council = make_council()
    sign(council, "B1", TRADES_AS, awarded_value=60000)
    sign(council, "B2", TRADES_AS, awarded_value=12000)
    sign(council, "N1", ROPES)
    sign(council, "D1", CITY, awarded_value=4000)
    sign(council, "V1", "Various suppliers")
    sign(council, "P1", "Penyghent Paving Ltd")
    payees = (BECK, PAPER, "Penyghent Paving Ltd", "Beckside Joinery Ltd", "City Stationers of Leeds")
    cover(council, [line(payee, f"{7000 + 900 * place}.00") for place, payee in enumerate(payees)])
    return council


@pytest.mark.parametrize("width", [1280, 320])
def test_a_name_is_settled_once_and_taken_back(
    width: int,
    council: Council,
    open_page: Callable[..., Page],
    sign_in: Any,
    check_axe: Callable[[Page], None],
    shoot: Callable[[Page, str], None],
) -> None:
    is_desk = width == 1280
    page = open_page(width=width, javascript=is_desk)
    sign_in(page, make_person(Role.COORDINATOR, council, name="Meera Patel"))

    def look(name: str) -> None:
        shoot(page, f"names-{name}")
        if is_desk:
            check_axe(page)
        wide = page.locator("html").evaluate("html => html.scrollWidth") if is_desk else width
        assert wide <= width

    page.goto(f"/c/{council.slug}/register/coverage/")
    page.get_by_role("link", name="3 suppliers’ names not found among those paid").click()
    expect(page.locator(".gt-finding")).to_contain_text("They stand on 4 contracts worth £76,000.")
    look("list")
    page.get_by_label("Name holds").fill("beckside")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("link", name=f"Settle {TRADES_AS}").click()
    expect(page.locator(".gt-finding")).to_contain_text("2 contracts name this supplier (£72,000.00)")
    look("settle")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    page.get_by_label("Look among those paid: name holds").fill("joinery")
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("radio", name="Beckside Joinery Ltd")).to_be_visible()
    page.get_by_role("radio", name=BECK).check()
    page.get_by_label("Why").fill("It is the name on their invoices.")
    look("chosen")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text(f"“{TRADES_AS}” is {BECK}")).to_be_visible()
    expect(page.get_by_label("Name holds")).to_have_value("beckside")
    page.get_by_role("link", name="Settled (1)").click()
    look("settled")
    page.get_by_role("link", name=f"Look or take back {TRADES_AS}").click()
    page.get_by_label("Why it counts no more").fill("The invoices were another firm's.")
    look("take-back")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("counts no more").first).to_be_visible()
    page.get_by_role("link", name="To settle (3)").click()
    expect(page.get_by_role("rowheader", name=TRADES_AS)).to_be_visible()
