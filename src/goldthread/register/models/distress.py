"""Suppliers whose finances worry the council: who is watched and why, cases, and what was done in each."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from goldthread.organisation.models import Council
from goldthread.register.models.fields import day, person, text


class WatchedSupplier(models.Model):
    """A supplier on the watch list, and, once it is off, why. `supplier_name` is one of its names."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="watched_suppliers")
    supplier_name = models.CharField(max_length=300)
    because = models.TextField()
    put_on = models.DateField()
    put_by = person()
    taken_off = day()
    taken_by = person()
    taken_because = models.TextField(blank=True)

    class Meta:
        ordering = ("-put_on", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "supplier_name"], condition=models.Q(taken_off__isnull=True), name="watched_once"
            )
        ]

    def __str__(self) -> str:
        return self.supplier_name


class DistressCase(models.Model):
    """A supplier whose finances worry the council: the signals seen, what was done (its entries), and how it ended."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="distress_cases")
    supplier_name = models.CharField(max_length=300)
    signals = models.JSONField(default=list)
    because = models.TextField(blank=True)
    backup_supplier = text(300)
    opened_on = models.DateField()
    failed_on = day()
    closed_on = day()
    outcome = models.TextField(blank=True)
    opened_by = person()
    closed_by = person()

    class Meta:
        ordering = ("-opened_on", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "supplier_name"], condition=models.Q(closed_on__isnull=True), name="case_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.supplier_name


class DistressEntry(models.Model):
    """One line of a case's log: what was learnt or done on a day. None is ever changed."""

    case = models.ForeignKey(DistressCase, on_delete=models.PROTECT, related_name="entries")
    on = models.DateField()
    text = models.TextField()
    by = person()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.on}: {self.text[:60]}"
