"""Presents one value code side by side: what each department answered, and what stands behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from goldthread.assessment.models import Answer, Evidence, Exclusion
from goldthread.assessment.types import AnswerState, CodeResult, CommentKind, ResponseState
from goldthread.framework.types import Framework, ValueCode
from goldthread.web.wording import day_in_words, moment_in_words


@dataclass(frozen=True)
class Comment:
    """One comment, with the purpose that it serves."""

    kind: str
    text: str


@dataclass(frozen=True)
class Proof:
    """One piece of evidence; `late` where it has run out."""

    title: str
    url: str
    file_id: int | None
    expires: str
    late: bool


@dataclass(frozen=True)
class LeftOut:
    """Why an answer does not count, and who said so."""

    reason: str
    who: str


@dataclass(frozen=True)
class Side:
    """One department's answer, with everything that a moderator reads before asking."""

    answer_id: int
    department_id: int
    department: str
    heading: str
    edge: str
    lowest: bool
    not_applicable_because: str
    comments: tuple[Comment, ...]
    evidence: tuple[Proof, ...]
    in_place: tuple[str, ...]
    next_level: str
    exemplar: str
    who: str
    response: str
    left_out: LeftOut | None
    can_leave_out: bool
    can_return: bool


def present_sides(
    answers: Sequence[Answer],
    evidence: Mapping[int, Sequence[Evidence]],
    result: CodeResult,
    code: ValueCode,
    framework: Framework,
) -> tuple[Side, ...]:
    """A side per asked department: the lowest first, those without a level after the highest."""
    ordered = sorted(answers, key=lambda row: (row.level is None, row.level or 0))
    return tuple(_side(row, evidence.get(row.pk, ()), result, code, framework) for row in ordered)


def _side(
    answer: Answer, evidence: Sequence[Evidence], result: CodeResult, code: ValueCode, framework: Framework
) -> Side:
    department = answer.response.department
    excluded: Sequence[Exclusion] = getattr(answer, "live_exclusions", ())
    lowest = answer.level is not None and not excluded and answer.level == result.level and result.spread > 0
    return Side(
        answer_id=answer.pk,
        department_id=department.pk,
        department=department.name,
        heading=f"{department.name} · {level_in_words(answer, framework)}",
        edge="gold" if lowest else "dark" if excluded or answer.level is None else "blue",
        lowest=lowest,
        not_applicable_because=answer.not_applicable_because if answer.state == AnswerState.NOT_APPLICABLE else "",
        comments=_comments(answer),
        evidence=_proofs(evidence),
        in_place=statements_in_place(answer, code),
        next_level=_next_level(answer, framework),
        exemplar=_exemplar(answer),
        who=_who(answer),
        response=ResponseState(answer.response.state).label,
        left_out=_left_out(excluded[0]) if excluded else None,
        can_leave_out=not excluded,
        can_return=answer.response.state == ResponseState.SUBMITTED,
    )


def level_in_words(answer: Answer, framework: Framework) -> str:
    """ "2 Developing", "not answered" or "does not apply"."""
    if answer.level is not None:
        return f"{answer.level}\N{NO-BREAK SPACE}{framework.level_name(answer.level)}"
    return "does not apply" if answer.state == AnswerState.NOT_APPLICABLE else "not answered"


def statements_in_place(answer: Answer, code: ValueCode) -> tuple[str, ...]:
    """The statements of the next level that the department ticked, as the framework words them."""
    found = []
    for mark in answer.in_place:
        level, _, place = str(mark).partition(".")
        statements = code.ladder.statements.get(int(level), ()) if level.isdigit() else ()
        if place.isdigit() and 1 <= int(place) <= len(statements):
            found.append(statements[int(place) - 1])
    return tuple(found)


def _next_level(answer: Answer, framework: Framework) -> str:
    if answer.level is None or answer.level >= framework.highest_level:
        return ""
    return framework.level_name(answer.level + 1)


def _comments(answer: Answer) -> tuple[Comment, ...]:
    texts = ((kind.value.capitalize(), getattr(answer, kind.field).strip()) for kind in CommentKind)
    return tuple(Comment(kind, text) for kind, text in texts if text)


def _proofs(evidence: Sequence[Evidence]) -> tuple[Proof, ...]:
    today = timezone.localdate()
    return tuple(
        Proof(
            title=row.title,
            url=row.url,
            file_id=row.pk if row.document_id else None,
            expires=day_in_words(row.expires_on) if row.expires_on else "",
            late=row.expires_on is not None and row.expires_on < today,
        )
        for row in evidence
    )


def _exemplar(answer: Answer) -> str:
    if not answer.exemplar_consent:
        return ""
    contact = f": {answer.exemplar_contact}" if answer.exemplar_contact else ""
    return f"Ready to help other councils{contact}."


def _who(answer: Answer) -> str:
    if answer.changed_at is None:
        return ""
    by = f"{answer.changed_by}, " if answer.changed_by else ""
    return f"{by}{moment_in_words(answer.changed_at)}"


def _left_out(exclusion: Exclusion) -> LeftOut:
    by = f"{exclusion.by}, " if exclusion.by else ""
    return LeftOut(exclusion.reason, f"{by}{moment_in_words(exclusion.at)}")
