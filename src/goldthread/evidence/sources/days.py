"""How a table's days are read: whether day or month comes first, and the year of days that carry none.

What the column does not tell is taken from the file's name, the sheet's, the title or other days beside it, where these
agree; else a person is asked. Nothing is guessed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from goldthread.evidence.sources.dates import DateForms, choose_forms, clean_date, order_of, read_date, read_yearless
from goldthread.evidence.sources.looks import is_nothing
from goldthread.evidence.sources.names import normalise_heading
from goldthread.evidence.sources.types import ColumnMap, ColumnMatch, Field, FileRefused, TableFile
from goldthread.evidence.sources.years import Spoken, agree_on_years, hear

_FEW = 3
"""Of fewer different days nothing is said about their order."""
_MOST_WITHOUT_YEAR = 0.5
_LOOKED_AT = 2000
_MONTHS = 12
_SHORT = re.compile(r"(\d\d)[-/.]\d\d[-/.](\d\d)")
_LAG = (-31, 200)
"""Days from an invoice to its payment: another year would lie outside."""
_LAG_SHARE = 0.9
_NOT_BEFORE_PAYMENT = frozenset({"due", "start", "end", "expiry", "birth", "contract", "next"})
_SAYS_PERIOD = frozenset({"year", "period", "quarter", "month"})


_SAVE_WHOLE = "Save the days with all four figures of the year (2026-04-03), and load that."


class UnsureDays(FileRefused):
    """The days can be read in more than one way, and nothing tells which is meant."""


@dataclass(frozen=True)
class Dated:
    """A table whose days are to be read: its columns, and every text in the columns of days with its count."""

    name: str
    table: TableFile
    mapping: ColumnMap
    texts: Mapping[Field, Counter[str]]
    rows: int
    today: date

    @property
    def where(self) -> str:
        return f"{self.name}, sheet {self.table.sheet}" if self.table.sheet else self.name


def settle_days(dated: Dated) -> tuple[Mapping[Field, DateForms], ColumnMap]:
    """How each column of days is read, and the mapping with what else was needed; raises `UnsureDays`."""
    days = {each: texts for each, texts in dated.texts.items() if each is not Field.BODY}
    forms: dict[Field, DateForms] = {each: choose_forms(texts) for each, texts in days.items()}
    notes: dict[Field, str] = {}
    paid = Field.PAYMENT_DATE
    if paid in forms:
        if _lack_years(dated.texts[paid]):
            years, where = _find_years(dated)
            forms[paid] = replace(forms[paid], years=tuple(sorted(years.items())))
            notes[paid] = f"its days carry no year, which is taken from {where}"
        else:
            _check_years(dated)
            _settle_order(dated, forms, notes)
    mapping: dict[Field, ColumnMatch] = {
        each: replace(match, note=notes.get(each, match.note)) for each, match in dated.mapping.items()
    }
    return forms, mapping


def _lack_years(texts: Counter[str]) -> bool:
    filled = sum(count for text, count in texts.items() if not is_nothing(text))
    lacking = sum(count for text, count in texts.items() if read_yearless(text) is not None)
    return lacking > 0 and lacking >= _MOST_WITHOUT_YEAR * filled


def _ask(dated: Dated, why: str, do: str = "") -> UnsureDays:
    heading = dated.mapping[Field.PAYMENT_DATE].column or "the column of days"
    example = next(text for text in dated.texts[Field.PAYMENT_DATE] if not is_nothing(text))
    do = do or (
        f'Name its month and year in the file\'s name ("april-{dated.today.year}.csv"), or save its days whole '
        f"({dated.today.year}-04-03), and load that."
    )
    return UnsureDays(what=f'{dated.where}: the days in "{heading}", such as "{example.strip()}", {why}.', do=do)


def _spoken(dated: Dated) -> Iterator[tuple[str, Spoken]]:
    """What is said around the days, and where."""
    said = [("the file's name", PurePath(dated.name).stem), ("the title", " | ".join(dated.table.above))]
    if dated.table.sheet:
        said.append(("the sheet's name", PurePath(dated.table.sheet).stem))
    if dated.rows <= len(dated.table.sample):
        said += [(f'"{heading}"', text) for heading, text in _constants(dated.table)]
    for where, text in said:
        spoken = hear(text, dated.today)
        if spoken.months or spoken.financial or spoken.bare:
            yield where, spoken


def _constants(table: TableFile) -> Iterator[tuple[str, str]]:
    """Columns of years or periods that hold one text alone."""
    for place, heading in enumerate(table.headings):
        if _SAYS_PERIOD & set(normalise_heading(heading).split()):
            held = {row[place].strip() for row in table.sample if place < len(row) and not is_nothing(row[place])}
            if len(held) == 1:
                yield heading, held.pop()


def _find_years(dated: Dated) -> tuple[Mapping[int, int], str]:
    """The year of each month of days that carry none, and where it was found."""
    months = {found[0] for text in dated.texts[Field.PAYMENT_DATE] if (found := read_yearless(text))}
    said = list(_spoken(dated))
    beside = _years_beside(dated)
    by_days = {
        month: frozenset().union(*(each.get(month, frozenset()) for each in beside.values())) for month in months
    }
    years = agree_on_years(months, [spoken for _where, spoken in said], by_days)
    if years is None:
        raise _ask(dated, "carry no year, and nothing beside them tells it for certain")
    where = [place for place, spoken in said if spoken.months or spoken.financial]
    return years, " and ".join([*where, *(f'"{heading}"' for heading in beside)])


def _years_beside(dated: Dated) -> Mapping[str, Mapping[int, frozenset[int]]]:
    """By heading, what other days in the same rows say of each month: an invoice is paid within months of its day."""
    paid = dated.mapping[Field.PAYMENT_DATE].position
    found = {}
    for place, heading in enumerate(dated.table.headings):
        if place == paid or _NOT_BEFORE_PAYMENT & set(normalise_heading(heading).split()):
            continue
        years = _years_by_lag(dated.table.sample[:_LOOKED_AT], paid, place)
        if years:
            found[heading] = years
    return found


def _years_by_lag(rows: Sequence[Sequence[str]], paid: int, place: int) -> Mapping[int, frozenset[int]]:
    fits: dict[int, Counter[int]] = {}
    pairs: Counter[int] = Counter()
    filled = 0
    for row in rows:
        yearless = read_yearless(row[paid]) if paid < len(row) else None
        text = row[place] if place < len(row) else ""
        filled += yearless is not None and not is_nothing(text)
        other = read_date(text) if yearless else None
        if yearless is None or other is None:
            continue
        pairs[yearless[0]] += 1
        for year in (other.year - 1, other.year, other.year + 1):
            day = min(yearless[1], 28)
            if _LAG[0] <= (date(year, yearless[0], day) - other).days <= _LAG[1]:
                fits.setdefault(yearless[0], Counter())[year] += 1
    if filled < _FEW or sum(pairs.values()) < _LAG_SHARE * filled:
        return {}
    return {
        month: frozenset(year for year, count in years.items() if count >= _LAG_SHARE * pairs[month])
        for month, years in fits.items()
    }


def _check_years(dated: Dated) -> None:
    """Ask about days that would scatter over many years: Apr-03 beside Apr-24, and 24-04-03 beside 24-04-19."""
    texts = [text for text in dated.texts[Field.PAYMENT_DATE] if not is_nothing(text)]
    short = {text.strip()[-2:] for text in texts if order_of(text) == "month and year" and text.strip()[-5:].strip()}
    if len(short) > _FEW and sum(order_of(text) == "month and year" for text in texts) == len(texts):
        raise _ask(dated, "may be days without a year or months of many years", _SAVE_WHOLE)
    parts = [found for text in texts if (found := _SHORT.fullmatch(clean_date(text)))]
    firsts, lasts = {found[1] for found in parts}, {found[2] for found in parts}
    if len(parts) == len(texts) and len(firsts) < _FEW < len(lasts):
        raise _ask(dated, "may have the year first or last", _SAVE_WHOLE)


def _settle_order(dated: Dated, forms: dict[Field, DateForms], notes: dict[Field, str]) -> None:
    """Read the month first, or ask, where every day of the column fits both orders and the usual one scatters them."""
    texts = dated.texts[Field.PAYMENT_DATE]
    if _have_changed_places(texts):
        why = "stand beside true dates none of which is after the 12th: day and month have changed places in those"
        raise _ask(dated, why, "Save the file again from the ledger, with its days as 2026-04-03, and load that.")
    usual, other = _readings(texts)
    if not _scatters(usual, other):
        return
    beside = _order_beside(dated)
    where = f'the days in "{dated.mapping[Field.INVOICE_DATE].column}"' if beside is not None else ""
    if beside is None:
        beside, where = _order_said(dated, usual, other)
    if beside is None:
        raise _ask(dated, "can be read with the day or the month first")
    forms[Field.PAYMENT_DATE] = choose_forms(texts, month_first=beside)
    notes[Field.PAYMENT_DATE] = f"the {'month' if beside else 'day'} comes first, as {where} shows"


def _have_changed_places(texts: Counter[str]) -> bool:
    """Whether days written as text all lie after the 12th and true dates all before: the mark of American settings."""
    written = [text for text in texts if order_of(text) in {"day first", "month first", "both"}]
    true = [found for text in texts if order_of(text) == "iso" and (found := read_date(text))]
    is_late = all(order_of(text) == "day first" for text in written)
    return len(written) >= _FEW and len(true) >= _FEW and is_late and all(day.day <= _MONTHS for day in true)


Months = Counter[int]


def _readings(texts: Counter[str]) -> tuple[Months, Months]:
    """The months that the days fall in, read day first and month first; empty where one order alone is possible."""
    kinds = {order_of(text) for text in texts if not is_nothing(text)}
    if "both" not in kinds or kinds & {"day first", "month first"}:
        return Counter(), Counter()
    usual: Months = Counter()
    other: Months = Counter()
    for text in texts:
        if order_of(text) == "both":
            for month_first, months in ((False, usual), (True, other)):
                day = read_date(text, month_first=month_first)
                if day is not None:
                    months[day.year * 12 + day.month - 1] += 1
    return usual, other


def _scatters(usual: Months, other: Months) -> bool:
    return len(usual) >= _FEW and 2 * len(other) <= len(usual)


def _order_beside(dated: Dated) -> bool | None:
    """Whether the month comes first in the invoices' days, where these tell."""
    kinds = {order_of(text) for text in dated.texts.get(Field.INVOICE_DATE, ())}
    if not kinds & {"day first", "month first"} or {"day first", "month first"} <= kinds:
        return None
    return "month first" in kinds


def _order_said(dated: Dated, usual: Months, other: Months) -> tuple[bool | None, str]:
    """Whether the month comes first by what is said around the days: the reading whose months are all named."""
    for where, spoken in _spoken(dated):
        named = spoken.months or {year * 12 + place for year in spoken.financial for place in range(3, 15)}
        if not named:
            continue
        first, last = min(named), max(named)
        fits = [all(first <= month <= last for month in months) for months in (usual, other)]
        if fits[0] != fits[1]:
            return fits[1], where
    return None, ""
