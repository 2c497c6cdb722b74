"""Reads of the register: contracts that somebody may see, those that are live, and one with its records."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, QuerySet

from goldthread.organisation.models import Council, Person
from goldthread.register.models import Contract
from goldthread.register.narrowing import is_lacking, is_live
from goldthread.register.types import Lacking


def contracts_of(council: Council) -> QuerySet[Contract]:
    """Every contract of a council, with what a list shows of it."""
    return Contract.objects.filter(council=council).select_related("department", "manager", "owner", "parent")


def live_contracts(council: Council, day: date) -> QuerySet[Contract]:
    return contracts_of(council).filter(is_live(day))


def managed_by(council: Council, person: Person) -> QuerySet[Contract]:
    """The contracts that a person manages or owns."""
    managed = Contract.objects.filter(council=council, manager=person).order_by().values_list("pk", flat=True)
    owned = Contract.objects.filter(council=council, owner=person).order_by().values_list("pk", flat=True)
    return contracts_of(council).filter(pk__in=list(managed.union(owned)))  # two short looks instead of a long one


def count_lacking(council: Council, day: date) -> Mapping[str, int]:
    """How many live contracts lack each thing that a contract cannot be managed without."""
    counts: dict[str, int] = live_contracts(council, day).aggregate(
        **{kind.value: Count("pk", filter=is_lacking(kind)) for kind in Lacking}
    )
    return counts
