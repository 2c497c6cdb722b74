"""Changes of a contract: asked for, decided, published."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.register.models.contracts import Contract
from goldthread.register.models.fields import day, one_of, person, pounds, text, yes_no
from goldthread.register.types import ChangeState, VatBasis


class Change(models.Model):
    """One change of a contract: what it adds in pounds and in time, who asked, who decided and why."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    reason = models.TextField()
    value_added = pounds()
    value_vat = one_of(VatBasis, default=VatBasis.UNKNOWN)
    old_end = day()
    new_end = day()
    alters_scope = models.BooleanField(default=False)
    is_on_standard_form = yes_no()
    budget_code = text(60)
    risk_note = models.TextField(blank=True)
    state = one_of(ChangeState, default=ChangeState.REQUESTED)
    requested_by = person()
    requested_at = models.DateTimeField(default=timezone.now)
    decided_by = person()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_because = models.TextField(blank=True)
    notice_published_on = day()
    reported_on = day()

    class Meta:
        ordering = ("contract", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "number"], name="change_number_once_in_contract")
        ]

    def __str__(self) -> str:
        return f"Change {self.number}: {self.title}"
