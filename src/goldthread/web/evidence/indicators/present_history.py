"""Presents a figure over the periods on hand: columns by quarter, a sentence and a table by year and quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from goldthread.evidence.explorer.periods import Period
from goldthread.evidence.indicators.history import Point
from goldthread.evidence.indicators.types import Indicator, PeriodKind
from goldthread.evidence.indicators.words import say_exactly, say_figure
from goldthread.web.evidence.charts import HEIGHT, WIDTH, Bar

YEAR_LENGTH = len("2025-26")


@dataclass(frozen=True)
class PeriodRow:
    """One period of the table; `key` leads to it."""

    key: str
    label: str
    figure: str
    exact: str
    note: str
    is_year: bool


@dataclass(frozen=True)
class History:
    """The chart's columns with their ends in words, its sentence, and the table. `bars` may be empty."""

    says: str
    bars: tuple[Bar, ...]
    base: float
    alt: str
    first: str
    last: str
    rows: tuple[PeriodRow, ...]


def present_history(indicator: Indicator, points: Sequence[Point], periods: Sequence[Period]) -> History:
    """The council's own figures; departments are compared for one period at a time."""
    own = {point.period: point for point in points if point.department_id is None}
    shown = [period for period in periods if period.key in own]
    rows = tuple(_row(indicator, own[period.key], period) for period in shown)
    by_quarter = PeriodKind.QUARTER in indicator.periods
    drawn = [period for period in shown if _is_year(period) != by_quarter]
    values = [own[period.key].value for period in drawn]
    noun = "quarter" if by_quarter else "year"
    ends = (drawn[0].label, drawn[-1].label) if drawn else ("", "")
    return History(
        says=_say(indicator, own, [period for period in shown if _is_year(period)]),
        bars=draw_columns(values),
        base=round(float(_top(values)) * _scale(values), 1),
        alt=f"Columns of {indicator.name.lower()} by {noun}, {ends[0]} to {ends[1]}. The table below has the figures.",
        first=ends[0],
        last=ends[1],
        rows=rows,
    )


def draw_columns(values: Sequence[Decimal | None]) -> tuple[Bar, ...]:
    """A column for each value from nought; what is unknown has none, and its place stays empty."""
    scale = _scale(values)
    if not scale:
        return ()
    step = WIDTH / len(values)
    base, gap = float(_top(values)) * scale, min(12.0, step * 0.2)
    bars = []
    for place, value in enumerate(values):
        if value is not None:
            height = max(1.0, abs(float(value)) * scale)
            y = base if value < 0 else base - height
            bars.append(
                Bar(round(place * step + gap / 2, 1), round(y, 1), round(step - gap, 1), round(height, 1), value < 0)
            )
    return tuple(bars)


def _top(values: Sequence[Decimal | None]) -> Decimal:
    return max([Decimal(0), *(value for value in values if value is not None)])


def _scale(values: Sequence[Decimal | None]) -> float:
    """How much of the drawing's height one unit takes; nought where there is nothing to draw."""
    bottom = min([Decimal(0), *(value for value in values if value is not None)])
    return HEIGHT / float(_top(values) - bottom) if _top(values) != bottom else 0.0


def _is_year(period: Period) -> bool:
    return len(period.key) == YEAR_LENGTH


def _row(indicator: Indicator, point: Point, period: Period) -> PeriodRow:
    return PeriodRow(
        key=period.key,
        label=period.label,
        figure=say_figure(point.value, indicator.unit),
        exact=say_exactly(point.value, indicator.unit),
        note=point.reason,
        is_year=_is_year(period),
    )


def _say(indicator: Indicator, own: dict[str, Point], years: Sequence[Period]) -> str:
    """From the first to the last year that is known."""
    known = [(year, own[year.key].value) for year in years if own[year.key].value is not None]
    if not known:
        return "It is unknown in every year on hand."
    (first, before), (last, now) = known[0], known[-1]
    told = say_figure(now, indicator.unit)
    if len(known) == 1 or before is None or now is None:
        return f"{told} in {last.label}; no other year is known, so nothing can be said of its course."
    started = say_figure(before, indicator.unit)
    if started == told:
        return f"It stood at {told} in {first.label} and again in {last.label}."
    return f"It {'rose' if now > before else 'fell'} from {started} in {first.label} to {told} in {last.label}."
