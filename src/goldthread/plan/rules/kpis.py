"""How KPIs stand: each target against its figures, the worst of them for the KPI. Unknown is never met, never nought.

"Year on year" compares each figure with the one before it, the baseline first. A figure that is marked provisional is
compared as it stands, and the sentence says that it is provisional.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from goldthread.plan.types import (
    LEVEL_MEASURE,
    Figure,
    KpiJudged,
    KpiSeen,
    KpiStatus,
    Target,
    TargetJudged,
    TargetRule,
)

GRACE_MONTHS = 3
"""How long after a period its figure may come: a quarter, in which councils close a year's accounts."""
_WORST_FIRST = tuple(reversed(KpiStatus))


def judge_kpi(kpi: KpiSeen, today: date) -> KpiJudged:
    """Every target, the worst for the whole, and the day on which an update was due where none came."""
    targets = tuple(judge_target(kpi, target, today) for target in kpi.targets)
    due = update_due(kpi, today)
    found = {each.status for each in targets}
    status = next((each for each in _WORST_FIRST if each in found), KpiStatus.CANNOT_SAY)
    if due is not None and status is not KpiStatus.MISSED:
        status = KpiStatus.UPDATE_MISSED
    return KpiJudged(kpi, status, targets, _say_kpi(targets, status, due), due)


def _say_kpi(targets: Sequence[TargetJudged], status: KpiStatus, due: date | None) -> str:
    if due is not None and status is KpiStatus.UPDATE_MISSED:
        return f"An update was due by {_day(due)} and has not come."
    if not targets:
        return "It has no target."
    return next(each.sentence for each in targets if each.status is status)


def update_due(kpi: KpiSeen, today: date) -> date | None:
    """The day by which the next figure was due, where that has passed without one. After the last horizon none is."""
    if not kpi.update_months:
        return None
    days = [figure.until for figure in (*kpi.baselines, *kpi.actuals) if figure.until is not None]
    last = max(days, default=kpi.started)
    if last is None:
        return None
    covers = add_months(last, kpi.update_months)
    if kpi.ends is not None and covers > kpi.ends:
        return None
    due = add_months(covers, GRACE_MONTHS)
    return due if due < today else None


def judge_target(kpi: KpiSeen, target: Target, today: date) -> TargetJudged:
    """One target, by its rule. Figures after its day say nothing of it."""
    figures = sorted(
        (f for f in kpi.actuals if f.measure == target.measure and f.value is not None and not _after(f, target)),
        key=lambda f: f.until or date.min,
    )
    over = target.by is not None and target.by < today
    if target.rule.is_yearly:
        status, told = _yearly(kpi, target, figures, over=over)
    elif target.rule is TargetRule.DELIVER:
        status, told = _delivered(figures, over=over)
    elif target.rule is TargetRule.MATURITY:
        status, told = _matured(target, figures, over=over)
    else:
        status, told = _against_figure(kpi, target, figures, over=over)
    return TargetJudged(target, status, told)


def _after(figure: Figure, target: Target) -> bool:
    return figure.until is not None and target.by is not None and figure.until > target.by


def _yearly(kpi: KpiSeen, target: Target, figures: Sequence[Figure], *, over: bool) -> tuple[KpiStatus, str]:
    baseline = baseline_of(kpi, target)
    every = [*([baseline] if baseline else []), *figures]
    word = "rise" if target.rule is TargetRule.RISE else "fall"
    if len(every) < 2:
        if not every:
            return KpiStatus.NOT_MEASURED, "Nobody has given a figure, so there is none to compare with."
        return (
            KpiStatus.NOT_MEASURED,
            f"Only {_say(every[0])} is known; the next year's figure says whether it is to {word}.",
        )
    sign = 1 if target.rule is TargetRule.RISE else -1
    turns = [(a, b) for a, b in pairwise(every) if sign * ((b.value or 0) - (a.value or 0)) <= 0]
    if turns:
        first, then = turns[-1]
        held = "stayed the same" if first.value == then.value else "fell" if sign > 0 else "rose"
        return KpiStatus.MISSED, f"It was to {word} year on year and {held}, from {_say(first)} to {_say(then)}."
    told = f"It {'rose' if sign > 0 else 'fell'} each year, from {_say(every[0])} to {_say(every[-1])}."
    return (KpiStatus.MET if over else KpiStatus.ON_COURSE), told


def _against_figure(kpi: KpiSeen, target: Target, figures: Sequence[Figure], *, over: bool) -> tuple[KpiStatus, str]:
    if target.value is None:
        return KpiStatus.CANNOT_SAY, "No figure was set as the target, so it can be neither met nor missed."
    low_is_good = target.rule is TargetRule.AT_MOST or (target.rule is TargetRule.VALUE and kpi.direction == "fall")
    asked = f"{'at most' if low_is_good else 'at least'} {say_value(target.value, target.unit)}"
    if not figures:
        return KpiStatus.NOT_MEASURED, f"{asked.capitalize()} is asked for; nobody has given a figure."
    last = figures[-1]
    value = last.value or Decimal(0)
    if value <= target.value if low_is_good else value >= target.value:
        return KpiStatus.MET, f"{_say(last)}, where {asked} is asked for."
    if over:
        return KpiStatus.MISSED, f"{_say(last)} at the end, where {asked} was asked for."
    baseline = baseline_of(kpi, target)
    start = baseline.value if baseline and baseline.value is not None else None
    nearer = start is not None and (value < start if low_is_good else value > start)
    status = KpiStatus.ON_COURSE if nearer else KpiStatus.BEHIND
    return status, f"{_say(last)}; {asked} is asked for{f' by {_day(target.by)}' if target.by else ''}."


def _delivered(figures: Sequence[Figure], *, over: bool) -> tuple[KpiStatus, str]:
    done = [figure for figure in figures if figure.value]
    if done:
        return KpiStatus.MET, f"Delivered{f', said {done[0].source}' if done[0].source else ''}."
    if figures:
        return (KpiStatus.MISSED if over else KpiStatus.BEHIND), "At the last look it was not delivered."
    return KpiStatus.NOT_MEASURED, "Nobody has said whether it was delivered."


def _matured(target: Target, figures: Sequence[Figure], *, over: bool) -> tuple[KpiStatus, str]:
    if target.level is None:
        return KpiStatus.CANNOT_SAY, "Its words were not read as a level, so a rating can neither meet nor miss it."
    if not figures:
        return KpiStatus.NOT_MEASURED, f"Level {target.level} is asked for; no review has rated it."
    last = figures[-1]
    at = f"Rated level {last.value:.0f}{f' in {last.period}' if last.period else ''}"
    if (last.value or 0) >= target.level:
        return KpiStatus.MET, f"{at}, where level {target.level} is asked for."
    return (KpiStatus.MISSED if over else KpiStatus.BEHIND), f"{at}; level {target.level} is asked for."


def baseline_of(kpi: KpiSeen, target: Target) -> Figure | None:
    return next((f for f in kpi.baselines if f.measure == target.measure and f.value is not None), None)


def _say(figure: Figure) -> str:
    value = say_value(figure.value, "" if figure.measure == LEVEL_MEASURE else figure.measure)
    marks = ", ".join(part for part in (figure.period, "provisional" if figure.is_provisional else "") if part)
    return f"{value} ({marks})" if marks else value


def say_value(value: Decimal | None, unit: str) -> str:
    """A figure with its unit, as people write it; unknown is a word."""
    if value is None:
        return "unknown"
    plain = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    if unit == "GBP":
        return f"£{plain}"
    if unit.startswith("%"):
        return f"{plain}{unit}"
    return f"{plain} {unit}".strip()


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month where it has no such day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
