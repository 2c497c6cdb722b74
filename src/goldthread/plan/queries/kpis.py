"""KPIs as the rules see them: their baselines, dated targets and figures, read from their rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from goldthread.organisation.models import Council
from goldthread.plan.models import Kpi, KpiActual
from goldthread.plan.types import LEVEL_MEASURE, Figure, KpiKind, KpiSeen, Target, TargetRule

_YEAR = re.compile(r"(\d{4})\s*[/-]\s*\d{2,4}")
_YEARS = re.compile(r"\d{4}")
_MARCH = 3


def read_kpis(council: Council) -> tuple[tuple[Kpi, KpiSeen], ...]:
    """Every KPI with its row, by number (two queries)."""
    figures: dict[int, list[KpiActual]] = {}
    for row in KpiActual.objects.filter(kpi__council=council):
        figures.setdefault(row.kpi_id, []).append(row)
    rows = Kpi.objects.filter(council=council).select_related("owner")
    return tuple((row, see_kpi(row, figures.get(row.pk, ()))) for row in rows)


def see_kpi(kpi: Kpi, actuals: Iterable[KpiActual]) -> KpiSeen:
    """One KPI as the rules see it."""
    baseline: Mapping[str, Any] = kpi.baseline
    targets = tuple(_target(row) for row in kpi.targets)
    days = [target.by for target in targets if target.by is not None]
    level = baseline.get("level")
    read = [_figure(each) for each in (baseline, *baseline.get("further", ()))]
    if level is not None:
        read.append(Figure(LEVEL_MEASURE, Decimal(level), str(baseline.get("period") or ""), is_baseline=True))
    return KpiSeen(
        number=kpi.number,
        measure=kpi.measure,
        kind=KpiKind(kpi.kind),
        direction=kpi.direction,
        baselines=tuple(each for each in read if each is not None),
        targets=targets,
        actuals=tuple(
            Figure(row.measure, row.value, row.period, row.until, row.source, row.is_provisional) for row in actuals
        ),
        codes=tuple(kpi.value_codes),
        update_months=kpi.update_months,
        started=day_of_period(str(baseline.get("period") or "")),
        ends=max(days, default=None),
    )


def _target(row: Mapping[str, Any]) -> Target:
    horizon = str(row.get("horizon") or "")
    by = row.get("by")
    return Target(
        horizon=horizon,
        rule=TargetRule(row.get("rule") or "value"),
        by=date.fromisoformat(by) if by else day_of_horizon(horizon),
        value=as_decimal(row.get("value")),
        unit=str(row.get("unit") or ""),
        text=str(row.get("text") or ""),
        level=row.get("level"),
    )


def _figure(row: Mapping[str, Any]) -> Figure | None:
    value = as_decimal(row.get("value"))
    if value is None:
        return None
    period = str(row.get("period") or "")
    return Figure(
        measure=str(row.get("unit") or ""),
        value=value,
        period=period,
        until=day_of_period(period),
        is_provisional=bool(row.get("provisional")),
        is_baseline=True,
    )


def as_decimal(value: object) -> Decimal | None:
    """The number, whatever it was kept as; None for nothing."""
    try:
        return None if value is None or value == "" else Decimal(str(value))
    except InvalidOperation:
        return None


def day_of_period(period: str) -> date | None:
    """The last day of a financial year written as 2018/19; None for anything else."""
    found = _YEAR.fullmatch(period.strip())
    return date(int(found[1]) + 1, _MARCH, 31) if found else None


def day_of_horizon(horizon: str) -> date | None:
    """The end of the last year that a horizon names: "2020 to 2021" ends with 2021."""
    years = _YEARS.findall(horizon)
    return date(int(years[-1]), 12, 31) if years else None


def kpis_of_code(kpis: Sequence[tuple[Kpi, KpiSeen]], codes: Iterable[str]) -> list[Kpi]:
    wanted = set(codes)
    return [row for row, seen in kpis if wanted & set(seen.codes)]
