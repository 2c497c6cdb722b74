"""Finding rounds, and how far each department has come."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from goldthread.assessment.models import Answer, Response, Round, Snapshot
from goldthread.assessment.types import AnswerState, ResponseState, RoundState
from goldthread.common.errors import UserError
from goldthread.framework.load import family_of, load_framework
from goldthread.framework.types import FrameworkStatus
from goldthread.organisation.models import Council, Department

DEFAULT_FRAMEWORK = "nps-2018"  # what councils answer for the national diagnostic


class UnknownRound(UserError):
    """No round has the name that was given, or more than one has."""


@dataclass(frozen=True)
class Progress:
    """How far one department's response has come. Counts are value codes."""

    response: Response
    department: Department
    state: ResponseState
    asked: int
    done: int

    @property
    def left(self) -> int:
        return self.asked - self.done


def rounds_of(council: Council) -> Sequence[Round]:
    return list(Round.objects.filter(council=council).select_related("council"))


def find_round(name: str) -> Round:
    """A round by `council/ref`, by ref alone where only one has it, or by number; raises `UnknownRound`."""
    rows = Round.objects.select_related("council")
    slug, _, ref = name.strip().lower().rpartition("/")
    found = list(rows.filter(ref=ref, council__slug=slug) if slug else rows.filter(ref=ref)[:2])
    if not found and name.isdigit():
        found = list(rows.filter(pk=int(name)))
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownRound(
            what=f'More than one council has a round "{ref}".',
            do=f"Name the council too, such as {found[0]}.",
        )
    raise UnknownRound(what=f'There is no round "{name}".', do="See the rounds with: goldthread round list")


def current_round(council: Council) -> Round | None:
    """The round to show first: of the council's first framework, one that is running, else the last signed."""
    return next(iter(current_rounds(council)), None)


def current_rounds(council: Council, *, signed_only: bool = False) -> list[Round]:
    """One round for each framework that the council works with, older and newer versions being one (one query).

    Of each the one that is running, else the last signed, else the newest. The framework of the oldest round comes
    first, since the council's plan rests on it: beginning with a second framework moves nothing.
    """
    rows = Round.objects.filter(council=council).select_related("council").exclude(state=RoundState.WITHDRAWN)
    found = list(rows.filter(state=RoundState.SIGNED) if signed_only else rows)
    families: dict[str, list[Round]] = {}
    for round_ in sorted(found, key=lambda row: (row.opens_on, row.pk)):
        families.setdefault(family_of(round_.framework_id), []).append(round_)
    return [max(reversed(members), key=_standing) for members in families.values()]


def _standing(round: Round) -> int:
    if round.state in {RoundState.OPEN, RoundState.MODERATION}:
        return 2
    return 1 if round.state == RoundState.SIGNED else 0


def usual_framework(council: Council) -> str:
    """The framework to offer first for a new round: that of the council's newest round, else the national one."""
    newest = Round.objects.filter(council=council).exclude(state=RoundState.WITHDRAWN).first()
    found = load_framework(newest.framework_id) if newest else None
    return found.id if found and found.status is FrameworkStatus.PUBLISHED else DEFAULT_FRAMEWORK


def signed_before(round: Round) -> QuerySet[Round]:
    """The signed rounds before this one at the same council with the same framework, the last first."""
    rows = Round.objects.filter(council_id=round.council_id, framework_id=round.framework_id, state=RoundState.SIGNED)
    return rows.filter(opens_on__lt=round.opens_on).exclude(pk=round.pk).order_by("-opens_on", "-pk")


def last_signed_round(round: Round) -> Round | None:
    """The signed round before this one at the same council with the same framework."""
    return signed_before(round).select_related("council").first()


def progress_of(round: Round) -> list[Progress]:
    """Each asked department's progress (one query)."""
    done = Q(answers__state__in=[AnswerState.LEVEL, AnswerState.NOT_APPLICABLE])
    rows = Response.objects.filter(round=round).select_related("department", "submitted_by")
    rows = rows.annotate(asked=Count("answers"), done=Count("answers", filter=done))
    return [
        Progress(
            response=row,
            department=row.department,
            state=ResponseState(row.state),
            asked=row.asked,
            done=row.done,
        )
        for row in rows
    ]


def latest_snapshot(round: Round) -> Snapshot | None:
    return Snapshot.objects.filter(round=round).select_related("signed_by").order_by("-number").first()


def answers_of_response(response: Response) -> dict[str, Answer]:
    """A response's answers by value code, with what stands behind them."""
    rows = response.answers.select_related("changed_by").prefetch_related("evidence__document")
    return {row.value_code: row for row in rows}
