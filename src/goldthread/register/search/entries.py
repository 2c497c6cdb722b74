"""What of each record can be found: one builder for each kind, and the rows that a rebuild reads."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from goldthread.documents.models import DocumentText
from goldthread.organisation.models import Council
from goldthread.register.models import (
    Attachment,
    Change,
    Contract,
    Engagement,
    KpiRating,
    Lesson,
    PipelineEntry,
    Review,
    Risk,
    Saving,
    Waiver,
)
from goldthread.register.search.types import Entry, SearchKind

A_CHUNK = 500


@dataclass(frozen=True)
class Source:
    """How the records of one table become entries. `council` is the way from a row to its council."""

    kind: SearchKind
    build: Callable[[Any], Entry]
    council: str = "council"
    related: tuple[str, ...] = ()
    live: Mapping[str, object] | None = None


def _join(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _of_contract(row: Contract) -> Entry:
    body = _join(row.reference, row.supplier_name, row.category, row.manager_name, row.description)
    return Entry(SearchKind.CONTRACT, row.pk, row.council_id, row.pk, row.title, body, row.start)


def _of_document(row: Attachment) -> Entry:
    held = DocumentText.objects.filter(sha256=row.document.sha256).values_list("text", flat=True).first()
    return Entry(
        SearchKind.DOCUMENT,
        row.pk,
        row.council_id,
        row.contract_id,
        row.title,
        _join(row.document.name, held),
        timezone.localdate(row.added_at),
        row.is_restricted,
        row.added_by_id,
    )


def _of_review(row: Review) -> Entry:
    marks = _join(*(mark.get("note", "") for mark in row.marks))
    body = _join(row.findings, row.opportunities, row.revenue_idea, marks)
    title = f"Review of {row.on:%-d %B %Y}: {row.kind}"
    return Entry(SearchKind.REVIEW, row.pk, row.contract.council_id, row.contract_id, title, body, row.on)


def _of_lesson(row: Lesson) -> Entry:
    body = _join(row.text, row.category, " ".join(row.value_codes))
    return Entry(SearchKind.LESSON, row.pk, row.council_id, row.contract_id, row.title, body, row.on)


def _of_rating(row: KpiRating) -> Entry:
    contract = row.kpi.contract
    title = f"{row.kpi.name}: {row.rating} to {row.period_end:%-d %B %Y}"
    body = _join(row.achieved, row.note)
    return Entry(SearchKind.RATING, row.pk, contract.council_id, contract.pk, title, body, row.period_end)


def _of_change(row: Change) -> Entry:
    body = _join(row.reason, row.risk_note)
    day = timezone.localdate(row.requested_at)
    return Entry(SearchKind.CHANGE, row.pk, row.contract.council_id, row.contract_id, row.title, body, day)


def _of_risk(row: Risk) -> Entry:
    body = _join(row.description, row.mitigation, row.contingency, row.backup_supplier)
    return Entry(SearchKind.RISK, row.pk, row.council_id, row.contract_id, f"Risk of {row.kind}", body, row.reviewed_on)


def _of_waiver(row: Waiver) -> Entry:
    body = _join(row.reason, row.supplier_name, row.reference, row.decided_because)
    return Entry(SearchKind.WAIVER, row.pk, row.council_id, row.contract_id, row.title, body, row.on)


def _of_saving(row: Saving) -> Entry:
    body = _join(row.method, row.realised_because)
    day = timezone.localdate(row.claimed_at)
    return Entry(SearchKind.SAVING, row.pk, row.council_id, row.contract_id, row.title, body, day)


def _of_engagement(row: Engagement) -> Entry:
    return Entry(SearchKind.ENGAGEMENT, row.pk, row.council_id, row.contract_id, row.title, _join(row.note), row.on)


def _of_pipeline(row: PipelineEntry) -> Entry:
    body = _join(row.category, row.why, row.market_note, row.revenue_idea, row.board_route, row.closed_because)
    return Entry(SearchKind.PIPELINE, row.pk, row.council_id, None, row.title, body, row.needed_on)


SOURCES: Mapping[type[Model], Source] = {
    Contract: Source(SearchKind.CONTRACT, _of_contract),
    Attachment: Source(SearchKind.DOCUMENT, _of_document, related=("document",), live={"withdrawn_at": None}),
    Review: Source(SearchKind.REVIEW, _of_review, "contract__council", ("contract",)),
    Lesson: Source(SearchKind.LESSON, _of_lesson, live={"withdrawn_at": None}),
    KpiRating: Source(SearchKind.RATING, _of_rating, "kpi__contract__council", ("kpi__contract",)),
    Change: Source(SearchKind.CHANGE, _of_change, "contract__council", ("contract",)),
    Risk: Source(SearchKind.RISK, _of_risk),
    Waiver: Source(SearchKind.WAIVER, _of_waiver),
    Saving: Source(SearchKind.SAVING, _of_saving),
    Engagement: Source(SearchKind.ENGAGEMENT, _of_engagement),
    PipelineEntry: Source(SearchKind.PIPELINE, _of_pipeline),
}


def build_entry(row: Model) -> Entry | None:
    """The entry of a record; None where it was withdrawn and is to be found no more."""
    source = SOURCES[type(row)]
    gone = any(getattr(row, name) != value for name, value in (source.live or {}).items())
    return None if gone else source.build(row)


def every_row(model: type[Model], council: Council) -> Iterator[Model]:
    """Every record of a council that can be found, read in chunks."""
    source = SOURCES[model]
    rows: QuerySet[Any] = model._default_manager.filter(**{source.council: council}, **(source.live or {}))
    return rows.select_related(*source.related).order_by("pk").iterator(chunk_size=A_CHUNK)
