"""Presents KPIs: the list, and one KPI with its chart and its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.common.words import number_in_words
from goldthread.plan.models import KpiActual
from goldthread.plan.queries.whole import Plan
from goldthread.plan.rules.kpis import say_value
from goldthread.plan.types import LEVEL_MEASURE, Figure, KpiJudged, KpiStatus, TargetRule
from goldthread.web.wording import opening

_WIDTH, _HEIGHT, _TOP = 1000.0, 200.0, 10.0


@dataclass(frozen=True)
class KpiShown:
    """One line of the list."""

    judged: KpiJudged
    area: str
    now: str
    style: str


def present_kpis(plan: Plan) -> list[KpiShown]:
    areas = {row.number: row.area for row, _ in plan.kpi_rows}
    return [KpiShown(each, areas[each.kpi.number], _latest(each), style_of(each.status)) for each in plan.kpis]


def style_of(status: KpiStatus) -> str:
    if status in {KpiStatus.MISSED, KpiStatus.UPDATE_MISSED}:
        return "contradicts"
    return "supports" if status in {KpiStatus.MET, KpiStatus.ON_COURSE} else "silent"


def _latest(judged: KpiJudged) -> str:
    known = sorted((f for f in judged.kpi.actuals if f.until), key=lambda f: f.until or date.min, reverse=True)
    if known:
        return f"{say_figure(known[0])} ({known[0].period})"
    first = judged.kpi.baselines[0] if judged.kpi.baselines else None
    if first is None:
        return "none yet"
    marks = ", ".join(
        part for part in ("baseline", first.period, "provisional" if first.is_provisional else "") if part
    )
    return f"{say_figure(first)} ({marks})"


def say_figure(figure: Figure) -> str:
    if figure.measure == LEVEL_MEASURE:
        return f"level {figure.value:.0f}" if figure.value is not None else "unknown"
    return say_value(figure.value, figure.measure)


def say_kpis(plan: Plan) -> str:
    """How many are met or on course, behind, missed, and without the update that was due."""
    if not plan.kpis:
        return "No KPI is kept yet. Add those of the council’s strategy."
    count = {status: sum(1 for each in plan.kpis if each.status is status) for status in KpiStatus}
    good = count[KpiStatus.MET] + count[KpiStatus.ON_COURSE]
    total = number_in_words(len(plan.kpis))
    start = opening(number_in_words(good)) if good else "None"
    parts = [f"{start} of {total} KPIs {'is' if good <= 1 else 'are'} met or on course"]
    if count[KpiStatus.BEHIND]:
        parts.append(f"{number_in_words(count[KpiStatus.BEHIND])} behind")
    if count[KpiStatus.MISSED]:
        parts.append(f"{number_in_words(count[KpiStatus.MISSED])} missed")
    late = sum(1 for each in plan.kpis if each.update_was_due)
    if late:
        parts.append(f"{number_in_words(late)} without the update that was due")
    if count[KpiStatus.NOT_MEASURED]:
        parts.append(f"{number_in_words(count[KpiStatus.NOT_MEASURED])} not measured yet")
    return "; ".join(parts) + "."


@dataclass(frozen=True)
class Dot:
    """One figure in the drawing of 1000 by 200."""

    x: float
    y: float
    is_baseline: bool


@dataclass(frozen=True)
class KpiLine:
    """The drawing of one measure: its dots and line, the line of a target, and the rows that are its table."""

    measure: str
    dots: tuple[Dot, ...]
    path: str
    target: float | None
    rows: tuple[Figure, ...]
    sentence: str
    first: str
    last: str


def draw_lines(judged: KpiJudged) -> tuple[KpiLine, ...]:
    """One drawing for each measure of which there are at least two figures; what is delivered or not has none."""
    words = {t.target.measure for t in judged.targets if t.target.rule is TargetRule.DELIVER}
    every = [*judged.kpi.baselines, *judged.kpi.actuals]
    measures = dict.fromkeys(f.measure for f in every if f.measure not in words)
    found = (
        _line(judged, measure, [f for f in every if f.measure == measure and f.value is not None])
        for measure in measures
    )
    return tuple(each for each in found if each is not None)


def _line(judged: KpiJudged, measure: str, figures: Sequence[Figure]) -> KpiLine | None:
    if len(figures) < 2:
        return None
    aimed = [
        t.target.value
        for t in judged.targets
        if t.target.unit == measure and t.target.value is not None and not t.target.rule.is_yearly
    ]
    values = [f.value or Decimal(0) for f in figures]
    low, high = min([*values, *aimed]), max([*values, *aimed])
    spread = high - low or Decimal(1)

    def up(value: Decimal) -> float:
        return round(_HEIGHT - _TOP - float((value - low) / spread) * (_HEIGHT - 2 * _TOP), 1)

    step = _WIDTH / len(figures)
    dots = tuple(
        Dot(round(step * (place + 0.5), 1), up(f.value or Decimal(0)), f.is_baseline) for place, f in enumerate(figures)
    )
    said = f"From {say_figure(figures[0])} ({figures[0].period or 'baseline'}) to {say_figure(figures[-1])}"
    return KpiLine(
        measure=measure,
        dots=dots,
        path="M" + " L".join(f"{dot.x} {dot.y}" for dot in dots),
        target=up(aimed[-1]) if aimed else None,
        rows=tuple(figures),
        sentence=f"{said} ({figures[-1].period}).",
        first=figures[0].period or "baseline",
        last=figures[-1].period,
    )


def rows_of_actuals(judged: KpiJudged, actuals: Sequence[KpiActual]) -> list[tuple[KpiActual, str]]:
    """Each figure as it is kept, the newest first, in words."""
    words = {t.target.measure for t in judged.targets if t.target.rule is TargetRule.DELIVER}
    return [(row, _say_actual(row, words)) for row in sorted(actuals, key=lambda row: row.until, reverse=True)]


def _say_actual(row: KpiActual, words: set[str]) -> str:
    if row.measure in words:
        return f"{'Delivered' if row.value else 'Not delivered'}: {row.measure}"
    if row.measure == LEVEL_MEASURE:
        return f"Level {row.value:.0f}"
    return say_value(row.value, row.measure)
