"""Moderation: an answer is left out only with a reason, and stays as it was given."""

import pytest

from goldthread.assessment.actions.moderation import (
    ModerationRefused,
    ResolutionConflict,
    exclude_answer,
    lift_exclusion,
    rate_object,
    save_resolution,
)
from goldthread.assessment.models import Exclusion, Round
from goldthread.assessment.queries.results import read_result
from goldthread.assessment.types import RoundState
from tests.factories import answer, answer_of, make_council, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    made = make_round(make_council(departments=["Place", "Housing"]), codes=["CLR1"])
    answer(made, "Place", "CLR1", 1)
    answer(made, "Housing", "CLR1", 4)
    return made


@pytest.mark.parametrize("reason", ["", "   "])
def test_excluding_without_a_reason_is_refused(round_: Round, reason: str) -> None:
    with pytest.raises(ModerationRefused, match="No reason was given"):
        exclude_answer(answer=answer_of(round_, "Place", "CLR1"), reason=reason, by=None)
    assert read_result(round_).code("CLR1").level == 1


def test_an_excluded_answer_stays_as_it_was_given(round_: Round) -> None:
    place = answer_of(round_, "Place", "CLR1")
    made = exclude_answer(answer=place, reason="It answered for another service.", by=None)
    result = read_result(round_).code("CLR1")
    assert (result.level, result.excluded, result.final) == (4, 1, True)
    assert "because: It answered for another service." in result.sentence
    place.refresh_from_db()
    assert (place.level, place.version) == (1, 1)
    with pytest.raises(ModerationRefused, match="left out already"):
        exclude_answer(answer=place, reason="Again", by=None)
    lift_exclusion(exclusion=made, by=None)
    assert read_result(round_).code("CLR1").level == 1
    assert Exclusion.objects.count() == 1


def test_a_signed_round_is_not_moderated(round_: Round) -> None:
    Round.objects.update(state=RoundState.SIGNED)
    with pytest.raises(ModerationRefused, match="The round is signed off"):
        exclude_answer(answer=answer_of(round_, "Place", "CLR1"), reason="Late", by=None)


def test_a_newer_note_is_never_overwritten(round_: Round) -> None:
    save_resolution(round=round_, value_code="CLR1", note="Agreed", expected_version=0, by=None)
    with pytest.raises(ResolutionConflict) as conflict:
        save_resolution(round=round_, value_code="CLR1", note="Mine", expected_version=0, by=None)
    assert (conflict.value.current.note, conflict.value.attempted) == ("Agreed", "Mine")
    save_resolution(round=round_, value_code="CLR1", note="Both", expected_version=1, by=None)
    assert round_.resolutions.get().note == "Both"


def test_a_direct_rating_leaves_the_codes_alone(round_: Round) -> None:
    rate_object(round=round_, object_id="CLR", level=3, reason="Cabinet's own view", by=None)
    found = read_result(round_).object("CLR")
    assert (found.level, found.rated) == (1, 3)
    rate_object(round=round_, object_id="CLR", level=None, reason="Taken back", by=None)
    assert read_result(round_).object("CLR").rated is None
