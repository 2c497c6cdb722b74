"""A supply-chain return on a phone without scripts, and on a desk: refused in words, mended, kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from goldthread.organisation.types import Role
from goldthread.register.actions.supply_chain import SaidReturn, record_return
from goldthread.register.rules import add_months
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_return_is_recorded_on_a_phone_without_scripts(
    open_page: Callable[..., Page],
    sign_in: Any,
    check_axe: Callable[[Page], None],
    shoot: Callable[[Page, str], None],
) -> None:
    council = make_council(departments=["Place"])
    manager = make_person(Role.CONTRACT_MANAGER, council, name="Tom Ashby")
    contract = put_contract(council, reference="C100", manager=manager, has_concerns_route=True)
    since = add_months(timezone.localdate(), -7)
    record_return(contract=contract, said=SaidReturn(since, paid=0, paid_in_time=0), by=manager)
    page = open_page(width=320, javascript=False)
    sign_in(page, manager)
    here = f"/c/{council.slug}/register/contracts/{contract.pk}/"
    page.goto(f"/c/{council.slug}/register/mine/")
    expect(page.get_by_role("main")).to_contain_text("Supply-chain return for the period to")
    shoot(page, "chain-due-320")
    page.get_by_role("link", name="Record it").click()
    page.get_by_label("How many of the subcontractors’ invoices were paid?").fill("40")
    page.get_by_label("How many of these within 30 days?").fill("41")
    page.get_by_role("button", name="Save the return").click()
    expect(page.get_by_role("alert")).to_contain_text("41 invoices were paid within 30 days, of 40 that were paid.")
    shoot(page, "chain-return-refused-320")
    page.get_by_label("How many of these within 30 days?").fill("38")
    page.get_by_label("Median days to pay").fill("19")
    page.get_by_role("button", name="Save the return").click()
    told = "38 of 40 invoices paid within 30 days, 95%; the median is 19 days."
    expect(page.get_by_role("main")).to_contain_text(told)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    shoot(page, "chain-contract-320")
    desk = open_page(width=1280, javascript=True)
    sign_in(desk, manager)
    for path, name in ((here, "contract"), (here + "supply-chain/new/", "form")):
        desk.goto(path)
        check_axe(desk)
        shoot(desk, f"chain-{name}-1280")
    desk.goto(here)
    desk.get_by_role("link", name="Return to").first.click()
    check_axe(desk)
    shoot(desk, "chain-return-1280")
