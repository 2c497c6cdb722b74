"""Columns that many tables of the register share."""

from enum import StrEnum

from django.db import models

from goldthread.organisation.models import Person


def pounds() -> models.DecimalField:  # type: ignore[type-arg]
    """An amount in pounds that may be unknown, which is not zero."""
    return models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)


def one_of(kinds: type[StrEnum], *, default: StrEnum | None = None) -> models.CharField:  # type: ignore[type-arg]
    """A value of a closed set, kept as its words."""
    choices = [(kind.value, getattr(kind, "label", kind.value)) for kind in kinds]
    if default is None:
        return models.CharField(max_length=60, choices=choices)
    return models.CharField(max_length=60, choices=choices, default=default.value)


def person() -> models.ForeignKey:  # type: ignore[type-arg]
    """Somebody who may be nobody: unknown, or the command line."""
    return models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


def day() -> models.DateField:  # type: ignore[type-arg]
    """A day that may be unknown."""
    return models.DateField(null=True, blank=True)


def text(length: int = 200) -> models.CharField:  # type: ignore[type-arg]
    """Short words that may be empty."""
    return models.CharField(max_length=length, blank=True)


def yes_no() -> models.BooleanField:  # type: ignore[type-arg]
    """Yes, no, or never answered."""
    return models.BooleanField(null=True, blank=True)
