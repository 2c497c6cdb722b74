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
_LONGEST = 45
_PLAUSIBLE = re.compile(
    r"^\s*(?:\d{1,4}[-/. ]?\d{1,2}[-/. ]?\d{0,4}\b|\d{8}\b|\d{5}(?:\.\d+)?\s*$|(?:\d{1,2}(?:st|nd|rd|th)?[-/. ]?)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|(?:\d{1,2}[-/ ]?)?(?:jan|feb|mar|apr|may|jun|jul|aug|"
    r"sep|oct|nov|dec)[a-z]{0,6}[-/ ]?\d|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s)",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?Z?(?:\+00:?00)?$", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_SEPTEMBER = re.compile(r"\bsept\b", re.IGNORECASE)
_NUMERIC = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})$")


@dataclass(frozen=True)
class DateForms:
    """How to read one column. `is_iso`: the quick way is tried first; `in_doubt` counts rows that fit both orders."""

    month_first: bool
    is_iso: bool
    in_doubt: int
    commonest: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        first, second = (MONTH_FIRST, DAY_FIRST) if self.month_first else (DAY_FIRST, MONTH_FIRST)
        return UNMISTAKABLE[:4] + first + UNMISTAKABLE[4:] + second


_ORDERED = {order: DateForms(month_first=order, is_iso=False, in_doubt=0).forms for order in (False, True)}


def clean_date(text: str) -> str:
    """A date's text without weekday, time of day and ordinal endings."""
    bare = _WEEKDAY.sub("", _TIME.sub("", text.strip()))
    return _SEPTEMBER.sub("Sep", _ORDINAL.sub("", bare))


def read_date(text: str, *, month_first: bool = False) -> date | None:
    """The date that a text says; None where it says none. Day first unless told otherwise."""
    if len(text) > _LONGEST or not _PLAUSIBLE.match(text):
        return None
    bare = clean_date(text)
    if _SERIAL.match(bare):
        days = int(float(bare))
        return EXCEL_START + timedelta(days=days) if EXCEL_FIRST <= days <= EXCEL_LAST else None
    try:
        return date.fromisoformat(bare)
    except ValueError:
        forms = _ORDERED[month_first]
    for form in forms:
        try:
            return datetime.strptime(bare, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    return None


def choose_forms(counted: Mapping[str, int]) -> DateForms:
    """How to read a column, from every text in it and how often each stands there.

    The month comes first only where some date can be read in no other way and none can be read only with the day
    first; a file that mixes both is read day first, and what cannot be so is read month first.
    """
    day_only = month_only = both = 0
    iso = total = 0
    for text, count in counted.items():
        total += count
        found = _NUMERIC.match(clean_date(text))
        if found is None:
            iso += count if re.match(r"^\d{4}-\d{2}-\d{2}$", text) else 0
            continue
        first, second = int(found[1]), int(found[2])
        day_only += count if first > 12 >= second else 0
        month_only += count if second > 12 >= first else 0
        both += count if first <= 12 and second <= 12 and first != second else 0
    mixed = bool(day_only and month_only)
    chosen = DateForms(
        month_first=bool(month_only) and not day_only,
        is_iso=total > 0 and iso >= total * 0.5,
        in_doubt=both if mixed else 0,
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
