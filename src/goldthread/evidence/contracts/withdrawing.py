"""Taking a register's load back: what it would undo is shown first, and what was done since stays as it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import PROTECT, Exists, ForeignObjectRel, OuterRef, Q, Subquery
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.contracts.models import ContractLine, ContractLoad, FileConflict
from goldthread.evidence.contracts.restoring import Restorer
from goldthread.evidence.contracts.types import FieldDiff, LineOutcome
from goldthread.organisation.events import Told, record_event, record_events
from goldthread.organisation.models import Event, Person
from goldthread.register.actions.bulk import GivenContract, keep_given_contracts
from goldthread.register.actions.contracts import as_plain, subject_of
from goldthread.register.models import Break, Contract, Extension, Tender, Waiver
from goldthread.register.types import Origin

WITHDRAWN = "the load withdrawn"
"""What ends a conflict whose file was withdrawn."""
WORKED_ON, NAMED_AGAIN = "it was worked on since", "another file names it too"
_CHUNK = 500
_OF_THE_FILE = (ContractLine, Extension, Break, Tender, Waiver)


@dataclass(frozen=True)
class Restored:
    """One contract that goes back to what it said before: `held` is what it says now, `given` what it will say."""

    contract: Contract
    diffs: tuple[FieldDiff, ...]
    extra: Mapping[str, Any] | None
    typed: tuple[str, ...]


@dataclass
class Withdrawal:
    """What taking a load back does. `left` are contracts, or parts of them, that stay, each with the reason."""

    removed: list[Contract] = field(default_factory=list)
    restored: list[Restored] = field(default_factory=list)
    left: list[tuple[Contract, str]] = field(default_factory=list)


def plan_withdrawal(load: ContractLoad) -> Withdrawal:
    """Look at every contract that the load added or changed. Raises `UserError` for one that is withdrawn already."""
    if load.withdrawn_at is not None:
        raise UserError(what=f"{load.file_name} is withdrawn already.", do="There is nothing to do.")
    found = Withdrawal()
    contracts = ("contract__department", "contract__parent", "contract__manager", "contract__owner")
    outcomes = [LineOutcome.ADDED.value, LineOutcome.CHANGED.value]
    lines = load.lines.filter(contract__isnull=False, outcome__in=outcomes).select_related(*contracts)
    kept = _reasons_to_keep(load)
    restorer = Restorer(load.council)
    for line in lines.prefetch_related("contract__breaks").order_by("pk"):
        if line.contract is None:
            continue
        if line.outcome == LineOutcome.CHANGED.value:
            _plan_line(line.contract, line, restorer, found)
        elif line.contract.pk in kept:
            found.left.append((line.contract, kept[line.contract.pk]))
        else:
            found.removed.append(line.contract)
    return found


def _plan_line(contract: Contract, line: ContractLine, restorer: Restorer, found: Withdrawal) -> None:
    back = restorer.read(contract, line.changes)
    if back.diffs or back.extra is not None:
        found.restored.append(Restored(contract, back.diffs, back.extra, back.typed))
    found.left += [(contract, reason) for reason in back.left]


def _reasons_to_keep(load: ContractLoad) -> dict[int, str]:
    """Contracts that somebody or something has come to rest on since the load added them."""
    since = Event.objects.filter(council=load.council, subject=f"contract-load:{load.key}").order_by("pk").values("pk")
    later = Event.objects.filter(council=load.council, pk__gt=Subquery(since[:1]), subject__startswith="contract:")
    worked_on = {int(subject.partition(":")[2]) for subject in later.values_list("subject", flat=True).distinct()}
    added = Contract.objects.filter(lines__load=load, lines__outcome=LineOutcome.ADDED.value).order_by()
    resting = Q()
    for relation in _resting_on():
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        if relation.related_model is Contract:
            rows = rows.exclude(pk__in=added.values("pk"))
        resting |= Q(Exists(rows))
    by_people = Waiver.objects.filter(contract=OuterRef("pk")).exclude(origin=Origin.FILE.value)
    again = ContractLine.objects.filter(contract=OuterRef("pk"), load__withdrawn_at=None).exclude(load=load)
    kept = dict.fromkeys(worked_on, WORKED_ON)
    kept |= dict.fromkeys(added.filter(resting | Q(Exists(by_people))).values_list("pk", flat=True), WORKED_ON)
    return kept | dict.fromkeys(added.filter(Exists(again)).values_list("pk", flat=True), NAMED_AGAIN)


def _resting_on() -> list[ForeignObjectRel]:
    """Relations to a contract that hold people's work, or other contracts."""
    relations = [each for each in Contract._meta.related_objects if each.on_delete is PROTECT]
    return [each for each in relations if each.related_model not in _OF_THE_FILE]


def _chunks(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


@transaction.atomic
def withdraw_register(*, load: ContractLoad, why: str, by: Person | None) -> Withdrawal:
    """Do what `plan_withdrawal` shows. The file, its lines and an event with every value stay, to load it again."""
    held = ContractLoad.objects.select_for_update(of=("self",)).select_related("council").get(pk=load.pk)
    if not why.strip():
        raise UserError(what="A withdrawal needs a reason.", do='Give one with --because "…".')
    plan = plan_withdrawal(held)
    reason = f"{held.file_name} was withdrawn: {why.strip()}"
    _remove(held, plan.removed, reason, by)
    _restore(held, plan.restored, reason, by)
    now = timezone.now()
    FileConflict.objects.filter(load=held, chosen="").update(chosen=WITHDRAWN, chosen_by=by, chosen_at=now)
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_why = now, by, why.strip()
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record_event(
        council=held.council,
        by=by,
        kind="register.withdrawn",
        subject=f"contract-load:{held.key}",
        summary=f"{held.file_name} was withdrawn: {len(plan.removed):,} contracts were taken off the register and "
        f"{len(plan.restored):,} say again what they said before",
        after={"removed": len(plan.removed), "restored": len(plan.restored), "left": len(plan.left)},
        why=why.strip(),
    )
    return plan


def _remove(load: ContractLoad, contracts: Sequence[Contract], why: str, by: Person | None) -> None:
    """Take contracts off the register; an event keeps all that each of them said."""
    told = [
        Told("contract.withdrawn", subject_of(row), f"{row} was taken off the register", _whole(row), None)
        for row in contracts
    ]
    for chunk in _chunks([row.pk for row in contracts]):
        Contract.objects.filter(pk__in=chunk).update(parent=None)
    for chunk in _chunks([row.pk for row in contracts]):
        ContractLine.objects.filter(contract__in=chunk).update(contract=None)
        for model in (Extension, Break, Tender, Waiver):
            model._default_manager.filter(contract__in=chunk).delete()
        Contract.objects.filter(pk__in=chunk).delete()
    record_events(council=load.council, by=by, told=told, why=why)


def _whole(contract: Contract) -> dict[str, Any]:
    """Every value that a contract has."""
    values = {each.name: as_plain(getattr(contract, each.name)) for each in Contract._meta.fields}
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _restore(load: ContractLoad, restored: Sequence[Restored], why: str, by: Person | None) -> None:
    writes = []
    for each in restored:
        values = {diff.field: diff.given for diff in each.diffs}
        extra = {} if each.extra is None else {"extra": each.extra}
        writes.append(GivenContract(each.contract, values | extra, values))
    keep_given_contracts(council=load.council, contracts=writes, by=by, why=why)
    again = [each for each in restored if each.typed]
    for each in again:
        each.contract.typed_fields = sorted({*each.contract.typed_fields, *each.typed})
    Contract.objects.bulk_update([each.contract for each in again], ["typed_fields"], batch_size=_CHUNK)
