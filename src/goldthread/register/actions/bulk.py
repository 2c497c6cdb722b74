"""Many contracts written at once, as a register's file brings them: the same rules as one, the same events."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from goldthread.organisation.events import Told, record_events
from goldthread.organisation.models import Council, Person
from goldthread.register.actions.contracts import EDITABLE, FOUND_BY, as_plain, subject_of
from goldthread.register.models import Break, Contract, Extension, Tender, Waiver
from goldthread.register.search.actions import index_records
from goldthread.register.types import Origin, Taken, WaiverKind, WaiverState

BATCH = 250
_KEPT_APART = ("given", "typed_fields", "version", "changed_at", "changed_by")


@dataclass(frozen=True)
class SaidOption:
    """An option to extend as a file gives it."""

    months: int
    taken: Taken


@dataclass(frozen=True)
class SaidDeparture:
    """A departure from the council's rules that a file tells of, decided before."""

    reason_code: str
    reason: str
    value: Decimal | None
    on: date


@dataclass
class GivenContract:
    """What a file gives of one contract. `contract` is new where it has no key yet.

    `values` are those to write; `given` is all that the file says of it, kept to tell later what a person typed over.
    `options`, `tender` and `break_on` are None or empty where the file says nothing of them, or nothing new.
    """

    contract: Contract
    values: Mapping[str, Any]
    given: Mapping[str, Any]
    overwritten: frozenset[str] = frozenset()
    options: tuple[SaidOption, ...] | None = None
    tender: Mapping[str, Any] = field(default_factory=dict)
    departure: SaidDeparture | None = None
    break_on: date | None = None


@transaction.atomic
def keep_given_contracts(
    *,
    council: Council,
    contracts: Sequence[GivenContract],
    by: Person | None,
    why: str,
    origin: Origin = Origin.FILE,
) -> None:
    """Add and change contracts as a file gives them; the caller has checked days, amounts and references.

    Every contract keeps its own event. A field that was `overwritten` is no longer one that a person typed.
    """
    new = [each for each in contracts if each.contract._state.adding]
    old = [each for each in contracts if not each.contract._state.adding]
    with _parents_kept_back(contracts):
        told = _change(old, by)
        _add(council, new, by, origin)
    told += [
        Told(
            "contract.added",
            subject_of(each.contract),
            f"{each.contract} was put on the register",
            None,
            _plain(each.values),
        )
        for each in new
    ]
    told += _keep_options(contracts, old)
    told += _keep_breaks(contracts, old)
    _keep_tenders(contracts)
    told += _keep_departures(council, contracts)
    record_events(council=council, by=by, told=told, why=why)
    index_records([each.contract for each in new], is_new=True)
    index_records([each.contract for each in old if FOUND_BY & each.values.keys()])


@contextmanager
def _parents_kept_back(contracts: Sequence[GivenContract]) -> Iterator[None]:
    """A parent that is new itself has no key until all are written, so it is set afterwards."""
    waiting = [(each, parent) for each in contracts if (parent := each.values.get("parent")) and parent._state.adding]
    for each, _parent in waiting:
        each.values = {name: value for name, value in each.values.items() if name != "parent"}
    yield
    for each, parent in waiting:
        each.values = {**each.values, "parent": parent}
        each.contract.parent = parent
    Contract.objects.bulk_update([each.contract for each, _parent in waiting], ["parent"], batch_size=BATCH)


def _add(council: Council, contracts: Sequence[GivenContract], by: Person | None, origin: Origin) -> None:
    """Insert the contracts and give each its key.

    Of some eighty columns a file fills fifteen. Preparing the others for every row took twice as long as all the rest
    of a load, so they are prepared once; the moment of creation tells which rows are ours.
    """
    if not contracts:
        return
    blank = Contract(council=council, origin=origin.value, changed_by=by)
    columns = [field for field in Contract._meta.concrete_fields if not field.primary_key]
    place = {field.name: number for number, field in enumerate(columns)}
    plain = [field.get_db_prep_save(field.pre_save(blank, add=True), connection) for field in columns]
    rows = []
    for each in contracts:
        row = each.contract
        row.council, row.origin, row.changed_by = council, origin.value, by
        row.created_at, row.changed_at = blank.created_at, blank.changed_at
        _set(row, each.values)
        row.given = _plain(each.given)
        prepared = list(plain)
        for name in (*each.values, "given"):
            field = columns[place[name]]
            prepared[place[name]] = field.get_db_prep_save(getattr(row, field.attname), connection)
        rows.append(prepared)
    quote = connection.ops.quote_name
    listed = ", ".join(quote(str(field.column)) for field in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(Contract._meta.db_table)} ({listed}) VALUES ({marks})", rows)
    made = Contract.objects.filter(council=council, origin=origin.value, created_at=blank.created_at).order_by("pk")
    for each, key in zip(contracts, made.values_list("pk", flat=True), strict=True):
        each.contract.pk = key
        each.contract._state.adding = False
        each.contract._state.db = connection.alias


def _change(contracts: Sequence[GivenContract], by: Person | None) -> list[Told]:
    told = []
    now = timezone.now()
    for each in contracts:
        row = each.contract
        before = {name: as_plain(getattr(row, name)) for name in sorted(each.values)}
        row.given = {**row.given, **_plain(each.given)}
        row.typed_fields = [name for name in row.typed_fields if name not in each.overwritten]
        if not each.values:
            continue
        _set(row, each.values)
        row.version += 1
        row.changed_at, row.changed_by = now, by
        words = ", ".join(name.replace("_", " ") for name in sorted(each.values))
        told.append(Told("contract.changed", subject_of(row), f"{row}: {words} changed", before, _plain(each.values)))
    names = sorted({name for each in contracts for name in each.values})
    Contract.objects.bulk_update([each.contract for each in contracts], [*names, *_KEPT_APART], batch_size=BATCH)
    return told


def _set(row: Contract, values: Mapping[str, Any]) -> None:
    unknown = sorted(set(values) - set(EDITABLE))
    if unknown:
        raise ValueError(f"no fields of a contract: {', '.join(unknown)}")
    for name, value in values.items():
        setattr(row, name, value)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: as_plain(value) for name, value in sorted(values.items())}


def _keep_breaks(contracts: Iterable[GivenContract], old: Sequence[GivenContract]) -> list[Told]:
    """The break that a file gives, beside those on the register; on a contract that is there already it is told."""
    said = [Break(contract=each.contract, on=each.break_on) for each in contracts if each.break_on]
    Break.objects.bulk_create(said, batch_size=BATCH, ignore_conflicts=True)
    return [
        Told(
            "contract.changed",
            subject_of(each.contract),
            f"{each.contract}: a break was added",
            None,
            {"break": str(each.break_on)},
        )
        for each in old
        if each.break_on
    ]


def _keep_options(contracts: Iterable[GivenContract], old: Sequence[GivenContract]) -> list[Told]:
    """The options to extend as the file gives them, told where a contract had others.

    One that is on the register and not in the file stays.
    """
    said = [each for each in contracts if each.options is not None]
    held = {
        (row.contract_id, row.number): row
        for row in Extension.objects.filter(contract__in=[each.contract for each in said])
    }
    new, changed = [], []
    before = {key: _say_option(row.months, row.taken) for key, row in held.items()}
    for each in said:
        for number, option in enumerate(each.options or (), 1):
            row = held.get((each.contract.pk, number))
            if row is None:
                new.append(
                    Extension(contract=each.contract, number=number, months=option.months, taken=option.taken.value)
                )
            elif (row.months, row.taken) != (option.months, option.taken.value):
                row.months, row.taken = option.months, option.taken.value
                changed.append(row)
    Extension.objects.bulk_create(new, batch_size=BATCH)
    Extension.objects.bulk_update(changed, ["months", "taken"], batch_size=BATCH)
    return [_told_options(each, before) for each in old if each.options is not None]


def _told_options(each: GivenContract, before: Mapping[tuple[int, int], str]) -> Told:
    options = each.options or ()
    was = {f"extension {n}": before.get((each.contract.pk, n)) for n in range(1, len(options) + 1)}
    now = {f"extension {n}": _say_option(option.months, option.taken.value) for n, option in enumerate(options, 1)}
    words = f"{each.contract}: options to extend changed"
    return Told("contract.changed", subject_of(each.contract), words, was, now)


def _say_option(months: int, taken: str) -> str:
    return f"{months} months, {taken}"


def _keep_tenders(contracts: Iterable[GivenContract]) -> None:
    """Fill what the record of a tender does not say yet; what it says stays."""
    said = [each for each in contracts if each.tender]
    held = {row.contract_id: row for row in Tender.objects.filter(contract__in=[each.contract for each in said])}
    new, changed, names = [], [], set()
    for each in said:
        row = held.get(each.contract.pk)
        if row is None:
            new.append(Tender(contract=each.contract, **each.tender))
            continue
        empty = {name: value for name, value in each.tender.items() if getattr(row, name) in (None, "")}
        for name, value in empty.items():
            setattr(row, name, value)
        if empty:
            changed.append(row)
            names |= set(empty)
    Tender.objects.bulk_create(new, batch_size=BATCH)
    if changed:
        Tender.objects.bulk_update(changed, sorted(names), batch_size=BATCH)


def _keep_departures(council: Council, contracts: Iterable[GivenContract]) -> list[Told]:
    """A waiver for each contract that the file says was let outside the rules, unless it has one."""
    said = [each for each in contracts if each.departure is not None]
    if not said:
        return []
    has_one = set(
        Waiver.objects.filter(contract__in=[each.contract for each in said]).values_list("contract_id", flat=True)
    )
    rows = []
    for each in said:
        if each.contract.pk not in has_one and each.departure is not None:
            rows.append(_waiver(council, each.contract, each.departure))
    made = Waiver.objects.bulk_create(rows, batch_size=BATCH)
    index_records(made, is_new=True)
    return [
        Told(
            "waiver.recorded",
            f"contract:{row.contract_id}",
            f"{row.title}: a waiver was recorded from the register's file",
            None,
            {"reason_code": row.reason_code, "value": as_plain(row.value), "on": str(row.on)},
        )
        for row in made
    ]


def _waiver(council: Council, contract: Contract, said: SaidDeparture) -> Waiver:
    return Waiver(
        council=council,
        kind=WaiverKind.WAIVER.value,
        contract=contract,
        department_id=contract.department_id,
        title=contract.title,
        supplier_name=contract.supplier_name,
        value=said.value,
        reason_code=said.reason_code,
        reason=said.reason,
        on=said.on,
        state=WaiverState.APPROVED.value,
        origin=Origin.FILE.value,
    )
