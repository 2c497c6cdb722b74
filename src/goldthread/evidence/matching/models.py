"""Suppliers of a council, the names they go by, what people decided about them, and the registers that were loaded."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.evidence.matching.types import DecisionKind, ReferenceKind, Sector, Size, Standing
from goldthread.organisation.models import Council, Person


class Supplier(models.Model):
    """Somebody whom the council paid. Each thing known says where from, of which date, and how surely (0 to 1)."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="suppliers")
    name = models.TextField()
    company_number = models.CharField(max_length=20, blank=True)
    charity_number = models.CharField(max_length=20, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    number_source = models.CharField(max_length=60, blank=True)
    number_confidence = models.FloatField(null=True)
    company_status = models.CharField(max_length=60, blank=True)
    incorporated_on = models.DateField(null=True)
    sic = models.CharField(max_length=200, blank=True)
    size = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Size], default=Size.UNKNOWN)
    size_source = models.CharField(max_length=60, blank=True)
    size_date = models.DateField(null=True)
    size_confidence = models.FloatField(null=True)
    sector = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Sector], default=Sector.UNKNOWN)
    sector_source = models.CharField(max_length=60, blank=True)
    sector_date = models.DateField(null=True)
    sector_confidence = models.FloatField(null=True)
    ward = models.CharField(max_length=100, blank=True)
    district = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    is_local = models.BooleanField(null=True)
    locality_source = models.CharField(max_length=60, blank=True)
    locality_date = models.DateField(null=True)
    locality_confidence = models.FloatField(null=True)
    is_live = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "evidence"
        ordering = ("name", "pk")
        indexes: ClassVar = [models.Index(fields=["council", "is_live"])]

    def __str__(self) -> str:
        return self.name


class SupplierName(models.Model):
    """A name as published, and the supplier it is held to be. A withheld name is nobody's."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="supplier_names")
    name = models.TextField()
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, null=True, related_name="names")
    standing = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Standing])
    reason = models.CharField(max_length=40, blank=True)
    confidence = models.FloatField()

    class Meta:
        app_label = "evidence"
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "name"], name="supplier_name_once_in_council")
        ]

    def __str__(self) -> str:
        return self.name


class MatchDecision(models.Model):
    """What a person decided of two published names. Kept for ever; of two decisions on a pair the later counts.

    One act may write several pairs; they share its `act`. What was taken back is kept, and counts no more.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="match_decisions")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in DecisionKind])
    left = models.TextField()
    right = models.TextField()
    why = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    act = models.CharField(max_length=32, blank=True, default="")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_why = models.TextField(blank=True, default="")

    class Meta:
        app_label = "evidence"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.kind}: {self.left} / {self.right}"


class MatchRun(models.Model):
    """One matching of a council's suppliers, with what it rested on and what came of it."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="match_runs")
    evidence_digest = models.CharField(max_length=64)
    figures = models.JSONField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "evidence"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.council.slug}: matched {self.at:%Y-%m-%d %H:%M}"


class ReferenceLoad(models.Model):
    """A register that was loaded from a file; the latest of a kind counts."""

    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in ReferenceKind])
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.BigIntegerField()
    as_of = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "evidence"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.kind}: {self.file_name}"
