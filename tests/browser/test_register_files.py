"""A register from its file to a settled conflict, and a contract that a notice proposes, on three kinds of browser."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.register.actions.contracts import change_contract
from goldthread.register.models import Contract
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
HERE = "/c/wharfemoor-council/register/files/"
ODD = (
    "Nr,Wofür,Mit wem,Von,Bis,Betrag\n"
    "R1,Boiler maintenance in schools,Warmth Ltd,01/04/2024,31/03/2027,120000\n"
    "R2,Upside down,Drip Ltd,01/04/2026,31/03/2024,50.25\n"
    "R3,Grass cutting,Green Acre Ltd,01/04/2025,TBC,45000\n"
)
LATER = ODD.replace("120000", "135000").replace("31/03/2027", "30/09/2026")
NOTICES = {
    "releases": [
        {
            "ocid": "ocds-h6vhtk-000001",
            "id": "1",
            "date": "2026-03-01T00:00:00Z",
            "tag": ["award"],
            "buyer": {"name": "Wharfemoor Council"},
            "tender": {"id": "T1", "title": "Street lighting columns"},
            "awards": [
                {"id": "1", "suppliers": [{"name": "Lumen Ltd"}], "value": {"amount": 98000, "currency": "GBP"}}
            ],
        },
        {"ocid": "ocds-x-2", "id": "2", "date": "2026-03-01T00:00:00Z", "tag": ["tender"], "buyer": {"name": "Otley"}},
    ]
}


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place"])


@pytest.fixture(params=["desk", "phone", "no scripts"])
def reader(request: pytest.FixtureRequest, open_page: OpenPage, sign_in: Any, council: Council) -> Page:
    """The head of procurement at a desk, with a phone, and in a browser that runs no scripts."""
    page = open_page(width=320 if request.param == "phone" else 1280, javascript=request.param != "no scripts")
    sign_in(page, make_person(Role.COORDINATOR, council, name="Meera Patel"))
    return page


def choose(reader: Page, text: str) -> None:
    reader.goto(HERE)
    reader.get_by_role("button", name="Load a register file").or_(
        reader.get_by_text("Load a register file")
    ).first.click()
    file = {"name": "register.csv", "mimeType": "text/csv", "buffer": text.encode()}
    reader.get_by_label("The register as you keep it").set_input_files([file])
    reader.get_by_role("button", name="Look at the file").click()


def test_from_a_spreadsheet_to_a_settled_conflict(
    reader: Page,
    request: pytest.FixtureRequest,
    council: Council,
    check_axe: Callable[[Page], None],
    shoot: Callable[[Page, str], None],
) -> None:
    scripted = "no scripts" not in request.node.name

    def look(name: str) -> None:
        shoot(reader, f"register-files-{name}")
        if scripted:
            check_axe(reader)

    choose(reader, ODD)
    expect(reader.get_by_role("heading", name="Which column holds what")).to_be_visible()
    look("asked")
    for heading, field in (("Wofür", "Title"), ("Mit wem", "Supplier"), ("Von", "Start"), ("Bis", "End")):
        reader.get_by_label(f"{heading} holds", exact=True).select_option(label=field)
    reader.get_by_label("Betrag holds", exact=True).select_option(label="Contract value")
    reader.get_by_role("button", name="Look at the file again").click()
    expect(reader.locator(".gt-finding")).to_have_text(
        "The file would add 2 contracts worth £165,000. 1 line is set aside. Nothing is written yet."
    )
    look("shown")
    reader.get_by_role("button", name="Load the file").click()
    expect(reader.locator(".gt-finding")).to_contain_text("2 contracts were added and 0 changed")
    look("loaded")

    boilers = Contract.objects.get(title="Boiler maintenance in schools")
    change_contract(contract=boilers, values={"end": date(2028, 3, 31)}, expected_version=1, by=None)
    choose(reader, LATER)
    expect(reader.get_by_role("heading", name="Typed by somebody, and given otherwise")).to_be_visible()
    look("difference")
    reader.get_by_role("button", name="Load the file").click()
    reader.get_by_role("link", name="Settle 1 conflict").click()
    look("conflicts")
    reader.get_by_role("button", name="Take the file’s").click()
    expect(reader.locator(".gt-finding")).to_contain_text("No field is in conflict")
    boilers.refresh_from_db()
    assert (boilers.end, str(boilers.awarded_value)) == (date(2026, 9, 30), "135000.00")
    reader.goto(HERE)
    look("list")


def test_a_contract_that_a_notice_proposes_is_put_on_the_register(
    reader: Page,
    request: pytest.FixtureRequest,
    check_axe: Callable[[Page], None],
    shoot: Callable[[Page, str], None],
) -> None:
    reader.goto(HERE + "notices/")
    file = {"name": "notices.json", "mimeType": "application/json", "buffer": json.dumps(NOTICES).encode()}
    reader.get_by_label("Releases or records of Contracts Finder or Find a Tender").set_input_files([file])
    reader.get_by_role("button", name="Load the notices").click()
    expect(reader.locator(".gt-finding")).to_contain_text("1 contract was published and is not on your register")
    shoot(reader, "register-files-notices")
    if "no scripts" not in request.node.name:
        check_axe(reader)
    reader.get_by_role("link", name="1 set aside of notices.json").click()
    found = "1 release was set aside of 2 in this file: another buyer (1)."
    expect(reader.locator(".gt-finding")).to_contain_text(found)
    shoot(reader, "register-files-notices-set-aside")
    reader.get_by_role("link", name="Proposed by notices").first.click()
    reader.get_by_role("button", name="Put it on the register").click()
    expect(reader.get_by_role("heading", name="Street lighting columns")).to_be_visible()
    assert Contract.objects.get().supplier_name == "Lumen Ltd"
    Contract.objects.update(awarded_value=1)  # as a change since has made it
    reader.reload()
    expect(reader.get_by_role("heading", name="Published otherwise")).to_be_visible()
    shoot(reader, "register-files-otherwise-contract")
    reader.goto(HERE + "notices/otherwise/")
    expect(reader.locator(".gt-finding")).to_contain_text("1 contract was published with another value or day")
    shoot(reader, "register-files-otherwise")
    if "no scripts" not in request.node.name:
        check_axe(reader)
