"""Which courses somebody still lacks, by how much of their role contracts are. Pure: knows no Django."""

from collections.abc import Mapping
from datetime import date

from goldthread.register.rules import add_months
from goldthread.register.types import CourseKind, LearnerKind

HEAVY_SHARE = 20
"""Per cent of a role above which a contract manager needs the advanced course; the 2018 diagnostic, CRM6."""
REFRESH_MONTHS = 24
"""Within how many months an induction or a refresher counts as fresh."""


def list_lacking(
    learner: LearnerKind, share: int | None, last_by_kind: Mapping[CourseKind, date], *, today: date
) -> tuple[CourseKind, ...]:
    """The courses that somebody lacks today. An unknown share asks for no advanced course.

    A contract manager needs an induction, a refresher within 24 months of the last course of either kind, and above
    20 per cent of the role the advanced course. Everybody else needs commercial awareness within 24 months.
    """
    if learner is not LearnerKind.CONTRACT_MANAGER:
        last = last_by_kind.get(CourseKind.COMMERCIAL_AWARENESS)
        return () if _is_fresh(last, today) else (CourseKind.COMMERCIAL_AWARENESS,)
    inducted, refreshed = last_by_kind.get(CourseKind.INDUCTION), last_by_kind.get(CourseKind.REFRESHER)
    found = []
    if inducted is None:
        found.append(CourseKind.INDUCTION)
    if not (_is_fresh(inducted, today) or _is_fresh(refreshed, today)) and inducted is not None:
        found.append(CourseKind.REFRESHER)
    if is_heavy(share) and CourseKind.ADVANCED not in last_by_kind:
        found.append(CourseKind.ADVANCED)
    return tuple(found)


def is_heavy(share: int | None) -> bool | None:
    """Whether contracts are so much of a role that it asks for the advanced course; None where the share is unknown."""
    return None if share is None else share > HEAVY_SHARE


def _is_fresh(last: date | None, today: date) -> bool:
    return last is not None and last > add_months(today, -REFRESH_MONTHS)
