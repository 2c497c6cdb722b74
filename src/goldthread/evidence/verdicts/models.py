"""What people say against a verdict. The verdict stays as it was, and both are shown."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council, Department, Person


class VerdictDispute(models.Model):
    """A respondent's answer to a verdict, with the verdict as it then stood. Taken back, it stays in the record.

    `round_ref` names the round in which it was said, or is empty; rounds are known here by name alone.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="verdict_disputes")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    round_ref = models.CharField(max_length=40, blank=True)
    value_code = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=60)
    definition_version = models.CharField(max_length=20)
    period = models.CharField(max_length=20)
    verdict = models.CharField(max_length=20)
    figure = models.JSONField()
    because = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "evidence"
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "department", "round_ref", "value_code", "level", "indicator", "period"],
                condition=models.Q(taken_back_at__isnull=True),
                name="one_live_dispute_of_a_verdict",
            )
        ]

    def __str__(self) -> str:
        return f"{self.council.slug}: {self.value_code} level {self.level} disputed"
