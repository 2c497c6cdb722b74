"""Rows of the evidence table `contracts`: one contract, with what its records say of it on a period's last day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from goldthread.evidence.indicators.material import Span
from goldthread.evidence.practice.chained import keeps_returns, tell_chain
from goldthread.evidence.practice.days import every, is_within, some
from goldthread.evidence.practice.held import Held
from goldthread.evidence.practice.tendered import tell_tender
from goldthread.register.models import Contract
from goldthread.register.rules import add_months, unexplained_overrun, with_vat
from goldthread.register.thresholds import load_law
from goldthread.register.types import ContractKind, Regime, ReviewKind, VatBasis

Row = dict[str, object]
HIGH_CRITICALITY, HIGH_RISK = 4, 15
REVIEW_DAYS = 90
YEAR, TWO_YEARS, PLANNING_MONTHS = 12, 24, 18


@dataclass(frozen=True)
class Context:
    """What a contract is looked at with: the register, the period, and what was paid under each contract."""

    held: Held
    span: Span
    spent: Mapping[int, Decimal]
    planned: frozenset[int]
    in_profile: Mapping[int, bool | None]
    keeps_returns: bool


def contract_rows(held: Held, span: Span, spent: Mapping[int, Decimal]) -> Iterator[tuple[int | None, Row]]:
    """A department or None, and the row, for each contract that counts in the period."""
    planned = frozenset(entry.replaces_id for entry in held.pipeline if entry.replaces_id is not None)
    profiles = {p.person_id: p.is_in_profile for p in held.profiles if p.person_id is not None}
    context = Context(held, span, spent, planned, profiles, keeps_returns(held, span.last))
    for contract in held.contracts:
        live, ended = is_live_on(contract, span.last), ended_within(contract, span)
        if live or ended:
            yield contract.department_id, _row(contract, context, live=live, ended=ended)


def end_of(contract: Contract) -> date | None:
    """The day a contract ended or will end: the day it was left, else its end."""
    end: date | None = contract.ended_on or contract.end
    return end


def is_live_on(contract: Contract, day: date) -> bool:
    """Begun and not over. A contract that is over on a day ended before it."""
    end = end_of(contract)
    return (contract.start is None or contract.start <= day) and (end is None or end >= day)


def ended_within(contract: Contract, span: Span) -> bool:
    end = end_of(contract)
    return end is not None and span.first <= end < span.last


def value_of(contract: Contract) -> tuple[Decimal | None, VatBasis]:
    """The maximum value, else the value awarded, with its VAT basis."""
    if contract.maximum_value is not None:
        return contract.maximum_value, VatBasis(contract.maximum_vat)
    return contract.awarded_value, VatBasis(contract.awarded_vat)


def _row(contract: Contract, context: Context, *, live: bool, ended: bool) -> Row:
    last, held = context.span.last, context.held
    value, basis = value_of(contract)
    law = load_law().thresholds_on(last)
    begun = contract.awarded_on or contract.start
    soon = add_months(last, PLANNING_MONTHS)
    return {
        "contract": str(contract.pk),
        "name": str(contract),
        "value": value,
        "spent": context.spent.get(contract.pk),
        "is_live": live,
        "is_ended": ended,
        "is_new": begun is not None and context.span.first <= begun <= last,
        "is_major": with_vat(value, basis) >= law.by_kind[ContractKind.SERVICES] if value is not None and law else None,
        "is_service": _unless(contract.kind, ContractKind.UNKNOWN, contract.kind == ContractKind.SERVICES),
        "is_above": _unless(contract.regime, Regime.UNKNOWN, contract.regime == Regime.ABOVE),
        "has_manager": bool(contract.manager_id or contract.manager_name),
        "is_in_profile": context.in_profile.get(contract.manager_id) if contract.manager_id else None,
        "is_complete": _is_complete(contract, value),
        "is_fresh": _is_fresh(contract, held, last),
        "is_joint": contract.is_joint,
        "has_distress_clause": contract.has_distress_clause,
        "ends_soon": live and contract.end is not None and last < contract.end <= soon,
        "is_planned": contract.pk in context.planned,
        "holds_data": contract.holds_personal_data,
        "is_data_sound": _is_data_sound(contract, last),
        "is_slavery_rated": bool(contract.slavery_risk),
        "is_slavery_high": contract.slavery_risk == "high" if contract.slavery_risk else None,
        "is_slavery_checked": is_within(contract.slavery_checked_on, last, YEAR),
        "has_social_value": contract.has_social_value_clause,
        **_changes(contract, context),
        **_reviews(contract, held, last),
        **_risks(contract, held),
        **_kpis(contract, held, last),
        **tell_tender(contract, held),
        **tell_chain(contract, held, last, is_kept=context.keeps_returns),
    }


def _unless(value: str, unknown: str, answer: bool) -> bool | None:
    return None if value == unknown else answer


def _is_complete(contract: Contract, value: Decimal | None) -> bool:
    said = (contract.supplier_name, contract.department_id, contract.start, contract.end, contract.category)
    return all(said) and value is not None and bool(contract.manager_id or contract.manager_name)


def _is_fresh(contract: Contract, held: Held, last: date) -> bool:
    days = [timezone.localdate(contract.changed_at), *(review.on for review in held.reviews.get(contract.pk, ()))]
    days += [timezone.localdate(change.requested_at) for change in held.changes.get(contract.pk, ())]
    for kpi in held.kpis.get(contract.pk, ()):
        days += kpi.rated_to
    return max(days) > add_months(last, -YEAR)


def _is_data_sound(contract: Contract, last: date) -> bool | None:
    if not contract.holds_personal_data:
        return None
    return bool(contract.has_data_terms) and is_within(contract.data_assessed_on, last, TWO_YEARS)


def _changes(contract: Contract, context: Context) -> Row:
    changes = context.held.changes.get(contract.pk, [])
    added = [change.value_added for change in changes if change.value_added is not None]
    value = contract.awarded_value if contract.awarded_value is not None else contract.maximum_value
    overrun = unexplained_overrun(context.spent.get(contract.pk), value, added)
    return {
        "changes": len(changes),
        "changes_on_form": sum(bool(change.is_on_standard_form) for change in changes),
        "changes_reported": sum(change.reported_on is not None for change in changes),
        "has_overrun": overrun > 0 if overrun is not None else None,
    }


def _reviews(contract: Contract, held: Held, last: date) -> Row:
    reviews = held.reviews.get(contract.pk, [])
    after = [review for review in reviews if review.kind == ReviewKind.POST_CONTRACT]
    end = end_of(contract)
    is_due = end is not None and end + timedelta(days=REVIEW_DAYS) <= last
    in_time = [r for r in after if end is not None and r.on <= end + timedelta(days=REVIEW_DAYS)]
    return {
        "is_reviewed_against_plan": any(
            is_within(r.on, last, YEAR) for r in reviews if r.kind == ReviewKind.ACTUAL_AGAINST_PLAN
        ),
        "is_reviewed_for_model": any(is_within(r.on, last, TWO_YEARS) for r in reviews if r.kind == ReviewKind.MODEL),
        "is_reviewed_after": bool(in_time) if is_due else None,
        "has_opportunities": some([bool(review.opportunities) for review in after]),
    }


def _risks(contract: Contract, held: Held) -> Row:
    risks = held.risks.get(contract.pk, [])
    return {
        "is_high_risk": (contract.criticality or 0) >= HIGH_CRITICALITY
        or any(risk.likelihood * risk.impact >= HIGH_RISK for risk in risks),
        "has_risk": bool(risks),
        "is_mitigated": every([bool(risk.mitigation) for risk in risks]),
        "is_accepted": every([risk.contractor_accepted_on is not None for risk in risks]),
        "has_contingency": some([bool(risk.contingency) for risk in risks]),
        "has_backup": some([bool(risk.backup_supplier) for risk in risks]),
    }


def _kpis(contract: Contract, held: Held, last: date) -> Row:
    kpis = held.kpis.get(contract.pk, [])
    rated = [any(is_within(to, last, kpi.months_between_ratings) for to in kpi.rated_to) for kpi in kpis]
    return {"kpis": len(kpis), "is_rated": every(rated)}
