"""Departments' answers to one area side by side, only to read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.assessment.models import Answer, Response, Round
from goldthread.assessment.types import CommentKind, ResponseState
from goldthread.common.words import list_in_words
from goldthread.framework.types import Framework, ValueCode
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.web.answering.areas import Area, areas_of
from goldthread.web.answering.present import Place, say_answer
from goldthread.web.answering.present_code import EvidenceLine
from goldthread.web.wording import say_submitted


@dataclass(frozen=True)
class OtherAnswer:
    """One department's answer to one code."""

    department: str
    is_own: bool
    is_submitted: bool
    level: int | None
    answer: str
    because: str
    comments: tuple[tuple[str, str], ...]
    evidence: tuple[EvidenceLine, ...]


@dataclass(frozen=True)
class CodeComparison:
    """One code with every answer that may be shown."""

    code: ValueCode
    answers: tuple[OtherAnswer, ...]


@dataclass(frozen=True)
class Comparison:
    """One area's codes, and what to choose another area from."""

    area: Area
    areas: Sequence[Area]
    finding: str
    codes: tuple[CodeComparison, ...]


def build_comparison(round_: Round, area: Area, framework: Framework, standing: Standing, *, today: date) -> Comparison:
    """The area's answers. A respondent sees those that are submitted; who may view all answers sees all."""
    responses = list(Response.objects.filter(round=round_).select_related("department"))
    all_of_them = standing.can(Action.VIEW_ALL_ANSWERS)
    shown = [row for row in responses if all_of_them or row.state == ResponseState.SUBMITTED]
    rows = Answer.objects.filter(response__in=shown, value_code__in=[code.id for code in area.codes])
    rows = rows.select_related("response__department").prefetch_related("evidence")
    rows = rows.order_by("response__department__order", "response__department__name")
    by_code: dict[str, list[OtherAnswer]] = defaultdict(list)
    for row in rows:
        by_code[row.value_code].append(_other(row, framework, standing, round_, today))
    return Comparison(
        area=area,
        areas=areas_of(framework),
        finding=_say_who(responses, all_of_them=all_of_them),
        codes=tuple(CodeComparison(code, tuple(by_code[code.id])) for code in area.codes),
    )


def _other(row: Answer, framework: Framework, standing: Standing, round_: Round, today: date) -> OtherAnswer:
    place = Place(standing.council.slug, round_.ref, row.response.department_id)
    return OtherAnswer(
        department=row.response.department.name,
        is_own=standing.can_answer_for(row.response.department),
        is_submitted=row.response.state == ResponseState.SUBMITTED,
        level=row.level,
        answer=say_answer(row, framework),
        because=row.not_applicable_because if row.level is None else "",
        comments=tuple(
            (kind.value.capitalize(), str(getattr(row, kind.field))) for kind in CommentKind if getattr(row, kind.field)
        ),
        evidence=tuple(
            EvidenceLine(
                title=item.title,
                url=item.url or place.url("evidence_file", item.pk),
                is_file=item.document_id is not None,
                until=item.expires_on,
                is_out_of_date=item.expires_on is not None and item.expires_on < today,
                remove_url="",
            )
            for item in row.evidence.all()
            if item.removed_at is None
        ),
    )


def _say_who(responses: Sequence[Response], *, all_of_them: bool) -> str:
    waiting = [row.department.name for row in responses if row.state != ResponseState.SUBMITTED]
    if not waiting:
        return say_submitted(len(responses), len(responses))
    done = say_submitted(len(responses) - len(waiting), len(responses)).removesuffix(".")
    named = list_in_words(waiting)
    if all_of_them:
        return f"{done}; {named} can still change theirs."
    return f"{done}; {named} will be shown once theirs are submitted too."
