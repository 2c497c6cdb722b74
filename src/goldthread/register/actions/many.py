"""The same change of several contracts at once: shown before, then all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from goldthread.organisation.models import Person
from goldthread.register.actions.contracts import change_contract
from goldthread.register.models import Contract

TOGETHER = ("department", "manager", "category", "visibility", "review_date")
"""What can be set for several contracts: the fields that a reorganisation or a new policy moves together."""


@dataclass(frozen=True)
class PlannedChange:
    """One field of one contract, before and after."""

    contract: Contract
    field: str
    before: Any
    after: Any


def plan_changes(contracts: Sequence[Contract], values: Mapping[str, Any]) -> list[PlannedChange]:
    """What setting these values would change; nothing where a contract holds them already."""
    _check_fields(values)
    return [
        PlannedChange(contract, field, getattr(contract, field), value)
        for contract in contracts
        for field, value in values.items()
        if getattr(contract, field) != value
    ]


@transaction.atomic
def change_together(
    *, contracts: Sequence[tuple[Contract, int]], values: Mapping[str, Any], by: Person | None, why: str = ""
) -> int:
    """Set the values on every contract, each at the version that its change was shown for; returns how many changed.

    Raises what `change_contract` raises, and then nothing at all is changed. The same again changes nothing.
    """
    _check_fields(values)
    pks = [contract.pk for contract, _version in contracts]
    held = dict(Contract.objects.filter(pk__in=pks).values_list("pk", "version"))
    changed = 0
    for contract, version in contracts:
        saved = change_contract(contract=contract, values=values, expected_version=version, by=by, why=why)
        changed += saved.version != held[contract.pk]
    return changed


def _check_fields(values: Mapping[str, Any]) -> None:
    unknown = sorted(set(values) - set(TOGETHER))
    if unknown:
        raise ValueError(f"not set for several contracts: {', '.join(unknown)}")
