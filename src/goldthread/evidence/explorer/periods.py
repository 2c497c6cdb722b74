"""Spans of days that a reader chooses: a financial year, a quarter of one, a month."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

APRIL = 4
_YEAR = re.compile(r"(\d{4})-(\d{2})(?:-q([1-4]))?")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])m")


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both counted; without them, all days. `key` stands in addresses."""

    key: str
    label: str
    first: date | None = None
    last: date | None = None

    def has(self, day: date) -> bool:
        return self.first is None or self.last is None or self.first <= day <= self.last


ALL = Period("", "all years")


def read_period(key: str) -> Period | None:
    """ "2025-26", "2025-26-q1" or "2025-04m" (a month); all days for no text, None where it says no period."""
    if not key:
        return ALL
    if (found := _YEAR.fullmatch(key)) and int(found[1]) > 0 and int(found[2]) == (int(found[1]) + 1) % 100:
        year = int(found[1])
        return quarter_of(year, int(found[3])) if found[3] else financial_year(year)
    if (found := _MONTH.fullmatch(key)) and int(found[1]) > 0:
        return month_of(date(int(found[1]), int(found[2]), 1))
    return None


def financial_year(begins: int) -> Period:
    """April to March."""
    key = f"{begins}-{(begins + 1) % 100:02}"
    return Period(key, key, date(begins, APRIL, 1), date(begins + 1, APRIL - 1, 31))


def financial_year_of(day: date) -> Period:
    return financial_year(day.year - (day.month < APRIL))


def quarter_of(begins: int, number: int) -> Period:
    """A quarter of the financial year that begins in April of the year given; the first is April to June."""
    months = [(APRIL - 1 + 3 * (number - 1) + place) for place in range(3)]
    days = [date(begins + month // 12, month % 12 + 1, 1) for month in months]
    year = financial_year(begins)
    label = f"{year.label}, {days[0]:%B} to {days[-1]:%B}"
    return Period(f"{year.key}-q{number}", label, days[0], _end(days[-1]))


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(f"{first:%Y-%m}m", f"{first:%B %Y}", first, _end(first))


def financial_years(first: date, last: date) -> list[Period]:
    """The financial years from one day to another, the latest first."""
    oldest = financial_year_of(first).first
    latest = financial_year_of(last).first
    if oldest is None or latest is None:
        return []
    return [financial_year(year) for year in range(latest.year, oldest.year - 1, -1)]


def months_between(first: date, last: date) -> Iterator[date]:
    """The first day of each month from one day's to another's."""
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(number // 12, number % 12 + 1, 1)


def _end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
