"""From a document to a review to a lesson to a search that finds all three: by desk, by phone, by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.documents import extract
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.register.actions.risks import SaidSaving, claim_saving
from goldthread.register.models import Attachment, Contract
from goldthread.register.reading import read_now
from goldthread.register.types import SavingKind
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
HERE = "/c/wharfemoor-council/register/"


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Children's Services", "Place"])


@pytest.fixture
def manager(council: Council) -> Person:
    return make_person(Role.CONTRACT_MANAGER, council, name="Tom Ashby")


@pytest.fixture
def contract(council: Council, manager: Person) -> Contract:
    return put_contract(council, reference="C100", manager=manager, category="Catering")


@pytest.mark.parametrize("width", [1280, 320])
def test_attach_review_learn_and_find(
    width: int,
    contract: Contract,
    manager: Person,
    open_page: OpenPage,
    sign_in: Any,
    check_axe: Callable[[Page], None],
    shoot: Callable[[Page, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("goldthread.documents.reading.read_apart", extract.read_file)
    page = open_page(width=width)
    sign_in(page, manager)

    def look(name: str) -> None:
        shoot(page, f"knowledge-{name}")
        check_axe(page)

    page.goto(f"{HERE}contracts/{contract.pk}/")
    attach_and_look_back(page, look)
    find_all_three(page, look)
    for place in ("lessons/", "lessons/new/", "reviews/", "reviews/criteria/", "search/?q=*", "search/"):
        page.goto(HERE + place)
        look(place.strip("/").replace("/", "-").replace("?q=*", "-nothing"))


def attach_and_look_back(page: Page, look: Callable[[str], None]) -> None:
    page.get_by_role("link", name="Attach a document").click()
    page.get_by_role("button", name="Attach it").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the file to attach.")
    look("attach-fault")
    words = b"Exit plan for school meals: the kitchens are handed over clean."
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": words}
    )
    page.get_by_label("What is it?").fill("Exit plan, July 2026")
    page.get_by_role("button", name="Attach it").click()
    expect(page.get_by_text("The document is attached.")).to_be_visible()
    read_now(Attachment.objects.get().pk)

    page.get_by_role("link", name="Look back at the contract").click()
    for group in page.get_by_role("group").all()[1:7]:
        group.get_by_label("Yes").check()
    look("review-form")
    page.get_by_label("What did it come to?").fill("Meals were warm; the kitchens came back in a poor state.")
    page.get_by_label("A lesson for the next one").fill("Say how kitchens are handed over")
    page.get_by_label("The lesson in full").fill("The next contract says what a clean kitchen is.")
    page.get_by_role("button", name="Save the review").click()
    expect(page.get_by_text("The review is recorded.")).to_be_visible()
    look("contract")


def find_all_three(page: Page, look: Callable[[str], None]) -> None:
    box = page.get_by_label("Search contracts, documents, reviews, lessons and notes")
    box.focus()
    page.keyboard.type("kitchen")
    page.keyboard.press("Enter")
    expect(page.locator(".gt-finding")).to_have_text("3 records hold this word, the best first.")
    for name in ("Exit plan, July 2026", "Say how kitchens are handed over", "Review of"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
    expect(page.locator("mark").first).to_contain_text("kitchen", ignore_case=True)
    look("search")
    page.get_by_role("link", name="Documents (1)").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Exit plan, July 2026").click()
    look("document")


def test_finance_says_what_was_realised(
    contract: Contract,
    council: Council,
    manager: Person,
    open_page: OpenPage,
    sign_in: Any,
    check_axe: Callable[[Page], None],
    shoot: Callable[[Page, str], None],
) -> None:
    said = SaidSaving("Fewer visits", SavingKind.CASHABLE, "Budget less price", "2025-26", 9000)
    saving = claim_saving(council=council, contract=contract, said=said, by=manager)
    saving.validated = 9000
    saving.save()
    page = open_page(width=320)
    sign_in(page, make_person(Role.FINANCE, council, name="Finn Ash"))
    page.goto(f"{HERE}savings/")
    page.get_by_role("link", name="not yet of Fewer visits").click()
    page.get_by_label("How much was realised? (£)").fill("8,500")
    page.get_by_label("How does it show in payments?").fill("2024-25 less 2025-26.")
    shoot(page, "knowledge-realise")
    check_axe(page)
    page.get_by_role("button", name="Save what was realised").click()
    expect(page.get_by_text("What came of the saving is recorded.")).to_be_visible()
    shoot(page, "knowledge-savings")
