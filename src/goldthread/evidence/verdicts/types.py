"""A verdict on one value code at one level, with everything that it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from goldthread.evidence.explorer.periods import Period
from goldthread.evidence.indicators.types import Figure, Outcome, Threshold, Unit


class Silence(StrEnum):
    """Why the records say nothing. Absence is one thing, weakness another, and a rule that does not reach a third."""

    NO_INDICATOR = "no indicator"
    NO_RECORDS = "no records"
    TOO_LITTLE = "too little"
    WEAK_COVERAGE = "weak coverage"
    WEAK_CONFIDENCE = "weak confidence"
    NO_THRESHOLD = "no threshold"
    NOT_TOLD_APART = "departments not told apart"
    NO_CLAIM = "the figure makes no claim"

    @property
    def is_absence(self) -> bool:
        """Nothing is there to be read, which is no sign against the level."""
        return self in (Silence.NO_INDICATOR, Silence.NO_RECORDS)


@dataclass(frozen=True)
class Verdict:
    """What one indicator says of one value code at one level; `indicator` is None where none bears on it.

    `department_id` names the department whose figure decides: the lowest that may speak. None means the whole council.
    `value` is exact, in `unit`; coverage and confidence go from 0 to 1. `reason` is a sentence for people.
    """

    value_code: str
    level: int
    outcome: Outcome
    reason: str
    silence: Silence | None
    period: str
    indicator: str | None = None
    indicator_name: str = ""
    definition_version: str | None = None
    value: Decimal | None = None
    unit: Unit | None = None
    threshold: Threshold | None = None
    department_id: int | None = None
    coverage: Decimal | None = None
    confidence: Decimal | None = None
    loads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dispute:
    """What a department said against a verdict, with names as they were."""

    department: str
    value_code: str
    level: int
    indicator: str
    period: str
    verdict: str
    because: str
    by: str
    at: date


@dataclass(frozen=True)
class LoadNamed:
    """A file behind the figures, as the catalogue named it. `net` is in pounds."""

    key: str
    file_name: str
    kind: str
    sha256: str
    rows: int
    net: Decimal
    first: date | None
    last: date | None
    loaded_on: date


@dataclass(frozen=True)
class Records:
    """All that the records said of a round at one time. Without a `period` no payments were on hand.

    `every` has each indicator's verdict, `shown` one per code and level, `of_departments` those by a department's own
    figures. `signed_despite` is why the round was signed although a contradiction had no answer.
    """

    period: Period | None
    every: tuple[Verdict, ...]
    shown: tuple[Verdict, ...]
    figures: tuple[Figure, ...]
    departments: Mapping[int, str]
    of_departments: Mapping[int, tuple[Verdict, ...]]
    loads: tuple[LoadNamed, ...]
    disputes: tuple[Dispute, ...]
    signed_despite: str = ""
