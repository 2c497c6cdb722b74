"""What can go wrong and what was saved: risks, savings, waivers and breaches."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council, Department
from goldthread.register.models.contracts import Contract
from goldthread.register.models.fields import day, one_of, person, pounds, text
from goldthread.register.types import RiskKind, SavingKind, WaiverKind, WaiverState


class Risk(models.Model):
    """One risk to a contract, a supplier or a category, with what is done about it."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="risks")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="risks")
    supplier_name = text(300)
    category = text()
    kind = one_of(RiskKind)
    description = models.TextField()
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    mitigation = models.TextField(blank=True)
    contractor_accepted_on = day()
    contingency = models.TextField(blank=True)
    contingency_on = day()
    backup_supplier = text(300)
    scenario = text(200)
    owner = person()
    reviewed_on = day()
    raised_by_rule = text(60)
    raised_at = models.DateTimeField(default=timezone.now)
    closed_on = day()
    closed_because = models.TextField(blank=True)

    class Meta:
        ordering = ("-impact", "-likelihood", "pk")
        indexes: ClassVar = [models.Index(fields=["council", "closed_on"])]

    def __str__(self) -> str:
        return self.description[:80]


class Saving(models.Model):
    """A saving of one financial year: claimed, validated by finance, realised in payments. Never added across kinds."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="savings")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="savings")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    kind = one_of(SavingKind)
    method = models.TextField()
    financial_year = models.CharField(max_length=7)
    claimed = pounds()
    claimed_by = person()
    claimed_at = models.DateTimeField(default=timezone.now)
    validated = pounds()
    validated_by = person()
    validated_at = models.DateTimeField(null=True, blank=True)
    realised = pounds()
    realised_because = models.TextField(blank=True)
    is_from_contractor = models.BooleanField(default=False)
    is_from_break = models.BooleanField(default=False)

    class Meta:
        ordering = ("-financial_year", "title")
        indexes: ClassVar = [models.Index(fields=["council", "financial_year"])]

    def __str__(self) -> str:
        return self.title


class Waiver(models.Model):
    """A departure from the council's own rules: one that was approved (waiver), or one that was not (breach)."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="waivers")
    kind = one_of(WaiverKind)
    reference = text(80)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="waivers")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300)
    supplier_name = text(300)
    value = pounds()
    reason_code = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    on = models.DateField()
    state = one_of(WaiverState)
    requested_by = person()
    decided_by = person()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_because = models.TextField(blank=True)
    reported_on = day()
    origin = text(20)

    class Meta:
        ordering = ("-on", "-pk")
        indexes: ClassVar = [models.Index(fields=["council", "kind", "-on"])]

    def __str__(self) -> str:
        return self.title
