"""Moderation, sign-off and ambitions in a real browser: the ways through them, and how each state looks."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldthread.assessment.actions.moderation import exclude_answer, rate_object, save_resolution
from goldthread.assessment.models import Round, Snapshot
from goldthread.assessment.types import RoundState
from goldthread.organisation.types import CouncilKind, Role
from tests.factories import answer_of, make_council, make_person, sign
from tests.scenes import Scene, finish_answers, make_scene

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, Any], None]
CheckAxe = Callable[[Page], None]
Shoot = Callable[[Page, str], None]

HOME = "/c/wharfemoor-council/"
ROUND = HOME + "rounds/2026/"
CRM2 = ROUND + "moderation/codes/CRM2/"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_from_the_finding_to_an_answer_left_out_and_taken_back(scene: Scene, page: Page, sign_in: SignIn) -> None:
    sign_in(page, scene.people[Role.MODERATOR])
    page.goto(HOME)
    page.get_by_role("link", name="Change control (CRM2)").click()
    expect(page.locator(".gt-finding")).to_contain_text("Developing, because Adult Social Care chose Developing")
    page.get_by_role("link", name="Leave out Adult Social Care’s answer").click()
    expect(page.locator(".gt-finding")).to_contain_text("CRM2 would move from Developing to Mature.")
    page.get_by_role("button", name="Leave it out").click()
    expect(page.locator("#faults")).to_be_focused()
    page.get_by_role("link", name="Say why in a sentence.").click()
    expect(page.get_by_label("Why is it left out?")).to_be_focused()
    page.keyboard.type("The answer speaks of one team alone.")
    page.get_by_role("button", name="Leave it out").click()
    expect(page.locator(".gt-finding")).to_contain_text("is left out, because: The answer speaks of one team alone.")
    page.get_by_role("button", name="Take back in Adult Social Care’s answer").click()
    expect(page.locator(".gt-finding")).to_have_text(
        "Developing, because Adult Social Care chose Developing; six of seven departments are at Mature or above."
    )


def test_the_work_list_is_gone_through_by_keyboard(scene: Scene, page: Page, sign_in: SignIn) -> None:
    sign_in(page, scene.people[Role.MODERATOR])
    page.goto(ROUND + "moderation/")
    page.get_by_label("Show", exact=True).focus()
    page.keyboard.press("Home")
    page.keyboard.type("Not answered")
    page.get_by_role("button", name="Apply").press("Enter")
    assert "show=unanswered" in page.url
    expect(page.locator("tbody .gt-matrix__name")).to_have_count(6)
    page.get_by_role("link", name="SVL5 Procurement").press("Enter")
    page.get_by_role("link", name="Next: SSR1").press("Enter")
    expect(page.locator("h1")).to_have_text("SSR1 Data collection and analysis")


def test_two_moderators_write_a_note_at_once_and_both_texts_are_shown(
    scene: Scene, open_page: OpenPage, sign_in: SignIn
) -> None:
    first, second = open_page(), open_page(javascript=False)
    sign_in(first, scene.people[Role.MODERATOR])
    sign_in(second, scene.people[Role.COORDINATOR])
    for page in (first, second):
        page.goto(CRM2)
    first.get_by_label("Your note").fill("Adults to use the form from May.")
    first.get_by_role("button", name="Save note").click()
    expect(first.get_by_text("The note on CRM2 is saved.")).to_be_visible()
    second.get_by_label("Your note").fill("Wait until June.")
    second.get_by_role("button", name="Save note").click()
    conflict = second.locator(".gt-conflict")
    expect(conflict).to_contain_text("Adults to use the form from May.")
    expect(conflict).to_contain_text("Wait until June.")
    second.get_by_role("button", name="Save mine in its place").click()
    expect(second.get_by_label("Your note")).to_have_value("Wait until June.")


def test_a_round_is_signed_once_though_two_windows_try(scene: Scene, open_page: OpenPage, sign_in: SignIn) -> None:
    finish_answers(scene.round)
    first, second = open_page(), open_page(javascript=False)
    for page in (first, second):
        sign_in(page, scene.people[Role.APPROVER])
        page.goto(ROUND + "sign-off/")
        page.get_by_label("Statement").fill("Agreed by the panel.")
        page.get_by_label("I have read the findings").check()
    first.get_by_role("button", name="Sign off the round").click()
    expect(first.locator(".gt-digest").first).to_have_text(Snapshot.objects.get(round=scene.round).sha256)
    second.get_by_role("button", name="Sign off the round").click()
    expect(second.get_by_text("This round is signed off already.")).to_be_visible()
    assert Snapshot.objects.filter(round=scene.round).count() == 1
    with first.expect_download() as download:
        first.get_by_role("link", name="Download what was signed").click()
    assert download.value.suggested_filename == "wharfemoor-council-2026-signed-1.json"
    first.get_by_role("link", name="Reopen the round").click()
    first.get_by_label("Why is it reopened?").fill("Housing found a mistake.")
    first.get_by_role("button", name="Reopen the round").click()
    expect(first.get_by_text("Signed before")).to_be_visible()


def test_an_ambition_below_the_level_now_is_confirmed_without_scripts(
    scene: Scene, no_js_page: Page, sign_in: SignIn
) -> None:
    sign_in(no_js_page, scene.people[Role.APPROVER])
    no_js_page.goto(HOME + "ambition/")
    no_js_page.get_by_role("link", name="Change for Engaging senior managers").click()
    no_js_page.get_by_label("2 Developing").check()
    no_js_page.get_by_role("button", name="Save ambition").click()
    no_js_page.get_by_label("Yes, the council aims for less than it has now").check()
    no_js_page.get_by_role("button", name="Save ambition").click()
    expect(no_js_page.get_by_text("Engaging senior managers: the ambition is Developing by")).to_be_visible()


def test_on_a_phone_the_matrix_scrolls_in_its_own_box_with_the_codes_in_view(
    scene: Scene, phone: Page, sign_in: SignIn
) -> None:
    sign_in(phone, scene.people[Role.MODERATOR])
    phone.goto(ROUND + "moderation/")
    box = phone.get_by_role("region", name="Level that each department chose, by value code")
    box.focus()
    before = phone.get_by_role("columnheader", name="Place").bounding_box()
    for _ in range(5):
        phone.keyboard.press("ArrowRight")
    expect(phone.get_by_role("columnheader", name="Place")).to_be_in_viewport(ratio=1)
    after = phone.get_by_role("columnheader", name="Place").bounding_box()
    assert before
    assert after
    assert after["x"] < before["x"]
    expect(phone.get_by_role("link", name="CRM2 Change control")).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_page_in_every_state_is_accessible(
    scene: Scene, open_page: OpenPage, sign_in: SignIn, check_axe: CheckAxe, shoot: Shoot
) -> None:
    pages = [open_page(), open_page(width=320)]

    def look(name: str, url: str, role: Role = Role.MODERATOR, click: str = "") -> None:
        for page in pages:
            page.context.clear_cookies()
            sign_in(page, scene.people[role])
            page.goto(url)
            if click:
                page.get_by_role("button", name=click).click()
            check_axe(page)
            shoot(page, name)

    _look_at_the_work(look, scene)
    _look_at_the_ends(look, scene)


Look = Callable[..., None]


def _look_at_the_work(look: Look, scene: Scene) -> None:
    lowest = answer_of(scene.round, "Adult Social Care", "CRM2")
    look("where-we-stand-in-moderation", HOME)
    look("where-we-stand-councillor", HOME, Role.COUNCILLOR)
    look("where-we-stand-administrator", HOME, Role.ADMINISTRATOR)
    look("differences", ROUND + "moderation/")
    look("differences-none", ROUND + "moderation/?show=differing&area=CLR")
    look("leave-out", f"{ROUND}moderation/answers/{lowest.pk}/leave-out/")
    look("leave-out-fault", f"{ROUND}moderation/answers/{lowest.pk}/leave-out/", click="Leave it out")
    look("code-fault", CRM2, click="Save note")
    exclude_answer(answer=lowest, reason="The answer speaks of one team alone.", by=scene.people[Role.MODERATOR])
    rate_object(round=scene.round, object_id="CRM", level=3, reason="The panel's view.", by=None)
    save_resolution(
        round=scene.round, value_code="CRM2", note="Adults to use the form from May.", expected_version=0, by=None
    )
    look("differences-all", ROUND + "moderation/?show=all")
    look("code", CRM2)
    look("code-read-only", CRM2, Role.AUDITOR)
    look("object", ROUND + "moderation/areas/CRM/")
    look("object-fault", ROUND + "moderation/areas/SVL/", click="Save rating")
    look("ambition", HOME + "ambition/", Role.COORDINATOR)
    look("ambition-set", HOME + "ambition/CRM/", Role.COORDINATOR)
    look("checks-to-mend", ROUND + "sign-off/", Role.APPROVER)


def _look_at_the_ends(look: Look, scene: Scene) -> None:
    finish_answers(scene.round)
    look("checks-to-read", ROUND + "sign-off/", Role.APPROVER)
    look("checks-fault", ROUND + "sign-off/", Role.APPROVER, click="Sign off the round")
    signed = Round.objects.select_related("council").get(pk=scene.round.pk)
    sign(signed, by=scene.people[Role.APPROVER], statement="Agreed by the panel.")
    look("signed", ROUND + "sign-off/", Role.APPROVER)
    look("reopen", ROUND + "sign-off/reopen/", Role.APPROVER)
    look("reopen-fault", ROUND + "sign-off/reopen/", Role.APPROVER, click="Reopen the round")
    look("where-we-stand-signed", HOME, Role.COUNCILLOR)
    Round.objects.filter(council=scene.council).update(state=RoundState.WITHDRAWN)
    look("where-we-stand-nothing", HOME, Role.COORDINATOR)
    other = make_council(CouncilKind.COUNTY, name="Eskdale County Council", departments=["Place"])
    scene.people[Role.COORDINATOR] = make_person(Role.COORDINATOR, other)
    look("ambition-nothing", "/c/eskdale-county-council/ambition/", Role.COORDINATOR)
