"""Dates as councils write them: which forms a column holds, and whether the day or the month comes first."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

DAY_FIRST = (
    "%d/%m/%y",
    "%d/%m/%Y",
    "%d-%m-%y",
    "%d-%m-%Y",
    "%d.%m.%y",
    "%d.%m.%Y",
    "%d %m %y",
    "%d %m %Y",
)
MONTH_FIRST = tuple(form.replace("%d", "%#").replace("%m", "%d").replace("%#", "%m") for form in DAY_FIRST)
UNMISTAKABLE = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d-%b-%y",
    "%d-%b-%Y",
    "%d %b %y",
    "%d %b %Y",
    "%d/%b/%y",
    "%d/%b/%Y",
    "%d-%B-%y",
    "%d-%B-%Y",
    "%d %B %y",
    "%d %B %Y",
    "%d%b%y",
    "%d%b%Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%B %d %Y",
    "%b-%y",
    "%b-%Y",
    "%b %y",
    "%b %Y",
    "%B %y",
    "%B %Y",
    "%m/%Y",
    "%Y-%m",
)
EXCEL_START = date(1899, 12, 30)
EXCEL_FIRST, EXCEL_LAST = 29221, 73051  # 1980 to 2099: figures that a date in a workbook can be
EARLIEST_YEAR = 2000
"""No council published payments by line before the Code; an earlier year is a slip of the pen."""

_ENOUGH_TEXTS = 200
MONTHS = {
    m: n for n, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
"""The number of each month by the first three letters of its name."""

_MONTH = rf"(?P<m>{'|'.join(MONTHS)})[a-z]{{0,6}}"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"^(?P<y>\d{4})[-/.](?P<n>\d{1,2})[-/.](?P<d>\d{1,2})$",
        r"^(?P<first>\d{1,2})(?P<part>[-/. ])(?P<second>\d{1,2})(?P=part)(?P<y>\d{4}|\d{2})$",
        rf"^(?P<d>\d{{1,2}})[-/ ]?{_MONTH}[-/ ]?(?P<y>\d{{4}}|\d{{2}})$",
        r"^(?P<y>\d{4})(?P<n>\d{2})(?P<d>\d{2})$",
        rf"^{_MONTH} (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})$",
        rf"^{_MONTH}[- ](?P<y>\d{{4}}|\d{{2}})$",
        r"^(?P<n>\d{1,2})/(?P<y>\d{4})$",
        r"^(?P<y>\d{4})-(?P<n>\d{1,2})$",
    )
)
_YEARLESS = re.compile(rf"^(?P<d>\d{{1,2}})[-/. ]?{_MONTH}$", re.IGNORECASE)
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
_TIME = re.compile(
    r"[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?: ?[AP]M)?(?: ?Z| ?[+-]\d{2}:?\d{2})?$", re.IGNORECASE
)
_OF = re.compile(r"(?<=\d) of (?=[a-z])", re.IGNORECASE)
_SUMMER_MIDNIGHT = re.compile(r"[ T]23:00(?::00(?:\.0+)?)?Z$")
"""Midnight of the next day in British summer time, as a data base writes it that keeps Greenwich's."""
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_SEPTEMBER = re.compile(r"\bsept\b", re.IGNORECASE)
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_MONTH_AND_YEAR = re.compile(rf"^{_MONTH}[- ]\d{{2}}$", re.IGNORECASE)
_NUMERIC = re.compile(r"^(\d{1,2})[/. -](\d{1,2})[/. -](?:\d{4}|\d{2})$")


@dataclass(frozen=True)
class DateForms:
    """How to read one column. `is_iso`: the quick way is tried first; `in_doubt` counts rows that fit both orders.

    `years` are those of each month, for days that carry none.
    """

    month_first: bool
    is_iso: bool
    in_doubt: int
    commonest: str | None = None
    years: tuple[tuple[int, int], ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        first, second = (MONTH_FIRST, DAY_FIRST) if self.month_first else (DAY_FIRST, MONTH_FIRST)
        return first + second + UNMISTAKABLE


def clean_date(text: str) -> str:
    """A date's text without weekday, time of day and ordinal endings."""
    bare = _WEEKDAY.sub("", _TIME.sub("", text.strip().lstrip("'")))
    return _SEPTEMBER.sub("Sep", _OF.sub(" ", _ORDINAL.sub("", bare)))


def read_date(text: str, *, month_first: bool = False) -> date | None:
    """The date that a text says; None where it says none. Day first unless told otherwise."""
    day = _read_bare(clean_date(text), month_first=month_first)
    return day + timedelta(days=1) if day and _SUMMER_MIDNIGHT.search(text.strip()) else day


def _read_bare(bare: str, *, month_first: bool) -> date | None:
    if _SERIAL.match(bare):
        days = int(float(bare))
        return EXCEL_START + timedelta(days=days) if EXCEL_FIRST <= days <= EXCEL_LAST else None
    found = next((match for shape in _SHAPES if (match := shape.match(bare))), None)
    if found is None:
        return None
    parts = found.groupdict()
    year = int(parts["y"])
    year += (2000 if year < 69 else 1900) if len(parts["y"]) == 2 else 0
    if "first" in parts:
        pair = (int(parts["first"]), int(parts["second"]))
        return _day(year, *(pair if month_first else pair[::-1])) or _day(year, *(pair[::-1] if month_first else pair))
    month = int(parts["n"]) if "n" in parts else MONTHS[parts["m"].lower()]
    return _day(year, month, int(parts.get("d") or 1))


def read_yearless(text: str) -> tuple[int, int] | None:
    """The month and day of a date that carries no year, such as 03-Apr; None for anything else."""
    found = _YEARLESS.match(clean_date(text))
    if found is None:
        return None
    month, day = MONTHS[found["m"].lower()], int(found["d"])
    return (month, day) if _day(2000, month, day) else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def order_of(text: str) -> str:
    """What a text alone tells of its order: day first, month first, both, same, iso, month and year, or nothing."""
    bare = clean_date(text)
    found = _NUMERIC.match(bare)
    if found is None:
        if _ISO.match(bare):
            return "iso"
        return "month and year" if _MONTH_AND_YEAR.match(bare) else ""
    first, second = int(found[1]), int(found[2])
    if first > 12 or second > 12:
        return "day first" if second <= 12 else "month first" if first <= 12 else ""
    return "same" if first == second else "both"


def choose_forms(counted: Mapping[str, int], *, month_first: bool | None = None) -> DateForms:
    """How to read a column, from every text in it and how often each stands there; `month_first` where that is known.

    The month comes first only where some date can be read in no other way and none can be read only with the day
    first; a file that mixes both is read day first, and what cannot be so is read month first.
    """
    kinds: Counter[str] = Counter()
    iso = total = 0
    for text, count in counted.items():
        total += count
        kinds[order_of(text)] += count
        iso += count if _ISO.match(text) else 0
    day_only, month_only = kinds["day first"], kinds["month first"]
    chosen = DateForms(
        month_first=bool(month_only) and not day_only if month_first is None else month_first,
        is_iso=total > 0 and iso >= total * 0.5,
        in_doubt=kinds["both"] if day_only and month_only else 0,
    )
    return chosen if chosen.is_iso else replace(chosen, commonest=_commonest_form(counted, chosen.forms))


def _commonest_form(counted: Mapping[str, int], forms: Sequence[str]) -> str | None:
    """The form that reads most of the texts as they stand."""
    tally: Counter[str] = Counter()
    for text, count in list(counted.items())[:_ENOUGH_TEXTS]:
        form = next((form for form in forms if _fits(text, form)), None)
        if form is not None:
            tally[form] += count
    return tally.most_common(1)[0][0] if tally else None


def _fits(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007  a day has no time zone
    except ValueError:
        return False
    return True
