"""Saving an answer, row by row, with a version; and submitting a department's response."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goldthread.assessment.actions.rounds import CONFLICT_EXIT
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, Response
from goldthread.assessment.queries.answers import lock_answer
from goldthread.assessment.transitions import ANSWERING_ROUND_STATES, RESPONSE_MOVES, MoveName, find_move
from goldthread.assessment.types import (
    TEXT_LABELS,
    AnswerState,
    ResponseState,
    RoundState,
    limit_of,
)
from goldthread.common.errors import UserError
from goldthread.framework.types import Framework
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Person


class AnswerRefused(UserError):
    """An answer that cannot be saved as it stands. `field` names the part that is wrong."""

    def __init__(self, *, what: str, do: str, field: str = "level") -> None:
        super().__init__(what=what, do=do)
        self.field = field


@dataclass(frozen=True)
class AnswerContent:
    """Everything that a respondent writes about one value code."""

    state: AnswerState = AnswerState.UNANSWERED
    level: int | None = None
    not_applicable_because: str = ""
    comment_good_practice: str = ""
    comment_support_wanted: str = ""
    comment_how_done: str = ""
    comment_other: str = ""
    in_place: tuple[str, ...] = ()
    exemplar_consent: bool = False
    exemplar_contact: str = ""
    exemplar_note: str = ""


CONTENT_FIELDS = tuple(AnswerContent.__dataclass_fields__)


class AnswerConflict(UserError):
    """Somebody saved a newer version: `current`. `attempted` is what this person wrote; nothing was overwritten."""

    def __init__(self, *, current: Answer, attempted: AnswerContent) -> None:
        who = str(current.changed_by) if current.changed_by else "Somebody"
        super().__init__(
            what=f"{who} saved a different answer to {current.value_code} while you were writing.",
            do="Look at both and choose which to keep; nothing has been overwritten.",
            exit_code=CONFLICT_EXIT,
        )
        self.current = current
        self.attempted = attempted


def content_of(answer: Answer) -> AnswerContent:
    """The row's content as a frozen value."""
    values = {name: getattr(answer, name) for name in CONTENT_FIELDS}
    return AnswerContent(**{**values, "state": AnswerState(answer.state), "in_place": tuple(answer.in_place)})


def check_content(content: AnswerContent, *, value_code: str, framework: Framework) -> None:
    """Raise `AnswerRefused` where the parts do not fit together. A draft may be incomplete, never contradictory."""
    for name, label in TEXT_LABELS.items():
        if (length := len(getattr(content, name))) > (limit := limit_of(name)):
            raise AnswerRefused(
                what=f"{value_code}: {label} is {length:,} characters long.",
                do=f"Shorten it to {limit:,} characters, or attach it as a file.",
                field=name,
            )
    if content.state is AnswerState.LEVEL:
        if not framework.has_level(content.level):
            raise AnswerRefused(
                what=f"{value_code}: {content.level} is not a level.",
                do=f"Choose a level from {framework.levels_in_words}.",
            )
    elif content.level is not None:
        raise AnswerRefused(
            what=f"{value_code} has a level and also says that it has none.",
            do="Choose a level, or say why it does not apply.",
        )


def check_can_change(response: Response) -> None:
    """Raise `AnswerRefused` unless answers of this response may be written now."""
    if response.round.state not in ANSWERING_ROUND_STATES:
        raise AnswerRefused(
            what=f"The round is {RoundState(response.round.state).label}, so answers cannot be changed.",
            do="Ask your head of procurement if it should be opened again.",
        )
    if response.state == ResponseState.SUBMITTED:
        raise AnswerRefused(
            what=f"{response.department.name} has submitted its answers, so they cannot be changed.",
            do="Ask your head of procurement to return them to you, with a reason.",
        )


@transaction.atomic
def save_answer(*, answer: Answer, content: AnswerContent, expected_version: int, by: Person | None) -> Answer:
    """Save an answer unless a newer one was saved (`AnswerConflict`) or it may not be (`AnswerRefused`)."""
    current = lock_answer(answer.pk)
    check_can_change(current.response)
    framework = framework_of(current.response.round)
    check_content(content, value_code=current.value_code, framework=framework)
    before = content_of(current)
    if before == content:
        return current
    if current.version != expected_version:
        raise AnswerConflict(current=current, attempted=content)
    return _write(current, before, content, by)


def _write(current: Answer, before: AnswerContent, content: AnswerContent, by: Person | None) -> Answer:
    changed = [name for name in CONTENT_FIELDS if getattr(before, name) != getattr(content, name)]
    for name in changed:
        setattr(current, name, list(content.in_place) if name == "in_place" else getattr(content, name))
    current.version += 1
    current.changed_at, current.changed_by = timezone.now(), by
    current.save(update_fields=[*changed, "version", "changed_at", "changed_by"])
    response = current.response
    if response.state == ResponseState.INVITED:
        response.state = find_move(RESPONSE_MOVES, MoveName.START, ResponseState.INVITED).target.value
        response.save(update_fields=["state"])
    record_event(
        council=response.round.council,
        by=by,
        kind="answer.saved",
        subject=f"round:{current.round_id}/answer:{current.pk}",
        summary=f"{response.department.name}, {current.value_code}: {_say_change(before, content)}",
        before={name: getattr(before, name) for name in changed},
        after={name: getattr(content, name) for name in changed},
    )
    return current


def _say_change(before: AnswerContent, after: AnswerContent) -> str:
    old, new = _in_short(before), _in_short(after)
    return f"{old} → {new}" if old != new else f"{new}, with other text or ticks"


def _in_short(content: AnswerContent) -> str:
    return f"level {content.level}" if content.level is not None else content.state.value


def missing_parts(answers: Sequence[Answer], framework: Framework) -> list[AnswerRefused]:
    """What keeps a response from being submitted: every fault at once, in the order of the answers."""
    faults: list[AnswerRefused] = []
    for answer in answers:
        code = answer.value_code
        if answer.state == AnswerState.UNANSWERED:
            faults.append(
                AnswerRefused(what=f"{code} is not answered.", do="Choose a level, or say why it does not apply.")
            )
        if answer.state == AnswerState.NOT_APPLICABLE and not answer.not_applicable_because.strip():
            faults.append(
                AnswerRefused(
                    what=f"{code} is marked as not applicable without a reason.",
                    do="Say why it does not apply to your department.",
                    field="not_applicable_because",
                )
            )
        if answer.level is not None and answer.level == framework.exemplar_level:
            faults += _exemplar_faults(answer, framework.level_name(answer.level))
    return faults


def _exemplar_faults(answer: Answer, level: str) -> list[AnswerRefused]:
    """What an exemplar has to give (source 002, appendix A): consent, a contact, a case note."""
    name = f"{answer.value_code} is at {level}"
    faults = []
    if not answer.exemplar_consent:
        faults.append(
            AnswerRefused(
                what=f"{name}, which means being ready to help weaker councils.",
                do="Agree to be an exemplar, or choose a lower level.",
                field="exemplar_consent",
            )
        )
    if not answer.exemplar_contact.strip():
        faults.append(
            AnswerRefused(
                what=f"{name} and names no contact.",
                do="Name who can be asked about it.",
                field="exemplar_contact",
            )
        )
    if not answer.exemplar_note.strip():
        faults.append(
            AnswerRefused(
                what=f"{name} and has no case note.",
                do="Write a few sentences on what was done and what came of it.",
                field="exemplar_note",
            )
        )
    return faults


class ResponseIncomplete(UserError):
    """A response that cannot be submitted yet. `faults` holds every reason."""

    def __init__(self, faults: Sequence[AnswerRefused]) -> None:
        super().__init__(
            what=f"{len(faults)} {'thing is' if len(faults) == 1 else 'things are'} missing: "
            + " ".join(fault.what for fault in faults[:5]),
            do="Mend them and submit again; everything you wrote is saved.",
        )
        self.faults = tuple(faults)


@transaction.atomic
def submit_response(*, response: Response, by: Person | None) -> Response:
    """Submit a department's answers; raises `ResponseIncomplete` with everything that is missing."""
    held = (
        Response.objects.select_for_update(of=("self",))
        .select_related("round__council", "department")
        .get(pk=response.pk)
    )
    check_can_change(held)
    answers = list(held.answers.all())
    framework = framework_of(held.round)
    order = {code.id: place for place, code in enumerate(framework.every_code)}
    answers.sort(key=lambda answer: order.get(answer.value_code, len(order)))
    if faults := missing_parts(answers, framework):
        raise ResponseIncomplete(faults)
    state = ResponseState.ANSWERING if held.state == ResponseState.INVITED else ResponseState(held.state)
    move = find_move(RESPONSE_MOVES, MoveName.SUBMIT, state)
    held.state, held.submitted_at, held.submitted_by, held.returned_because = (
        move.target.value,
        timezone.now(),
        by,
        "",
    )
    held.save(update_fields=["state", "submitted_at", "submitted_by", "returned_because"])
    record_event(
        council=held.round.council,
        by=by,
        kind="response.submitted",
        subject=f"round:{held.round_id}/response:{held.pk}",
        summary=f"{held.department.name} submitted its answers",
        before=move.source.value,
        after=move.target.value,
    )
    return held
