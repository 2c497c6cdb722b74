"""The days of a contract in their order: start, end, extensions, breaks, the days to give notice, and today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.register.due import notice_day
from goldthread.register.models import Break, Contract, Extension
from goldthread.register.rules import add_months
from goldthread.register.types import Taken

_WHOLE = 100


@dataclass(frozen=True)
class Point:
    """One day of the contract. `at` is its place on the bar, in whole per cent."""

    day: date
    text: str
    at: int
    is_past: bool
    is_today: bool = False
    is_marked: bool = False


@dataclass(frozen=True)
class Timeline:
    """The days of one contract, and how much of the bar is behind us and how much is certain."""

    points: tuple[Point, ...]
    passed: int
    certain: int
    sentence: str
    has_bar: bool


def build_timeline(
    contract: Contract, extensions: Sequence[Extension], breaks: Sequence[Break], today: date
) -> Timeline:
    """All days that are known, in order, with today among them where the contract has both a start and an end."""
    days = _days(contract, extensions, breaks)
    if not days:
        return Timeline((), 0, 0, "No day of it is known yet.", has_bar=False)
    latest = max(day for day, _text, _marked in days)
    first = contract.start or min(day for day, _text, _marked in days)
    has_bar = contract.start is not None and contract.end is not None and latest > first

    def at(day: date) -> int:
        whole = (latest - first).days
        return max(0, min(_WHOLE, round((day - first).days * _WHOLE / whole))) if whole else 0

    points = [Point(day, text, at(day), day < today, is_marked=marked) for day, text, marked in days]
    if first <= today <= latest:
        points.append(Point(today, "Today", at(today), is_past=False, is_today=True))
    points.sort(key=lambda point: (point.day, point.is_today))
    return Timeline(
        tuple(points), at(today), at(contract.end) if contract.end else 0, _say(contract, extensions, today), has_bar
    )


def _days(contract: Contract, extensions: Sequence[Extension], breaks: Sequence[Break]) -> list[tuple[date, str, bool]]:
    """Each day with its words, and whether it is a mark on the bar."""
    end = contract.end
    found: list[tuple[date | None, str, bool]] = [
        (contract.awarded_on, "Awarded", False),
        (contract.start, "Starts", False),
        (contract.review_date, "Review", False),
        (end, "Ends", True),
        (contract.ended_on, f"Ended early: {contract.ended_because}".rstrip(": "), True),
    ]
    for each in breaks:
        by = notice_day(contract, each.on, each.notice_by)
        if each.taken == Taken.OPEN:
            found.append((by, f"Last day to give notice for the break on {each.on:%-d %B %Y}", False))
        found.append((each.on, f"Break, {each.taken}", True))
    still_open = [option for option in extensions if option.taken == Taken.OPEN]
    if end and still_open:
        by = notice_day(contract, end)
        found.append((by, f"Last day to decide on extension {still_open[0].number}", False))
        months = 0
        for option in still_open:
            months += option.months
            says = f"Would end with extension {option.number} ({option.months} months)"
            found.append((add_months(end, months), says, True))
    return [(day, text, marked) for day, text, marked in found if day is not None]


def _say(contract: Contract, extensions: Sequence[Extension], today: date) -> str:
    if contract.ended_on and contract.ended_on <= today:
        return f"It ended on {contract.ended_on:%-d %B %Y}."
    if contract.end is None:
        written = f" The register says “{contract.end_text}”." if contract.end_text else ""
        return f"It has no end day.{written}"
    months = sum(each.months for each in extensions if each.taken == Taken.OPEN)
    more = f", and {months} months of extension can still be taken" if months else "; nothing extends it"
    if contract.end < today:
        open_still = f", and nobody says whether its {months} months of extension were taken" if months else ""
        return f"It ended on {contract.end:%-d %B %Y}{open_still}."
    return f"It ends in {say_ahead(today, contract.end)}, on {contract.end:%-d %B %Y}{more}."


def say_ahead(today: date, day: date) -> str:
    """ "5 days", "7 months", "3 years": how far a day lies ahead, in words."""
    days = (day - today).days
    if days < 62:
        return f"{days} day{'s' if days != 1 else ''}"
    months = (day.year - today.year) * 12 + day.month - today.month - (day.day < today.day)
    return f"{months} months" if months < 36 else f"{months // 12} years"
