"""How a contract performs: its KPIs, their ratings, and reviews."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.documents.models import Document
from goldthread.organisation.models import Department
from goldthread.register.models.contracts import Contract
from goldthread.register.models.fields import day, one_of, person, pounds, text, yes_no
from goldthread.register.types import Rating, ReviewKind


class ContractKpi(models.Model):
    """A KPI of a contract: the council's own, or one that the Procurement Act asks for."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="kpis")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    target = text(300)
    is_statutory = models.BooleanField(default=False)
    is_published = models.BooleanField(default=False)
    months_between_ratings = models.PositiveSmallIntegerField(default=12)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("contract", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "number"], name="kpi_number_once_in_contract")
        ]

    def __str__(self) -> str:
        return self.name


class KpiRating(models.Model):
    """One rating of a KPI for the period that ended on a day. A second for that period replaces it, with history."""

    kpi = models.ForeignKey(ContractKpi, on_delete=models.PROTECT, related_name="ratings")
    period_end = models.DateField()
    rating = one_of(Rating)
    achieved = text(200)
    note = models.TextField(blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rated_by = person()
    rated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-period_end",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["kpi", "period_end"], name="rating_once_a_period")]

    def __str__(self) -> str:
        return f"{self.kpi}: {self.rating}"


class Review(models.Model):
    """A look back at a contract against published criteria, with what it found and what was asked of the supplier.

    `criteria` names the edition, such as "council 2"; each of `marks` holds a criterion's `id` and `name`, its `mark`
    and a `note`, so that a review reads the same however the criteria are changed later.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="reviews")
    kind = one_of(ReviewKind)
    on = models.DateField()
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    planned_spend = pounds()
    findings = models.TextField()
    opportunities = models.TextField(blank=True)
    revenue_idea = models.TextField(blank=True)
    supplier_took_part = yes_no()
    partner_took_part = yes_no()
    next_on = day()
    criteria = text(40)
    marks = models.JSONField(default=list, blank=True)
    by = person()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-on", "-pk")
        indexes: ClassVar = [models.Index(fields=["contract", "-on"])]

    def __str__(self) -> str:
        return f"Review of {self.on}"
