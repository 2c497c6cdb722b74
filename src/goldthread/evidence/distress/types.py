"""What signals of financial distress are made of. A signal is something to look at: never a finding, never a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class SignalKind(StrEnum):
    """What may be seen in filings and in payments."""

    STATUS = "status"
    ACCOUNTS = "accounts"
    YOUNG = "young"
    STOPPED = "stopped"
    FALL = "fall"
    RISE = "rise"
    DEPENDENT = "dependent"


@dataclass(frozen=True)
class SignalRule:
    """How one kind of signal is told: its words, its amounts, its source, and what it may innocently be."""

    kind: SignalKind
    name: str
    says: str
    innocent: tuple[str, ...]
    source: str
    settings: Mapping[str, Decimal]


@dataclass(frozen=True)
class Filing:
    """What Companies House says of a supplier, as of a day. None and "" are unknown."""

    number: str
    status: str
    incorporated_on: date | None
    accounts_due: date | None
    as_of: date
    confidence: float | None


@dataclass(frozen=True)
class Pace:
    """Pounds paid to a supplier by span, counted back from the last whole month that is on hand.

    `recent` are the last six months, `recent_before` the same six a year earlier; `year` the last twelve, `year_before`
    those before them. `months_before` counts the months with a payment among the twelve that end three months ago,
    `months_lately` those of the last three.
    """

    recent: Decimal
    recent_before: Decimal
    year: Decimal
    year_before: Decimal
    months_before: int
    months_lately: int
    last_month: date | None


@dataclass(frozen=True)
class OnHand:
    """The last whole month of payments, and for how many months back every month has some."""

    until: date
    unbroken: int


@dataclass(frozen=True)
class Signal:
    """One thing seen: a sentence, the row that it rests on as pairs of words, and its source with its day."""

    kind: SignalKind
    what: str
    row: tuple[tuple[str, str], ...]
    source: str
    as_of: date
    how_sure: float | None = None
