"""The catalogue of register files: each load, each of its lines, what people typed against it, and its columns."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.register.models import Contract


class ContractLoad(models.Model):
    """One register file that was read, with its control totals in pounds. The file itself is kept beside payments."""

    key = models.CharField(max_length=32, unique=True)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="contract_loads")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    folder = models.CharField(max_length=255)
    raw_name = models.CharField(max_length=40)
    layout = models.CharField(max_length=120)
    encoding = models.CharField(max_length=40)
    mapping = models.JSONField()
    value_column = models.CharField(max_length=300, blank=True)
    rows_read = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    set_aside = models.PositiveIntegerField()
    value_read = models.DecimalField(max_digits=20, decimal_places=2)
    value_added = models.DecimalField(max_digits=20, decimal_places=2)
    value_changed = models.DecimalField(max_digits=20, decimal_places=2)
    value_unchanged = models.DecimalField(max_digits=20, decimal_places=2)
    value_set_aside = models.DecimalField(max_digits=20, decimal_places=2)
    reasons = models.JSONField(default=dict)
    dates_in_doubt = models.PositiveIntegerField(default=0)
    waivers = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("created_at", "pk")
        indexes: ClassVar = [models.Index(fields=["council", "sha256"])]

    def __str__(self) -> str:
        return f"{self.council.slug}: {self.file_name}"


class ContractLine(models.Model):
    """One line of a loaded register: the contract that it is, or why it was set aside, and what it changed."""

    load = models.ForeignKey(ContractLoad, on_delete=models.PROTECT, related_name="lines")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="lines")
    sheet = models.CharField(max_length=255, blank=True)
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=20)
    reason = models.CharField(max_length=80, blank=True)
    amount = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    changes = models.JSONField(default=list)
    text = models.TextField()

    class Meta:
        ordering = ("load", "pk")
        indexes: ClassVar = [models.Index(fields=["load", "outcome"])]

    def __str__(self) -> str:
        return f"line {self.number}: {self.outcome}"


class FileConflict(models.Model):
    """A field that a person typed and a later file gives otherwise. Nothing changes until somebody chooses."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="file_conflicts")
    load = models.ForeignKey(ContractLoad, on_delete=models.PROTECT, null=True, related_name="conflicts")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="file_conflicts")
    field = models.CharField(max_length=60)
    typed = models.JSONField(null=True)
    given = models.JSONField(null=True)
    given_id = models.BigIntegerField(null=True)
    chosen = models.CharField(max_length=20, blank=True)
    chosen_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("contract", "field", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "field"], condition=models.Q(chosen=""), name="open_conflict_once_in_field"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.field}"


class ContractColumnMemory(models.Model):
    """What a person once said of a register's columns, kept for every later file with the same headings."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="contract_column_memories")
    fingerprint = models.CharField(max_length=64)
    headings = models.JSONField()
    mapping = models.JSONField()
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "fingerprint"], name="contract_columns_once_per_layout")
        ]

    def __str__(self) -> str:
        return f"{self.council.slug}: {len(self.mapping)} columns of a register"
