"""The pipeline as bars on one scale of months: from the appraisal to the day of need, phase by phase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from goldthread.register.rules import add_months
from goldthread.web.evidence.wording import say_count
from goldthread.web.pipeline.present import EntryLine

_WHOLE = 100
BEHIND_MONTHS, MOST_MONTHS = 3, 36
PHASES = ("paper", "prepare", "tender", "mobilise")
"""Between the five days that are worked back; the names are those of the lead times."""


@dataclass(frozen=True)
class Phase:
    """One part of a bar, in whole per cent of the scale."""

    name: str
    at: int
    width: int


@dataclass(frozen=True)
class PlanBar:
    """One entry as a bar; `starts_before` and `ends_after` where the scale cuts it."""

    line: EntryLine
    phases: tuple[Phase, ...]
    starts_before: bool
    ends_after: bool
    launched_at: int | None


@dataclass(frozen=True)
class Mark:
    """One line of the scale, and its words."""

    at: int
    text: str


@dataclass(frozen=True)
class Drawing:
    """The bars of one page, their scale, and today upon it."""

    bars: tuple[PlanBar, ...]
    marks: tuple[Mark, ...]
    today_at: int | None
    first: date
    last: date


def draw_timeline(lines: Sequence[EntryLine], today: date) -> Drawing | None:
    """Bars on the scale that the entries need: from three months ago at most, for three years at most."""
    worked = [line.worked for line in lines if line.worked is not None]
    if not worked:
        return None
    first = max(min(each.appraise_by for each in worked), add_months(today, -BEHIND_MONTHS)).replace(day=1)
    latest = max(each.needed_on for each in worked)
    last = min(max(latest, add_months(first, 6)), add_months(first, MOST_MONTHS))
    last = add_months(last.replace(day=1), 1)
    first = min(first, last - timedelta(days=1))

    def at(day: date) -> int:
        return max(0, min(_WHOLE, round((day - first).days * _WHOLE / (last - first).days)))

    bars = []
    for line in lines:
        if line.worked is None:
            continue
        each = line.worked
        days = [each.appraise_by, each.approve_by, each.launch_by, each.award_by, each.needed_on]
        phases = tuple(
            Phase(name, at(start), at(end) - at(start))
            for name, (start, end) in zip(PHASES, pairwise(days), strict=True)
            if at(end) > at(start)
        )
        begun = line.entry.launched_on
        bars.append(
            PlanBar(line, phases, days[0] < first, days[-1] > last, at(begun) if begun and begun >= first else None)
        )
    today_at = at(today) if first <= today <= last else None
    return Drawing(tuple(bars), _marks(first, last), today_at, first, last)


def _marks(first: date, last: date) -> tuple[Mark, ...]:
    """A line at each quarter, or at each half-year where the scale is long."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = 3 if months <= 24 else 6
    day = add_months(first, (-(first.month - 1)) % step)
    found: list[Mark] = []
    while day < last:
        place = round((day - first).days * _WHOLE / (last - first).days)
        if place <= _WHOLE - 6:
            found.append(Mark(place, f"{day:%b %Y}" if day.month == 1 or not found else f"{day:%b}"))
        day = add_months(day, step)
    return tuple(found)


def say_timeline(lines: Sequence[EntryLine], today: date) -> str:
    """How much is to be launched within a quarter, and what is late."""
    if not lines:
        return "No entry with a day of need fits. Take a filter away, or say when an entry is needed."
    soon = today + timedelta(days=91)
    due = [line for line in lines if line.next and line.worked and today <= line.worked.launch_by <= soon]
    late = sum(1 for line in lines if line.is_late)
    told = f"{say_count(len(lines), 'entry', 'entries')} with a day of need: "
    told += f"{len(due)} to be launched within three months" if due else "none to be launched within three months"
    return f"{told}, {late or 'none'} late for the next step."
