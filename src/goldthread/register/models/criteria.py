"""The criteria by which a council looks back at a contract: one row for each edition, none of them changed later."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council
from goldthread.register.models.fields import person


class CriteriaEdition(models.Model):
    """A council's own criteria for reviews after contracts, and whether everybody may read them."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="criteria_editions")
    number = models.PositiveSmallIntegerField()
    criteria = models.JSONField()
    is_public = models.BooleanField(default=False)
    because = models.TextField(blank=True)
    by = person()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "number"], name="criteria_edition_once_in_council")
        ]

    def __str__(self) -> str:
        return f"Edition {self.number}"
