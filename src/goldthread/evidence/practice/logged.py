"""Rows of the evidence table `records`: what the register's logs hold of a period."""

from collections.abc import Iterator
from datetime import date

from goldthread.evidence.indicators.material import Span
from goldthread.evidence.practice.held import Held

Logged = tuple[int | None, dict[str, object]]
_COLUMNS = (
    *("kind", "audience", "month", "is_about_savings", "is_about_commerce", "is_about_social_value", "is_published"),
    *("claimed", "validated", "realised", "is_from_contractor", "is_before_failure", "has_smes", "has_vcses"),
)


def record_rows(held: Held, span: Span) -> Iterator[Logged]:
    """A department or None, and the row, for each record that is dated in the period."""
    for day, department, told in _all(held, span):
        if span.first <= day <= span.last:
            blank: dict[str, object] = dict.fromkeys(_COLUMNS)
            yield department, blank | {"month": f"{day:%Y-%m}"} | told


def _all(held: Held, span: Span) -> Iterator[tuple[date, int | None, dict[str, object]]]:
    for report in held.reports:
        told = {"kind": "report", "audience": report.audience, "is_published": report.is_published}
        topics = {
            "is_about_savings": "savings" in report.topics,
            "is_about_commerce": "commercial" in report.topics,
            "is_about_social_value": "social value" in report.topics,
        }
        yield report.on, report.department_id, told | topics
    for met in held.engagements:
        counts = {"has_smes": _came(met.smes), "has_vcses": _came(met.vcses)}
        yield met.on, None, {"kind": "engagement", **counts}
    for saving in held.savings:
        if saving.financial_year == year_of(span):
            amounts = {"claimed": saving.claimed, "validated": saving.validated, "realised": saving.realised}
            told = {"kind": "saving", "is_from_contractor": saving.is_from_contractor, **amounts}
            yield span.last, saving.department_id, told
    for waiver in held.waivers:
        yield waiver.on, waiver.department_id, {"kind": waiver.kind}
    for case in held.cases:
        in_time = case.failed_on is None or case.opened_on < case.failed_on
        yield case.opened_on, None, {"kind": "distress", "is_before_failure": in_time}
    for lesson in held.lessons:
        yield lesson.on, None, {"kind": "lesson", "audience": lesson.audience}


def year_of(span: Span) -> str:
    """The financial year in which a period ends, such as 2025-26."""
    first = span.last.year if span.last.month >= 4 else span.last.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def _came(count: int | None) -> bool | None:
    return None if count is None else count > 0
