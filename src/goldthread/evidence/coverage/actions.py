"""What a person says of payments and of names on the register: written down for ever, with an event, then applied."""

from django.db import transaction
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.coverage.models import CoverageDecision
from goldthread.evidence.coverage.types import DecisionKind, name_key
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person
from goldthread.register.models import Contract

UNSAID = "No reason was given."
"""Kept where a person need not say why: hundreds of names are settled in a row."""


class CoverageRefused(UserError):
    """What was said cannot be kept as it stands. `field` names the part that is wrong."""

    def __init__(self, *, what: str, do: str, field: str) -> None:
        super().__init__(what=what, do=do)
        self.field = field


@transaction.atomic
def say_payments(
    *, council: Council, payee: str, contract: Contract | None, reference: str, why: str, by: Person | None
) -> CoverageDecision:
    """A supplier's payments (those with the reference, or all) are under the contract; with None, under none.

    `payee` is one of the supplier's published names. Raises `CoverageRefused` without a reason.
    """
    if contract is not None and contract.council_id != council.pk:
        raise CoverageRefused(
            what="That contract is another council's.", do="Name a contract of your own register.", field="contract"
        )
    kind = DecisionKind.NO_CONTRACT if contract is None else DecisionKind.BELONGS
    which = f"Payments to {payee}" + (f" with the reference {reference}" if reference else "")
    return _keep(
        CoverageDecision(council=council, kind=kind, payee=payee, reference=reference, contract=contract, by=by),
        why=why,
        summary=f"{which} are under {contract}" if contract else f"{which} are under no contract",
    )


@transaction.atomic
def say_name(*, council: Council, register_name: str, payee: str, why: str, by: Person | None) -> CoverageDecision:
    """A supplier's name on the register is the payee of this published name. Raises `CoverageRefused`."""
    summary = f"{register_name} on the register is {payee}"
    return _of_name(council, DecisionKind.SAME_SUPPLIER, register_name, payee, why=why, by=by, summary=summary)


@transaction.atomic
def settle_name(*, council: Council, register_name: str, payee: str, why: str, by: Person | None) -> CoverageDecision:
    """Say once who a name on the register is, for every contract that bears it, loaded now or later.

    `payee` is a published name of a supplier; empty says that nobody is paid by another name. Raises `CoverageRefused`
    where it is settled already, and without a reason.
    """
    _check_open(council, register_name)
    if payee:
        return say_name(council=council, register_name=register_name, payee=payee, why=why, by=by)
    summary = f"{register_name} on the register is a supplier with no payments"
    return _of_name(council, DecisionKind.NO_PAYMENTS, register_name, "", why=why, by=by, summary=summary)


@transaction.atomic
def leave_name(*, council: Council, register_name: str, why: str, by: Person | None) -> CoverageDecision:
    """Take a name off the list without saying who it is; it can be settled later. Raises as `settle_name` does."""
    held = _check_open(council, register_name)
    if held is not None:
        raise CoverageRefused(
            what=f"{held.by or 'Somebody'} left “{register_name}” already.",
            do="Settle it, or choose another.",
            field="name",
        )
    summary = f"{register_name} on the register is left as it is"
    return _of_name(council, DecisionKind.LEFT, register_name, "", why=why, by=by, summary=summary)


def _check_open(council: Council, register_name: str) -> CoverageDecision | None:
    """What stands of the name: None, or that it was left. Raises `CoverageRefused` where it is settled.

    The council's row is held, so that of two people who settle a name at once the second is told.
    """
    if not name_key(register_name):
        raise CoverageRefused(what="No name was given.", do="Give the name as the register writes it.", field="name")
    Council.objects.select_for_update().get(pk=council.pk)
    held = said_of_name(council, register_name)
    if held is None or held.kind == DecisionKind.LEFT:
        return held
    who = f" {held.by}" if held.by else ""
    raise CoverageRefused(
        what=f"“{register_name}” was settled on {held.at:%-d %B %Y}{' by' if who else ''}{who}.",
        do="Take that back first.",
        field="name",
    )


def said_of_name(council: Council, register_name: str) -> CoverageDecision | None:
    """What holds of a name on the register: the last that was said and not taken back."""
    rows = CoverageDecision.objects.filter(council=council, register_key=name_key(register_name), taken_back_at=None)
    return rows.exclude(register_key="").select_related("by").order_by("at", "pk").last()


def _of_name(
    council: Council,
    kind: DecisionKind,
    register_name: str,
    payee: str,
    *,
    why: str,
    by: Person | None,
    summary: str,
) -> CoverageDecision:
    name, key = " ".join(register_name.split())[:300], name_key(register_name)
    decision = CoverageDecision(council=council, kind=kind, payee=payee, register_name=name, register_key=key, by=by)
    return _keep(decision, why=why, summary=summary)


def _keep(decision: CoverageDecision, *, why: str, summary: str) -> CoverageDecision:
    if not why.strip():
        raise CoverageRefused(what=UNSAID, do="Say why: it is kept with what you said.", field="why")
    decision.why = why.strip()
    decision.save()
    record_event(
        council=decision.council,
        by=decision.by,
        kind="coverage.decided",
        subject=f"contract:{decision.contract_id}" if decision.contract_id else "coverage",
        summary=summary,
        after={"payee": decision.payee, "reference": decision.reference, "register_name": decision.register_name},
        why=decision.why,
    )
    return decision


@transaction.atomic
def take_back(*, decision: CoverageDecision, why: str, by: Person | None) -> None:
    """Let a decision count no more; it is kept with who took it back and why. Raises `CoverageRefused`."""
    decision = CoverageDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if decision.taken_back_at:
        who = f" by {decision.taken_back_by}" if decision.taken_back_by else ""
        raise CoverageRefused(what=f"It was taken back already{who}.", do="Look at the list again.", field="why")
    if not why.strip():
        raise CoverageRefused(what=UNSAID, do="Say why: it is kept with what you said.", field="why")
    decision.taken_back_at, decision.taken_back_by, decision.taken_back_why = timezone.now(), by, why.strip()
    decision.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    record_event(
        council=decision.council,
        by=by,
        kind="coverage.taken_back",
        subject="coverage",
        summary=f"What was said of {decision.about} counts no more",
        why=why.strip(),
    )
