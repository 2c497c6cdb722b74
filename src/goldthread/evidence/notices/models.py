"""The catalogue of notices: files, the releases in them, and what became of each award."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.evidence.notices.types import ENVELOPES, MatchState
from goldthread.organisation.models import Council, Person
from goldthread.register.models import Contract


class NoticeLoad(models.Model):
    """One file of notices that was read for a council. The file itself is kept beside payments."""

    key = models.CharField(max_length=32, unique=True)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="notice_loads")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    folder = models.CharField(max_length=255)
    raw_name = models.CharField(max_length=40)
    releases_read = models.PositiveIntegerField()
    releases_added = models.PositiveIntegerField()
    releases_known = models.PositiveIntegerField()
    set_aside = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"{self.council.slug}: {self.file_name}"


class NoticeRelease(models.Model):
    """One release as it was published. Several of one ocid are merged, the later over the earlier."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="notice_releases")
    load = models.ForeignKey(NoticeLoad, on_delete=models.PROTECT, related_name="releases")
    ocid = models.CharField(max_length=120)
    release_id = models.CharField(max_length=200)
    date = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    body = models.JSONField()

    class Meta:
        ordering = ("date", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "ocid", "digest"], name="notice_release_once_per_content")
        ]

    def __str__(self) -> str:
        return f"{self.ocid}: {self.release_id}"


class Procurement(models.Model):
    """All that was published under one ocid, merged."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="procurements")
    ocid = models.CharField(max_length=120)
    title = models.CharField(max_length=300, blank=True)
    buyer = models.CharField(max_length=300, blank=True)
    stage = models.CharField(max_length=20)
    notice_types = models.JSONField(default=list)
    published_on = models.DateField(null=True)
    estimated_value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    kind = models.CharField(max_length=60)
    procedure = models.CharField(max_length=60)
    cpv_code = models.CharField(max_length=40, blank=True)
    tender = models.JSONField(default=dict)
    more = models.JSONField(default=dict)
    faults = models.JSONField(default=list)

    class Meta:
        ordering = ("-published_on", "ocid")
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "ocid"], name="procurement_once")]

    def __str__(self) -> str:
        return self.title or self.ocid


class Award(models.Model):
    """One award of a procurement: the contract of the register that it is, or one that a person may put there."""

    procurement = models.ForeignKey(Procurement, on_delete=models.PROTECT, related_name="awards")
    award_id = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    references = models.JSONField(default=list)
    supplier_name = models.CharField(max_length=300, blank=True)
    company_number = models.CharField(max_length=20, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    has_vat = models.BooleanField(null=True)
    awarded_on = models.DateField(null=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    is_sme = models.BooleanField(null=True)
    is_vcse = models.BooleanField(null=True)
    more = models.JSONField(default=dict)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="awards")
    state = models.CharField(max_length=20, choices=[(s.value, s.label) for s in MatchState])
    confidence = models.FloatField(default=0.0)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("procurement", "pk")
        indexes: ClassVar = [models.Index(fields=["state"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["procurement", "award_id"], name="award_once")]

    def __str__(self) -> str:
        return self.title or str(self.procurement)

    @property
    def is_envelope(self) -> bool:
        """Whether its value is the most that may be called off, as of a framework, and awarded to nobody."""
        return self.more.get("arrangement") in ENVELOPES
