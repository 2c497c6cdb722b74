"""Charts of spend as SVG without any text: the words around them are HTML, so that they stay readable on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.evidence.explorer.periods import APRIL, months_between
from goldthread.evidence.explorer.types import CurvePoint, Month

WIDTH, HEIGHT = 1000, 200


@dataclass(frozen=True)
class Bar:
    """One rectangle in a drawing of 1000 by 200."""

    x: float
    y: float
    width: float
    height: float
    is_negative: bool = False


@dataclass(frozen=True)
class MonthChart:
    """A column for each month; `base` is the line of nought, `years` where a financial year begins."""

    bars: tuple[Bar, ...]
    base: float
    years: tuple[float, ...]
    first: date
    last: date
    largest: Decimal
    missing: int


@dataclass(frozen=True)
class CurveChart:
    """The line of a concentration curve as an SVG path; the first point is nobody and nothing."""

    path: str
    area: str


def draw_months(months: Sequence[Month]) -> MonthChart | None:
    """Columns from the first to the last month that has payments; a month without any has no column."""
    if not months:
        return None
    amounts = {month.first: month.sum.amount for month in months}
    days = list(months_between(months[0].first, months[-1].first))
    top, bottom = max(Decimal(0), *amounts.values()), min(Decimal(0), *amounts.values())
    scale = HEIGHT / float(top - bottom or 1)
    base = round(float(top) * scale, 1)
    step = WIDTH / len(days)
    gap = min(4.0, step * 0.2)
    bars = []
    for place, day in enumerate(days):
        if day in amounts:
            height = round(max(1.0, abs(float(amounts[day])) * scale), 1)
            is_negative = amounts[day] < 0
            y = base if is_negative else round(base - height, 1)
            bars.append(Bar(round(place * step + gap / 2, 1), y, round(step - gap, 1), height, is_negative))
    years = tuple(round(place * step, 1) for place, day in enumerate(days) if day.month == APRIL and place)
    missing = len(days) - len(amounts)
    return MonthChart(tuple(bars), base, years, days[0], days[-1], max(amounts.values()), missing)


def draw_curve(points: Sequence[CurvePoint]) -> CurveChart | None:
    """The share of spend against the share of suppliers, the largest first."""
    if len(points) < 2:
        return None
    most = points[-1].suppliers
    places = [(0.0, float(HEIGHT))]
    places += [(round(p.suppliers / most * WIDTH, 1), round(HEIGHT - p.share * HEIGHT, 1)) for p in points]
    path = "M" + " L".join(f"{x} {y}" for x, y in places)
    return CurveChart(path, f"{path} L{WIDTH} {HEIGHT} Z")
