"""Presents one contract: its sentence, its four amounts, its days, what is due, what it lacks, and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from goldthread.organisation.models import Event
from goldthread.organisation.permissions import Standing
from goldthread.register.actions.contracts import subject_of
from goldthread.register.due import list_due
from goldthread.register.models import Break, Contract, Extension
from goldthread.register.narrowing import lacks_of
from goldthread.register.permissions import can_keep
from goldthread.register.rules import burn_of
from goldthread.register.types import CALLED_OFF_FROM, Lacking, Regime, VatBasis
from goldthread.web.evidence.wording import exact_pounds, short_pounds
from goldthread.web.history.present import EventRow, present_event
from goldthread.web.pipeline.panels import own_times_of
from goldthread.web.register.columns import department_of, manager_of, say_other_amount
from goldthread.web.register.forms import FORM_TOKEN
from goldthread.web.register.lines import DueLine, present_due
from goldthread.web.register.panels import build_panels
from goldthread.web.register.scenes import Panel, Scene
from goldthread.web.register.spend import Spent, read_spent_on
from goldthread.web.register.timeline import Timeline, build_timeline, say_ahead

EVENTS_SHOWN = 20
NOT_SAID = "not said"
_YES_NO = {True: "yes", False: "no", None: NOT_SAID}


@dataclass(frozen=True)
class Fact:
    """One line of what is known; `is_missing` where nothing is."""

    name: str
    text: str
    is_missing: bool = False


@dataclass(frozen=True)
class Amount:
    """One of the four amounts, to the penny, with its VAT basis; "not known" is not zero."""

    name: str
    text: str
    basis: str
    note: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class Gap:
    """Something that the contract's data lacks, why it matters, and where it is typed in."""

    text: str
    url: str


@dataclass(frozen=True)
class ContractPage:
    """Everything on a contract's page."""

    finding: str
    facts: tuple[Fact, ...]
    terms: tuple[Fact, ...]
    kept: tuple[Fact, ...]
    amounts: tuple[Amount, ...]
    timeline: Timeline
    extensions: Sequence[Extension]
    breaks: Sequence[Break]
    dues: tuple[DueLine, ...]
    gaps: tuple[Gap, ...]
    panels: tuple[Panel, ...]
    events: tuple[EventRow, ...]


def present_contract(contract: Contract, standing: Standing, *, today: date) -> ContractPage:
    """Read what belongs to the contract and say it."""
    may_keep = can_keep(standing, contract)
    extensions, breaks = list(contract.extensions.all()), list(contract.breaks.all())
    events = Event.objects.filter(council=contract.council, subject=subject_of(contract)).select_related("by")
    spent, days = read_spent_on(contract)
    own = own_times_of(contract)
    dues = list_due(contract, extensions=extensions, breaks=breaks, own=own, today=today)
    return ContractPage(
        finding=say_contract(contract, today),
        facts=_facts(contract),
        terms=_terms(contract),
        kept=tuple(Fact(heading, str(text)) for heading, text in contract.extra.items() if heading != FORM_TOKEN),
        amounts=_amounts(contract, spent.get(contract.pk), days),
        timeline=build_timeline(contract, extensions, breaks, today),
        extensions=extensions,
        breaks=breaks,
        dues=tuple(present_due(due, today=today, may_keep=may_keep) for due in dues),
        gaps=_gaps(contract, breaks),
        panels=tuple(build_panels(Scene(contract, standing, may_keep, today, spent))),
        events=tuple(present_event(event, about=str(contract)) for event in events[:EVENTS_SHOWN]),
    )


def say_contract(contract: Contract, today: date) -> str:
    """Who provides it to whom, until when, for how much, and who manages it, in one or two sentences."""
    who = contract.supplier_name or "A supplier who is not named"
    whom = department_of(contract) or "the council"
    provides = f"{who} {_tense(contract, today)} {whom}{_until(contract, today)}"
    manager = manager_of(contract)
    managed = f"{manager} manages it." if manager else "Nobody is named as its manager."
    return f"{provides}, {_worth(contract)}. {managed}"


def _worth(contract: Contract) -> str:
    """What it was awarded at; else the amount that is known, called what it is."""
    basis = f" {contract.awarded_vat}" if contract.awarded_vat != VatBasis.UNKNOWN else ""
    if contract.awarded_value is not None:
        return f"awarded at {short_pounds(contract.awarded_value)}{basis}"
    return say_other_amount(contract) or "for a value that is not known"


def _tense(contract: Contract, today: date) -> str:
    if contract.start and contract.start > today:
        return "will provide this to"
    is_over = (contract.end and contract.end < today) or (contract.ended_on and contract.ended_on <= today)
    return "provided this to" if is_over else "provides this to"


def _until(contract: Contract, today: date) -> str:
    last = contract.ended_on or contract.end
    if last is None:
        return " with no end day"
    if last < today:
        return f" until {last:%-d %B %Y}"
    return f" until {last:%-d %B %Y}, {say_ahead(today, last)} from now"


def _facts(contract: Contract) -> tuple[Fact, ...]:
    identifiers = [
        f"company {contract.company_number}" if contract.company_number else "",
        f"charity {contract.charity_number}" if contract.charity_number else "",
        contract.postcode,
    ]
    pairs = [
        ("Reference", contract.reference),
        ("Supplier", contract.supplier_name),
        ("Identifiers", ", ".join(filter(None, identifiers))),
        ("Department", department_of(contract)),
        ("Manager", manager_of(contract)),
        ("Owner", str(contract.owner) if contract.owner else contract.owner_name),
        ("Category", " ".join(filter(None, [contract.category_code, contract.category]))),
        ("What is bought", contract.kind),
        ("Arrangement", contract.arrangement),
        ("Regime", contract.regime),
        ("Procedure", contract.procedure_text or contract.procedure),
        ("Notice", f"{contract.notice_months} months" if contract.notice_months is not None else ""),
        ("In the public register", "no, it is restricted" if contract.visibility == "restricted" else "yes"),
        ("Notice identifier (OCID)", contract.ocid),
    ]
    return tuple(Fact(name, text or NOT_SAID, not text or text == NOT_SAID) for name, text in pairs)


def _terms(contract: Contract) -> tuple[Fact, ...]:
    pairs = [
        ("Financial distress clause", _YES_NO[contract.has_distress_clause]),
        ("Real living wage clause", _YES_NO[contract.has_living_wage_clause]),
        ("Social value clause", _YES_NO[contract.has_social_value_clause]),
        ("Modern slavery clause", _YES_NO[contract.has_modern_slavery_clause]),
        ("Subcontractors told how to raise concerns", _YES_NO[contract.has_concerns_route]),
        ("Holds personal data", _YES_NO[contract.holds_personal_data]),
        ("Data protection terms", _YES_NO[contract.has_data_terms]),
        ("Personal data assessed", f"{contract.data_assessed_on:%-d %B %Y}" if contract.data_assessed_on else NOT_SAID),
        ("With other councils", _YES_NO[contract.is_joint]),
        ("Supplier is small or medium-sized", _YES_NO[contract.is_sme]),
        ("Supplier is a charity or social enterprise", _YES_NO[contract.is_vcse]),
    ]
    return tuple(Fact(name, text, text == NOT_SAID) for name, text in pairs)


def _amounts(contract: Contract, spent: Spent | None, days: tuple[date, date] | None) -> tuple[Amount, ...]:
    return (
        _amount("Estimated before tender", contract.estimated_value, contract.estimated_vat),
        _amount("Awarded", contract.awarded_value, contract.awarded_vat),
        _amount("Most it can come to, with every extension", contract.maximum_value, contract.maximum_vat),
        *([_amount("In a year", contract.annual_value, "")] if contract.annual_value is not None else []),
        Amount("Spent so far", exact_pounds(spent.amount), spent.basis, _say_burn(contract, spent))
        if spent
        else _none_spent(contract, days),
    )


def _none_spent(contract: Contract, days: tuple[date, date] | None) -> Amount:
    """No payment is under it: because none was found, or it is called off from, or because nobody has looked yet."""
    if days is None:
        return Amount("Spent so far", "not worked out yet", "", is_missing=True)
    if contract.arrangement in CALLED_OFF_FROM:
        return Amount("Spent so far", "under what is called off from it", "", is_missing=True)
    note = f"no payment from {days[0]:%-d %B %Y} to {days[1]:%-d %B %Y} was found to be under it"
    return Amount("Spent so far", "none found", "", note, is_missing=True)


def _say_burn(contract: Contract, spent: Spent) -> str:
    """Which days the payments are of, how far the contract is in money and time, and what the pace comes to."""
    is_whole = contract.start is not None and contract.start >= spent.since
    value, of = contract.awarded_value, "what was awarded"
    if value is None:
        value, of = contract.maximum_value, "the most that it can come to"
    burn = burn_of(
        spent.amount,
        value,
        contract.start,
        contract.end,
        on=timezone.localdate(),
        paid_to=spent.until,
    )
    parts = [f"payments from {spent.since:%-d %B %Y} to {spent.until:%-d %B %Y}"]
    parts += [f"{burn.spent_share:.0f}% of {of}"] if burn.spent_share is not None else []
    parts += [f"{burn.time_share:.0f}% of the time gone"] if burn.time_share is not None else []
    if burn.forecast is not None and is_whole:
        parts.append(f"at this pace {short_pounds(burn.forecast)} by the end")
    elif not is_whole and contract.start is not None:
        parts.append("it began before the first of them, so that more was spent")
    return "; ".join(parts)


def _amount(name: str, value: Decimal | None, basis: str) -> Amount:
    if value is None:
        return Amount(name, "not known", "", is_missing=True)
    return Amount(name, exact_pounds(value), basis)


_GAPS = {
    Lacking.MANAGER: ("Nobody is named as its manager, so nobody is told what is due.", "manager"),
    Lacking.END: ("It has no end, so nobody can say when to tender again.", "end"),
    Lacking.VALUE: ("It has no value, so spend cannot be held against it.", "awarded_value"),
    Lacking.DEPARTMENT: ("It belongs to no department.", "department"),
    Lacking.SUPPLIER: ("No supplier is named.", "supplier_name"),
}


def _gaps(contract: Contract, breaks: Sequence[Break]) -> tuple[Gap, ...]:
    edit = reverse("register:edit", args=[contract.council.slug, contract.pk])
    found = [_GAPS[kind] for kind in lacks_of(contract)]
    if contract.department_id is None and contract.department_name:
        named = f"Its file says “{contract.department_name}”, which is none of the council’s departments."
        found = [(named, field) if field == "department" else (text, field) for text, field in found]
    if contract.awarded_value is not None and contract.awarded_vat == VatBasis.UNKNOWN:
        found.append(("Nobody says whether the awarded value holds VAT.", "awarded_vat"))
    if contract.start is None:
        found.append(("It has no start.", "start"))
    if contract.regime == Regime.UNKNOWN:
        found.append(("The law that it falls under is not said.", "regime"))
    if contract.holds_personal_data is None:
        found.append(("Nobody says whether it holds personal data.", "holds_personal_data"))
    if contract.review_date is None:
        found.append(("No review is planned.", "review_date"))
    if contract.notice_months is None and any(each.notice_by is None for each in breaks):
        found.append(("It has a break, and no notice period is known.", "notice_months"))
    return tuple(Gap(text, f"{edit}#id_{field}") for text, field in found)
