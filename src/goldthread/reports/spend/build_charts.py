"""Builds the charts of the report from payments: each with a sentence, its rows, and words in place of the drawing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from goldthread.evidence.explorer.types import Groups
from goldthread.evidence.indicators.types import Unit
from goldthread.evidence.indicators.words import say_exactly, say_figure, say_ratio
from goldthread.reports.spend.gather import Material
from goldthread.reports.spend.types import Bar, Chart

NO_ROWS = "unknown"


def build_charts(material: Material) -> Iterator[Chart]:
    """Month by month, then by department, supplier and category; one of which nothing is published is left out."""
    yield _months(material)
    names = {f"id:{key}": name for key, name in material.reading.departments.items()}
    whole, totals = material.totals.whole.amount, material.totals
    found = (
        _Groups("By department", "department", material.departments, totals.unknown_department.amount),
        _Groups("The suppliers paid most", "named supplier", material.suppliers, Decimal(0)),
        _Groups("What it was for", "category", material.categories, totals.unknown_category.amount),
    )
    for each in found:
        if each.groups.count:
            yield _draw(each, whole, names)


@dataclass(frozen=True)
class _Groups:
    """What one chart shows, with what is unknown of it."""

    heading: str
    noun: str
    groups: Groups
    unknown: Decimal


def _months(material: Material) -> Chart:
    most = max(material.months, key=lambda month: month.sum.amount)
    widest = max(most.sum.amount, Decimal(1))
    whole = material.totals.whole.amount
    bars = tuple(_bar(f"{month.first:%B %Y}", month.sum.amount, whole, widest) for month in material.months)
    sentence = f"The month with most was {most.first:%B %Y}, {say_figure(most.sum.amount, Unit.POUNDS)}."
    return Chart("Month by month", sentence, f"Bars of what was paid in each month. {sentence}", "Month", bars, "")


def _draw(each: _Groups, whole: Decimal, names: Mapping[str, str]) -> Chart:
    shown = each.groups.shown
    widest = max([each.unknown, *(group.sum.amount for group in shown)])
    bars = [_bar(names.get(group.key, group.name), group.sum.amount, whole, widest) for group in shown]
    if each.unknown:
        bars.append(_bar(NO_ROWS, each.unknown, whole, widest))
    first = bars[0]
    told = f"{say_figure(shown[0].sum.amount, Unit.POUNDS)}, {first.share} of all"
    sentence = f"Most went to {first.name}: {told}."
    more = each.groups.count - len(shown)
    return Chart(
        heading=each.heading,
        sentence=sentence,
        alt=f"Bars of what was paid by {each.noun}. {sentence}",
        head=each.noun[:1].upper() + each.noun[1:],
        bars=tuple(bars),
        note=f"{more:,} more are not shown here." if more > 0 else "",
    )


def _bar(name: str, amount: Decimal, whole: Decimal, widest: Decimal) -> Bar:
    share = say_ratio(amount / whole) if whole > 0 and amount >= 0 else NO_ROWS
    width = max(1, min(100, round(amount / widest * 100))) if amount > 0 and widest > 0 else 0
    return Bar(name, say_exactly(amount, Unit.POUNDS), share, width)
