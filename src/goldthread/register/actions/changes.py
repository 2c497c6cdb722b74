"""Change control: a change is asked for, weighed, decided by somebody else within their limit, and published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Person
from goldthread.organisation.permissions import NotAllowed, Standing
from goldthread.register.actions.contracts import CONFLICT_EXIT, as_plain, subject_of
from goldthread.register.limits import check_may_approve
from goldthread.register.models import Change, Contract
from goldthread.register.rules import Weighed, is_notice_due, weigh_changes
from goldthread.register.search.actions import index_records
from goldthread.register.thresholds import load_law
from goldthread.register.types import ChangeState, ContractKind, Regime

_AFTER_ALL = 32_767
"""The largest number that a change can have: a preview comes after every change of its contract."""


class ChangeRefused(UserError):
    """A change that cannot be asked for or decided as it stands. `field` names the part that is wrong."""

    def __init__(self, *, what: str, do: str, field: str = "") -> None:
        super().__init__(what=what, do=do)
        self.field = field


@dataclass(frozen=True)
class AskedChange:
    """What somebody asks to change. Pounds may be below zero: a contract can shrink."""

    title: str
    reason: str
    value_added: Decimal | None = None
    new_end: date | None = None
    alters_scope: bool = False
    is_on_standard_form: bool | None = None
    budget_code: str = ""
    risk_note: str = ""


@transaction.atomic
def request_change(*, contract: Contract, asked: AskedChange, by: Person | None) -> Change:
    """Ask for a change of a contract; nothing of the contract changes until it is approved."""
    held = Contract.objects.select_for_update(of=("self",)).select_related("council").get(pk=contract.pk)
    check_asked(held, asked)
    same = held.changes.filter(state=ChangeState.REQUESTED.value, requested_by=by, **_columns(asked)).first()
    if same is not None:
        return same  # a form that was sent twice
    last = held.changes.aggregate(last=Max("number"))["last"] or 0
    change = Change.objects.create(contract=held, number=last + 1, requested_by=by, old_end=held.end, **_columns(asked))
    index_records([change], is_new=True)
    record_event(
        council=held.council,
        by=by,
        kind="change.requested",
        subject=subject_of(held),
        summary=f"{held}: change {change.number} was asked for, {asked.title}",
        after={name: as_plain(value) for name, value in _columns(asked).items()},
        why=asked.reason,
    )
    return change


def check_asked(contract: Contract, asked: AskedChange) -> None:
    """Raise `ChangeRefused` for the first thing that is wrong with what is asked."""
    if not asked.title.strip():
        raise ChangeRefused(what="The change has no title.", do="Say in a few words what changes.", field="title")
    if not asked.reason.strip():
        raise ChangeRefused(what="No reason was given.", do="Say why the contract has to change.", field="reason")
    if not asked.value_added and asked.new_end is None and not asked.alters_scope:
        raise ChangeRefused(
            what="Nothing changes: no money, no day and no scope.",
            do="Give what is added, the new end, or say that the scope changes.",
            field="value_added",
        )
    _check_days(contract, asked.new_end, field="new_end")


def _check_days(contract: Contract, new_end: date | None, *, field: str) -> None:
    """A new end leaves the contract's start and its breaks within it, when it is asked for and when it is approved."""
    if new_end is None:
        return
    if contract.start and new_end < contract.start:
        raise ChangeRefused(
            what=f"The new end is before the contract starts on {contract.start:%-d %B %Y}.",
            do="Give a later day." if field == "new_end" else "Refuse it, and ask for a change with a later day.",
            field=field,
        )
    late = contract.breaks.filter(on__gt=new_end).order_by("on").first()
    if late is not None:
        raise ChangeRefused(
            what=f"The contract has a break on {late.on:%-d %B %Y}, after the new end on {new_end:%-d %B %Y}.",
            do="Take the break off the contract first, or give a later end.",
            field=field,
        )


def preview_change(contract: Contract, asked: AskedChange) -> Change:
    """The change as it would be asked for, not kept anywhere. Raises `ChangeRefused` for what is wrong with it."""
    check_asked(contract, asked)
    return Change(contract=contract, number=_AFTER_ALL, old_end=contract.end, **_columns(asked))


@transaction.atomic
def decide_change(*, change: Change, approve: bool, because: str, standing: Standing) -> Change:
    """Approve or refuse a change. Nobody decides on their own, above their limit, or on one that is decided."""
    held = Change.objects.select_for_update(of=("self",)).select_related("contract__council").get(pk=change.pk)
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=held.contract_id)
    if _is_said_already(held, by=standing.person, because=because, approve=approve):
        return held  # a form that was sent twice
    _check_open(held)
    if held.requested_by_id == standing.person.pk:
        raise NotAllowed(
            what="You asked for this change, so you cannot decide on it.", do="Ask somebody else who may approve it."
        )
    check_may_approve(standing, amount_to_approve(held))
    if not because.strip():
        raise ChangeRefused(what="No reason was given.", do="Say in a sentence why.", field="because")
    if approve:
        _check_days(contract, held.new_end, field="decision")
    held.state = (ChangeState.APPROVED if approve else ChangeState.REFUSED).value
    held.decided_by, held.decided_at, held.decided_because = standing.person, timezone.now(), because.strip()
    held.save(update_fields=["state", "decided_by", "decided_at", "decided_because"])
    if approve and held.new_end:
        contract.end, contract.changed_by, contract.changed_at = held.new_end, standing.person, timezone.now()
        contract.version += 1
        contract.typed_fields = sorted({*contract.typed_fields, "end"})
        contract.save(update_fields=["end", "changed_by", "changed_at", "version", "typed_fields"])
    record_event(
        council=held.contract.council,
        by=standing.person,
        kind="change.decided",
        subject=subject_of(contract),
        summary=f"{contract}: change {held.number} was {held.state}",
        before=ChangeState.REQUESTED.value,
        after=held.state,
        why=held.decided_because,
    )
    return held


@transaction.atomic
def withdraw_change(*, change: Change, because: str, by: Person | None) -> Change:
    """Take back a change that nobody has decided on."""
    held = Change.objects.select_for_update(of=("self",)).select_related("contract__council").get(pk=change.pk)
    _check_open(held)
    held.state, held.decided_because = ChangeState.WITHDRAWN.value, because.strip()
    held.decided_by, held.decided_at = by, timezone.now()
    held.save(update_fields=["state", "decided_because", "decided_by", "decided_at"])
    record_event(
        council=held.contract.council,
        by=by,
        kind="change.withdrawn",
        subject=subject_of(held.contract),
        summary=f"{held.contract}: change {held.number} was taken back",
        why=held.decided_because,
    )
    return held


@transaction.atomic
def note_change_published(*, change: Change, on: date, by: Person | None) -> Change:
    """Note the day on which the contract change notice was published."""
    held = Change.objects.select_for_update(of=("self",)).select_related("contract__council").get(pk=change.pk)
    if held.state != ChangeState.APPROVED:
        raise ChangeRefused(what="The change is not approved.", do="Publish a notice once it is.", field="on")
    if on > timezone.localdate():
        raise ChangeRefused(
            what=f"{on:%-d %B %Y} is still to come.", do="Give the day on which it was published.", field="on"
        )
    before, held.notice_published_on = held.notice_published_on, on
    held.save(update_fields=["notice_published_on"])
    record_event(
        council=held.contract.council,
        by=by,
        kind="change.published",
        subject=subject_of(held.contract),
        summary=f"{held.contract}: the notice of change {held.number} was published",
        before=as_plain(before),
        after=str(on),
    )
    return held


def amount_to_approve(change: Change) -> Decimal:
    """What the decision is about in pounds: what is added, or the whole contract where only days or scope change."""
    added: Decimal | None = change.value_added
    if added:
        return abs(added)
    contract: Contract = change.contract
    return Decimal(contract.awarded_value or contract.maximum_value or 0)


def weigh_change(change: Change) -> Weighed:
    """This change with every approved one before it, held against the limits in force on the day it was asked for."""
    return weigh_among(change, approved_changes(change.contract))


def approved_changes(contract: Contract) -> list[Change]:
    """The approved changes of a contract in their order (one query)."""
    return list(contract.changes.filter(state=ChangeState.APPROVED.value).order_by("number"))


def weigh_among(change: Change, approved: Sequence[Change]) -> Weighed:
    """The same, where the approved changes of the contract are read already."""
    contract = change.contract
    before = [each for each in approved if each.number < change.number]
    added = [each.value_added for each in [*before, change] if each.value_added is not None]
    return weigh_changes(
        added,
        value=_value_of(contract),
        start=contract.start,
        end=first_end_among(contract, approved),
        new_end=change.new_end,
        alters_scope=change.alters_scope,
        regime=Regime(contract.regime),
        kind=ContractKind(contract.kind),
        limits=load_law().change_limits_on(timezone.localdate(change.requested_at)),
    )


def needs_notice(change: Change) -> bool | None:
    """Whether this change alone likely needs a contract change notice; None where that cannot be said."""
    contract = change.contract
    value, start, end = _value_of(contract), contract.start, change.old_end
    value_share = Decimal(change.value_added or 0) / value * 100 if value else None
    term_share: Decimal | None = Decimal(0)
    if change.new_end:
        known = start and end and end > start
        term_share = Decimal((change.new_end - end).days) / ((end - start).days + 1) * 100 if known else None
    return is_notice_due(
        value_share if change.value_added else Decimal(0),
        term_share,
        regime=Regime(contract.regime),
        kind=ContractKind(contract.kind),
        limits=load_law().change_limits_on(timezone.localdate(change.requested_at)),
    )


def first_end(contract: Contract) -> date | None:
    """The end that a contract had before any change of it was approved."""
    return first_end_among(contract, approved_changes(contract))


def first_end_among(contract: Contract, approved: Sequence[Change]) -> date | None:
    first = next((each for each in approved if each.new_end), None)
    end: date | None = first.old_end if first else contract.end
    return end


def _value_of(contract: Contract) -> Decimal | None:
    value: Decimal | None = contract.awarded_value or contract.maximum_value
    return value


def _is_said_already(change: Change, *, by: Person, because: str, approve: bool) -> bool:
    """Whether this person decided the same on this change before, in the same words."""
    said = (ChangeState.APPROVED if approve else ChangeState.REFUSED).value
    return (change.decided_by_id, change.state, change.decided_because) == (by.pk, said, because.strip())


def _check_open(change: Change) -> None:
    if change.state != ChangeState.REQUESTED:
        who = f" by {change.decided_by}" if change.decided_by else ""
        raise UserError(
            what=f"Change {change.number} is {change.state} already{who}.",
            do="Ask for a new change if something has to be different.",
            exit_code=CONFLICT_EXIT,
        )


def _columns(asked: AskedChange) -> Mapping[str, Any]:
    return {
        "title": asked.title.strip(),
        "reason": asked.reason.strip(),
        "value_added": asked.value_added,
        "new_end": asked.new_end,
        "alters_scope": asked.alters_scope,
        "is_on_standard_form": asked.is_on_standard_form,
        "budget_code": asked.budget_code.strip(),
        "risk_note": asked.risk_note.strip(),
    }
