"""What a contract asks of its manager: notice deadlines, breaks, extensions, ends, reviews, ratings, checks of data.

Money at risk is what is bound if a day is missed: a year of the contract, or all that is left of it after a break. It
is None where neither the annual nor the awarded value is known, which is not zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from goldthread.register.lead_times import FASTER, USUAL, Own, is_too_late, latest_launch, lead_days, say_procedure
from goldthread.register.models import Break, Contract, ContractKpi, Extension
from goldthread.register.rules import add_months, next_period_end, years_between
from goldthread.register.types import Procedure, Regime, Taken

AHEAD_DAYS = 90
"""How far ahead a day is named as due: a quarter, in which a service usually plans."""
DATA_CHECK_MONTHS = 12
"""How long the assessment of personal data is taken as current: councils look at it yearly."""
RETURN_MONTHS = 6
"""For how many months a supply-chain return usually speaks: councils ask twice a year."""
_BY_REGIME = {Regime.BELOW: Procedure.QUOTATION, Regime.PSR: Procedure.PSR_COMPETITIVE}


class DueKind(StrEnum):
    """What has to be done."""

    TOO_LATE = "too late"
    LAUNCH = "launch"
    NOTICE = "notice"
    BREAK = "break"
    EXTENSION = "extension"
    END = "end"
    REVIEW = "review"
    RATING = "rating"
    DATA = "data"
    LOOK_BACK = "look back"
    RETURN = "supply-chain return"
    PLAN = "people plan"


@dataclass(frozen=True)
class Due:
    """One thing that is due. `day` is None where it has been due all along; `about` is the key of its record."""

    kind: DueKind
    contract: Contract
    day: date | None
    says: str
    money: Decimal | None
    about: int | None = None

    def is_late(self, today: date) -> bool:
        return self.kind is DueKind.TOO_LATE or (self.day is not None and self.day < today)


@dataclass(frozen=True)
class KpiDays:
    """When each KPI of a contract that is not retired was last rated; None where it never was."""

    kpi: ContractKpi
    last: date | None


def yearly_value(contract: Contract) -> Decimal | None:
    """Pounds in a year: as recorded, else the awarded value spread over the term; without a term, all of it."""
    annual: Decimal | None = contract.annual_value
    awarded: Decimal | None = contract.awarded_value
    if annual is not None or awarded is None:
        return annual
    if contract.start is None or contract.end is None:
        return awarded
    return awarded / max(years_between(contract.start, contract.end), Decimal(1))


def notice_day(contract: Contract, on: date, notice_by: date | None = None) -> date | None:
    """The last day to give notice for a day: as recorded, else worked back by the contract's months of notice."""
    if notice_by is not None or contract.notice_months is None:
        return notice_by
    return add_months(on, -contract.notice_months)


def list_due(
    contract: Contract,
    *,
    extensions: Sequence[Extension],
    breaks: Sequence[Break],
    kpis: Sequence[KpiDays] = (),
    is_replaced: bool = False,
    last_review: date | None = None,
    last_return: date | None = None,
    own: Own = USUAL,
    today: date,
    ahead: int = AHEAD_DAYS,
) -> list[Due]:
    """Everything that is due on one contract within `ahead` days or late. An ended contract asks nothing.

    `last_return` is the end of the period of the last supply-chain return, `own` are the council's own lead times.
    """
    if (contract.ended_on and contract.ended_on <= today) or (contract.end and contract.end < today):
        return []
    found = [
        *_due_breaks(contract, breaks, today),
        *_due_end(contract, extensions, today, is_replaced=is_replaced, own=own),
        *_due_review(contract, last_review),
        *_due_ratings(contract, kpis),
        *_due_data(contract, today),
        *_due_return(contract, last_return),
    ]
    until = today + timedelta(days=ahead)
    return in_order_of_money(
        due for due in found if due.kind is DueKind.TOO_LATE or due.day is None or due.day <= until
    )


def in_order_of_money(dues: Iterable[Due]) -> list[Due]:
    """The most money at risk first; of the same amount what is too late, then the earliest day."""
    return sorted(dues, key=_by_money)


def _by_money(due: Due) -> tuple[bool, Decimal, bool, date]:
    return due.money is None, -(due.money or Decimal(0)), due.kind is not DueKind.TOO_LATE, due.day or date.min


def _due_breaks(contract: Contract, breaks: Sequence[Break], today: date) -> Iterable[Due]:
    yearly = yearly_value(contract)
    for each in breaks:
        if each.taken != Taken.OPEN or each.on < today:
            continue
        left = yearly * years_between(each.on, contract.end) if yearly is not None and contract.end else yearly
        by = notice_day(contract, each.on, each.notice_by)
        if by is None:
            says = f"Break on {_say(each.on)}, and no notice day is known."
            yield Due(DueKind.BREAK, contract, each.on, says, left, each.pk)
        elif by >= today:
            yield Due(DueKind.NOTICE, contract, by, f"Notice to use the break on {_say(each.on)}.", left, each.pk)


def _due_end(
    contract: Contract, extensions: Sequence[Extension], today: date, *, is_replaced: bool, own: Own
) -> Iterable[Due]:
    if contract.end is None:
        return
    yearly = yearly_value(contract)
    still_open = [each for each in extensions if each.taken == Taken.OPEN]
    for each in still_open[:1]:
        by = notice_day(contract, contract.end) or contract.end
        says = f"Take the extension of {each.months} months or not: it ends on {_say(contract.end)}."
        yield Due(DueKind.EXTENSION, contract, by, says, yearly, each.pk)
    if is_replaced:
        return
    procedure = _BY_REGIME.get(Regime(contract.regime), Procedure.OPEN)
    name, launch = say_procedure(procedure), latest_launch(contract.end, procedure, own=own)
    if is_too_late(contract.end, procedure, own=own, today=today):
        days = lead_days(procedure, own=own, on=contract.end).from_launch
        says = (
            f"Too late for {name} before it ends on {_say(contract.end)}: that takes about {days} days. "
            f"{say_still_possible(contract.end, bool(still_open), own=own, today=today)}"
        )
        yield Due(DueKind.TOO_LATE, contract, contract.end, says, yearly)
        return
    says = f"Last day to begin {name}: it ends on {_say(contract.end)}{'' if still_open else ', no further extension'}."
    yield Due(DueKind.LAUNCH, contract, launch, says, yearly)


def say_still_possible(end: date, has_extension: bool, *, own: Own = USUAL, today: date) -> str:
    """The ways that still fit before a contract ends."""
    ways = ["the extension"] if has_extension else []
    ways += [way.value for way in FASTER if not is_too_late(end, way, own=own, today=today)]
    return f"Still possible: {', '.join(ways)}." if ways else "No usual way fits any more: ask procurement today."


def _due_review(contract: Contract, last_review: date | None) -> Iterable[Due]:
    day = contract.review_date
    if day is not None and (last_review is None or last_review < day):
        yield Due(DueKind.REVIEW, contract, day, f"Review planned for {_say(day)}.", yearly_value(contract))


def _due_ratings(contract: Contract, kpis: Sequence[KpiDays]) -> Iterable[Due]:
    days = []
    for each in kpis:
        since = each.last or contract.start
        if since is not None:
            days.append(add_months(since, each.kpi.months_between_ratings))
    if days:
        first = min(days)
        same = sum(1 for day in days if day == first)
        says = f"Rating of {same} of {len(kpis)} KPIs for the period to {_say(first)}."
        yield Due(DueKind.RATING, contract, first, says, yearly_value(contract))


def _due_data(contract: Contract, today: date) -> Iterable[Due]:
    if not contract.holds_personal_data:
        return
    if contract.data_assessed_on is None:
        yield Due(DueKind.DATA, contract, None, "It holds personal data, and no assessment is dated.", None)
        return
    again = add_months(contract.data_assessed_on, DATA_CHECK_MONTHS)
    says = f"Personal data was last assessed on {_say(contract.data_assessed_on)}."
    yield Due(DueKind.DATA, contract, again, says, None)


def _due_return(contract: Contract, last_return: date | None) -> Iterable[Due]:
    """The return that follows on the last one. Of a contract that never gave one, none is due."""
    if last_return is None:
        return
    day = next_period_end(last_return, RETURN_MONTHS)
    if contract.end is None or day <= contract.end:
        says = f"Supply-chain return for the period to {_say(day)}; the last one was to {_say(last_return)}."
        yield Due(DueKind.RETURN, contract, day, says, None)


def _say(day: date) -> str:
    return f"{day:%-d %B %Y}"
