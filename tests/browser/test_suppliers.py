"""From the list of suppliers to a decision and back, by mouse, by phone and without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.evidence.matching.council import match_suppliers
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from tests.evidence_scene import line, put_load
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
HERE = "/c/wharfemoor-council/evidence/suppliers/"


@pytest.fixture
def council() -> Council:
    made = make_council(departments=["Place"])
    put_load(
        made,
        [
            line("Braithwick Foundry Ltd", "600.00", company_number="01234567", department="Place"),
            line("BRAITHWICK FOUNDRY", "100.00", company_number="01234567"),
            line("Kestrel Roofing", "50.00", "2025-07-02"),
            line("Kestrel Roof and Gutter", "70.00"),
        ],
    )
    match_suppliers(council=made, by=None)
    return made


@pytest.mark.parametrize("way", ["desk", "phone", "no scripts"])
def test_two_suppliers_become_one_and_two_again(
    way: str,
    open_page: OpenPage,
    sign_in: Any,
    council: Council,
    check_axe: Callable[[Page], None],
    shoot: Callable[[Page, str], None],
) -> None:
    reader = open_page(width=320 if way == "phone" else 1280, javascript=way != "no scripts")
    sign_in(reader, make_person(Role.COORDINATOR, council, name="Meera Patel"))

    def look(name: str) -> None:
        shoot(reader, f"suppliers-{name}")
        if way != "no scripts":
            check_axe(reader)

    reader.goto(HERE)
    expect(reader.locator(".gt-finding")).to_contain_text("3 suppliers")
    look("list")
    reader.get_by_role("link", name="Kestrel Roofing", exact=True).click()
    look("one")
    reader.get_by_role("link", name="Merge with another supplier").click()
    look("other")
    reader.get_by_role("link", name="Merge with Kestrel Roof and Gutter").click()
    expect(reader.get_by_text("2 suppliers would become 1 supplier.")).to_be_visible()
    look("effect")
    reader.get_by_role("button", name="Decide it").click()
    expect(reader.get_by_text("Say why in a sentence.").first).to_be_visible()
    look("no-reason")
    reader.get_by_label("Why").fill("Renamed in May")
    reader.get_by_role("button", name="Decide it").click()
    expect(reader.locator(".gt-finding")).to_contain_text("under 2 names")
    look("merged")
    reader.goto(f"{HERE}review/")
    look("review")
    reader.goto(f"{HERE}decisions/")
    look("decisions")
    reader.get_by_role("link", name="Take back").click()
    reader.get_by_label("Why").fill("Two firms after all")
    look("take-back")
    reader.get_by_role("button", name="Take it back").click()
    expect(reader.get_by_text("0 decisions hold before every rule of matching.")).to_be_visible()
    look("taken-back")
    reader.goto(f"{HERE}registers/")
    look("registers")
