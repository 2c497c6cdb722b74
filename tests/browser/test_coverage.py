"""What is on contract, at a desk, with a phone and without scripts: the finding, the rows, and a decision."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.evidence.models import DepartmentName
from goldthread.organisation.models import Council, Department
from goldthread.organisation.types import Role
from tests.coverage_scene import cover, sign
from tests.evidence_scene import line
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
HERE = "/c/wharfemoor-council/register/coverage/"
KILN, BECK = "Kilnsey Roofing Ltd", "Beckside Laundry Ltd"


@pytest.fixture
def council() -> Council:
    """A council whose homes are well covered, and whose places are not."""
    council = make_council(departments=["Housing", "Places and highways"])
    for each in Department.objects.filter(council=council):
        DepartmentName.objects.create(council=council, name=each.name, department=each, is_confirmed=True)
    sign(council, "K1", KILN, awarded_value=200000)
    sign(council, "K0", KILN, start=date(2023, 4, 1), end=date(2024, 3, 31))
    sign(council, "B1", BECK)
    sign(council, "B2", BECK)
    sign(council, "X1", "Nobody Paid Ltd")
    cover(
        council,
        [
            *(line(KILN, "30000.00", f"2025-{month:02}-03", department="Housing") for month in range(4, 13)),
            line(BECK, "60000.00", department="Housing", purpose="Laundry of the homes"),
            line("Dalesfoot Paper Ltd", "240000.00", department="Places and highways", purpose="Paper"),
            line("Grassington Grit Ltd", "1200.00", department="Places and highways"),
            line("Dalesfoot Paper Ltd", "-40.00", department="Places and highways"),
            line("REDACTED", "600.00", department="Places and highways", is_redacted=True),
            line(KILN, "9000.00", "2024-09-01", department="Housing"),
        ],
    )
    return council


@pytest.fixture(params=["desk", "phone", "no scripts"])
def reader(request: pytest.FixtureRequest, open_page: OpenPage, sign_in: Any, council: Council) -> Page:
    page = open_page(width=320 if request.param == "phone" else 1280, javascript=request.param != "no scripts")
    sign_in(page, make_person(Role.COORDINATOR, council, name="Meera Patel"))
    return page


@pytest.fixture
def look(
    reader: Page, request: pytest.FixtureRequest, check_axe: Callable[[Page], None], shoot: Callable[[Page, str], None]
) -> Callable[[str], None]:
    """Takes a picture and holds the page against axe, where there are scripts to do so."""
    scripted = "no scripts" not in request.node.name

    def take(name: str) -> None:
        shoot(reader, f"coverage-{name}")
        if scripted:
            check_axe(reader)

    return take


def test_from_the_finding_to_a_decision(reader: Page, look: Callable[[str], None]) -> None:
    reader.goto(HERE)
    expect(reader.locator("#finding")).to_contain_text("of third-party spend is on contract")
    expect(reader.locator("#finding")).to_contain_text("Places and highways is weakest")
    look("coverage-home")
    reader.get_by_role("link", name=re.compile("1 contract paid after the end|contracts? paid after")).first.click()
    expect(reader.locator(".gt-finding")).to_contain_text("above the value")
    look("coverage-contracts")
    reader.goto(HERE)
    reader.get_by_role("link", name="without a contract", exact=True).click()
    expect(reader.locator(".gt-finding")).to_contain_text("1 payment of £240,000.00")
    look("coverage-payments")
    reader.goto(HERE)
    reader.get_by_role("link", name="Payments to decide on").click()
    look("coverage-work")
    reader.get_by_role("link", name=f"Decide on {BECK}").click()
    look("coverage-decide")
    reader.get_by_label("These payments are under").select_option(label="B2: Contract B2")
    reader.get_by_label("Why").fill("It is the laundry of the homes.")
    reader.get_by_role("button", name="Keep it").click()
    expect(reader.get_by_text("comes before every rule").first).to_be_visible()
    expect(reader.get_by_text("It is the laundry of the homes.")).to_be_visible()
