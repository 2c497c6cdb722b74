"""Answering a verdict: a department says why the records mislead. Neither the verdict nor any score changes."""

from django.db import transaction
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.indicators.types import Outcome
from goldthread.evidence.verdicts.models import VerdictDispute
from goldthread.evidence.verdicts.types import Verdict
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Department, Person
from goldthread.organisation.permissions import Standing


class DisputeRefused(UserError):
    """A dispute that cannot be taken as it was given."""


def check_can_dispute(standing: Standing, department: Department) -> None:
    """Raise `NotAllowed` unless the person answers for the department."""
    standing.check_answer_for(department)


def can_dispute(standing: Standing, department: Department) -> bool:
    return standing.can_answer_for(department)


@transaction.atomic
def dispute_verdict(
    *, department: Department, verdict: Verdict, because: str, by: Person | None, round_ref: str = ""
) -> VerdictDispute:
    """Answer a verdict that contradicts or supports; a second answer takes the place of the department's first.

    Raises `DisputeRefused` for a silent verdict, which says nothing to answer, and where the reason is empty.
    """
    because = because.strip()
    if not because:
        raise DisputeRefused(
            what="The reason is empty.", do="Say why the records mislead; it is shown to the moderator."
        )
    if verdict.outcome is Outcome.SILENT or verdict.indicator is None:
        raise DisputeRefused(
            what=f"The records say nothing of {verdict.value_code} at level {verdict.level}.",
            do="Say what you know in a comment on the answer instead.",
        )
    for older in _live(department, verdict, round_ref):
        take_back_dispute(dispute=older, by=by)
    made = VerdictDispute.objects.create(
        council=department.council,
        department=department,
        round_ref=round_ref,
        value_code=verdict.value_code,
        level=verdict.level,
        indicator=verdict.indicator,
        definition_version=verdict.definition_version or "",
        period=verdict.period,
        verdict=verdict.outcome.value,
        figure=_figure_as_json(verdict),
        because=because,
        by=by,
    )
    what = f"{department.name} disputed what {verdict.indicator_name or verdict.indicator} says of"
    _record(made, "evidence.verdict-disputed", f"{what} {verdict.value_code} at level {verdict.level}", by)
    return made


@transaction.atomic
def take_back_dispute(*, dispute: VerdictDispute, by: Person | None) -> VerdictDispute:
    """Take a dispute back. It stays in the record. A second call does nothing."""
    if dispute.taken_back_at is None:
        dispute.taken_back_at, dispute.taken_back_by = timezone.now(), by
        dispute.save(update_fields=["taken_back_at", "taken_back_by"])
        what = f"{dispute.department.name} took back what it said of"
        _record(dispute, "evidence.dispute-taken-back", f"{what} {dispute.value_code} at level {dispute.level}", by)
    return dispute


def _live(department: Department, verdict: Verdict, round_ref: str) -> list[VerdictDispute]:
    rows = VerdictDispute.objects.filter(department=department, round_ref=round_ref, taken_back_at__isnull=True)
    same = rows.filter(value_code=verdict.value_code, level=verdict.level, indicator=verdict.indicator)
    return list(same.filter(period=verdict.period).select_related("department", "council"))


def _figure_as_json(verdict: Verdict) -> dict[str, object]:
    threshold = verdict.threshold
    return {
        "value": None if verdict.value is None else str(verdict.value),
        "unit": verdict.unit.value if verdict.unit else None,
        "threshold": None if threshold is None else str(threshold.value),
        "department_id": verdict.department_id,
        "reason": verdict.reason,
        "loads": list(verdict.loads),
    }


def _record(dispute: VerdictDispute, kind: str, summary: str, by: Person | None) -> None:
    record_event(
        council=dispute.council,
        by=by,
        kind=kind,
        subject=f"evidence:{dispute.value_code}/{dispute.level}/{dispute.indicator}",
        summary=summary,
        after={"verdict": dispute.verdict, "figure": dispute.figure, "department": dispute.department.name},
        why=dispute.because,
    )
