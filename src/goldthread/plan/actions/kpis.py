"""Writes: KPIs, their figures and ratings, and the reviews on which they are rated again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person
from goldthread.plan.actions.refusals import PlanMoved, PlanRefused
from goldthread.plan.models import Kpi, KpiActual, PlanReview
from goldthread.plan.rules.kpis import say_value
from goldthread.plan.types import HIGHEST_LEVEL, LEVEL_MEASURE, LOWEST_LEVEL, KpiKind

_CONTENT = ("area", "measure", "kind", "direction", "baseline", "targets", "value_codes", "indicator", "update_months")


@dataclass(frozen=True)
class SaidKpi:
    """What the strategy says of a KPI. `targets` and `baseline` are as in the files of examples."""

    number: int
    area: str
    measure: str
    kind: KpiKind
    direction: str
    baseline: Mapping[str, object]
    targets: Sequence[Mapping[str, object]]
    value_codes: Sequence[str]
    indicator: str = ""
    update_months: int = 12

    def content(self) -> dict[str, object]:
        return {
            "area": self.area,
            "measure": self.measure,
            "kind": self.kind.value,
            "direction": self.direction,
            "baseline": dict(self.baseline),
            "targets": [dict(target) for target in self.targets],
            "value_codes": list(self.value_codes),
            "indicator": self.indicator,
            "update_months": self.update_months,
        }


@dataclass(frozen=True)
class SaidFigure:
    """A figure for a period, with where it comes from. A rating goes under "level"; 1 is delivered, 0 is not."""

    measure: str
    value: Decimal
    period: str
    until: date
    source: str
    is_provisional: bool = False
    is_filled: bool = False


def digest_of(kpi: Kpi) -> str:
    """What a KPI said when a form of it was opened, as a SHA-256: another one means that somebody saved since."""
    kept = {name: getattr(kpi, name) for name in _CONTENT} | {"owner": kpi.owner_id}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def save_kpi(
    *, council: Council, said: SaidKpi, by: Person | None, owner: Person | None = None, expected: str = ""
) -> Kpi:
    """Keep a KPI of the council's strategy under its number. Equal content is no change.

    `expected` is the `digest_of` the KPI that the change began from; where somebody saved since, PlanMoved.
    """
    content = said.content()
    found = Kpi.objects.filter(council=council, number=said.number).select_related("owner").first()
    if found is not None and expected and digest_of(found) != expected:
        raise PlanMoved(
            what=f"Somebody changed KPI {said.number} while you were writing.",
            do="Your words stand below. Look at the KPI in another window, and save again to replace what it says.",
        )
    before = {name: getattr(found, name) for name in content} if found else None
    if found is not None and before == content and found.owner == owner:
        return found
    kept = {**content, "owner": owner}
    saved, _made = Kpi.objects.update_or_create(council=council, number=said.number, defaults=kept)
    record_event(
        council=council,
        by=by,
        kind="kpi.saved",
        subject=f"kpi:{said.number}",
        summary=f"KPI {said.number} was kept: {said.measure}",
        before=before,
        after=content,
    )
    return saved


@transaction.atomic
def record_actual(
    *,
    kpi: Kpi,
    said: SaidFigure,
    by: Person | None,
    review: PlanReview | None = None,
    expected_version: int | None = None,
) -> KpiActual:
    """Keep a KPI's figure for a period; a second for the same period replaces the first, and the record tells both.

    `expected_version` refuses to overwrite what somebody saved in between; a figure filled from an indicator never
    overwrites a person's.
    """
    _check_actual(kpi, said)
    found = KpiActual.objects.filter(kpi=kpi, measure=said.measure, until=said.until).first()
    if found is not None and said.is_filled and not found.is_filled:
        return found
    if found is not None and expected_version is not None and found.version != expected_version:
        raise PlanMoved(
            what=f"{said.period} was given as {say_value(found.value, said.measure)} in the meantime.",
            do="Look at that figure, and save again to replace it.",
            field="value",
        )
    before = _figure_content(found) if found else None
    actual = found or KpiActual(kpi=kpi, measure=said.measure, until=said.until, version=0)
    actual.value, actual.period, actual.source = said.value, said.period.strip(), said.source.strip()
    actual.is_provisional, actual.is_filled = said.is_provisional, said.is_filled
    after = _figure_content(actual)
    if found is not None and before == after:
        return found
    actual.review = review or actual.review
    actual.recorded_by, actual.recorded_at, actual.version = by, timezone.now(), actual.version + 1
    actual.save()
    shown = f"level {said.value:.0f}" if said.measure == LEVEL_MEASURE else say_value(said.value, said.measure)
    record_event(
        council=kpi.council,
        by=by,
        kind="kpi.recorded",
        subject=f"kpi:{kpi.number}",
        summary=f"KPI {kpi.number}, {actual.period}: {shown}",
        before=before,
        after=after,
    )
    return actual


def _figure_content(row: KpiActual) -> dict[str, object]:
    return {
        "measure": row.measure,
        "value": f"{row.value:.4f}",
        "period": row.period,
        "until": str(row.until),
        "source": row.source,
        "is_provisional": row.is_provisional,
    }


def _check_actual(kpi: Kpi, said: SaidFigure) -> None:
    if said.until > timezone.localdate():
        raise PlanRefused(
            what=f"The period ends on {said.until:%-d %B %Y}, which is still to come.",
            do="Give the figure when the period is over, or correct the day.",
            field="until",
        )
    if not said.period.strip():
        raise PlanRefused(what="No period was given.", do="Name it, such as 2026/27.", field="period")
    if not said.source.strip():
        raise PlanRefused(
            what="No source was given.",
            do="Say where the figure comes from, so that it can be followed.",
            field="source",
        )
    known = measures_of(kpi)
    if said.measure not in known:
        raise PlanRefused(
            what=f"KPI {kpi.number} does not measure “{said.measure}”.",
            do=f"It measures: {'; '.join(known) or 'nothing yet'}.",
            field="measure",
        )
    if said.measure == LEVEL_MEASURE and not LOWEST_LEVEL <= said.value <= HIGHEST_LEVEL:
        raise PlanRefused(
            what=f"{said.value} is not a level.", do="Rate it from 1 Minimum to 5 Innovator.", field="value"
        )


def measures_of(kpi: Kpi) -> tuple[str, ...]:
    """Under what figures of a KPI are kept, in the order of its targets."""
    found = [target_measure(target) for target in kpi.targets]
    found += [str(each.get("unit") or "") for each in (kpi.baseline, *kpi.baseline.get("further", ()))]
    if kpi.kind == KpiKind.MATURITY:
        found.append(LEVEL_MEASURE)
    return tuple(dict.fromkeys(each for each in found if each))


def target_measure(target: Mapping[str, object]) -> str:
    """Under what the figures of a target are kept: its unit, "level", or the words of what is to be delivered."""
    rule = target.get("rule")
    if rule == "maturity":
        return LEVEL_MEASURE
    return str(target.get("text" if rule == "deliver" else "unit") or "")


@transaction.atomic
def plan_review(*, council: Council, title: str, on: date, by: Person | None) -> PlanReview:
    """Set a day on which maturity KPIs are rated again."""
    if not title.strip():
        raise PlanRefused(what="The review has no name.", do="Name it, such as: Review of 2028.", field="title")
    found = PlanReview.objects.filter(council=council, on=on).first()
    if found is not None:
        if found.title == title.strip():
            return found
        raise PlanRefused(what=f"There is a review on {on:%-d %B %Y} already.", do="Choose another day.", field="on")
    made = PlanReview.objects.create(council=council, title=title.strip(), on=on)
    record_event(
        council=council,
        by=by,
        kind="review.planned",
        subject=f"review:{made.pk}",
        summary=f"{made.title}, {on:%-d %B %Y}",
    )
    return made


@transaction.atomic
def close_review(*, review: PlanReview, held_on: date, note: str, by: Person | None) -> PlanReview:
    """Say that a review was held; its ratings stay as they were given."""
    if held_on > timezone.localdate():
        raise PlanRefused(
            what=f"{held_on:%-d %B %Y} is still to come.", do="Close the review once it was held.", field="held_on"
        )
    review.held_on, review.note = held_on, note.strip()
    review.save(update_fields=["held_on", "note"])
    record_event(
        council=review.council,
        by=by,
        kind="review.held",
        subject=f"review:{review.pk}",
        summary=f"{review.title} was held on {held_on:%-d %B %Y}",
        after={"note": review.note},
    )
    return review
