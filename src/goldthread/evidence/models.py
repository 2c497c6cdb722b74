"""The catalogue of evidence: one row per load, what was learned of a council's columns, and finance's names."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from goldthread.evidence.contracts import models as _contracts  # noqa: F401  Django looks for tables here
from goldthread.evidence.coverage import models as _coverage  # noqa: F401  Django looks for tables here
from goldthread.evidence.matching import models as _matching  # noqa: F401  Django looks for tables here
from goldthread.evidence.notices import models as _notices  # noqa: F401  Django looks for tables here
from goldthread.evidence.types import LoadKind, LoadState
from goldthread.evidence.verdicts.models import VerdictDispute  # noqa: F401  Django looks for tables here
from goldthread.organisation.models import Council, Department, Person


class Load(models.Model):
    """One published file that was read, with its control totals in pounds. Its rows lie in a Parquet file."""

    key = models.CharField(max_length=32, unique=True)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="loads")
    kind = models.CharField(max_length=20, choices=[(k.value, k.label) for k in LoadKind])
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    folder = models.CharField(max_length=255)
    raw_name = models.CharField(max_length=40)
    layout = models.CharField(max_length=80)
    encoding = models.CharField(max_length=40)
    mapping = models.JSONField()
    amount_basis = models.CharField(max_length=20)
    amount_why = models.CharField(max_length=300)
    rows_read = models.BigIntegerField()
    rows_loaded = models.BigIntegerField()
    rows_set_aside = models.BigIntegerField()
    net_read = models.DecimalField(max_digits=20, decimal_places=2)
    net_loaded = models.DecimalField(max_digits=20, decimal_places=2)
    net_set_aside = models.DecimalField(max_digits=20, decimal_places=2)
    credit_total = models.DecimalField(max_digits=20, decimal_places=2)
    reasons = models.JSONField(default=dict)
    repeats = models.JSONField(default=dict)
    bodies = models.JSONField(default=list)
    dates_in_doubt = models.BigIntegerField(default=0)
    first_date = models.DateField(null=True)
    last_date = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=[(s.value, s.label) for s in LoadState], default=LoadState.LIVE)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    match_run: int | None  # read by `live_loads` alone: the council's latest matching of suppliers
    record_events: int | None  # and a number that grows with every event of its register
    department_names: list[dict[str, Any]] | None  # and finance's names of departments that are confirmed

    class Meta:
        ordering = ("created_at", "pk")
        indexes: ClassVar = [models.Index(fields=["council", "state", "kind"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "sha256"], condition=models.Q(state="live"), name="live_load_once_per_content"
            )
        ]

    def __str__(self) -> str:
        return f"{self.council.slug}: {self.file_name}"


class ColumnMemory(models.Model):
    """What a person once said of a council's columns, kept for every later file with the same headings."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="column_memories")
    fingerprint = models.CharField(max_length=64)
    headings = models.JSONField()
    mapping = models.JSONField()
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "fingerprint"], name="column_memory_once_per_layout")
        ]

    def __str__(self) -> str:
        return f"{self.council.slug}: {len(self.mapping)} columns"


class DepartmentName(models.Model):
    """One of finance's names for a department; it counts for the department only once a person has confirmed it."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="department_names")
    name = models.CharField(max_length=255)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    likeness = models.FloatField(null=True)
    is_confirmed = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "name"], name="finance_name_once_in_council")
        ]

    def __str__(self) -> str:
        return self.name
