"""Tables of the plan room: the level a council aims for, and the KPIs that measure the way."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.plan.types import KpiKind


class Ambition(models.Model):
    """The level that a council aims for, per key area or enabler, by a date and for a reason."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="ambitions")
    framework_id = models.CharField(max_length=60)
    object_id = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    by_date = models.DateField()
    reason = models.TextField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("by_date",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "framework_id", "object_id", "by_date"],
                name="ambition_once_per_object_and_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.object_id}: {self.level} by {self.by_date}"


class PublishedRating(models.Model):
    """A level that a council published for an object outside Goldthread, with where it was published."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="published_ratings")
    framework_id = models.CharField(max_length=60)
    object_id = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    as_of = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "framework_id", "object_id", "as_of"], name="published_rating_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.object_id}: {self.level}"


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

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "number"], name="kpi_number_once")]

    def __str__(self) -> str:
        return f"KPI {self.number}"
