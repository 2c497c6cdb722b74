"""Where departments differ: the matrix, one code side by side, and the steps that change what counts."""

from collections.abc import Iterator
from typing import Any

import pytest

from goldthread.assessment.actions.moderation import exclude_answer, save_resolution
from goldthread.assessment.models import Answer, Exclusion, ObjectRating, Resolution
from goldthread.assessment.queries.results import read_result
from goldthread.organisation.models import Event
from goldthread.organisation.permissions import ALLOWED
from goldthread.organisation.types import Action, CouncilKind, Role
from tests.factories import answer_of, make_council, make_person, make_round, sign
from tests.pages import client_of, statuses_by_role, text_of
from tests.scenes import Scene, finish_answers, make_large_round, scene_in_transaction

pytestmark = pytest.mark.django_db
ROUND = "/c/wharfemoor-council/rounds/2026/moderation/"
CRM2 = ROUND + "codes/CRM2/"
CRM = ROUND + "areas/CRM/"


@pytest.fixture(scope="module")
def held(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), scene_in_transaction() as scene:
        yield scene


@pytest.fixture
def lowest(held: Scene) -> Answer:
    """The answer that holds CRM2 at Developing."""
    return answer_of(held.round, "Adult Social Care", "CRM2")


def get(scene: Scene, url: str, role: Role = Role.MODERATOR) -> str:
    return text_of(client_of(scene.people[role]).get(url))


def as_given(answer: Answer) -> dict[str, object]:
    """Everything that a department wrote, to compare before and after."""
    return Answer.objects.filter(pk=answer.pk).values().get()


def test_the_page_opens_with_what_differs(held: Scene) -> None:
    assert (
        "Four codes differ by two levels or more. Six codes wait for an answer. The council’s level is the lowest; "
        "leaving an answer out needs a reason." in get(held, ROUND)
    )


def test_the_work_list_comes_first_the_widest_difference_at_its_top(held: Scene) -> None:
    page = client_of(held.people[Role.MODERATOR]).get(ROUND).content.decode()
    codes = [code for code in ("SVL5", "SSR1", "RSK5", "CRM2", "CLR1") if f"/codes/{code}/" in page]
    assert codes == ["SVL5", "SSR1", "RSK5", "CRM2"]
    places = [page.index(f"/codes/{code}/") for code in codes]
    assert places == sorted(places)


def test_the_matrix_is_a_table_whose_heads_say_what_they_are_heads_of(held: Scene) -> None:
    page = client_of(held.people[Role.MODERATOR]).get(ROUND).content.decode()
    assert page.count('<th scope="row"') == 4
    assert page.count('<th scope="col"') == 10
    assert 'role="region" aria-label="Level that each department chose, by value code" tabindex="0"' in page


@pytest.mark.parametrize(
    ("style", "sign_", "words"),
    [
        ("2 gt-level--weakest", "2", "Developing, lowest"),
        ("5", "5", "Innovator"),
        ("unanswered", "?", "not answered"),
        ("na", "n/a", "does not apply"),
        ("2 gt-level--so-far", "2", "Developing so far"),
    ],
)
def test_each_state_of_an_answer_has_its_sign_and_its_words(held: Scene, style: str, sign_: str, words: str) -> None:
    page = client_of(held.people[Role.MODERATOR]).get(ROUND).content.decode()
    hidden = f'<span class="govuk-visually-hidden"> {words}</span>'
    assert f'<span class="gt-level gt-level--{style}">{sign_}{hidden}</span>' in page


def test_a_code_that_a_department_is_not_asked_is_told_from_one_that_it_has_not_answered() -> None:
    council = make_council(name="Eskdale County Council", departments=["Place", "Housing"])
    make_round(council, asked={"Place": ["CRM2", "CRM3"], "Housing": ["CRM3"]})
    moderator = make_person(Role.MODERATOR, council)
    url = "/c/eskdale-county-council/rounds/2026/moderation/?show=all&area=CRM"
    assert "CRM2 Change control ? not answered not asked no level" in text_of(client_of(moderator).get(url))


def test_the_answer_left_out_stands_struck_with_the_word_beside_it(held: Scene, lowest: Answer) -> None:
    exclude_answer(answer=lowest, reason="Counted under Place.", by=None)
    page = client_of(held.people[Role.MODERATOR]).get(ROUND + "?show=all&area=CRM").content.decode()
    assert '<span class="gt-level gt-level--excluded">2</span><span class="gt-under">left out</span>' in page
    assert "Adult Social Care (Developing) is left out, because: Counted under Place." in page


@pytest.mark.parametrize(
    ("query", "there", "missing"),
    [
        ("?show=all", "ENB4", ""),
        ("?show=differing", "CRM2", "CRM3"),
        ("?show=unanswered", "RSK1", "CRM2"),
        ("?show=differing&area=SSR", "SSR1", "CRM2"),
        ("?area=CRM", "CRM6", "SSR1"),
        ("?show=nonsense&area=nowhere", "CRM2", "CRM3"),
    ],
)
def test_the_filter_in_the_address_chooses_the_codes(held: Scene, query: str, there: str, missing: str) -> None:
    page = client_of(held.people[Role.MODERATOR]).get(ROUND + query).content.decode()
    assert f"/codes/{there}/" in page
    assert not missing or f"/codes/{missing}/" not in page


def test_a_filter_that_finds_nothing_says_so(held: Scene) -> None:
    text = get(held, ROUND + "?show=differing&area=CLR")
    assert "No value code differs by two levels or more in Engaging councillors." in text


def test_side_by_side_shows_comments_evidence_and_who_said_it(held: Scene) -> None:
    text = get(held, CRM2)
    assert "Adult Social Care · 2 Developing Lowest How it is done Care packages change weekly" in text
    assert "Change procedure ran out on 31 March 2025" in text
    assert "Meera Patel," in text
    assert text.index("Adult Social Care · 2") < text.index("Housing · 3") < text.index("Place · 4")


def test_statements_in_place_stand_in_words(held: Scene) -> None:
    text = get(held, ROUND + "codes/CRM3/")
    assert "Already in place for Leader" in text


def test_the_next_code_of_the_work_list_is_one_step_away(held: Scene) -> None:
    text = get(held, ROUND + "codes/SSR1/")
    assert "2 of 4 that differ" in text
    assert "Previous: SVL5" in text
    assert "Next: RSK5" in text


def test_leaving_out_says_what_it_does_to_the_level(held: Scene, lowest: Answer) -> None:
    text = get(held, f"{ROUND}answers/{lowest.pk}/leave-out/")
    assert "Adult Social Care answered: 2 Developing. CRM2 would move from Developing to Mature." in text


def test_an_exclusion_without_a_reason_is_refused_at_the_field(held: Scene, lowest: Answer) -> None:
    client = client_of(held.people[Role.MODERATOR])
    response = client.post(f"{ROUND}answers/{lowest.pk}/leave-out/", {"reason": "   "})
    assert response.status_code == 400
    assert "There is a problem" in text_of(response)
    assert 'href="#id_reason">Say why in a sentence.' in response.content.decode()
    assert not Exclusion.objects.exists()


def test_an_answer_left_out_changes_the_level_and_not_the_answer(held: Scene, lowest: Answer) -> None:
    before = as_given(lowest)
    client = client_of(held.people[Role.MODERATOR])
    url = f"{ROUND}answers/{lowest.pk}/leave-out/"
    response = client.post(url, {"reason": "The answer covers one team alone."}, follow=True)
    assert "is left out. It stays as it was given." in text_of(response)
    assert read_result(held.round).code("CRM2").level == 3
    assert as_given(lowest) == before
    event = Event.objects.filter(kind="answer.excluded").get()
    assert (event.by, event.why) == (held.people[Role.MODERATOR], "The answer covers one team alone.")


def test_an_answer_taken_back_counts_again_and_the_exclusion_stays_on_record(held: Scene, lowest: Answer) -> None:
    exclude_answer(answer=lowest, reason="Counted under Place.", by=None)
    client = client_of(held.people[Role.MODERATOR])
    url = f"{ROUND}answers/{lowest.pk}/take-back/"
    for _ in range(2):
        assert client.post(url).status_code == 302
    assert read_result(held.round).code("CRM2").level == 2
    assert Exclusion.objects.get().lifted_at is not None
    assert Event.objects.filter(kind="answer.included").count() == 1


def test_reading_the_address_of_take_back_changes_nothing(held: Scene, lowest: Answer) -> None:
    exclude_answer(answer=lowest, reason="Counted under Place.", by=None)
    client_of(held.people[Role.MODERATOR]).get(f"{ROUND}answers/{lowest.pk}/take-back/")
    assert Exclusion.objects.get().lifted_at is None


def test_a_note_is_kept_and_leaves_the_answers_as_they_were(held: Scene, lowest: Answer) -> None:
    before = as_given(lowest)
    client = client_of(held.people[Role.MODERATOR])
    text = text_of(client.post(CRM2, {"note": "Adults to use the form from May.", "version": "0"}, follow=True))
    assert "The note on CRM2 is saved. The answers stay as they were given." in text
    assert as_given(lowest) == before
    assert "one has a note of what was agreed" in get(held, ROUND)
    assert "Note kept" in get(held, ROUND)


def test_an_empty_note_is_refused_at_the_field(held: Scene) -> None:
    response = client_of(held.people[Role.MODERATOR]).post(CRM2, {"note": " ", "version": "0"})
    assert response.status_code == 400
    assert "Write what was agreed, and with whom." in text_of(response)


def test_two_notes_written_at_once_are_both_shown_and_none_is_lost(held: Scene) -> None:
    save_resolution(
        round=held.round,
        value_code="CRM2",
        note="Theirs: use the form from May.",
        expected_version=0,
        by=held.people[Role.COORDINATOR],
    )
    client = client_of(held.people[Role.MODERATOR])
    response = client.post(CRM2, {"note": "Mine: wait until June.", "version": "0"})
    text = text_of(response)
    assert response.status_code == 409
    assert "saved a different note on CRM2 meanwhile" in text
    assert "The note as it stands Theirs: use the form from May." in text
    assert "What you wrote Mine: wait until June." in text
    assert Resolution.objects.get().note == "Theirs: use the form from May."
    assert 'name="version" value="1"' in response.content.decode()
    client.post(CRM2, {"note": "Mine: wait until June.", "version": "1"})
    assert Resolution.objects.get().note == "Mine: wait until June."


def test_an_object_is_rated_with_a_reason_and_its_codes_stay(held: Scene) -> None:
    client = client_of(held.people[Role.MODERATOR])
    text = text_of(client.post(CRM, {"level": "3", "reason": "Six of seven are there."}, follow=True))
    assert "Managing contracts and relationships is rated Mature." in text
    found = read_result(held.round).object("CRM")
    assert (found.level, found.rated) == (2, 3)
    client.post(CRM, {"level": "none", "reason": "Withdrawn after the panel."})
    assert not ObjectRating.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"level": "3", "reason": ""}, "Say what the rating rests on."),
        ({"level": "6", "reason": "Why not."}, "Choose a level from 1 Minimum to 5 Innovator."),
        ({"reason": "Why not."}, "Choose a level."),
    ],
)
def test_a_rating_that_is_not_whole_is_refused_and_keeps_what_was_typed(
    held: Scene, fields: dict[str, str], said: str
) -> None:
    response = client_of(held.people[Role.MODERATOR]).post(CRM, fields)
    assert response.status_code == 400
    assert said in text_of(response)
    assert fields["reason"] in response.content.decode()
    assert not ObjectRating.objects.exists()


def test_who_may_look_but_not_moderate_finds_no_form(held: Scene) -> None:
    for role in (Role.APPROVER, Role.AUDITOR):
        page = client_of(held.people[role]).get(CRM2).content.decode()
        assert "Side by side" in page
        assert "leave-out" not in page
        assert 'name="note"' not in page


def test_a_signed_round_offers_nothing_to_change(held: Scene, lowest: Answer) -> None:
    finish_answers(held.round)
    sign(held.round, by=held.people[Role.APPROVER])
    client = client_of(held.people[Role.MODERATOR])
    assert 'name="note"' not in client.get(CRM2).content.decode()
    response = client.post(f"{ROUND}answers/{lowest.pk}/leave-out/", {"reason": "Too late."})
    assert response.status_code == 409
    assert "The round is signed off. Reopen it, with a reason" in text_of(response)


PAGES = [
    ("", "get", Action.VIEW_ALL_ANSWERS, 200),
    ("codes/CRM2/", "get", Action.VIEW_ALL_ANSWERS, 200),
    ("codes/CRM2/", "post", Action.MODERATE, 400),
    ("areas/CRM/", "get", Action.VIEW_ALL_ANSWERS, 200),
    ("areas/CRM/", "post", Action.MODERATE, 400),
    ("answers/{answer}/leave-out/", "get", Action.MODERATE, 200),
    ("answers/{answer}/leave-out/", "post", Action.MODERATE, 400),
    ("answers/{answer}/take-back/", "post", Action.MODERATE, 302),
]


@pytest.mark.parametrize(("place", "method", "action", "status"), PAGES)
def test_each_address_answers_the_roles_of_the_table_alone(
    held: Scene, lowest: Answer, place: str, method: str, action: Action, status: int
) -> None:
    found = statuses_by_role(held.people, ROUND + place.format(answer=lowest.pk), method=method)
    assert found == {role: status if role in ALLOWED[action] else 403 for role in Role}


@pytest.mark.parametrize(("place", "method", "action", "status"), PAGES)
def test_people_of_another_council_are_told_nothing(
    held: Scene, lowest: Answer, place: str, method: str, action: Action, status: int
) -> None:
    other = make_council(CouncilKind.COUNTY, name="Eskdale County Council", departments=["Place"])
    stranger = {Role.MODERATOR: make_person(Role.MODERATOR, other)}
    url = ROUND + place.format(answer=lowest.pk)
    assert statuses_by_role(stranger, url, method=method) == {Role.MODERATOR: 404}


@pytest.mark.parametrize("place", ["codes/CRM9/", "areas/ABC/", "answers/0/leave-out/"])
def test_what_does_not_exist_is_not_found(held: Scene, place: str) -> None:
    assert client_of(held.people[Role.MODERATOR]).get(ROUND + place).status_code == 404


def test_an_answer_of_another_round_is_not_found(held: Scene) -> None:
    other = answer_of(held.last, "Place", "CRM2")
    assert client_of(held.people[Role.MODERATOR]).get(f"{ROUND}answers/{other.pk}/leave-out/").status_code == 404


@pytest.mark.parametrize("place", ["?show=all", "codes/CRM2/", "areas/SVL/"])
def test_every_page_reads_a_whole_council_in_fifteen_queries(place: str, django_assert_max_num_queries: Any) -> None:
    council = make_large_round().council
    client = client_of(make_person(Role.MODERATOR, council))
    url = f"/c/eskdale-county-council/rounds/2026/moderation/{place}"
    client.get(url)
    with django_assert_max_num_queries(15):
        assert client.get(url).status_code == 200
