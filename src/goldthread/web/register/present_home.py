"""Presents a contract manager's home: its sentence, the table of contracts, and what their data lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from goldthread.common.words import list_in_words
from goldthread.register.due import DueKind, yearly_value
from goldthread.register.due_queries import OwnContracts
from goldthread.register.models import Contract
from goldthread.register.narrowing import lacks_of
from goldthread.register.rules import burn_of
from goldthread.web.evidence.wording import exact_pounds, short_pounds
from goldthread.web.register.lines import PartLine
from goldthread.web.register.spend import Spent
from goldthread.web.wording import count_of, opening

SOON_DAYS = 30
_WHOLE = 100


@dataclass(frozen=True)
class OwnRow:
    """One contract of the table, with its bar: money as the fill, time as the mark, both in whole per cent."""

    contract: Contract
    yearly: str
    exact: str
    fill: int | None
    mark: int | None
    is_ahead: bool
    says: str


def say_own(own: OwnContracts, today: date) -> str:
    """How many contracts, what they are worth a year, how much is due within a month, and what is too late."""
    if not own.contracts:
        return "No contract that runs names you as its manager or owner."
    known = [value for contract in own.contracts if (value := yearly_value(contract)) is not None]
    worth = f" worth {short_pounds(sum(known, Decimal(0)))} a year" if known else ""
    first = f"You manage {count_of(len(own.contracts), 'contract')}{worth}."
    until = today + timedelta(days=SOON_DAYS)
    late = {due.contract.pk for due in own.dues if due.kind is DueKind.TOO_LATE}
    soon = sum(1 for due in own.dues if due.kind is not DueKind.TOO_LATE and (due.day is None or due.day <= until))
    parts = [f"{count_of(soon, 'thing')} {'is' if soon == 1 else 'are'} due within a month"] if soon else []
    if late:
        parts.append(f"{count_of(len(late), 'contract')} can no longer be tendered in the usual time before it ends")
    said = "; ".join(parts) if parts else "nothing is due within a month"
    return f"{first} {opening(said)}."


def say_parts(parts: Sequence[PartLine]) -> str:
    """How many parts of the people plan should have been looked at again by now; nothing where none should."""
    late = sum(part.is_late for part in parts)
    if not late:
        return ""
    verb = "was" if late == 1 else "were"
    return f" {opening(count_of(late, 'part'))} of the people plan {verb} to be looked at again by now."


def own_rows(contracts: Sequence[Contract], spent: Mapping[int, Spent], today: date) -> list[OwnRow]:
    return [_row(contract, spent.get(contract.pk), today) for contract in contracts]


def _row(contract: Contract, spent: Spent | None, today: date) -> OwnRow:
    burn = burn_of(
        spent.amount if spent else None,
        contract.awarded_value,
        contract.start,
        contract.end,
        on=today,
        paid_to=spent.until if spent else None,
    )
    yearly = yearly_value(contract)
    time, money = _per_cent(burn.time_share), _per_cent(burn.spent_share)
    parts = [
        f"{money}% of the value spent" if money is not None else "spend not worked out yet",
        f"{time}% of the time gone" if time is not None else "no term known",
    ]
    return OwnRow(
        contract=contract,
        yearly=short_pounds(yearly) if yearly is not None else "",
        exact=exact_pounds(yearly) if yearly is not None else "",
        fill=min(money, _WHOLE) if money is not None else None,
        mark=min(time, _WHOLE) if time is not None else None,
        is_ahead=money is not None and time is not None and money > time + 10,
        says=opening("; ".join(parts)),
    )


def _per_cent(share: Decimal | None) -> int | None:
    return None if share is None else round(share)


def say_gaps(contracts: Sequence[Contract]) -> list[tuple[Contract, str]]:
    """Per contract what it lacks, those that lack most first."""
    found = [(contract, lacks_of(contract)) for contract in contracts]
    lacking = sorted((pair for pair in found if pair[1]), key=lambda pair: -len(pair[1]))
    return [(contract, list_in_words([f"no {kind.value}" for kind in kinds])) for contract, kinds in lacking]
