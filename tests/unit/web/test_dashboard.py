"""Where the council stands: what each reader is told, and what is kept from whom."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from goldthread.assessment.actions.moderation import exclude_answer, rate_object
from goldthread.assessment.models import Round
from goldthread.assessment.types import RoundState
from goldthread.demo.examples import load_example
from goldthread.framework.load import load_framework
from goldthread.organisation.types import CouncilKind, Role
from goldthread.plan.actions.ambitions import set_ambition
from goldthread.plan.models import Kpi, PublishedRating
from goldthread.web.dashboard.distribution import draw_distribution
from tests.factories import answer_of, make_council, make_person, make_round, sign
from tests.pages import client_of, statuses_by_role, text_of
from tests.scenes import Scene, finish_answers, make_large_round, scene_in_transaction

pytestmark = pytest.mark.django_db
HOME = "/c/wharfemoor-council/"
ESKDALE = "/c/eskdale-county-council/"


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), scene_in_transaction() as scene:
        yield scene


def page(scene: Scene, role: Role) -> str:
    return text_of(client_of(scene.people[role]).get(HOME))


def test_the_page_opens_with_the_finding(told: Scene) -> None:
    text = page(told, Role.COORDINATOR)
    assert "Round 2026 · National Procurement Strategy 2018 · in moderation" in text
    assert (
        "Three of 14 areas have reached their ambition. Engaging strategic suppliers is held at Minimum by "
        "Children's Services alone. One department has still to answer." in text
    )


def test_the_page_reads_nothing_that_anybody_wrote(told: Scene) -> None:
    """Levels alone are shown, so 700 comments and the names beside them stay where they are."""
    client = client_of(told.people[Role.COORDINATOR])
    with CaptureQueriesContext(connection) as queries:
        client.get(HOME)
    [answers] = [each["sql"] for each in queries if 'FROM "assessment_answer"' in each["sql"]]
    assert '"level"' in answers
    assert "comment_" not in answers
    assert "organisation_person" not in answers


def test_a_row_says_who_holds_it_and_on_which_code(told: Scene) -> None:
    response = client_of(told.people[Role.COORDINATOR]).get(HOME)
    assert (
        "Held by Adult Social Care: Change control (CRM2); six of seven departments are at Mature or above."
        in text_of(response)
    )
    assert f'href="{HOME}rounds/2026/moderation/codes/CRM2/"' in response.content.decode()


def test_a_level_so_far_names_who_is_awaited_and_reaches_no_ambition(told: Scene) -> None:
    text = page(told, Role.COORDINATOR)
    assert "five of six departments are at Leader or above. One department has still to answer (Digital)." in text
    assert (
        "So far Developing, last round Mature, ambition Leader."
        in client_of(told.people[Role.COORDINATOR]).get(HOME).content.decode()
    )


def test_an_area_held_almost_everywhere_counts_its_codes_and_not_its_departments(told: Scene) -> None:
    for code in ("COM1", "COM2"):
        told.round.answers.filter(value_code=code, response__department__name="Place").update(level=4)
    assert "Mature in all six value codes." in page(told, Role.COORDINATOR)
    told.round.answers.filter(value_code="COM1").update(level=4)
    assert "Mature in five of six value codes: Options appraisal (make or buy) (COM2), " in page(told, Role.COORDINATOR)


def test_an_enabler_is_not_named_twice(told: Scene) -> None:
    told.round.answers.filter(value_code="ENB1", response__department__name="Place").update(level=2)
    assert "Held by Place: ENB1; six of seven departments are at Mature." in page(told, Role.COORDINATOR)


def test_an_area_at_one_level_says_so(told: Scene) -> None:
    assert "Ambition reached. Leader in every department." in page(told, Role.COORDINATOR)


def test_the_distribution_has_its_table_and_its_sentence(told: Scene) -> None:
    text = page(told, Role.COORDINATOR)
    assert "45 of 59 value codes are at Mature or above." in text
    assert "2 Developing 12 20%" in text


def test_a_direct_rating_stands_beside_the_level_of_the_codes(told: Scene) -> None:
    rate_object(round=told.round, object_id="CRM", level=3, reason="The panel's view.", by=None)
    text = page(told, Role.COORDINATOR)
    assert "The council rated it 3 Mature itself." in text
    assert "Held by Adult Social Care: Change control (CRM2)" in text


def test_an_answer_left_out_is_told(told: Scene) -> None:
    lowest = answer_of(told.round, "Adult Social Care", "CRM2")
    exclude_answer(answer=lowest, reason="Counted under Place.", by=None)
    assert "One answer left out, with the reason." in page(told, Role.COORDINATOR)


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.RESPONDENT])
def test_who_may_see_signed_results_alone_sees_the_last_signed_round(told: Scene, role: Role) -> None:
    response = client_of(told.people[role]).get(HOME)
    text = text_of(response)
    assert "Round 2024 · National Procurement Strategy 2018 · signed off" in text
    assert "None of the 14 areas with an ambition has reached it." in text
    assert "Round 2026" not in text
    assert "/moderation/" not in response.content.decode()


def test_a_round_that_is_reopened_is_no_longer_shown_to_councillors(told: Scene) -> None:
    Round.objects.filter(pk=told.last.pk).update(state="moderation")
    assert "No round has been signed off yet." in page(told, Role.COUNCILLOR)


def test_a_respondent_is_led_to_what_is_still_to_submit(told: Scene) -> None:
    person = make_person(Role.RESPONDENT, told.council, department="Digital")
    response = client_of(person).get(HOME)
    assert "Answer for Digital" in text_of(response)
    assert f"{HOME}rounds/2026/answers/" in response.content.decode()


def test_an_administrator_is_led_to_people_and_sees_no_results(told: Scene) -> None:
    text = page(told, Role.ADMINISTRATOR)
    assert "Results are not part of your role here." in text
    assert "Manage people, roles and departments" in text
    assert "Developing" not in text


def test_every_member_reaches_the_page_and_nobody_else(told: Scene) -> None:
    assert set(statuses_by_role(told.people, HOME).values()) == {200}
    other = make_council(CouncilKind.COUNTY, name="Eskdale County Council", departments=["Place"])
    stranger = {Role.COORDINATOR: make_person(Role.COORDINATOR, other)}
    assert statuses_by_role(stranger, HOME) == {Role.COORDINATOR: 404}


def test_a_signed_round_offers_no_sign_off(told: Scene) -> None:
    finish_answers(told.round)
    sign(told.round, by=told.people[Role.APPROVER])
    text = page(told, Role.COORDINATOR)
    assert "signed off" in text
    assert "Checks and sign-off" not in text


def test_without_a_round_the_coordinator_is_told_to_make_one() -> None:
    council = make_council(name="Eskdale County Council", departments=["Place"])
    said = {
        role: text_of(client_of(make_person(role, council)).get(ESKDALE))
        for role in (Role.COORDINATOR, Role.COUNCILLOR, Role.APPROVER)
    }
    assert "Eskdale County Council has no round yet. Make one" in said[Role.COORDINATOR]
    assert "has no round yet. The head of procurement makes one." in said[Role.COUNCILLOR]
    assert "Make a round" not in said[Role.APPROVER]


def test_a_draft_round_says_that_it_is_being_prepared() -> None:
    council = make_council(name="Eskdale County Council", departments=["Place"])
    make_round(council, state=RoundState.DRAFT)
    text = text_of(client_of(make_person(Role.COORDINATOR, council)).get(ESKDALE))
    assert "Round 2026 is being prepared, so there is no result yet." in text


def test_an_open_round_without_answers_claims_nothing() -> None:
    council = make_council(name="Eskdale County Council", departments=["Place", "Housing"])
    make_round(council)
    text = text_of(client_of(make_person(Role.COORDINATOR, council)).get(ESKDALE))
    assert "No ambition has been set yet. Two departments have still to answer." in text
    assert "None of the 59 value codes has a level yet." in text
    assert text.count("No department has answered yet.") == 14


def test_a_council_with_published_levels_alone_shows_them_against_its_ambitions() -> None:
    council = make_council(name="Leeds City Council", departments=[])
    for object_id, level, aim in (("SVL", 3, 5), ("CRM", 2, 4), ("ENB1", 3, 4)):
        PublishedRating.objects.create(
            council=council,
            framework_id="nps-2018",
            object_id=object_id,
            level=level,
            as_of=date(2019, 6, 1),
            source="The council's strategy",
        )
        set_ambition(
            council=council,
            framework_id="nps-2018",
            object_id=object_id,
            level=aim,
            by_date=date(2024, 12, 31),
            reason="As published.",
            by=None,
        )
    Kpi.objects.create(
        council=council,
        number=1,
        area="Value for money",
        measure="Savings in a year",
        kind="value",
        baseline={"value": 185000, "unit": "GBP", "text": ""},
        targets=[{"horizon": "2020-21", "text": "A figure is agreed"}],
        value_codes=["CRM4"],
    )
    text = text_of(client_of(make_person(Role.COUNCILLOR, council)).get("/c/leeds-city-council/"))
    assert (
        "None of the three areas had reached its ambition; Managing contracts and relationships and "
        "Obtaining social value had two levels to go." in text
    )
    assert "Mature, two levels below the ambition of Innovator by 2024." in text
    assert "1 Savings in a year 185000 GBP A figure is agreed CRM4" in text
    assert "Source: The council's strategy" in text


def test_the_published_example_shows_current_against_ambition_for_all_its_objects(
    django_assert_max_num_queries: Any,
) -> None:
    council = load_example("leeds-2019").council
    client = client_of(make_person(Role.COUNCILLOR, council))
    client.get(f"/c/{council.slug}/")
    with django_assert_max_num_queries(15):
        response = client.get(f"/c/{council.slug}/")
    page, text = response.content.decode(), text_of(response)
    assert page.count('class="gt-ladder"') == 11
    assert "Now Mature, ambition Innovator." in page
    assert "None of the 11 areas had reached its ambition; four areas had two levels to go." in text
    assert (
        "No level was published for Engaging councillors, Engaging senior managers and Managing strategic risk." in text
    )
    assert "The strategy’s 31 KPIs" in text
    assert "£185,000 in 2019/20" in text


def test_the_page_reads_a_whole_council_in_fifteen_queries(django_assert_max_num_queries: Any) -> None:
    council = make_large_round().council
    client = client_of(make_person(Role.COORDINATOR, council))
    client.get(ESKDALE)
    with django_assert_max_num_queries(15):
        assert client.get(ESKDALE).status_code == 200


@given(st.dictionaries(st.sampled_from(["1", "2", "3", "4", "5", "unscored"]), st.integers(0, 59), min_size=1))
def test_the_parts_of_the_bar_make_a_whole(counts: dict[str, int]) -> None:
    parts = draw_distribution(counts, load_framework("nps-2018"))
    assert sum(part.width for part in parts) == (100 if sum(counts.values()) else 0)
    assert all(part.count == 0 for part in parts if part.width == 0 and sum(counts.values()) <= 99)


def test_the_address_of_the_page_is_short() -> None:
    assert reverse("dashboard:home", args=["wharfemoor-council"]) == HOME
