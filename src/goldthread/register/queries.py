"""Reads of the register: contracts that somebody may see, those that are live, and one with its records."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from goldthread.organisation.models import Council, Person
from goldthread.register.models import Contract


def contracts_of(council: Council) -> QuerySet[Contract]:
    """Every contract of a council, with what a list shows of it."""
    return Contract.objects.filter(council=council).select_related("department", "manager", "owner", "parent")


def is_live(day: date) -> Q:
    """Contracts that have begun and not ended on a day. One without an end is live; without a start too."""
    begun = Q(start__isnull=True) | Q(start__lte=day)
    going = Q(end__isnull=True) | Q(end__gte=day)
    return begun & going & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))


def live_contracts(council: Council, day: date) -> QuerySet[Contract]:
    return contracts_of(council).filter(is_live(day))


def managed_by(council: Council, person: Person) -> QuerySet[Contract]:
    """The contracts that a person manages or owns."""
    return contracts_of(council).filter(Q(manager=person) | Q(owner=person))


def count_lacking(council: Council, day: date) -> Mapping[str, int]:
    """How many live contracts lack each thing that a contract cannot be managed without."""
    live = live_contracts(council, day)
    return {
        "manager": live.filter(manager__isnull=True, manager_name="").count(),
        "end": live.filter(end__isnull=True).count(),
        "value": live.filter(awarded_value__isnull=True, maximum_value__isnull=True).count(),
        "department": live.filter(department__isnull=True).count(),
        "supplier": live.filter(supplier_name="").count(),
    }
