"""What a computation is given beside the payment lines: the periods, what each load carries, and the day of asking."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from goldthread.evidence.explorer.periods import Period, months_between
from goldthread.evidence.indicators.types import PeriodKind

_MONTHS = {12: PeriodKind.YEAR, 3: PeriodKind.QUARTER, 1: PeriodKind.MONTH}
HISTORY_LEEWAY = timedelta(days=14)  # the first fortnight of a year may have no payment run


@dataclass(frozen=True)
class LoadFact:
    """One live load. `confidence` (0 to 1) has an entry for each column of the payment lines that its file carries."""

    key: str
    council: str
    is_card: bool
    loaded_on: date | None
    first: date | None
    last: date | None
    confidence: Mapping[str, Decimal]

    def touches(self, span: "Span") -> bool:
        return self.first is not None and self.last is not None and self.first <= span.last and self.last >= span.first


@dataclass(frozen=True)
class Span:
    """A period with both its days, and its kind. `key` names it."""

    key: str
    first: date
    last: date
    kind: PeriodKind

    def until(self, day: date) -> "Span":
        """The same period, cut off at a day where it is still going on."""
        return replace(self, last=min(self.last, day))

    @property
    def before_first(self) -> date:
        """The first of the same days a year earlier."""
        return _year_before(self.first)

    @property
    def before_last(self) -> date:
        """The last of the same days a year earlier."""
        return last_day(_year_before(self.last.replace(day=1)))

    @property
    def history_from(self) -> date:
        """Payments have to reach back to here before a supplier can be called new."""
        return _year_before(self.first) + HISTORY_LEEWAY


@dataclass(frozen=True)
class Month:
    """One month of a span, with the quarter of the calendar that it falls in."""

    span: str
    first: date
    last: date
    quarter: date
    quarter_end: date

    def is_due(self, as_of: date) -> bool:
        """The Code gives one month after the quarter's end."""
        return last_day(self.quarter_end + timedelta(days=1)) < as_of


def span_of(period: Period) -> Span:
    """A period as a span; raises ValueError for one that is no year, quarter or month."""
    if period.first is None or period.last is None:
        raise ValueError("all years together are no period for an indicator")
    count = len(list(months_between(period.first, period.last)))
    return Span(period.key, period.first, period.last, _MONTHS[count])


def months_of(span: Span) -> Iterator[Month]:
    """The months of a span in order."""
    for first in months_between(span.first, span.last):
        quarter = first.replace(month=(first.month - 1) // 3 * 3 + 1)
        yield Month(span.key, first, last_day(first), quarter, last_day(quarter.replace(month=quarter.month + 2)))


def last_day(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


@dataclass(frozen=True)
class Material:
    """Everything that a computation is told. `councils` are slugs; `has_matching` says that names were matched.

    `has_load_facts` says that the table `load_facts` is there already, made from the lines themselves; `has_register`
    that the tables of the contract register are there.
    """

    councils: tuple[str, ...]
    spans: tuple[Span, ...]
    loads: tuple[LoadFact, ...]
    as_of: date
    has_matching: bool = False
    has_load_facts: bool = False
    has_register: bool = False

    @cached_property
    def _by_council(self) -> Mapping[str, list[LoadFact]]:
        found: dict[str, list[LoadFact]] = defaultdict(list)
        for load in self.loads:
            found[load.council].append(load)
        return found

    def loads_behind(self, council: str, span: Span, *, cards: bool) -> tuple[LoadFact, ...]:
        """The loads with payments of the council in the period; files of cards only where they are wanted."""
        found = (load for load in self._by_council.get(council, ()) if load.touches(span))
        return tuple(load for load in found if cards or not load.is_card)
