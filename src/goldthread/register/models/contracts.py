"""Contracts, their options to extend, their breaks, and how they were tendered."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council, Department, Person
from goldthread.register.models.fields import day, one_of, person, pounds, text, yes_no
from goldthread.register.types import (
    Arrangement,
    ContractKind,
    Origin,
    Procedure,
    Regime,
    Taken,
    VatBasis,
    Visibility,
    WeightBase,
)


class Contract(models.Model):
    """One contract of a council. The supplier is named as the council names it; evidence says who that is.

    The four amounts are kept apart: estimated, awarded, maximum with every extension, and, from payments alone, spent.
    `typed_fields` are those that a person has changed since a file last gave them; `given` is what the files gave.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="contracts")
    reference = text(80)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    ocid = text(120)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    department_name = text()
    supplier_name = text(300)
    company_number = text(20)
    charity_number = text(20)
    postcode = text(10)
    arrangement = one_of(Arrangement, default=Arrangement.UNKNOWN)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="call_offs")
    kind = one_of(ContractKind, default=ContractKind.UNKNOWN)
    regime = one_of(Regime, default=Regime.UNKNOWN)
    procedure = one_of(Procedure, default=Procedure.UNKNOWN)
    procedure_text = text()
    category_code = text(40)
    category = text()
    estimated_value = pounds()
    estimated_vat = one_of(VatBasis, default=VatBasis.UNKNOWN)
    awarded_value = pounds()
    awarded_vat = one_of(VatBasis, default=VatBasis.UNKNOWN)
    maximum_value = pounds()
    maximum_vat = one_of(VatBasis, default=VatBasis.UNKNOWN)
    annual_value = pounds()
    owner = person()
    owner_name = text()
    manager = person()
    manager_name = text()
    awarded_on = day()
    start = day()
    end = day()
    end_text = text(80)
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)
    review_date = day()
    ended_on = day()
    ended_because = text(300)
    has_distress_clause = yes_no()
    has_living_wage_clause = yes_no()
    has_social_value_clause = yes_no()
    has_modern_slavery_clause = yes_no()
    has_concerns_route = yes_no()
    holds_personal_data = yes_no()
    has_data_terms = yes_no()
    data_assessed_on = day()
    slavery_risk = text(20)
    slavery_checked_on = day()
    is_joint = yes_no()
    lead_authority = text()
    criticality = models.PositiveSmallIntegerField(null=True, blank=True)
    carbon = models.PositiveSmallIntegerField(null=True, blank=True)
    tier = text(20)
    tier_rule = text(40)
    visibility = one_of(Visibility, default=Visibility.PUBLIC)
    is_sme = yes_no()
    is_vcse = yes_no()
    origin = one_of(Origin, default=Origin.TYPED)
    given = models.JSONField(default=dict, blank=True)
    typed_fields = models.JSONField(default=list, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = person()

    class Meta:
        ordering = ("end", "title", "pk")
        indexes: ClassVar = [
            models.Index(fields=["council", "end"]),
            models.Index(fields=["council", "department", "end"]),
            models.Index(fields=["council", "manager", "end"]),
            models.Index(fields=["council", "owner", "end"]),
            models.Index(fields=["council", "supplier_name"]),
            models.Index(fields=["council", "ocid"]),
            models.Index(fields=["council", "category"]),
            models.Index(fields=["council", "arrangement"]),
            # All that the list counts, searches and orders by: read without the rows themselves, which are wide
            models.Index(
                fields=[
                    "council",
                    "end",
                    "start",
                    "ended_on",
                    "awarded_value",
                    "awarded_vat",
                    "maximum_value",
                    "manager",
                    "manager_name",
                    "department",
                    "supplier_name",
                    "title",
                    "reference",
                    "category",
                ],
                name="contract_list",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "reference"], condition=~models.Q(reference=""), name="contract_reference_once"
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True)
                | models.Q(end__isnull=True)
                | models.Q(end__gte=models.F("start")),
                name="contract_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}" if self.reference else self.title


class Extension(models.Model):
    """One option to extend a contract, in months, and whether it was taken."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="extensions")
    number = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    taken = one_of(Taken, default=Taken.OPEN)
    decided_on = day()

    class Meta:
        ordering = ("contract", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "number"], name="extension_number_once_in_contract")
        ]

    def __str__(self) -> str:
        return f"Extension {self.number}"


class Break(models.Model):
    """A day on which the council may leave a contract, and by when it has to say so."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="breaks")
    on = models.DateField()
    notice_by = day()
    taken = one_of(Taken, default=Taken.OPEN)
    negotiation = models.TextField(blank=True)
    decided_on = day()

    class Meta:
        ordering = ("on",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["contract", "on"], name="break_once_a_day")]

    def __str__(self) -> str:
        return f"Break on {self.on}"


class Tender(models.Model):
    """How a contract was advertised and won. Counts that nobody knows stay empty."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="tender")
    reference = text(80)
    launched_on = day()
    closed_on = day()
    bids = models.PositiveSmallIntegerField(null=True, blank=True)
    final_bids_from_smes = models.PositiveSmallIntegerField(null=True, blank=True)
    final_bids_from_vcses = models.PositiveSmallIntegerField(null=True, blank=True)
    lots = models.PositiveSmallIntegerField(null=True, blank=True)
    is_reserved = yes_no()
    has_engagement_before = yes_no()
    social_value_weight = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    social_value_base = one_of(WeightBase, default=WeightBase.TOTAL)
    quality_weight = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    social_value_rationale = models.TextField(blank=True)
    has_innovation_criterion = yes_no()
    is_outcome_based = yes_no()

    def __str__(self) -> str:
        return f"Tender of {self.contract}"


class PublicRegister(models.Model):
    """Whether a council shows its register to everybody. Without a row it does not."""

    council = models.OneToOneField(Council, on_delete=models.PROTECT, related_name="public_register")
    is_open = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = person()

    def __str__(self) -> str:
        return f"Public register of {self.council}"


class ContractView(models.Model):
    """A saved way of looking at the register: its filters and columns, for one person or for the council."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="contract_views")
    name = models.CharField(max_length=80)
    query = models.TextField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
