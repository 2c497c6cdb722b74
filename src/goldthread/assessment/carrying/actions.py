"""Carrying a round into a newer framework, and confirming what was carried. No level is set but by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from goldthread.assessment.actions.answers import AnswerContent, AnswerRefused, content_of, save_answer
from goldthread.assessment.actions.moderation import rate_object
from goldthread.assessment.actions.rounds import create_round, move_round
from goldthread.assessment.carrying.queries import REASON, carrying_to, read_carried
from goldthread.assessment.carrying.rules import new_codes
from goldthread.assessment.carrying.types import Carried, NewAnswer, OldAnswer
from goldthread.assessment.models import (
    Answer,
    CarriedAnswer,
    Carrying,
    Evidence,
    ObjectRating,
    Response,
    Round,
)
from goldthread.assessment.transitions import MoveName
from goldthread.assessment.types import AnswerState
from goldthread.framework.carry import CarryPlan, Outcome, propose
from goldthread.framework.load import digest_changes
from goldthread.framework.types import ValueCode
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Person

WEEKS_TO_CONFIRM = 6  # how long a carried round is open unless it is said; the coordinator may choose


@dataclass(frozen=True)
class NewRound:
    """How the newer round is named and dated; what is left out is taken from the old one and from today."""

    ref: str = ""
    title: str = ""
    opens_on: date | None = None
    closes_on: date | None = None


@transaction.atomic
def carry_round(
    *, round: Round, framework_id: str, by: Person | None, named: NewRound | None = None
) -> tuple[Carrying, bool]:
    """Make a round under the newer framework from the old one, open to be confirmed; the old one stays as it is.

    Done twice it makes no second: the second value says whether one was made now. Raises `CarryRefused`.
    """
    held = Round.objects.select_for_update(of=("self",)).select_related("council").get(pk=round.pk)
    if found := carrying_to(held, framework_id):
        return found, False
    plan, carried = read_carried(held, framework_id)
    made = _make_round(held, framework_id, named or NewRound(), by)
    carrying = Carrying.objects.create(old=held, new=made, changes_sha256=digest_changes(framework_id), by=by)
    rows = _write_answers(held, made, plan, carried)
    _write_ways(carrying, carried, rows)
    move_round(round=made, move=MoveName.OPEN, by=by)
    record_event(
        council=held.council,
        by=by,
        kind="round.carried",
        subject=f"round:{made.pk}",
        summary=f"{held.name} was carried from {held.framework_id} to {framework_id}, as {made.name}",
        before={"round": str(held), "framework": held.framework_id},
        after={"round": str(made), "framework": framework_id, **carried.counts()},
    )
    return carrying, True


def _make_round(old: Round, framework_id: str, named: NewRound, by: Person | None) -> Round:
    opens = named.opens_on or timezone.localdate()
    return create_round(
        council=old.council,
        ref=named.ref or f"{old.ref[:30]}-carried",
        title=named.title or f"{old.title[:100]}, carried",
        framework_id=framework_id,
        opens_on=opens,
        closes_on=named.closes_on or opens + timedelta(weeks=WEEKS_TO_CONFIRM),
        asked={},
        by=by,
    )


def _write_answers(old: Round, made: Round, plan: CarryPlan, carried: Carried) -> dict[tuple[int, str], Answer]:
    """The responses, answers and evidence of the newer round; answers by department and value code."""
    begun = {(new.department, new.item): new for new in carried.answers if not new.ways[0].answer.is_rating}
    given = {row.pk: row for row in Answer.objects.filter(round=old)}
    departments = list(dict.fromkeys(way.answer.department for way in carried.ways if _may_answer(way.answer)))
    responses = Response.objects.bulk_create(
        [Response(round=made, department_id=department) for department in departments]
    )
    fresh = set(new_codes(plan))
    answers = [
        _new_answer(response, code, begun.get((response.department_id, code.id)), given)
        for response in responses
        for code in plan.new.every_code
        if code.id in fresh or (response.department_id, code.id) in begun
    ]
    Answer.objects.bulk_create(answers)
    rows = {(answer.response.department_id, answer.value_code): answer for answer in answers}
    _write_evidence(begun, rows)
    return rows


def _may_answer(answer: OldAnswer) -> bool:
    return not answer.is_rating and not answer.has_left


def _new_answer(response: Response, code: ValueCode, new: NewAnswer | None, given: Mapping[int, Answer]) -> Answer:
    """Not answered, with the texts that were carried and the name of whoever wrote them."""
    row = Answer(response=response, round_id=response.round_id, value_code=code.id)
    if new is not None and new.texts:
        source = given[new.ways[0].answer.key]
        row.version, row.changed_at, row.changed_by_id = 1, source.changed_at, source.changed_by_id
        for field, text in new.texts.items():
            setattr(row, field, text)
    return row


def _write_evidence(begun: Mapping[tuple[int, str], NewAnswer], rows: Mapping[tuple[int, str], Answer]) -> None:
    """The same links and files behind the new answers, with who added each and when; files are not copied."""
    old = Evidence.objects.in_bulk([key for new in begun.values() for key in new.evidence])
    Evidence.objects.bulk_create(
        [
            Evidence(
                answer=rows[place],
                title=piece.title,
                url=piece.url,
                document_id=piece.document_id,
                expires_on=piece.expires_on,
                added_at=piece.added_at,
                added_by_id=piece.added_by_id,
            )
            for place, new in begun.items()
            for piece in (old[key] for key in new.evidence)
        ]
    )


def _write_ways(carrying: Carrying, carried: Carried, rows: Mapping[tuple[int, str], Answer]) -> None:
    """Where each old answer landed, the archive included; what was never answered leaves no trace."""
    CarriedAnswer.objects.bulk_create(
        [
            CarriedAnswer(
                carrying=carrying,
                department_id=way.answer.department or None,
                old_item=way.answer.item,
                new_item=way.landing.new or "",
                outcome=way.landing.outcome,
                level=way.answer.level,
                text=(way.answer.texts or {}).get(REASON, ""),
                why=way.landing.why,
                old_answer_id=None if way.answer.is_rating else way.answer.key,
                new_answer=rows.get((way.answer.department, way.landing.new or "")),
            )
            for way in carried.ways
            if way.answer.is_given
        ]
    )


@transaction.atomic
def confirm_answer(*, answer: Answer, ways: Sequence[CarriedAnswer], by: Person | None) -> Answer:
    """Take a carried level, or that it does not apply, as the department's own answer of today.

    What the answer holds already stays: its comments may have been changed since. Raises `AnswerRefused`.
    """
    content = content_of(answer)
    if content.state is not AnswerState.UNANSWERED:
        return answer
    offered = offered_content(content, ways)
    if offered is None:
        raise AnswerRefused(
            what=f"No level was carried to {answer.value_code}.", do="Choose a level that holds in your department."
        )
    return save_answer(answer=answer, content=offered, expected_version=answer.version, by=by)


def offered_content(content: AnswerContent, ways: Sequence[CarriedAnswer]) -> AnswerContent | None:
    """The answer as it would be once confirmed; None where nothing can be confirmed."""
    level = propose([(Outcome(way.outcome), way.put_forward) for way in ways]).level
    if level is not None:
        return replace(content, state=AnswerState.LEVEL, level=level)
    bringing = [way for way in ways if Outcome(way.outcome).brings_level]
    if bringing and all(way.old_answer and way.old_answer.state == AnswerState.NOT_APPLICABLE for way in bringing):
        return replace(content, state=AnswerState.NOT_APPLICABLE)
    return None


@transaction.atomic
def confirm_department(*, response: Response, ways: Mapping[str, Sequence[CarriedAnswer]], by: Person | None) -> int:
    """Confirm at once what a department was carried and need not review; how many answers that were."""
    confirmed = 0
    for answer in response.answers.filter(state=AnswerState.UNANSWERED).order_by("pk"):
        found = ways.get(answer.value_code, ())
        if needs_review(found) or offered_content(content_of(answer), found) is None:
            continue
        confirm_answer(answer=answer, ways=found, by=by)
        confirmed += 1
    return confirmed


def needs_review(ways: Sequence[CarriedAnswer]) -> bool:
    """Whether a person has to read the newer wording first."""
    return propose([(Outcome(way.outcome), way.put_forward) for way in ways]).needs_review


@transaction.atomic
def confirm_rating(*, round: Round, ways: Sequence[CarriedAnswer], by: Person | None) -> ObjectRating | None:
    """Take a carried rating as the council's own of today, with its old reason; one that stands already is left."""
    level = propose([(Outcome(way.outcome), way.put_forward) for way in ways]).level
    item = ways[0].new_item
    if level is None or ObjectRating.objects.filter(round=round, object_id=item).exists():
        return None
    reason = "\n\n".join(way.text for way in ways if way.text)
    return rate_object(round=round, object_id=item, level=level, reason=reason, by=by)
