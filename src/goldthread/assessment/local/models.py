"""Tables of local codes: the items as they are drafted, one row each, and the published versions, frozen."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.assessment.local.types import ItemKind
from goldthread.organisation.models import Council, Person


class LocalSupplement(models.Model):
    """What one council adds to one framework. Its prefix begins the id of every code that it writes."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="supplements")
    framework_id = models.CharField(max_length=60)
    prefix = models.CharField(max_length=6)
    title = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("framework_id", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "framework_id"], name="one_supplement_per_framework")
        ]

    def __str__(self) -> str:
        return f"{self.council.slug}: {self.title}"


class LocalItem(models.Model):
    """A local code, or a priority on a code of the framework, as the draft has it. Retired, the row stays for good.

    `origin` says whose item it is where another council wrote it; such an item is not edited here.
    """

    supplement = models.ForeignKey(LocalSupplement, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in ItemKind])
    item_id = models.CharField(max_length=20)
    name = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    object_id = models.CharField(max_length=20, blank=True)
    area = models.CharField(max_length=120, blank=True)
    levels = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=list, blank=True)
    reason = models.TextField(blank=True)
    statements = models.JSONField(default=list, blank=True)
    origin = models.JSONField(null=True, blank=True)
    since = models.PositiveIntegerField(null=True, blank=True)  # the version that first published it
    retired_in = models.PositiveIntegerField(null=True, blank=True)
    retired_because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)  # of the row, so that nobody overwrites a newer save
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["supplement", "kind", "item_id"], name="local_id_used_once")
        ]

    def __str__(self) -> str:
        return self.item_id


class LocalVersion(models.Model):
    """A supplement as it was published: canonical JSON and its SHA-256. A database trigger refuses to change it."""

    supplement = models.ForeignKey(LocalSupplement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    because = models.TextField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["supplement", "number"], name="local_version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.supplement}, version {self.number}"
