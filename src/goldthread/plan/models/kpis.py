"""Tables: KPIs of a council's strategy, their figures, and the reviews that rate them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.plan.types import KpiKind


class Kpi(models.Model):
    """One KPI of a council's strategy with its baseline and its targets by horizon."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="kpis")
    number = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=120)
    measure = models.TextField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in KpiKind])
    direction = models.CharField(max_length=20, blank=True)
    baseline = models.JSONField(default=dict)
    targets = models.JSONField(default=list)
    value_codes = models.JSONField(default=list)
    indicator = models.CharField(max_length=80, blank=True)
    update_months = models.PositiveSmallIntegerField(default=12)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "number"], name="kpi_number_once")]

    def __str__(self) -> str:
        return f"KPI {self.number}"


class PlanReview(models.Model):
    """A day on which maturity KPIs are rated again."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="plan_reviews")
    title = models.CharField(max_length=120)
    on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("on", "pk")
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "on"], name="plan_review_day_once")]

    def __str__(self) -> str:
        return self.title


class KpiActual(models.Model):
    """A figure, a rating or a yes or no of a KPI for a period. `measure` is its unit, "level", or what is delivered."""

    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="actuals")
    measure = models.CharField(max_length=400)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    period = models.CharField(max_length=40)
    until = models.DateField()
    source = models.CharField(max_length=300)
    is_provisional = models.BooleanField(default=False)
    is_filled = models.BooleanField(default=False)
    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, null=True, blank=True, related_name="ratings")
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("until", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kpi", "measure", "until"], name="kpi_actual_once_per_period")
        ]

    def __str__(self) -> str:
        return f"{self.kpi}, {self.period}: {self.value}"
