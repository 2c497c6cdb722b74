"""Table: what the council does to reach its ambitions."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council, Department, Person
from goldthread.plan.types import ActionStatus


class PlanAction(models.Model):
    """Something to be done, with what it buys: steps of value codes. Stopped or dismissed, it stays in the record.

    `gains` are {"code", "level"}; `for_departments` names for whom, none meaning every department. `first_due` is the
    day that was first planned, so that a slip shows. `proposal` is the gap it came from ("CRM1:3"), if it did.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="plan_actions")
    framework_id = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_actions")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateField(null=True, blank=True)
    due = models.DateField()
    first_due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    effort_days = models.PositiveIntegerField(null=True, blank=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    gains = models.JSONField(default=list)
    for_departments: "models.ManyToManyField[Department, models.Model]" = models.ManyToManyField(
        Department, related_name="+", blank=True
    )
    evidence_expected = models.TextField(blank=True)
    status = models.CharField(
        max_length=20, choices=[(each.value, each.label) for each in ActionStatus], default=ActionStatus.PLANNED
    )
    notes = models.TextField(blank=True)
    kpi_number = models.PositiveSmallIntegerField(null=True, blank=True)
    proposal = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("due", "number")
        indexes: ClassVar = [models.Index(fields=["council", "status", "due"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "number"], name="plan_action_number_once")]

    def __str__(self) -> str:
        return self.title
