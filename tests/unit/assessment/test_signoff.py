"""Sign-off: what stops it, what must have been read, whose hands, and that what was signed stays."""

import json

import pytest
from django.db import DatabaseError, transaction

from goldthread.assessment.actions.answers import AnswerRefused
from goldthread.assessment.actions.moderation import exclude_answer
from goldthread.assessment.actions.rounds import move_round
from goldthread.assessment.actions.signoff import SignOffRefused, sign_off, snapshot_is_whole
from goldthread.assessment.models import Round, Snapshot
from goldthread.assessment.queries.checks import CheckKind
from goldthread.assessment.transitions import MoveName
from goldthread.assessment.types import RoundState
from goldthread.organisation.models import Person
from goldthread.organisation.types import Role
from tests.factories import answer, answer_of, make_council, make_person, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    made = make_round(make_council(departments=["Place", "Housing"]), codes=["CLR1"], state=RoundState.MODERATION)
    answer(made, "Place", "CLR1", 2)
    return made


@pytest.fixture
def chief(round_: Round) -> Person:
    return make_person(Role.APPROVER, round_.council)


def test_a_round_with_missing_answers_cannot_be_signed(round_: Round, chief: Person) -> None:
    with pytest.raises(SignOffRefused) as refused:
        sign_off(round=round_, by=chief, seen=True)
    assert [(finding.kind, finding.department) for finding in refused.value.findings] == [
        (CheckKind.UNANSWERED, "Housing")
    ]
    round_.refresh_from_db()
    assert round_.state == RoundState.MODERATION
    exclude_answer(answer=answer_of(round_, "Housing", "CLR1"), reason="It has no members to brief", by=None)
    assert sign_off(round=Round.objects.get(), by=chief, seen=True).number == 1


def test_findings_must_be_read_before_signing(round_: Round, chief: Person) -> None:
    answer(round_, "Housing", "CLR1", 5)
    with pytest.raises(SignOffRefused, match="have not been confirmed as read") as refused:
        sign_off(round=Round.objects.get(), by=chief)
    kinds = {finding.kind for finding in refused.value.findings}
    assert kinds == {CheckKind.TOP_WITHOUT_EVIDENCE, CheckKind.NOT_SUBMITTED}
    assert sign_off(round=Round.objects.get(), by=chief, seen=True).number == 1


def test_nobody_signs_their_own_work(round_: Round, chief: Person) -> None:
    answer(round_, "Housing", "CLR1", 3, by=chief)
    with pytest.raises(SignOffRefused, match="somebody else has to sign"):
        sign_off(round=Round.objects.get(), by=chief, seen=True)


def test_signing_freezes_the_round(round_: Round, chief: Person) -> None:
    answer(round_, "Housing", "CLR1", 3)
    first = sign_off(round=Round.objects.get(), by=chief, statement="Agreed by the board", seen=True)
    assert snapshot_is_whole(first)
    content = json.loads(first.content)
    assert content["result"]["results"][0]["level"] == 2
    with pytest.raises(AnswerRefused, match="signed off"):
        answer(Round.objects.get(), "Housing", "CLR1", 1)
    move_round(round=Round.objects.get(), move=MoveName.REOPEN, by=None, reason="Housing was wrong")
    answer(Round.objects.get(), "Housing", "CLR1", 1)
    second = sign_off(round=Round.objects.get(), by=chief, seen=True)
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 != second.sha256
    assert json.loads(first.content) == content


def test_a_signed_snapshot_cannot_be_changed(round_: Round, chief: Person) -> None:
    answer(round_, "Housing", "CLR1", 3)
    signed = sign_off(round=Round.objects.get(), by=chief, seen=True)
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        Snapshot.objects.filter(pk=signed.pk).update(content="{}")
    assert snapshot_is_whole(Snapshot.objects.get())
