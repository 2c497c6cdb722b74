"""Adding a contract and changing it, with a version, so that nobody's newer save is overwritten."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.organisation.events import Plain, record_event
from goldthread.organisation.models import Council, Person
from goldthread.register.models import Contract
from goldthread.register.rules import Fault, check_dates
from goldthread.register.search.actions import index_records
from goldthread.register.types import Arrangement, Origin

CONFLICT_EXIT = 3
FOUND_BY = frozenset({"title", "reference", "supplier_name", "category", "manager_name", "description"})
"""The fields by whose words search finds a contract."""
NOT_EDITABLE = frozenset(
    {"id", "council", "origin", "given", "typed_fields", "version", "created_at", "changed_at", "changed_by"}
)
EDITABLE: tuple[str, ...] = tuple(field.name for field in Contract._meta.fields if field.name not in NOT_EDITABLE)


class ContractRefused(UserError):
    """A contract that cannot be saved as it stands. `faults` names every field that is wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults[0].what, faults[0].do, details=tuple(f"{each.what} {each.do}" for each in faults[1:]))
        self.faults = faults


class ContractConflict(UserError):
    """Somebody saved a newer version: `current`. `attempted` is what this person wrote; nothing was overwritten."""

    def __init__(self, *, current: Contract, attempted: Mapping[str, Any]) -> None:
        who = str(current.changed_by) if current.changed_by else "Somebody"
        super().__init__(
            what=f"{who} saved {current} while you were writing.",
            do="Look at both and choose which to keep; nothing has been overwritten.",
            exit_code=CONFLICT_EXIT,
        )
        self.current = current
        self.attempted = dict(attempted)


@transaction.atomic
def add_contract(
    *, council: Council, values: Mapping[str, Any], by: Person | None, origin: Origin = Origin.TYPED
) -> Contract:
    """Put a contract on the register. Raises `ContractRefused` with every fault."""
    contract = Contract(council=council, origin=origin.value)
    _set(contract, values)
    if origin is Origin.TYPED:
        contract.typed_fields = sorted(values)
    else:
        contract.given = {name: as_plain(value) for name, value in values.items()}
    _check(contract)
    contract.changed_by = by
    contract.save()
    record_event(
        council=council,
        by=by,
        kind="contract.added",
        subject=subject_of(contract),
        summary=f"{contract} was put on the register",
        after={name: as_plain(value) for name, value in values.items()},
    )
    index_records([contract], is_new=True)
    return contract


@transaction.atomic
def change_contract(
    *,
    contract: Contract,
    values: Mapping[str, Any],
    expected_version: int,
    by: Person | None,
    why: str = "",
    origin: Origin = Origin.TYPED,
) -> Contract:
    """Change some fields of a contract. The same values again are no change.

    Raises `ContractConflict` where somebody saved a newer version, `ContractRefused` with every fault. A file's values
    are kept as `given`; what a person types is remembered, so that a later file asks before it overwrites it.
    """
    held = Contract.objects.select_for_update(of=("self",)).select_related("council").get(pk=contract.pk)
    before = {name: getattr(held, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if held.version != expected_version and changed:
        raise ContractConflict(current=held, attempted=values)
    if origin is not Origin.TYPED:
        held.given = {**held.given, **{name: as_plain(value) for name, value in values.items()}}
        held.typed_fields = [name for name in held.typed_fields if name not in values]
        held.save(update_fields=["given", "typed_fields"])
    if not changed:
        return held
    _set(held, changed)
    if origin is Origin.TYPED:
        held.typed_fields = sorted({*held.typed_fields, *changed})
    _check(held)
    if "arrangement" in changed:
        _check_called_off(held)
    held.version += 1
    held.changed_at, held.changed_by = timezone.now(), by
    held.save()
    record_event(
        council=held.council,
        by=by,
        kind="contract.changed",
        subject=subject_of(held),
        summary=f"{held}: {_say_fields(sorted(changed))} changed",
        before={name: as_plain(before[name]) for name in sorted(changed)},
        after={name: as_plain(value) for name, value in sorted(changed.items())},
        why=why,
    )
    if FOUND_BY & changed.keys():
        index_records([held])
    return held


def subject_of(contract: Contract) -> str:
    """What the events of a contract name it by."""
    return f"contract:{contract.pk}"


def as_plain(value: object) -> Plain:
    """A field's value as an event and a snapshot hold it."""
    if isinstance(value, Decimal | date):
        return str(value)
    if hasattr(value, "pk"):
        return str(value)
    if value is None or isinstance(value, str | int | bool | list | dict):
        return value
    return str(value)


def _set(contract: Contract, values: Mapping[str, Any]) -> None:
    unknown = sorted(set(values) - set(EDITABLE))
    if unknown:
        raise ValueError(f"no fields of a contract: {', '.join(unknown)}")
    for name, value in values.items():
        setattr(contract, name, value)


def _check(contract: Contract) -> None:
    faults = check_contract(contract)
    if faults:
        raise ContractRefused(tuple(faults))


def check_contract(contract: Contract) -> list[Fault]:
    """Every fault of a contract, the reference that another one has already among them."""
    faults = []
    if not contract.title.strip():
        faults.append(Fault("title", "The contract has no title.", "Say in a few words what is bought."))
    breaks = [each.on for each in contract.breaks.all()] if contract.pk else []
    faults += check_dates(contract.start, contract.end, breaks)
    for name, label in _AMOUNTS.items():
        amount = getattr(contract, name)
        if amount is not None and amount < 0:
            faults.append(Fault(name, f"The {label} is below zero.", "Give it as zero or more, or leave it empty."))
    faults += [
        Fault(name, f"The {name} is {score}, which is no score.", "Give one from 1 (low) to 5 (high), or none.")
        for name in ("criticality", "carbon")
        if (score := getattr(contract, name)) is not None and not 1 <= score <= 5
    ]
    faults += _check_parent(contract)
    faults += _check_reference(contract)
    if contract.department_id and contract.department and contract.department.council_id != contract.council_id:
        faults.append(
            Fault("department", f"{contract.department} is not one of the council's.", "Choose one of its own.")
        )
    return faults


_AMOUNTS = {
    "estimated_value": "estimated value",
    "awarded_value": "awarded value",
    "maximum_value": "maximum value",
    "annual_value": "annual value",
}
_PARENTS = frozenset(
    {Arrangement.FRAMEWORK.value, Arrangement.DYNAMIC_MARKET.value, Arrangement.DPS.value, Arrangement.UNKNOWN.value}
)


def _check_parent(contract: Contract) -> list[Fault]:
    parent = contract.parent
    if parent is None:
        return []
    if parent.council_id != contract.council_id or parent.pk == contract.pk:
        return [Fault("parent", "A contract is called off from another one of the same council.", "Choose that one.")]
    if parent.arrangement not in _PARENTS:
        return [
            Fault(
                "parent",
                f"{parent} is no framework or dynamic market, so nothing is called off from it.",
                "Choose the framework, or change its arrangement first.",
            )
        ]
    return []


def _check_called_off(contract: Contract) -> None:
    """A framework from which contracts are called off stays one that they can hang on."""
    count = 0 if contract.arrangement in _PARENTS else contract.call_offs.count()
    if count:
        noun = "contract is" if count == 1 else "contracts are"
        what = f"{count} {noun} called off from this one, so it is a framework or a dynamic market."
        raise ContractRefused((Fault("arrangement", what, "Change what they are called off from first."),))


def _check_reference(contract: Contract) -> list[Fault]:
    if not contract.reference:
        return []
    same = Contract.objects.filter(council=contract.council, reference=contract.reference).exclude(pk=contract.pk)
    if not same.exists():
        return []
    return [
        Fault(
            "reference",
            f"{contract.reference} is the reference of another contract.",
            "Give it one of its own, or change that contract.",
        )
    ]


def _say_fields(names: list[str]) -> str:
    words = [name.replace("_", " ") for name in names]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
