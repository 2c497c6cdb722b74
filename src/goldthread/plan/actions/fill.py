"""Fills KPIs from the indicators that they name: one figure for each financial year that is on hand to its end."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from goldthread.evidence.explorer.periods import Period, financial_years
from goldthread.evidence.indicators.gather import read_figures
from goldthread.evidence.indicators.load import list_indicators
from goldthread.evidence.queries import live_loads
from goldthread.organisation.models import Council, Person
from goldthread.plan.actions.kpis import SaidFigure, measures_of, record_actual
from goldthread.plan.actions.refusals import PlanRefused
from goldthread.plan.models import Kpi, KpiActual

_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Filled:
    """What filling came to: the figures that are new or changed, and years whose figure may not speak, with why."""

    kept: tuple[KpiActual, ...]
    silent: tuple[str, ...]


def check_indicator(indicator: str) -> None:
    """Raise `PlanRefused` for an indicator that this installation does not have."""
    if indicator and indicator not in {each.id for each in list_indicators()}:
        raise PlanRefused(
            what=f"There is no indicator “{indicator}”.",
            do="See them with: goldthread indicator list",
            field="indicator",
        )


@transaction.atomic
def fill_from_indicators(*, council: Council, by: Person | None) -> Filled:
    """Keep the council's own figure for every KPI that names an indicator. What a person recorded is never replaced."""
    kpis = list(Kpi.objects.filter(council=council).exclude(indicator="").select_related("council"))
    kept: list[KpiActual] = []
    silent: list[str] = []
    for year in _years(council) if kpis else ():
        figures = {f.indicator: f for f in read_figures(council, year) if f.department_id is None}
        for kpi in kpis:
            figure, measures = figures.get(kpi.indicator), measures_of(kpi)
            if figure is None or not measures or year.last is None:
                continue
            if figure.value is None or not figure.speaks:
                silent.append(f"KPI {kpi.number}, {year.label}: {figure.reason or 'there is nothing to divide by'}")
                continue
            said = SaidFigure(
                measure=measures[0],
                value=figure.value.quantize(_PLACES),
                period=year.label.replace("-", "/"),
                until=year.last,
                source=f"Indicator {kpi.indicator}, version {figure.definition_version}",
                is_filled=True,
            )
            before = KpiActual.objects.filter(kpi=kpi, measure=said.measure, until=said.until).first()
            actual = record_actual(kpi=kpi, said=said, by=by)
            if before is None or before.version != actual.version:
                kept.append(actual)
    return Filled(tuple(kept), tuple(silent))


def _years(council: Council) -> list[Period]:
    """The financial years that are over and of which payments are on hand, the oldest first."""
    days = [day for load in live_loads(council) for day in (load.first_date, load.last_date) if day is not None]
    if not days:
        return []
    today, last = timezone.localdate(), max(days)
    years = reversed(financial_years(min(days), last))
    # a year is on hand to its end where its last month has payments
    return [year for year in years if year.last and year.last < today and year.last.replace(day=1) <= last]
