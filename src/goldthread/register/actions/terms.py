"""Options to extend a contract and its breaks: saved under the contract's version, with an event for each change."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.organisation.events import record_event
from goldthread.organisation.models import Person
from goldthread.register.actions.contracts import ContractConflict, ContractRefused, as_plain, subject_of
from goldthread.register.models import Break, Contract, Extension
from goldthread.register.rules import Fault, add_months, check_dates
from goldthread.register.types import Taken

LONGEST_MONTHS = 240
"""Twenty years: beyond this a typing slip is likelier than an option."""
_EXTENSION = ("months", "taken", "decided_on")
_BREAK = ("on", "notice_by", "taken", "negotiation", "decided_on")


@transaction.atomic
def save_extension(
    *,
    contract: Contract,
    extension: Extension | None,
    values: Mapping[str, Any],
    moves_end: bool = False,
    expected_version: int,
    by: Person | None,
) -> Extension:
    """Add an option to extend, or change one. `moves_end` puts the end later by its months where it becomes taken.

    Raises `ContractConflict` where the contract was saved since or the option taken off, else `ContractRefused`.
    """
    held = _hold(contract)
    row = Extension(contract=held, number=_next_number(held))
    if extension is not None:
        found = held.extensions.filter(pk=extension.pk).first()
        if found is None:
            raise ContractConflict(current=held, attempted=values)
        row = found
    row.contract = held
    before, after = _differences(row, values, _EXTENSION, is_new=extension is None)
    if not after:
        return row
    _check_version(held, expected_version, values)
    becomes_taken = after.get("taken") == Taken.YES
    _refuse(_check_extension(row))
    row.save()
    if moves_end and becomes_taken and held.end is not None:
        before["end"], held.end = held.end, add_months(held.end, row.months)
        after["end"] = held.end
        held.typed_fields = sorted({*held.typed_fields, "end"})
    _record(held, "extension", str(row), before=before, after=after, by=by, is_new=extension is None)
    return row


@transaction.atomic
def save_break(
    *, contract: Contract, row: Break | None, values: Mapping[str, Any], expected_version: int, by: Person | None
) -> Break:
    """Add a break, or change one. Raises as `save_extension` does."""
    held = _hold(contract)
    kept = Break(contract=held)
    if row is not None:
        found = held.breaks.filter(pk=row.pk).first()
        if found is None:
            raise ContractConflict(current=held, attempted=values)
        kept = found
    kept.contract = held
    before, after = _differences(kept, values, _BREAK, is_new=row is None)
    if not after:
        return kept
    _check_version(held, expected_version, values)
    _refuse(_check_break(kept))
    kept.save()
    name = f"Break on {kept.on:%-d %B %Y}"
    _record(held, "break", name, before=before, after=after, by=by, is_new=row is None)
    return kept


@transaction.atomic
def remove_term(
    *, contract: Contract, term: Extension | Break, why: str, expected_version: int, by: Person | None
) -> None:
    """Take an extension or a break off that was never in the contract. The event keeps all that it said, and why."""
    held = _hold(contract)
    _check_version(held, expected_version, {"why": why})
    if not why.strip():
        _refuse([Fault("why", "No reason is given.", "Say why it is taken off.")])
    names = _EXTENSION if isinstance(term, Extension) else _BREAK
    kind = "extension" if isinstance(term, Extension) else "break"
    held.version += 1
    held.changed_at, held.changed_by = timezone.now(), by
    held.save(update_fields=["version", "changed_at", "changed_by"])
    record_event(
        council=held.council,
        by=by,
        kind=f"{kind}.removed",
        subject=subject_of(held),
        summary=f"{held}: {term} was taken off",
        before={name: as_plain(getattr(term, name)) for name in names},
        why=why.strip(),
    )
    term.delete()


def _hold(contract: Contract) -> Contract:
    return Contract.objects.select_for_update(of=("self",)).select_related("council").get(pk=contract.pk)


def _next_number(contract: Contract) -> int:
    last = contract.extensions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _differences(
    row: Extension | Break, values: Mapping[str, Any], names: tuple[str, ...], *, is_new: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put the values on the row; what they were and what they became."""
    unknown = sorted(set(values) - set(names))
    if unknown:
        raise ValueError(f"no fields of {type(row).__name__}: {', '.join(unknown)}")
    before = {} if is_new else {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    changed = {name: value for name, value in values.items() if is_new or before[name] != value}
    return {name: before[name] for name in changed if name in before}, changed


def _check_version(held: Contract, expected: int, values: Mapping[str, Any]) -> None:
    if held.version != expected:
        raise ContractConflict(current=held, attempted=values)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise ContractRefused(tuple(faults))


def _check_extension(row: Extension) -> list[Fault]:
    faults = []
    if not row.months or not 0 < row.months <= LONGEST_MONTHS:
        faults.append(Fault("months", "An extension lasts 1 to 240 months.", "Give the months, such as 12."))
    return faults + _check_decided(row.taken, row.decided_on)


def _check_break(row: Break) -> list[Fault]:
    contract = row.contract
    faults = [
        Fault("on", fault.what, fault.do)
        for fault in check_dates(contract.start, contract.end, [row.on])
        if fault.field == "breaks"
    ]
    if Break.objects.filter(contract=contract, on=row.on).exclude(pk=row.pk).exists():
        faults.append(Fault("on", "The contract has a break on that day already.", "Change that one instead."))
    if row.notice_by and row.notice_by > row.on:
        faults.append(Fault("notice_by", "Notice would be given after the break.", "Give a day before the break."))
    return faults + _check_decided(row.taken, row.decided_on)


def _check_decided(taken: str, decided_on: date | None) -> list[Fault]:
    if decided_on is None:
        return []
    if taken == Taken.OPEN:
        return [
            Fault("decided_on", "A day is given, and nothing is decided.", "Say what was decided, or take the day off.")
        ]
    if decided_on > timezone.localdate():
        return [Fault("decided_on", "The decision lies in the future.", "Give the day on which it was taken.")]
    return []


def _record(
    held: Contract,
    kind: str,
    name: str,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: Person | None,
    is_new: bool,
) -> None:
    """Count the contract's version up and write the event, inside the transaction of the change."""
    held.version += 1
    held.changed_at, held.changed_by = timezone.now(), by
    held.save(update_fields=["version", "changed_at", "changed_by", "end", "typed_fields"])
    record_event(
        council=held.council,
        by=by,
        kind=f"{kind}.{'added' if is_new else 'changed'}",
        subject=subject_of(held),
        summary=f"{held}: {name} was {'added' if is_new else 'changed'}",
        before={key: as_plain(value) for key, value in before.items()} or None,
        after={key: as_plain(value) for key, value in after.items()},
    )
