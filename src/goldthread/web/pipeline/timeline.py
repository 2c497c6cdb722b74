"""The pipeline as bars on one scale of months: from the appraisal to the day of need, phase by phase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from goldthread.register.rules import add_months
from goldthread.web.evidence.wording import say_count
from goldthread.web.pipeline.present import EntryLine

_WHOLE = 100
_ROOM_FOR_WORDS, _ROOM_FOR_YEAR = 25, 15
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
    month: str
    year: str
    """Told at a January, of which a narrow screen shows the year alone, and at the first mark; else empty."""

    @property
    def leans_back(self) -> bool:
        """On a narrow screen its year ends at the line, because the picture ends too soon behind it."""
        return self.at > _WHOLE - _ROOM_FOR_YEAR


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
    return Drawing(tuple(bars), mark_scale(first, last), today_at, first, last)


def mark_scale(first: date, last: date) -> tuple[Mark, ...]:
    """A line at each quarter, or at each half-year where the scale is long; each January with its year, and the first
    where none stands close behind it."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = 3 if months <= 24 else 6
    day = add_months(first, (-(first.month - 1)) % step)
    days: list[tuple[int, date]] = []
    while day < last:
        place = round((day - first).days * _WHOLE / (last - first).days)
        if place <= _WHOLE - 6:
            days.append((place, day))
        day = add_months(day, step)
    named = [place for place, day in days if day.month == 1]
    if days and (not named or named[0] - days[0][0] >= _ROOM_FOR_WORDS):
        named.append(days[0][0])
    return tuple(Mark(place, f"{day:%b}", f"{day:%Y}" if place in named else "") for place, day in days)


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
