"""What prime contractors say of how they pay and treat their own suppliers."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.register.models.contracts import Contract
from goldthread.register.models.fields import person, text, yes_no


class ChainReturn(models.Model):
    """A prime contractor's supply-chain return for the period that ended on a day.

    `paid` are the subcontractors' invoices that were paid in the period, `paid_in_time` those within 30 days. A second
    return for a period replaces the first, with history. What is unknown is null, which is not nought.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="chain_returns")
    period_end = models.DateField()
    paid = models.PositiveIntegerField()
    paid_in_time = models.PositiveIntegerField()
    median_days = models.PositiveIntegerField(null=True, blank=True)
    subcontractors = models.PositiveIntegerField(null=True, blank=True)
    smes = models.PositiveIntegerField(null=True, blank=True)
    vcses = models.PositiveIntegerField(null=True, blank=True)
    has_chain_terms = yes_no()
    reported_to = text(200)
    note = models.TextField(blank=True)
    recorded_by = person()
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-period_end",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "period_end"], name="chain_return_once_a_period"),
            models.CheckConstraint(
                condition=models.Q(paid_in_time__lte=models.F("paid")), name="chain_return_in_time_of_paid"
            ),
        ]

    def __str__(self) -> str:
        return f"Supply-chain return to {self.period_end:%-d %B %Y}"
