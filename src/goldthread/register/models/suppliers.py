"""Suppliers that matter most: an owner, plans, meetings, and when each thing was last known."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council
from goldthread.register.models.fields import day, one_of, person, pounds, text
from goldthread.register.types import Aspect, AssessmentRating


class SupplierFile(models.Model):
    """What the council keeps on one supplier beyond payments. `name` is one of its names; evidence says who that is.

    A file that was joined into another stays, and leads there.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="supplier_files")
    name = models.CharField(max_length=300)
    is_strategic = models.BooleanField(default=False)
    strategic_because = models.TextField(blank=True)
    criteria_version = text(40)
    criteria_run_on = day()
    tier = text(20)
    owner = person()
    lead_council = text()
    performance_on = day()
    cost_on = day()
    finance_on = day()
    added_value_on = day()
    risk_on = day()
    sub_suppliers = models.JSONField(default=list)
    shared_with = models.JSONField(default=list)
    plan = models.TextField(blank=True)
    plan_on = day()
    contingency = models.TextField(blank=True)
    contingency_on = day()
    living_wage_on = day()
    slavery_statement_on = day()
    turnover = pounds()
    ended_because = models.TextField(blank=True)
    joined_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = person()

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "name"], name="supplier_file_once")]

    def __str__(self) -> str:
        return self.name


class SupplierMeeting(models.Model):
    """One meeting with a supplier that has a file, and whether an incident called for it."""

    file = models.ForeignKey(SupplierFile, on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField()
    note = models.TextField()
    is_after_incident = models.BooleanField(default=False)
    by = person()

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"Meeting of {self.on}"


class SupplierAssessment(models.Model):
    """One look at one aspect of a supplier: when, how it stands, and what was found. None is ever overwritten."""

    file = models.ForeignKey(SupplierFile, on_delete=models.PROTECT, related_name="assessments")
    aspect = one_of(Aspect)
    on = models.DateField()
    rating = one_of(AssessmentRating)
    findings = models.TextField()
    by = person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.aspect}, {self.on}: {self.rating}"
