"""Saving answers and submitting a response: versions, what a draft may lack, what a submission may not."""

from typing import Any

import pytest

from goldthread.assessment.actions.answers import (
    AnswerConflict,
    AnswerContent,
    AnswerRefused,
    ResponseIncomplete,
    content_of,
    save_answer,
    submit_response,
)
from goldthread.assessment.models import Answer, Response, Round
from goldthread.assessment.queries.answers import find_answer, lock_answer
from goldthread.assessment.queries.results import read_result
from goldthread.assessment.types import AnswerState, ResponseState, RoundState
from goldthread.organisation.models import Event, Person
from goldthread.organisation.types import Role
from tests.factories import answer_of, make_council, make_person, make_round, response_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    return make_round(make_council(departments=["Place", "Housing"]), codes=["CLR1"])


@pytest.fixture
def person(round_: Round) -> Person:
    return make_person(Role.RESPONDENT, round_.council, department="Place")


def save(round_: Round, content: AnswerContent, *, version: int = 0, by: Person | None = None) -> Answer:
    return save_answer(answer=answer_of(round_, "Place", "CLR1"), content=content, expected_version=version, by=by)


def at_level(level: int | None, **more: object) -> AnswerContent:
    return AnswerContent(state=AnswerState.LEVEL, level=level, **more)  # type: ignore[arg-type]


def faults_of_submission(round_: Round) -> list[str]:
    with pytest.raises(ResponseIncomplete) as refused:
        submit_response(response=response_of(round_, "Place"), by=None)
    return [fault.field for fault in refused.value.faults]


def test_a_save_raises_the_version_and_records_from_and_to(round_: Round, person: Person) -> None:
    save(round_, at_level(2), by=person)
    saved = save(round_, at_level(3), version=1, by=person)
    assert (saved.version, saved.changed_by) == (2, person)
    last = Event.objects.filter(kind="answer.saved").first()
    assert last is not None
    assert (last.by, last.before, last.after) == (person, {"level": 2}, {"level": 3})
    assert response_of(round_, "Place").state == ResponseState.ANSWERING


def test_the_record_says_where_only_the_text_changed(round_: Round, person: Person) -> None:
    row = answer_of(round_, "Place", "CLR1")
    save_answer(answer=row, content=AnswerContent(AnswerState.LEVEL, 2), expected_version=0, by=person)
    more = AnswerContent(AnswerState.LEVEL, 2, comment_other="Since April.")
    save_answer(answer=row, content=more, expected_version=1, by=person)
    told = Event.objects.filter(kind="answer.saved").order_by("pk").values_list("summary", flat=True)
    assert list(told) == ["Place, CLR1: not answered → level 2", "Place, CLR1: level 2, with other text or ticks"]


def test_the_same_content_again_is_no_change(round_: Round) -> None:
    save(round_, at_level(2))
    assert save(round_, at_level(2), version=0).version == 1
    assert Event.objects.filter(kind="answer.saved").count() == 1


@pytest.mark.parametrize(("table", "state"), [(Round, RoundState.SIGNED), (Response, ResponseState.SUBMITTED)])
def test_what_was_closed_after_the_answer_was_read_is_closed(
    round_: Round, table: type[Round | Response], state: str
) -> None:
    place = response_of(round_, "Place").department_id
    read = find_answer(round_.council, round_.ref, department_id=place, value_code="CLR1")
    assert read is not None
    table.objects.update(state=state)
    with pytest.raises(AnswerRefused, match="cannot be changed"):
        save_answer(answer=read, content=at_level(2), expected_version=0, by=None)
    assert answer_of(round_, "Place", "CLR1").version == 0


def test_an_answer_is_read_with_all_that_decides_whether_it_may_be_changed(
    round_: Round, django_assert_num_queries: Any
) -> None:
    row = answer_of(round_, "Place", "CLR1")
    with django_assert_num_queries(1):
        read = lock_answer(row.pk)
        held = (read.response.state, read.response.round.state, read.response.round.framework_id)
        names = (read.response.department.name, read.response.round.council.slug, read.response.round.ref)
    assert (read, content_of(read)) == (row, content_of(row))
    assert held == (row.response.state, round_.state, round_.framework_id)
    assert names == ("Place", round_.council.slug, round_.ref)
    assert read.response.round.title == round_.title, "a column that was not read is asked for"
    with pytest.raises(Answer.DoesNotExist):
        lock_answer(row.pk + 1000)


def test_a_newer_save_is_never_overwritten(round_: Round, person: Person) -> None:
    save(round_, at_level(2, comment_other="theirs"), by=person)
    with pytest.raises(AnswerConflict) as conflict:
        save(round_, at_level(4, comment_other="mine"), version=0)
    assert conflict.value.current.comment_other == "theirs"
    assert conflict.value.attempted.comment_other == "mine"
    assert answer_of(round_, "Place", "CLR1").level == 2


@pytest.mark.parametrize("level", [None, 0, 6, -1])
def test_a_level_outside_the_ladder_is_refused(round_: Round, level: int | None) -> None:
    with pytest.raises(AnswerRefused, match="is not a level"):
        save(round_, at_level(level))


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.SIGNED, RoundState.WITHDRAWN])
def test_answers_are_written_only_while_the_round_takes_them(round_: Round, state: RoundState) -> None:
    Round.objects.update(state=state)
    with pytest.raises(AnswerRefused, match="so answers cannot be changed"):
        save(round_, at_level(2))


def test_not_applicable_without_a_reason_cannot_be_submitted(round_: Round) -> None:
    save(round_, AnswerContent(state=AnswerState.NOT_APPLICABLE))
    assert faults_of_submission(round_) == ["not_applicable_because"]
    save(round_, AnswerContent(state=AnswerState.NOT_APPLICABLE, not_applicable_because="No councillors"), version=1)
    assert submit_response(response=response_of(round_, "Place"), by=None).state == ResponseState.SUBMITTED


def test_an_unanswered_code_cannot_be_submitted(round_: Round) -> None:
    assert faults_of_submission(round_) == ["level"]


def test_innovator_needs_consent_contact_and_case_note(round_: Round) -> None:
    save(round_, at_level(5))
    assert faults_of_submission(round_) == ["exemplar_consent", "exemplar_contact", "exemplar_note"]
    whole = at_level(5, exemplar_consent=True, exemplar_contact="Pat", exemplar_note="Members shaped the tender.")
    save(round_, whole, version=1)
    submit_response(response=response_of(round_, "Place"), by=None)


def test_a_submitted_answer_cannot_be_changed(round_: Round) -> None:
    save(round_, at_level(2))
    submit_response(response=response_of(round_, "Place"), by=None)
    with pytest.raises(AnswerRefused, match="Place has submitted its answers"):
        save(round_, at_level(3), version=1)


def test_ticks_for_the_next_level_do_not_move_the_level(round_: Round) -> None:
    save(round_, at_level(2, in_place=("3.1",)))
    with_tick = read_result(round_).code("CLR1")
    save(round_, at_level(2), version=1)
    assert with_tick == read_result(round_).code("CLR1")
    assert with_tick.level == 2
