"""Reads role profiles with the courses of each, and what each lacks, in two questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from goldthread.organisation.models import Council, Person
from goldthread.register.models import RoleProfile, Training
from goldthread.register.training import list_lacking
from goldthread.register.types import CourseKind, LearnerKind


@dataclass(frozen=True)
class Learner:
    """One live role profile, its courses with the latest first, and the courses that it lacks."""

    profile: RoleProfile
    trainings: Sequence[Training]
    lacking: tuple[CourseKind, ...]


def live_profiles(council: Council) -> QuerySet[RoleProfile]:
    rows = RoleProfile.objects.filter(council=council, ended_on__isnull=True)
    return rows.select_related("department", "person").order_by("name", "pk")


def read_learners(council: Council, today: date, *, person: Person | None = None) -> list[Learner]:
    """Everybody with a live role profile by name, or one person alone."""
    rows = live_profiles(council)
    rows = rows.filter(person=person) if person is not None else rows
    return [learner_of(profile, today) for profile in rows.prefetch_related("trainings")]


def learner_of(profile: RoleProfile, today: date) -> Learner:
    trainings = sorted(profile.trainings.all(), key=lambda row: (row.on, row.pk), reverse=True)
    last: dict[CourseKind, date] = {}
    for row in trainings:
        last.setdefault(CourseKind(row.kind), row.on)
    lacking = list_lacking(LearnerKind(profile.learner), profile.contract_share, last, today=today)
    return Learner(profile, trainings, lacking)
