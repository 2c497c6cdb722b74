"""Presents the KPIs of a contract: how each stands, what the Act still asks for, and how one has moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from goldthread.register.models import Contract, ContractKpi, KpiRating
from goldthread.register.rules import add_months, list_kpi_faults, needs_kpis, propose_period_end
from goldthread.register.thresholds import load_law
from goldthread.register.types import Rating, Regime, VatBasis
from goldthread.web.evidence.charts import HEIGHT, WIDTH, Bar

STEPS = {Rating.GOOD: 4, Rating.APPROACHING: 3, Rating.REQUIRES_IMPROVEMENT: 2, Rating.INADEQUATE: 1}
DRAWN = 12


@dataclass(frozen=True)
class KpiLine:
    """One KPI as a list shows it: its last rating, and when the next is due."""

    kpi: ContractKpi
    rating: str
    is_poor: bool
    last: date | None
    due: date | None
    is_late: bool


@dataclass(frozen=True)
class KpiHistory:
    """How one KPI has moved: a sentence, columns by period, and the ratings for the table, the newest first."""

    says: str
    bars: tuple[Bar, ...]
    first: str
    last: str
    rows: Sequence[KpiRating]


def with_last_rating(kpis: QuerySet[ContractKpi]) -> QuerySet[ContractKpi]:
    """Each KPI with the end of its last rated period and that rating (one query)."""
    newest = KpiRating.objects.filter(kpi=OuterRef("pk")).order_by("-period_end")
    return kpis.annotate(
        last_end=Subquery(newest.values("period_end")[:1]), last_rating=Subquery(newest.values("rating")[:1])
    )


def present_kpis(contract: Contract, kpis: Sequence[ContractKpi], today: date) -> list[KpiLine]:
    """The lines of KPIs that were read by `with_last_rating`."""
    return [_line(contract, kpi, today) for kpi in kpis]


def kpi_faults(contract: Contract, kpis: Sequence[ContractKpi], today: date) -> tuple[str, ...]:
    """What the Act asks for and the contract's KPIs do not give."""
    tender = getattr(contract, "tender", None)
    begun = (tender.launched_on if tender else None) or contract.awarded_on or contract.start
    value, basis = contract.estimated_value, contract.estimated_vat
    if value is None:
        value, basis = contract.awarded_value, contract.awarded_vat
    is_needed = needs_kpis(value, VatBasis(basis), Regime(contract.regime), law=load_law(), on=begun)
    last = [vars(kpi)["last_end"] for kpi in kpis if kpi.is_statutory]
    return list_kpi_faults(is_needed, last, start=contract.start, today=today)


def say_kpis(lines: Sequence[KpiLine]) -> str:
    """How many there are, how many are poor and how many are late."""
    if not lines:
        return "No KPI is set."
    poor, late = sum(line.is_poor for line in lines), sum(line.is_late for line in lines)
    parts = [f"{len(lines)} KPI{'' if len(lines) == 1 else 's'}"]
    parts += [f"{poor} rated poor"] if poor else []
    parts += [f"{late} to rate now"] if late else []
    return f"{', '.join(parts)}."


def next_period(contract: Contract, kpi: ContractKpi, last: date | None, today: date) -> date:
    """The end of the period that is proposed for the next rating."""
    return propose_period_end(last or contract.start, kpi.months_between_ratings, today=today)


def present_history(ratings: Sequence[KpiRating]) -> KpiHistory:
    """The ratings come newest first; the chart, of two and more, runs from left to right. "Other" has no height."""
    drawn = list(reversed(ratings[:DRAWN]))
    return KpiHistory(
        says=_say_history(ratings),
        bars=_draw([STEPS.get(Rating(each.rating), 0) for each in drawn]),
        first=f"{drawn[0].period_end:%b %Y}" if drawn else "",
        last=f"{drawn[-1].period_end:%b %Y}" if len(drawn) > 1 else "",
        rows=ratings,
    )


def _draw(steps: Sequence[int]) -> tuple[Bar, ...]:
    if len(steps) < 2:
        return ()
    wide = WIDTH / max(len(steps), 4)
    unit = HEIGHT / max(STEPS.values())
    return tuple(
        Bar(round(place * wide + 5, 1), round(HEIGHT - step * unit, 1), round(wide - 10, 1), round(step * unit, 1))
        for place, step in enumerate(steps)
        if step
    )


def _say_history(ratings: Sequence[KpiRating]) -> str:
    if not ratings:
        return "It was never rated."
    newest = ratings[0]
    told = f"{Rating(newest.rating).label} in the period to {newest.period_end:%-d %B %Y}"
    if len(ratings) == 1:
        return f"{told}; it was not rated before."
    now, before = (STEPS.get(Rating(each.rating)) for each in ratings[:2])
    was = Rating(ratings[1].rating).label
    if newest.rating == ratings[1].rating:
        return f"{told}, as before."
    if now is None or before is None:
        return f"{told}, after {was}."
    return f"{told}, {'up' if now > before else 'down'} from {was}."


def _line(contract: Contract, kpi: ContractKpi, today: date) -> KpiLine:
    last, rating = vars(kpi)["last_end"], vars(kpi)["last_rating"]
    since = last or contract.start
    due = add_months(since, kpi.months_between_ratings) if since else None
    return KpiLine(
        kpi=kpi,
        rating=rating or "never rated",
        is_poor=bool(rating) and Rating(rating).is_poor,
        last=last,
        due=due,
        is_late=due is not None and due <= today,
    )
