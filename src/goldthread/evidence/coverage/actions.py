"""What a person says of payments and of names on the register: written down for ever, with an event, then applied."""

from django.db import transaction
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.coverage.models import CoverageDecision
from goldthread.evidence.coverage.types import DecisionKind
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person
from goldthread.register.models import Contract


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
    return _keep(
        CoverageDecision(
            council=council, kind=DecisionKind.SAME_SUPPLIER, payee=payee, register_name=register_name, by=by
        ),
        why=why,
        summary=f"{register_name} on the register is {payee}",
    )


def _keep(decision: CoverageDecision, *, why: str, summary: str) -> CoverageDecision:
    if not why.strip():
        raise CoverageRefused(what="No reason was given.", do="Say why: it is kept with what you said.", field="why")
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
        raise CoverageRefused(what="No reason was given.", do="Say why: it is kept with what you said.", field="why")
    decision.taken_back_at, decision.taken_back_by, decision.taken_back_why = timezone.now(), by, why.strip()
    decision.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    record_event(
        council=decision.council,
        by=by,
        kind="coverage.taken_back",
        subject="coverage",
        summary=f"What was said of {decision.payee} counts no more",
        why=why.strip(),
    )
