"""KPIs of contracts, their ratings, and reviews. Two poor periods in a row raise a risk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from goldthread.documents.models import Document
from goldthread.organisation.models import Person
from goldthread.register.actions.records import RecordRefused, check_not_to_come, check_said, tell
from goldthread.register.models import Contract, ContractKpi, KpiRating, Review, Risk
from goldthread.register.search.actions import index_records
from goldthread.register.types import Rating, ReviewKind, RiskKind

POOR_PERIODS = 2
TWO_POOR_PERIODS = "two poor periods"
_LIKELY, _MIDDLING = 4, 3


@transaction.atomic
def add_kpi(
    *,
    contract: Contract,
    name: str,
    by: Person | None,
    target: str = "",
    is_statutory: bool = False,
    is_published: bool = False,
    months_between_ratings: int = 12,
) -> ContractKpi:
    """Measure a contract by one more KPI. A statutory one is rated at least every twelve months (domain D2)."""
    name = check_said(name, field="name", missing="The KPI has no name.", do="Say what is measured.")
    if is_statutory and months_between_ratings > 12:
        raise RecordRefused(
            what=f"A KPI that the Act asks for cannot wait {months_between_ratings} months.",
            do="Rate it at least every twelve months.",
            field="months_between_ratings",
        )
    Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    same = contract.kpis.filter(name=name, retired_at__isnull=True).first()
    if same is not None:
        return same
    last = contract.kpis.aggregate(last=Max("number"))["last"] or 0
    kpi = ContractKpi.objects.create(
        contract=contract,
        number=last + 1,
        name=name,
        target=target.strip(),
        is_statutory=is_statutory,
        is_published=is_published,
        months_between_ratings=months_between_ratings,
    )
    tell(
        council=contract.council,
        by=by,
        kind="kpi.added",
        about=contract,
        summary=f"{contract}: it is measured by {name}",
        after={"target": target, "statutory": is_statutory, "published": is_published},
    )
    return kpi


@transaction.atomic
def rate_kpi(
    *,
    kpi: ContractKpi,
    period_end: date,
    rating: Rating,
    by: Person | None,
    achieved: str = "",
    note: str = "",
    document: Document | None = None,
) -> KpiRating:
    """Rate a KPI for the period that ended on a day. A second for that period replaces the first, with history."""
    check_not_to_come(period_end, field="period_end", what="The period ends")
    if rating is Rating.OTHER or rating.is_poor:
        missing = f"“{rating.label}” was chosen and nothing says why."
        check_said(note, field="note", missing=missing, do="Say in a sentence what happened.")
    contract = kpi.contract
    before = KpiRating.objects.select_for_update().filter(kpi=kpi, period_end=period_end).first()
    was = before.rating if before else None
    if (
        before
        and (was, before.achieved, before.note) == (rating.value, achieved.strip(), note.strip())
        and not document
    ):
        return before  # a form that was sent twice
    saved, _made = KpiRating.objects.update_or_create(
        kpi=kpi,
        period_end=period_end,
        defaults={
            "rating": rating.value,
            "achieved": achieved.strip(),
            "note": note.strip(),
            "document": document or (before.document if before else None),
            "rated_by": by,
            "rated_at": timezone.now(),
        },
    )
    index_records([saved])
    tell(
        council=contract.council,
        by=by,
        kind="kpi.rated",
        about=contract,
        summary=f"{contract}: {kpi.name} is {rating.label} for the period to {period_end:%-d %B %Y}",
        before=was,
        after={"rating": rating.value, "achieved": achieved, "note": note},
    )
    _raise_risk(kpi, by)
    return saved


@transaction.atomic
def retire_kpi(*, kpi: ContractKpi, because: str, by: Person | None) -> ContractKpi:
    """Stop measuring by a KPI, with a reason. Its ratings stay; retiring it again changes nothing."""
    held = ContractKpi.objects.select_for_update(of=("self",)).select_related("contract__council").get(pk=kpi.pk)
    if held.retired_at:
        return held
    why = check_said(because, field="because", missing="No reason was given.", do="Say why it is measured no more.")
    held.retired_at = timezone.now()
    held.save(update_fields=["retired_at"])
    tell(
        council=held.contract.council,
        by=by,
        kind="kpi.retired",
        about=held.contract,
        summary=f"{held.contract}: {held.name} is measured no more",
        why=why,
    )
    return held


def _raise_risk(kpi: ContractKpi, by: Person | None) -> None:
    """Raise a risk where the last two periods were poor and none is open for the KPI."""
    last = list(kpi.ratings.order_by("-period_end")[:POOR_PERIODS])
    if len(last) < POOR_PERIODS or not all(Rating(each.rating).is_poor for each in last):
        return
    rule = f"{TWO_POOR_PERIODS}:{kpi.pk}"
    contract = kpi.contract
    if Risk.objects.filter(contract=contract, raised_by_rule=rule, closed_on__isnull=True).exists():
        return
    risk = Risk.objects.create(
        council=contract.council,
        contract=contract,
        supplier_name=contract.supplier_name,
        kind=RiskKind.PERFORMANCE.value,
        description=f"{kpi.name} was poor in two periods in a row, the last to {last[0].period_end:%-d %B %Y}.",
        likelihood=_LIKELY,
        impact=_MIDDLING,
        owner=contract.manager,
        raised_by_rule=rule,
    )
    index_records([risk], is_new=True)
    tell(
        council=contract.council,
        by=by,
        kind="risk.raised",
        about=contract,
        summary=f"{contract}: two poor periods of {kpi.name} raised a risk",
        after={"rule": TWO_POOR_PERIODS},
    )


@dataclass(frozen=True)
class LookedAt:
    """What was found on each criterion of an edition; a mark holds its `id`, `name`, `mark` and `note`."""

    criteria: str
    marks: Sequence[Mapping[str, str]]


@transaction.atomic
def add_review(  # noqa: PLR0913 a review says as many things
    *,
    contract: Contract,
    kind: ReviewKind,
    on: date,
    findings: str,
    by: Person | None,
    opportunities: str = "",
    revenue_idea: str = "",
    supplier_took_part: bool | None = None,
    partner_took_part: bool | None = None,
    next_on: date | None = None,
    looked_at: LookedAt | None = None,
) -> Review:
    """Record a review, by criteria where it `looked_at` some. The next review day moves to `next_on` where given."""
    findings = check_said(
        findings, field="findings", missing="The review found nothing.", do="Write a sentence on what it found."
    )
    _check_days(on, next_on)
    Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    same = contract.reviews.filter(kind=kind.value, on=on, findings=findings, by=by).first()
    if same is not None:
        return same  # a form that was sent twice
    review = Review.objects.create(
        contract=contract,
        kind=kind.value,
        on=on,
        department=contract.department,
        findings=findings,
        opportunities=opportunities.strip(),
        revenue_idea=revenue_idea.strip(),
        supplier_took_part=supplier_took_part,
        partner_took_part=partner_took_part,
        next_on=next_on,
        criteria=looked_at.criteria if looked_at else "",
        marks=[dict(mark) for mark in looked_at.marks] if looked_at else [],
        by=by,
    )
    index_records([review], is_new=True)
    if next_on:
        Contract.objects.filter(pk=contract.pk).update(review_date=next_on)
    tell(
        council=contract.council,
        by=by,
        kind="review.added",
        about=contract,
        summary=f"{contract}: {kind.value} was reviewed on {on:%-d %B %Y}",
        after={"findings": findings, "next_on": next_on},
    )
    return review


def _check_days(on: date, next_on: date | None) -> None:
    """Raise `RecordRefused` for a review that is still to come, or a next one that is not after it."""
    check_not_to_come(on, field="on", what="The review took place")
    if next_on and next_on <= on:
        raise RecordRefused(
            what="The next review is not after this one.", do="Give a later day, or leave it empty.", field="next_on"
        )
