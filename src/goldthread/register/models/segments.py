"""How contracts and suppliers are told apart by what they need: editions of the rule, runs of it, and their rows."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council, Department
from goldthread.register.models.contracts import Contract
from goldthread.register.models.fields import one_of, person, pounds, text
from goldthread.register.segmentation.types import Segmented


class SegmentationRule(models.Model):
    """One edition of a council's own rule. The latest holds; older ones stay with the runs that were made by them."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="segmentation_rules")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    because = models.TextField()
    by = person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "number"], name="segmentation_rule_number_once")
        ]

    def __str__(self) -> str:
        return f"edition {self.number}"


class SegmentationRun(models.Model):
    """One placing of every live contract and its supplier, with the rule as it then was and what came of it."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="segmentation_runs")
    rule_version = models.CharField(max_length=40)
    rule = models.JSONField()
    counts = models.JSONField()
    digest = models.CharField(max_length=64)
    on = models.DateField()
    by = person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"Run of {self.on} by the {self.rule_version}"


class SegmentationRow(models.Model):
    """Where a run put one contract or one supplier. A score that is empty is unknown; `tier` is empty where unsettled.

    `contracts` counts those of a supplier, `names` holds every name that the register has for it.
    """

    run = models.ForeignKey(SegmentationRun, on_delete=models.CASCADE, related_name="rows")
    kind = one_of(Segmented)
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, null=True, related_name="segments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=300)
    names = models.JSONField(default=list)
    contracts = models.PositiveIntegerField(default=1)
    annual_value = pounds()
    value = models.PositiveSmallIntegerField(null=True)
    risk = models.PositiveSmallIntegerField(null=True)
    criticality = models.PositiveSmallIntegerField(null=True)
    carbon = models.PositiveSmallIntegerField(null=True)
    at_least_only = models.JSONField(default=dict)
    tier = text(20)
    at_least = text(20)
    at_most = text(20)
    unsettled_by = models.JSONField(default=list)

    class Meta:
        ordering = ("-annual_value", "name", "pk")
        indexes: ClassVar = [models.Index(fields=["run", "kind", "tier"])]

    def __str__(self) -> str:
        return f"{self.name}: {self.tier or 'not settled'}"
