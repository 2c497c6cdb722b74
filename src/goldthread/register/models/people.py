"""What people learned, how much of their work contracts are, and which reports went to whom."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council, Department
from goldthread.register.models.fields import day, one_of, person, text, yes_no
from goldthread.register.types import Audience, CourseKind, LearnerKind, PartState, PlanPart


class RoleProfile(models.Model):
    """How much of somebody's role is managing contracts, and whether their profile and appraisal say so."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="role_profiles")
    name = models.CharField(max_length=200)
    person = person()
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    learner = one_of(LearnerKind, default=LearnerKind.CONTRACT_MANAGER)
    contract_share = models.PositiveSmallIntegerField(null=True, blank=True)
    is_in_profile = yes_no()
    ended_on = day()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Training(models.Model):
    """One course that somebody completed."""

    profile = models.ForeignKey(RoleProfile, on_delete=models.PROTECT, related_name="trainings")
    kind = one_of(CourseKind)
    course = models.CharField(max_length=200)
    on = models.DateField()

    class Meta:
        ordering = ("-on",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "kind", "course", "on"], name="training_once")
        ]

    def __str__(self) -> str:
        return self.course


class PeoplePlanPart(models.Model):
    """How far one part of the council's people plan is, and what shows it. A part without a row is not told of."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="people_plan_parts")
    part = one_of(PlanPart)
    state = one_of(PartState)
    owner = person()
    agreed_on = day()
    review_on = day()
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_by = person()
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "part"], name="people_plan_part_once_in_council")
        ]

    def __str__(self) -> str:
        return PlanPart(self.part).label


class ReportSent(models.Model):
    """A report or a briefing that was given to somebody, with what it held."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="reports_sent")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    audience = one_of(Audience)
    on = models.DateField()
    title = models.CharField(max_length=200)
    topics = models.JSONField(default=list)
    is_published = models.BooleanField(default=False)
    link = text(500)
    by = person()

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return self.title
