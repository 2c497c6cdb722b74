"""The whole diagnostic in a real browser, with and without scripts: invite, answer, moderate, sign, report."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from goldthread.assessment.models import Round, Snapshot
from goldthread.assessment.queries.results import read_result
from goldthread.assessment.types import RoundState
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
PASSWORD = "a long enough password"
HOME = "/c/wharfemoor-council/rounds/"
LINK = re.compile(r"http://\S+")


@dataclass
class Cast:
    """Everybody who has a part in the round."""

    head: Person
    chief: Person
    councillor: Person
    place: Person
    colleague: Person
    housing: Person


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def people(council: Council) -> Cast:
    cast = Cast(
        head=make_person(Role.COORDINATOR, council, email="helen@wharfemoor.example", name="Helen Marsh"),
        chief=make_person(Role.APPROVER, council, email="omar@wharfemoor.example", name="Omar Siddiqui"),
        councillor=make_person(Role.COUNCILLOR, council, email="jean@wharfemoor.example", name="Jean Whitlock"),
        place=make_person(
            Role.RESPONDENT, council, department="Place", email="pat@wharfemoor.example", name="Pat Lowe"
        ),
        colleague=make_person(
            Role.RESPONDENT, council, department="Place", email="tom@wharfemoor.example", name="Tom Reid"
        ),
        housing=make_person(
            Role.RESPONDENT, council, department="Housing", email="ada@wharfemoor.example", name="Ada Bright"
        ),
    )
    for person in vars(cast).values():
        person.set_password(PASSWORD)
        person.save()
    return cast


class AtBrowser:
    """One person at one browser, who signs in by the form and answers code by code."""

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page = page
        self.scripts = scripts

    def sign_in_by_password(self, person: Person) -> None:
        self.page.goto("/account/login/")
        self.page.get_by_label(re.compile("E-?mail")).fill(person.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def sign_in_from_invitation(self, person: Person) -> None:
        """Follow the invitation, ask for a link, and follow that."""
        invitation = next(message for message in mail.outbox if message.to == [person.email])
        self.page.goto(self._path_in(invitation.body))
        self.page.get_by_role("button", name="E-mail me a link").click()
        self.page.get_by_label(re.compile("E-?mail")).fill(person.email)
        self.page.get_by_role("button", name="E-mail me a link").click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        link = next(message for message in reversed(mail.outbox) if message.to == [person.email])
        assert link is not invitation
        self.page.goto(self._path_in(link.body))
        self.page.get_by_role("button", name="Sign in").click()

    @staticmethod
    def _path_in(text: str) -> str:
        found = LINK.search(text)
        assert found, text
        return "/" + found[0].split("/", 3)[3]

    def code(self, code: str) -> Locator:
        return self.page.locator(f"section#{code}")

    def choose(self, code: str, level: str) -> None:
        self.code(code).get_by_label(level).check()
        if not self.scripts:
            self.code(code).get_by_role("button", name=f"Save {code}").click()

    def answer(self, code: str, level: str) -> None:
        self.choose(code, level)
        expect(self.code(code).locator("[data-status]")).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"))

    def submit(self, department: str) -> None:
        self.page.goto(self.page.url.split("/areas/")[0] + "/submit/")
        self.page.get_by_role("button", name=f"Submit the answers of {department}").click()
        expect(self.page.get_by_role("alert").first).to_contain_text(f"The answers of {department} are submitted.")


def make_and_open_round(head: AtBrowser) -> None:
    page = head.page
    page.goto(f"{HOME}new/")
    page.get_by_label("Name of the round").fill("Diagnostic 2026")
    page.get_by_label("Short name").fill("2026")
    for name, month in {"Opens on": "9", "Closes on": "12"}.items():
        group = page.get_by_role("group", name=name)
        for label, value in {"Day": "1", "Month": month, "Year": "2026"}.items():
            group.get_by_label(label).fill(value)
    for box in page.get_by_role("group", name="Areas asked").get_by_role("checkbox").all()[1:]:
        box.uncheck()
    page.get_by_role("button", name="Make the round").click()
    page.get_by_role("link", name="Open the round for answers").click()
    page.get_by_role("button", name="Open the round for answers").click()
    page.get_by_role("button", name="Write to all who have not submitted").click()
    expect(page.get_by_role("alert").first).to_contain_text("3 people are being written to.")
    call_command("db_worker", batch=True, verbosity=0)


def answer_with_a_conflict(pat: AtBrowser, tom: AtBrowser) -> None:
    """Two people of one department answer the same code: the second sees both texts and chooses."""
    for person in (pat, tom):
        person.page.get_by_role("link", name="Engaging councillors").first.click()
    tom.answer("CLR1", "4 Leader")
    pat.choose("CLR1", "2 Developing")
    alert = pat.page.get_by_role("alert").first
    expect(alert).to_contain_text("Tom Reid saved a different answer to CLR1")
    pat.page.get_by_role("button", name="Keep mine").click()
    expect(pat.code("CLR1").locator("[data-status]")).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"))
    expect(pat.code("CLR1").get_by_label("2 Developing")).to_be_checked()
    pat.answer("CLR2", "3 Mature")
    pat.answer("CLR3", "3 Mature")
    pat.submit("Place")


def moderate(head: AtBrowser) -> None:
    page = head.page
    page.goto(f"{HOME}2026/")
    expect(page.locator("main")).to_contain_text("Every department has submitted its answers.")
    page.get_by_role("link", name="Start moderation").click()
    page.get_by_role("button", name="Start moderation").click()
    page.get_by_role("link", name="Where departments differ").click()
    page.get_by_role("link", name=re.compile("CLR1")).first.click()
    expect(page.locator("main")).to_contain_text("Developing, because Place chose Developing")
    page.locator("#note textarea").fill("Agreed with both departments on 3 November.")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#note textarea")).to_have_value("Agreed with both departments on 3 November.")


def sign_off(chief: AtBrowser) -> None:
    page = chief.page
    page.goto(f"{HOME}2026/sign-off/")
    button = page.get_by_role("button", name="Sign off the round")
    if page.get_by_label("I have read the findings").count():
        button.click()
        expect(page.get_by_role("alert").first).to_contain_text("Read the findings and tick the box")
        page.get_by_label("I have read the findings").check()
    page.get_by_role("button", name="Sign off the round").click()
    expect(page.locator("main")).to_contain_text("SHA-256")


def read_report(councillor: AtBrowser) -> str:
    """The report as the councillor reads it, and the PDF's text."""
    page = councillor.page
    page.goto(f"{HOME}2026/report/")
    expect(page.locator("main")).to_contain_text("Developing, because Place chose Developing")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("PDF")).first.click()
    content = download.value.path().read_bytes()
    return "\n".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_from_invitation_to_signed_report(scripts: bool, open_page: OpenPage, council: Council, people: Cast) -> None:
    def somebody() -> AtBrowser:
        return AtBrowser(open_page(javascript=scripts), scripts=scripts)

    head, pat, tom, ada, chief, councillor = (somebody() for _ in range(6))
    head.sign_in_by_password(people.head)
    make_and_open_round(head)
    pat.sign_in_from_invitation(people.place)
    tom.sign_in_by_password(people.colleague)
    tom.page.goto(pat.page.url)
    answer_with_a_conflict(pat, tom)
    ada.sign_in_from_invitation(people.housing)
    ada.page.get_by_role("link", name="Engaging councillors").first.click()
    for code, level in {"CLR1": "4 Leader", "CLR2": "3 Mature", "CLR3": "3 Mature"}.items():
        ada.answer(code, level)
    ada.submit("Housing")
    moderate(head)
    chief.sign_in_by_password(people.chief)
    sign_off(chief)
    round_ = Round.objects.get(council=council)
    assert round_.state == RoundState.SIGNED
    assert {row.value_code: row.level for row in read_result(round_).results if row.asked} == {
        "CLR1": 2,
        "CLR2": 3,
        "CLR3": 3,
    }
    councillor.sign_in_by_password(people.councillor)
    text = " ".join(read_report(councillor).split())
    assert "Wharfemoor Council" in text
    assert "Developing, because Place chose Developing" in text
    assert "Agreed with both departments on 3 November." in text
    assert Snapshot.objects.get().sha256 in text
