"""Plays the story through the rooms' own actions, on the days on which it is told to have happened."""

import hashlib
import io
from collections.abc import Mapping
from datetime import date, timedelta

from goldthread.assessment.actions.answers import AnswerContent, save_answer, submit_response
from goldthread.assessment.actions.evidence import add_file, add_link
from goldthread.assessment.actions.moderation import exclude_answer, rate_object, save_resolution
from goldthread.assessment.actions.rounds import create_round, move_round
from goldthread.assessment.actions.signoff import sign_off
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, Invitation, Response, Round
from goldthread.assessment.transitions import MoveName
from goldthread.assessment.types import AnswerState
from goldthread.demo.clock import StoryClock
from goldthread.demo.story import Moderation, StoryAnswer, StoryEvidence, StoryRound
from goldthread.framework.types import Framework
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Department, Person
from goldthread.organisation.types import Role
from goldthread.plan.actions.ambitions import set_ambition

_DAYS_BEFORE_OPENING, _DAYS_TO_THINK, _DAYS_APART = 14, 4, 5
_MINUTES_AN_ANSWER = 2
_TICKED = 3  # one statement in this many of the level above is ticked as in place


class Cast:
    """The council on stage: its departments by short name, and its people by role or department."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.departments = {row.short: row for row in council.departments.all()}
        rows = council.memberships.filter(ended_at=None).select_related("person").order_by("pk")
        self._roles: dict[tuple[str, int | None], Person] = {}
        for row in rows:
            self._roles.setdefault((row.role, row.department_id), row.person)

    def who(self, role: Role) -> Person:
        return self._roles[role, None]

    def respondent(self, department: Department) -> Person:
        return self._roles[Role.RESPONDENT, department.pk]


def play_round(*, told: StoryRound, cast: Cast, evidence: tuple[StoryEvidence, ...], clock: StoryClock) -> Round:
    """Make a round and have every department answer, each on a day of its own; then moderate, and sign where told."""
    coordinator = cast.who(Role.COORDINATOR)
    clock.set_to(told.opens - timedelta(days=_DAYS_BEFORE_OPENING))
    made = create_round(
        council=cast.council,
        ref=told.ref,
        title=told.title,
        framework_id=told.framework,
        opens_on=told.opens,
        closes_on=told.closes,
        asked={cast.departments[name].pk: list(answers) for name, answers in told.answers.items()},
        by=coordinator,
        is_past=told.is_past,
    )
    clock.set_to(told.opens)
    move_round(round=made, move=MoveName.OPEN, by=coordinator)
    responses = {row.department.short: row for row in made.responses.select_related("department", "round__council")}
    for name in told.answers:
        _invite(responses[name], cast)
    for place, (name, answers) in enumerate(told.answers.items()):
        clock.set_to(told.opens + timedelta(days=_DAYS_TO_THINK + place * _DAYS_APART), 10, 5)
        _answer_all(responses[name], answers, evidence, cast, clock)
    clock.set_to(told.moderated)
    move_round(round=made, move=MoveName.MODERATE, by=coordinator)
    if told.signed is not None:
        clock.set_to(told.signed, 14, 30)
        sign_off(round=made, by=cast.who(Role.APPROVER), statement=told.statement, seen=True)
    return made


def play_moderation(*, told: Moderation, round: Round, cast: Cast, clock: StoryClock) -> None:
    """Leave answers out, keep notes and rate objects in the days after moderation began."""
    moderator = cast.who(Role.MODERATOR)
    rows = Answer.objects.select_related("response__round__council", "response__department")
    clock.pass_minutes(6 * 24 * 60)
    for code, name, reason in told.exclusions:
        answer = rows.get(round=round, value_code=code, response__department=cast.departments[name])
        exclude_answer(answer=answer, reason=reason, by=moderator)
    clock.pass_minutes(45)
    for code, note in told.notes:
        save_resolution(round=round, value_code=code, note=note, expected_version=0, by=moderator)
        clock.pass_minutes(30)
    for object_id, level, reason in told.ratings:
        rate_object(round=round, object_id=object_id, level=level, reason=reason, by=cast.who(Role.COORDINATOR))


def play_ambitions(*, told: Moderation, framework_id: str, day: date, cast: Cast, clock: StoryClock) -> None:
    """Set an ambition for every object on one day."""
    clock.set_to(day, 15)
    for object_id, (level, reason) in told.ambitions.items():
        set_ambition(
            council=cast.council,
            framework_id=framework_id,
            object_id=object_id,
            level=level,
            by_date=told.ambition_date,
            reason=reason,
            by=cast.who(Role.COORDINATOR),
        )


def _answer_all(
    response: Response,
    answers: Mapping[str, StoryAnswer],
    evidence: tuple[StoryEvidence, ...],
    cast: Cast,
    clock: StoryClock,
) -> None:
    department = response.department
    by = cast.respondent(department)
    rows = {
        row.value_code: row
        for row in response.answers.select_related("response__round__council", "response__department")
    }
    for code, told in answers.items():
        if told.state is not AnswerState.UNANSWERED:
            content = _content(told, code, framework_of(response.round), department.short)
            save_answer(answer=rows[code], content=content, expected_version=0, by=by)
            clock.pass_minutes(_MINUTES_AN_ANSWER)
        for piece in evidence:
            if (piece.code, piece.department) == (code, department.short):
                _add_evidence(rows[code], piece, by)
    if all(told.state is not AnswerState.UNANSWERED for told in answers.values()):
        submit_response(response=response, by=by)


def _content(told: StoryAnswer, code: str, framework: Framework, department: str) -> AnswerContent:
    return AnswerContent(
        state=told.state,
        level=told.level,
        not_applicable_because=told.reason,
        comment_good_practice=told.comments.get("good", ""),
        comment_support_wanted=told.comments.get("support", ""),
        comment_how_done=told.comments.get("how", ""),
        comment_other=told.comments.get("other", ""),
        in_place=_ticks(told.level, code, framework, department),
        exemplar_consent=told.level is not None and told.level == framework.exemplar_level,
        exemplar_contact=told.exemplar,
        exemplar_note=told.note,
    )


def _ticks(level: int | None, code: str, framework: Framework, department: str) -> tuple[str, ...]:
    """Statements of the level above that are in place already: some, never all, and the same at each load."""
    if level is None or level == framework.highest_level:
        return ()
    above = framework.value_code(code).ladder.at(level + 1)
    ticks = [
        f"{level + 1}.{place}"
        for place in range(1, len(above) + 1)
        if hashlib.sha256(f"{department} {code} {place}".encode()).digest()[0] % _TICKED == 0
    ]
    return tuple(ticks[: len(above) - 1])


def _add_evidence(answer: Answer, piece: StoryEvidence, by: Person) -> None:
    if piece.url:
        add_link(answer=answer, title=piece.title, url=piece.url, expires_on=piece.expires, by=by)
    else:
        content = io.BytesIO(piece.text.encode())
        add_file(answer=answer, title=piece.title, name=piece.file, content=content, expires_on=piece.expires, by=by)


def _invite(response: Response, cast: Cast) -> None:
    """An invitation as if it had been sent: no message is queued, because nobody is at these addresses."""
    person = cast.respondent(response.department)
    made = Invitation.objects.create(response=response, person=person, invited_by=cast.who(Role.COORDINATOR))
    made.sent_at = made.created_at
    made.save(update_fields=["sent_at"])
    record_event(
        council=cast.council,
        by=cast.who(Role.COORDINATOR),
        kind="department.invited",
        subject=f"round:{response.round_id}/response:{response.pk}",
        summary=f"{response.department.name} was invited: {person}",
    )
