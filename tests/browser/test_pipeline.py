"""The pipeline in a browser: asked for, weighed, put before a board, decided, seen on the timeline."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.register.models import PipelineEntry
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
Look = Callable[[Page, str], None]
HERE = "/c/wharfemoor-council/pipeline/"
TODAY = timezone.localdate()


@pytest.fixture
def council() -> Council:
    made = make_council(departments=["Children's Services", "Place"])
    put_contract(made, end=TODAY + timedelta(days=100), months=0, reference="C100")
    return made


def fill_day(page: Page, name: str, day: Any) -> None:
    for part in ("day", "month", "year"):
        page.locator(f"#id_{name}-{part}").fill(str(getattr(day, part)))


@pytest.fixture
def look(check_axe: Callable[[Page], None], shoot: Callable[[Page, str], None]) -> Look:
    def take(page: Page, name: str) -> None:
        shoot(page, f"pipeline-{name}")
        check_axe(page)

    return take


def ask_for(page: Page, look: Look) -> None:
    page.goto(HERE)
    page.get_by_role("link", name="Ask for a procurement").click()
    page.get_by_label("Why buy anything at all?").fill("The minibuses are eleven years old.")
    page.get_by_role("button", name="Send the request").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The entry has no title.")
    look(page, "ask-fault-320")
    expect(page.get_by_label("Why buy anything at all?")).to_have_value("The minibuses are eleven years old.")
    page.get_by_label("What is needed?").fill("Minibuses")
    page.get_by_label("Likely to cost").fill("90,000")
    fill_day(page, "needed_on", TODAY + timedelta(days=400))
    page.get_by_role("button", name="Send the request").press("Enter")
    expect(page.get_by_text("It is asked for.")).to_be_visible()


def weigh_options(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Weigh the options").click()
    page.get_by_label("In house", exact=True).check()
    page.get_by_label("What speaks for and against it: In house").fill("No garage")
    page.get_by_label("Outsource", exact=True).check()
    page.get_by_label("Which was chosen?").select_option(label="Outsource")
    look(page, "options")
    page.get_by_label("Why is it better than the others?").fill("A lease comes with repairs.")
    page.get_by_role("button", name="Record the appraisal").press("Enter")
    expect(page.get_by_text("Outsource was chosen on")).to_be_visible()
    look(page, "entry")


def fill_wave(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Waves").click()
    page.get_by_role("link", name="Plan a wave").click()
    page.get_by_label("Name of the wave").fill("Spring 2027")
    page.get_by_label("Which board decides?").fill("Commercial Board")
    fill_day(page, "meets_on", TODAY)
    page.get_by_role("button", name="Save the wave").press("Enter")
    page.get_by_role("link", name="Put entries in").click()
    page.get_by_label("Choose Minibuses").press("Space")
    page.get_by_role("button", name="Put them in the wave").press("Enter")
    look(page, "wave")


def test_from_a_request_to_the_boards_decision(council: Council, look: Look, open_page: OpenPage, sign_in: Any) -> None:
    asker = open_page(width=320)
    sign_in(asker, make_person(Role.RESPONDENT, council, department="Place", name="Owen Pryce"))
    ask_for(asker, look)

    head = open_page()
    sign_in(head, make_person(Role.COORDINATOR, council, name="Meera Patel"))
    head.goto(HERE)
    expect(head.locator("#finding")).to_contain_text("1 waits to be taken in")
    head.get_by_role("link", name="Minibuses").click()
    head.get_by_role("button", name="Take it into the pipeline").press("Enter")
    weigh_options(head, look)
    head.get_by_role("link", name="What contracts propose").click()
    expect(head.locator(".gt-finding")).to_contain_text("1 contract asks for a successor")
    look(head, "proposals")
    fill_wave(head, look)

    chief = open_page(width=320)
    sign_in(chief, make_person(Role.APPROVER, council, name="Helen Osei"))
    chief.goto(f"{HERE}waves/")
    chief.get_by_role("link", name="Spring 2027").click()
    chief.get_by_role("link", name="Record the decision").click()
    look(chief, "decide-320")
    chief.get_by_label("The decision").fill("Approved as asked.")
    chief.get_by_role("button", name="Record the decision").press("Enter")
    expect(chief.locator(".gt-finding")).to_contain_text("Commercial Board approved all 1")
    chief.get_by_role("link", name="Timeline").click()
    expect(chief.locator("#finding")).to_contain_text("1 entry with a day of need")
    look(chief, "timeline-320")
    head.goto(f"{HERE}timeline/")
    look(head, "timeline")
    assert PipelineEntry.objects.get().approved_on == TODAY
