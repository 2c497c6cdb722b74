"""Runs of setting payments beside contracts, what was paid under each contract, and what people said."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.evidence.coverage.types import DecisionKind
from goldthread.evidence.matching.models import Supplier
from goldthread.organisation.models import Council, Person
from goldthread.register.models import Contract


class CoverageRun(models.Model):
    """One pass over a council's payments and contracts: what it rested on, and its figures by financial year."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="coverage_runs")
    digest = models.CharField(max_length=64)
    figures = models.JSONField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "evidence"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.council.slug}: payments set beside contracts {self.at:%Y-%m-%d %H:%M}"


class ContractSpend(models.Model):
    """Pounds paid under one contract in one financial year, by the latest run. Credits lower it.

    `year` is the one in which the financial year begins; `after_end` is the part that was paid once it was over.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="paid")
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    after_end = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    payments = models.PositiveIntegerField()
    last_paid_on = models.DateField(null=True)

    class Meta:
        app_label = "evidence"
        ordering = ("contract", "year")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "year"], name="contract_spend_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.amount} in {self.year}"


class NameNotFound(models.Model):
    """A supplier's name on the register for which the latest run found nobody who was paid, and whom it may be.

    `key` is the name without capitals and doubled blanks. `value` sums those contracts that have one; `valued` counts
    them.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="names_not_found")
    name = models.CharField(max_length=300)
    key = models.CharField(max_length=300)
    contracts = models.PositiveIntegerField()
    valued = models.PositiveIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    likely = models.JSONField(default=list)

    class Meta:
        app_label = "evidence"
        ordering = ("name",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "key"], name="name_not_found_once")]

    def __str__(self) -> str:
        return self.name


class RegisterName(models.Model):
    """A supplier as contracts name it, with the numbers beside the name, and who the latest run found it to be.

    `supplier` is None where it was looked for and nobody was found. `is_said` marks what rests on a person's word.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="register_names")
    name = models.CharField(max_length=300)
    key = models.CharField(max_length=300)
    beside = models.CharField(max_length=60, blank=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, null=True, related_name="register_names")
    is_said = models.BooleanField(default=False)

    class Meta:
        app_label = "evidence"
        ordering = ("name", "pk")
        indexes: ClassVar = [models.Index(fields=["council", "key"], name="register_name_by_key")]

    def __str__(self) -> str:
        return self.name


class CoverageDecision(models.Model):
    """What a person said of a supplier's payments, or of a name on the register. Kept for ever; the later one counts.

    `payee` is a published name of the supplier; `reference` narrows to payments that carry it; `register_name` is the
    supplier's name on the register that was said to be the payee, or nobody who is paid. `register_key` compares it.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="coverage_decisions")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in DecisionKind])
    payee = models.TextField()
    reference = models.CharField(max_length=200, blank=True)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="+")
    register_name = models.CharField(max_length=300, blank=True)
    register_key = models.CharField(max_length=300, blank=True, default="")
    why = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_why = models.TextField(blank=True, default="")

    class Meta:
        app_label = "evidence"
        ordering = ("at", "pk")
        indexes: ClassVar = [models.Index(fields=["council", "register_key"], name="coverage_said_of_name")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}"

    @property
    def about(self) -> str:
        """Whom it was said of: the payee, or the name on the register where nobody is paid."""
        return self.payee or self.register_name
