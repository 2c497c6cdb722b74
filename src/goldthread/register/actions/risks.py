"""Risks, savings, waivers and breaches: recorded, decided, closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from goldthread.organisation.models import Council, Department, Person
from goldthread.organisation.permissions import NotAllowed, Standing
from goldthread.organisation.types import Action
from goldthread.register.actions.records import RecordRefused, check_not_to_come, check_said, tell
from goldthread.register.limits import check_may_approve
from goldthread.register.models import Contract, Risk, Saving, Waiver
from goldthread.register.search.actions import index_records
from goldthread.register.types import RiskKind, SavingKind, WaiverKind, WaiverState

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class SaidRisk:
    """What somebody says of a risk. Likelihood and impact go from 1 to 5."""

    kind: RiskKind
    description: str
    likelihood: int
    impact: int
    mitigation: str = ""
    contingency: str = ""
    contingency_on: date | None = None
    backup_supplier: str = ""
    contractor_accepted_on: date | None = None
    scenario: str = ""


@dataclass(frozen=True)
class RiskAbout:
    """What a risk hangs on that is no risk of one contract: a supplier, a category, or both."""

    supplier_name: str = ""
    category: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.supplier_name, self.category) if part)


@transaction.atomic
def save_risk(
    *,
    council: Council,
    said: SaidRisk,
    by: Person | None,
    contract: Contract | None = None,
    about: RiskAbout | None = None,
    risk: Risk | None = None,
    began: SaidRisk | None = None,
) -> Risk:
    """Record a risk, or look at one again: it is then reviewed as of today. A form sent twice makes one.

    `began` is what its writer started from: where somebody saved something else since, `RecordRefused` says so.
    `about` names the supplier or category of a new risk that hangs on no contract.
    """
    _check_risk(said, about)
    Council.objects.select_for_update().get(pk=council.pk)
    if risk is not None:
        held = Risk.objects.select_for_update(of=("self",)).get(pk=risk.pk)
        _check_same(held, began, said)
    else:
        named = vars(about) if about else {}
        held = _same_risk(council, contract, said, named) or Risk(
            council=council, contract=contract, owner=contract.manager if contract else None, **named
        )
    if held.closed_on:
        raise RecordRefused(what="The risk is closed.", do="Record a new one.")
    if held.pk and said_of(held) == said and held.reviewed_on == timezone.localdate():
        return held
    if contract and not held.supplier_name:
        held.supplier_name = contract.supplier_name
    for field, value in vars(said).items():
        setattr(held, field, value.value if field == "kind" else value)
    held.reviewed_on = timezone.localdate()
    held.save()
    index_records([held])
    tell(
        council=council,
        by=by,
        kind="risk.saved",
        about=held.contract,
        summary=f"{_say_about(held)}: risk of {said.kind.value}, {said.likelihood} × {said.impact}",
        after=dict(vars(said)),
    )
    return held


def _check_risk(said: SaidRisk, about: RiskAbout | None) -> None:
    if about is not None and not str(about):
        raise RecordRefused(
            what="Nothing says whom or what the risk is about.",
            do="Name a supplier or a category, or record it on the contract's own page.",
            field="supplier_name",
        )
    check_said(said.description, field="description", missing="The risk has no words.", do="Say what can go wrong.")
    for field in ("likelihood", "impact"):
        if not LOWEST <= getattr(said, field) <= HIGHEST:
            raise RecordRefused(
                what=f"{getattr(said, field)} is no {field}.", do="Choose one from 1 (low) to 5 (high).", field=field
            )


def said_of(risk: Risk) -> SaidRisk:
    """What a risk says, as its form takes it."""
    return SaidRisk(
        **{name: getattr(risk, name) for name in SaidRisk.__dataclass_fields__ if name != "kind"},
        kind=RiskKind(risk.kind),
    )


def _check_same(held: Risk, began: SaidRisk | None, said: SaidRisk) -> None:
    now = said_of(held)
    if began is not None and now not in {began, said}:
        says = f"{now.likelihood} × {now.impact}, “{now.description}”"
        raise RecordRefused(
            what=f"Somebody saved this risk while you were writing: {says}.",
            do="Save again to keep yours, or go back to drop it.",
            field="description",
        )


def _say_about(risk: Risk) -> str:
    return str(risk.contract or RiskAbout(risk.supplier_name, risk.category)) or "The council"


def _same_risk(council: Council, contract: Contract | None, said: SaidRisk, named: Mapping[str, str]) -> Risk | None:
    """An open risk in the same words."""
    rows = Risk.objects.filter(council=council, contract=contract, closed_on__isnull=True, **named)
    return rows.filter(kind=said.kind.value, description=said.description, scenario=said.scenario).first()


@transaction.atomic
def close_risk(*, risk: Risk, because: str, by: Person | None) -> Risk:
    """Close a risk with a reason. Closing it again changes nothing."""
    if risk.closed_on:
        return risk
    risk.closed_because = check_said(because, field="because", missing="No reason was given.", do="Say why it is over.")
    risk.closed_on = timezone.localdate()
    risk.save(update_fields=["closed_on", "closed_because"])
    tell(
        council=risk.council,
        by=by,
        kind="risk.closed",
        about=risk.contract,
        summary=f"{_say_about(risk)}: a risk of {risk.kind} was closed",
        why=risk.closed_because,
    )
    return risk


@dataclass(frozen=True)
class SaidSaving:
    """What somebody claims to have saved, in pounds of one financial year such as 2025-26."""

    title: str
    kind: SavingKind
    method: str
    financial_year: str
    claimed: Decimal
    is_from_contractor: bool = False
    is_from_break: bool = False


@transaction.atomic
def claim_saving(
    *,
    council: Council,
    said: SaidSaving,
    by: Person | None,
    contract: Contract | None = None,
    department: Department | None = None,
) -> Saving:
    """Claim a saving of one financial year, with the method by which it was worked out."""
    title = check_said(said.title, field="title", missing="The saving has no title.", do="Say what was saved.")
    method = check_said(
        said.method,
        field="method",
        missing="Nothing says how it was worked out.",
        do="Say the method agreed with finance.",
    )
    if said.claimed <= 0:
        raise RecordRefused(what="A saving is above zero.", do="Give the pounds that are saved.", field="claimed")
    Council.objects.select_for_update().get(pk=council.pk)
    same = Saving.objects.filter(
        council=council, contract=contract, title=title, kind=said.kind.value, financial_year=said.financial_year
    ).filter(claimed=said.claimed, claimed_by=by, validated__isnull=True)
    if (held := same.first()) is not None:
        return held  # a form that was sent twice
    saving = Saving.objects.create(
        council=council,
        contract=contract,
        department=department or (contract.department if contract else None),
        title=title,
        kind=said.kind.value,
        method=method,
        financial_year=said.financial_year,
        claimed=said.claimed,
        claimed_by=by,
        is_from_contractor=said.is_from_contractor,
        is_from_break=said.is_from_break,
    )
    index_records([saving], is_new=True)
    tell(
        council=council,
        by=by,
        kind="saving.claimed",
        about=contract,
        summary=f"{title}: £{said.claimed:,.0f} of {said.kind.value} saving was claimed for {said.financial_year}",
        after={"claimed": said.claimed, "method": method},
    )
    return saving


@transaction.atomic
def validate_saving(*, saving: Saving, validated: Decimal, standing: Standing) -> Saving:
    """Say, for finance, how much of a claimed saving holds. Nobody validates their own."""
    standing.check(Action.VALIDATE_SAVINGS)
    held = Saving.objects.select_for_update().get(pk=saving.pk)
    if held.claimed_by_id == standing.person.pk:
        raise NotAllowed(what="You claimed this saving.", do="Ask another finance officer to validate it.")
    if validated < 0 or (held.claimed is not None and validated > held.claimed):
        raise RecordRefused(
            what=f"£{validated:,.2f} is not between nothing and the £{held.claimed:,.2f} claimed.",
            do="Validate up to what was claimed.",
            field="validated",
        )
    before, held.validated = held.validated, validated
    held.validated_by, held.validated_at = standing.person, timezone.now()
    held.save(update_fields=["validated", "validated_by", "validated_at"])
    tell(
        council=held.council,
        by=standing.person,
        kind="saving.validated",
        about=held.contract,
        summary=f"{held.title}: £{validated:,.0f} of £{held.claimed:,.0f} was validated",
        before=str(before) if before is not None else None,
        after={"validated": validated},
    )
    return held


@dataclass(frozen=True)
class SaidWaiver:
    """A departure from the council's rules. `state` and `origin` are given where a file tells of one decided before."""

    kind: WaiverKind
    title: str
    reason_code: str
    on: date
    reason: str = ""
    reference: str = ""
    supplier_name: str = ""
    value: Decimal | None = None
    state: WaiverState | None = None
    origin: str = ""

    @property
    def first_state(self) -> WaiverState:
        return self.state or (WaiverState.RECORDED if self.kind is WaiverKind.BREACH else WaiverState.REQUESTED)


@transaction.atomic
def record_waiver(
    *,
    council: Council,
    said: SaidWaiver,
    by: Person | None,
    contract: Contract | None = None,
    department: Department | None = None,
) -> Waiver:
    """Ask for a waiver, or record a breach."""
    title = check_said(said.title, field="title", missing="It has no title.", do="Say what was bought.")
    check_said(
        said.reason_code, field="reason_code", missing="No reason was chosen.", do="Choose the reason that fits best."
    )
    if said.kind is WaiverKind.BREACH:
        check_not_to_come(said.on, field="on", what="The breach happened")
    Council.objects.select_for_update().get(pk=council.pk)
    same = Waiver.objects.filter(council=council, contract=contract, kind=said.kind.value, title=title, on=said.on)
    same = same.filter(value=said.value, requested_by=by, state=said.first_state.value, reason_code=said.reason_code)
    if by is not None and (held := same.first()) is not None:
        return held  # a form that was sent twice
    waiver = Waiver.objects.create(
        council=council,
        kind=said.kind.value,
        reference=said.reference,
        contract=contract,
        department=department or (contract.department if contract else None),
        title=title,
        supplier_name=said.supplier_name or (contract.supplier_name if contract else ""),
        value=said.value,
        reason_code=said.reason_code,
        reason=said.reason,
        on=said.on,
        state=said.first_state.value,
        requested_by=by,
        origin=said.origin,
    )
    index_records([waiver], is_new=True)
    tell(
        council=council,
        by=by,
        kind=f"{said.kind.value}.recorded",
        about=contract,
        summary=f"{title}: a {said.kind.value} was {waiver.state}",
        after={"reason_code": said.reason_code, "value": said.value, "on": said.on},
        why=said.reason,
    )
    return waiver


@transaction.atomic
def decide_waiver(*, waiver: Waiver, approve: bool, because: str, standing: Standing) -> Waiver:
    """Approve or refuse a waiver, within a limit, and never one's own."""
    held = Waiver.objects.select_for_update().get(pk=waiver.pk)
    if held.state != WaiverState.REQUESTED:
        raise RecordRefused(what=f"It is {held.state} already.", do="Ask for a new waiver if one is needed.")
    if held.requested_by_id == standing.person.pk:
        raise NotAllowed(what="You asked for this waiver.", do="Ask somebody else who may decide on it.")
    check_may_approve(standing, held.value or Decimal(0))
    held.decided_because = check_said(
        because, field="because", missing="No reason was given.", do="Say in a sentence why."
    )
    held.state = (WaiverState.APPROVED if approve else WaiverState.REFUSED).value
    held.decided_by, held.decided_at = standing.person, timezone.now()
    held.save(update_fields=["decided_because", "state", "decided_by", "decided_at"])
    index_records([held])
    tell(
        council=held.council,
        by=standing.person,
        kind="waiver.decided",
        about=held.contract,
        summary=f"{held.title}: the waiver was {held.state}",
        before=WaiverState.REQUESTED.value,
        after={"state": held.state},
        why=held.decided_because,
    )
    return held
