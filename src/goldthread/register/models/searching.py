"""What full-text search can find: one narrow row for each record. The words themselves lie in the database's index."""

from typing import ClassVar

from django.db import models

from goldthread.organisation.models import Council
from goldthread.register.models.contracts import Contract
from goldthread.register.models.fields import day, person
from goldthread.register.search.types import SearchKind


class SearchEntry(models.Model):
    """One record that can be found. Everything here can be made again by `goldthread search rebuild`."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in SearchKind])
    key = models.BigIntegerField()
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300)
    on = day()
    is_restricted = models.BooleanField(default=False)
    added_by = person()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_once")]
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
