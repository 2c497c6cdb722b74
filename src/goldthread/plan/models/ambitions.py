"""Tables: the level a council aims for, what it published, and areas of its own."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council, Person


class Ambition(models.Model):
    """The level that a council aims for, by a date and for a reason. `object_id` may also name one value code."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="ambitions")
    framework_id = models.CharField(max_length=60)
    object_id = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    by_date = models.DateField()
    reason = models.TextField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    approved_by = models.CharField(max_length=200, blank=True)
    approved_on = models.DateField(null=True, blank=True)
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


class PlanArea(models.Model):
    """An area of the council's own strategy, mapped to key areas, enablers and value codes of the framework."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="plan_areas")
    name = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    objects_named = models.JSONField(default=list)
    value_codes = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("order", "name")
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "name"], name="plan_area_name_once")]

    def __str__(self) -> str:
        return self.name
