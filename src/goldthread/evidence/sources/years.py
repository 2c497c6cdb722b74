"""Which year and month a text speaks of, such as a file's name or a title: for days that carry no year themselves."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from goldthread.evidence.sources.dates import EARLIEST_YEAR, MONTHS

_NEAR = 4
"""A day belongs to the year in which it lies nearest to a named month; over so many months away nothing is said."""
_NAME = rf"(?P<name>{'|'.join(MONTHS)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?"
_LONG = r"(?P<y>20\d\d)"
_APRIL = 4
_LONGEST_SPAN = 11


@dataclass(frozen=True)
class Spoken:
    """What a text says: months as year * 12 + month - 1, financial years by their first, and years that say no more."""

    months: frozenset[int]
    financial: frozenset[int]
    bare: frozenset[int]


_SAID = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"(?<!\d){_LONG}[-/._ ](?P<n>\d\d)[-/._ ]\d\d(?!\d)",
        rf"(?<!\d)\d\d?[-/._ ](?P<n>\d\d?)[-/._ ]{_LONG}(?!\d)",
        rf"(?<!\d){_LONG}(?P<n>0[1-9]|1[0-2])[0-3]\d(?!\d)",
        rf"(?<![a-z]){_NAME} \d\d?(?:st|nd|rd|th)?,? {_LONG}(?!\d)",
        rf"(?<!\d){_LONG} ?[-/_. –] ?(?:20)?(?P<end>\d\d)(?!\d)",
        rf"(?<!\d){_LONG}(?P<end>\d\d)(?!\d)",
        rf"(?<![a-z]){_NAME}(?: of)?[-_., ']*{_LONG}(?!\d)",
        rf"(?<!\d){_LONG}[-_., ]*{_NAME}(?![a-z])",
        rf"(?<![a-z]){_NAME}[-_., ']*(?P<short>[12]\d)(?!\d|st|nd|rd|th|[-/._ ,]+(?:20)?\d\d(?!\d))",
        rf"(?<!\d)(?P<n>0?[1-9]|1[0-2])[-/._ ]{_LONG}(?!\d)",
        r"(?<!\d)(?P<short>[12]\d) ?[-/_] ?(?P<end>[12]\d)(?!\d)",
        rf"(?<!\d){_LONG}(?!\d)",
    )
)


def hear(text: str, today: date) -> Spoken:
    """The months and years in a text. What can be read as a month and as a financial year counts as both."""
    months: set[int] = set()
    financial: set[int] = set()
    bare: set[int] = set()
    for shape in _SAID:
        for found in list(shape.finditer(text)):
            if _take(found.groupdict(), (months, financial, bare), today):
                text = f"{text[: found.start()]}{'|' * len(found[0])}{text[found.end() :]}"
    return Spoken(frozenset(months), frozenset(financial), frozenset(bare))


def _take(parts: Mapping[str, str | None], said: tuple[set[int], set[int], set[int]], today: date) -> bool:
    """Keep what one part of a text says; answers whether it says anything."""
    months, financial, bare = said
    year = int(parts["y"] or 0) if "y" in parts else 2000 + int(parts["short"] or 0)
    if not EARLIEST_YEAR <= year <= today.year + 1:
        return False
    month = _month_of(parts)
    if "end" in parts:
        is_financial = int(parts["end"] or 0) == (year + 1) % 100
        is_month = "y" in parts and 1 <= int(parts["end"] or 0) <= len(MONTHS)
        financial |= {year} if is_financial else set()
        months |= {year * 12 + int(parts["end"] or 0) - 1} if is_month else set()
        return is_financial or is_month
    if month is None:
        bare.add(year)
        return True
    if not 1 <= month <= len(MONTHS):
        return False
    months.add(year * 12 + month - 1)
    return True


def _month_of(parts: Mapping[str, str | None]) -> int | None:
    if parts.get("name"):
        return MONTHS[str(parts["name"]).lower()]
    return int(parts["n"] or 0) if "n" in parts else None


def year_of_month(month: int, spoken: Spoken) -> frozenset[int]:
    """The years that a text gives a month: none where it says nothing, several where it speaks against itself."""
    found = {first if month >= _APRIL else first + 1 for first in spoken.financial}
    first, last = min(spoken.months, default=0), max(spoken.months, default=-1)
    if 0 < last - first <= _LONGEST_SPAN:
        inside = {place // 12 for place in range(first, last + 1) if place % 12 == month - 1}
        return frozenset(found | (inside or _nearest(month, (first, last))))
    return frozenset(found | _nearest(month, spoken.months))


def _nearest(month: int, named: Iterable[int]) -> set[int]:
    years = set()
    for place in named:
        away = month - 1 - place % 12
        away -= 12 if away > 6 else -12 if away < -6 else 0
        if abs(away) <= _NEAR:
            years.add((place + away) // 12)
    return years


def agree_on_years(
    months: Iterable[int], said: Iterable[Spoken], by_days: Mapping[int, frozenset[int]] | None = None
) -> Mapping[int, int] | None:
    """The year of each month, where all that is said agrees on one; None where it does not, or says nothing."""
    years: dict[int, int] = {}
    heard = list(said)
    for month in months:
        given = set().union(*(year_of_month(month, spoken) for spoken in heard), (by_days or {}).get(month, ()))
        if len(given) != 1:
            return None
        years[month] = given.pop()
    fitting = set(years.values()) | {y - 1 if m < _APRIL else y + 1 for m, y in years.items()}
    return years if all(spoken.bare <= fitting for spoken in heard) else None
