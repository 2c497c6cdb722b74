"""Rows of the evidence table `pipeline`: one entry, with what was done before it was approved and launched."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from goldthread.evidence.indicators.material import Span
from goldthread.evidence.practice.days import is_within
from goldthread.evidence.practice.held import Held
from goldthread.register.models import Engagement, PipelineEntry
from goldthread.register.rules import with_vat
from goldthread.register.thresholds import load_law
from goldthread.register.types import AppraisedOption, ContractKind, VatBasis

_NARROW = {AppraisedOption.IN_HOUSE.value, AppraisedOption.OUTSOURCE.value}
YEAR = 12


def pipeline_rows(held: Held, span: Span) -> Iterator[tuple[int | None, dict[str, object]]]:
    """A department or None, and the row, for each entry that was open on the last day or made within the period."""
    met: dict[int, list[Engagement]] = {}
    for engagement in held.engagements:
        if engagement.entry_id is not None:
            met.setdefault(engagement.entry_id, []).append(engagement)
    for entry in held.pipeline:
        made = timezone.localdate(entry.created_at)
        if made <= span.last and (not entry.is_closed or made >= span.first):
            yield entry.department_id, _row(entry, held, met.get(entry.pk, []), span)


def _row(entry: PipelineEntry, held: Held, met: list[Engagement], span: Span) -> dict[str, object]:
    appraisals = held.appraisals.get(entry.pk, [])
    gate = entry.approved_on or entry.launched_on
    smes = [each.smes for each in met if each.smes is not None]
    vcses = [each.vcses for each in met if each.vcses is not None]
    return {
        "entry": str(entry.pk),
        "name": entry.title,
        "value": entry.estimated_value,
        **_sizes(entry, span.last),
        "has_budget": bool(entry.budget_code),
        "is_revenue_asked": entry.is_revenue_asked,
        "is_joint": entry.is_joint,
        "is_cross_department": entry.is_cross_department,
        "has_board_route": bool(entry.board_route),
        "is_advised": _before(entry.advice_on, gate),
        "has_appraisal": bool(appraisals),
        "is_wide_appraisal": any(set(a.options) - _NARROW for a in appraisals) if appraisals else None,
        "has_research": bool(entry.market_note) and _before(entry.market_note_on, gate),
        "has_engagement": bool(met),
        "has_smes": sum(smes) > 0 if smes else None,
        "has_vcses": sum(vcses) > 0 if vcses else None,
        "is_social_value_assessed": _before(entry.social_value_assessed_on, entry.launched_on),
        "is_data_answered": entry.holds_personal_data is not None,
        "is_published": is_within(entry.published_on, span.last, YEAR),
    }


def _sizes(entry: PipelineEntry, last: date) -> dict[str, object]:
    law = load_law().thresholds_on(last)
    if entry.estimated_value is None or law is None:
        return {"is_over_floor": None, "is_over_threshold": None}
    amount = with_vat(entry.estimated_value, VatBasis(entry.estimated_vat))
    return {
        "is_over_floor": amount >= law.notifiable,
        "is_over_threshold": amount >= law.by_kind[ContractKind.SERVICES],
    }


def _before(day: date | None, gate: date | None) -> bool:
    """Whether something was done before the gate, or at all where the gate has not come."""
    return day is not None and (gate is None or day <= gate)
