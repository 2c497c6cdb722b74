"""Payment files from choosing them to the line behind a figure, by mouse, by phone and without scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
HERE = "/c/wharfemoor-council/evidence/"
# Invented payments: the headings say nothing, and either of two columns could be the amount
ROWS = [
    ("Brook Care", "03/05/2025", "Adults", "600.50", "720.60"),
    ("Brook Care", "20/05/2025", "Adults", "-100.00", "-120.00"),
    ("Cliff Paving", "09/06/2025", "Place", "250.00", "300.00"),
    ("Dale Trust", "11/06/2025", "Place", "75.25", "90.30"),
    ("Erne Supply", "12/08/2025", "Place", "1210.00", "1452.00"),
]
ODD = "Wer,Wann,Wo,A,B\n" + "".join(",".join(row) + "\n" for row in ROWS) + "Fell Works,no day,Place,50.00,60.00\n"


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Adult Social Care"])


@pytest.fixture(params=["desk", "phone", "no scripts"])
def reader(request: pytest.FixtureRequest, open_page: OpenPage, sign_in: Any, council: Council) -> Page:
    """The head of procurement at a desk, with a phone, and in a browser that runs no scripts."""
    page = open_page(width=320 if request.param == "phone" else 1280, javascript=request.param != "no scripts")
    sign_in(page, make_person(Role.COORDINATOR, council, name="Meera Patel"))
    return page


def load_by_screens(reader: Page, look: Callable[[str], None]) -> None:
    """Choose the file, say what its columns hold, and load it."""
    reader.goto(HERE)
    look("nothing")
    reader.get_by_role("button", name="Load payment files").or_(reader.get_by_text("Load payment files")).first.click()
    look("choose")
    file = {"name": "summer.csv", "mimeType": "text/csv", "buffer": ODD.encode()}
    reader.get_by_label("One file or several").set_input_files([file])
    reader.get_by_role("button", name="Look at the files").click()
    expect(reader.get_by_text("1 file needs a word from you. Nothing is loaded yet.")).to_be_visible()
    look("asked")

    reader.get_by_role("link", name="Say which column holds what").click()
    look("columns")
    reader.get_by_label("A holds", exact=True).select_option(label="Amount without VAT")
    reader.get_by_label("B holds", exact=True).select_option(label="Amount with VAT")
    reader.get_by_label("Wo holds", exact=True).select_option(label="Department")
    reader.get_by_role("button", name="Look at the file again").click()
    expect(reader.get_by_text("5 payments of £2,036, May 2025 to August 2025. 1 row is set aside.")).to_be_visible()
    look("understood")

    reader.get_by_role("button", name="Load 1 file").click()
    expect(reader.get_by_text("1 file was loaded: 5 payments of £2,036.")).to_be_visible()
    look("loaded")


def test_from_a_file_to_the_line_behind_a_figure(
    reader: Page, request: pytest.FixtureRequest, check_axe: Callable[[Page], None], shoot: Callable[[Page, str], None]
) -> None:
    scripted = "no scripts" not in request.node.name

    def look(name: str) -> None:
        shoot(reader, f"evidence-{name}")
        if scripted:
            check_axe(reader)

    load_by_screens(reader, look)
    reader.get_by_role("link", name="See what the council paid").click()
    expect(reader.locator(".gt-finding")).to_have_text(
        "Wharfemoor Council paid £2,036 in 5 payments to 4 named suppliers, May 2025 to August 2025."
    )
    look("spend")
    reader.get_by_label("Department").select_option(label="Adults (finance's name)")
    reader.get_by_role("button", name="Show").click()
    expect(reader).to_have_url(re.compile("department=name%3AAdults"))
    reader.get_by_role("link", name="2 payments: Brook Care").click()
    expect(reader.locator(".gt-finding")).to_have_text("2 payments of £500.50 in all, May 2025.")
    expect(reader.get_by_text("summer.csv, line 2")).to_be_visible()
    look("payments")

    reader.get_by_role("link", name="Brook Care").first.click()
    look("supplier")
    reader.goto(HERE + "loads/")
    look("files")
    reader.get_by_role("link", name="1 rows of summer.csv set aside").click()
    expect(reader.get_by_text("date not readable")).to_be_visible()
    look("set-aside")


def test_names_are_settled_and_a_file_is_withdrawn(
    page: Page, council: Council, sign_in: Any, check_axe: Callable[[Page], None], shoot: Callable[[Page, str], None]
) -> None:
    sign_in(page, make_person(Role.COORDINATOR, council))
    page.goto(HERE + "upload/")
    plain = ODD.replace("Wer,Wann,Wo,A,B", "Supplier Name,Payment Date,Directorate,Net Amount,Gross Amount")
    page.get_by_label("One file or several").set_input_files(
        [{"name": "plain.csv", "mimeType": "text/csv", "buffer": plain.encode()}]
    )
    page.get_by_role("button", name="Look at the files").click()
    page.get_by_role("button", name="Load 1 file").click()
    page.get_by_role("link", name="Match finance’s names for departments").click()
    check_axe(page)
    shoot(page, "evidence-names")
    expect(page.get_by_label("Place stands for")).to_have_value(str(council.departments.get(name="Place").pk))
    page.get_by_label("Adults stands for").select_option(label="Adult Social Care")
    page.get_by_role("button", name="Settle these names").click()
    expect(page.get_by_text("Every name is settled: 100% of the spend counts for a department.")).to_be_visible()
    page.get_by_role("link", name="Quality of the data").click()
    check_axe(page)
    shoot(page, "evidence-quality")

    page.get_by_role("link", name="Files loaded").click()
    page.get_by_role("link", name="plain.csv", exact=True).click()
    page.get_by_role("link", name="Withdraw it").click()
    page.get_by_label("Why").fill("The wrong file")
    page.get_by_role("button", name="Withdraw the file").click()
    expect(page.get_by_text("No payments are loaded yet.")).to_be_visible()
    page.get_by_role("link", name="plain.csv").click()
    check_axe(page)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("plain.csv counts again.")).to_be_visible()
