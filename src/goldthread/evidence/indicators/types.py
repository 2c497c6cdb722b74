"""An indicator as its file says it, and the figures that it gives. Figures are exact; rounding is for showing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class TableName(StrEnum):
    """The evidence tables that an indicator may ask."""

    PAYMENTS = "payments"
    SUPPLIERS = "suppliers"
    QUARTERS = "quarters"
    CONTRACTS = "contracts"
    PIPELINE = "pipeline"
    STRATEGIC = "strategic"
    LEARNERS = "learners"
    TALENT = "talent"
    RECORDS = "records"
    COVERAGE = "coverage"

    @property
    def is_register(self) -> bool:
        """Whether its rows come from the contract register, its logs or its coverage, not from payment lines alone."""
        return self not in {TableName.PAYMENTS, TableName.SUPPLIERS, TableName.QUARTERS}


class ColumnKind(StrEnum):
    """What a column of an evidence table holds. A carried column says what the line's file has at all."""

    MONEY = "money"
    COUNT = "count"
    TEXT = "text"
    FLAG = "flag"
    CARRIED = "carried"


class Grain(StrEnum):
    """The finest for which an indicator has a figure. The council always has one too."""

    DEPARTMENT = "department"
    COUNCIL = "council"


class PeriodKind(StrEnum):
    """Kinds of period, by how many months they have."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


class Unit(StrEnum):
    """What a figure counts. An index is a share squared and added up, from 0 to 10,000."""

    PERCENT = "percent"
    POUNDS = "pounds"
    COUNT = "count"
    DAYS = "days"
    INDEX = "index"

    @property
    def scale(self) -> int:
        """What numerator over denominator is multiplied by."""
        return {"percent": 100, "index": 10_000}.get(self.value, 1)


class Direction(StrEnum):
    """Which side is better, where one is."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


class Outcome(StrEnum):
    """What the records say of a level."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    SILENT = "silent"


@dataclass(frozen=True)
class Column:
    """One column of an evidence table. `rests_on` names the columns of published lines that it is made of."""

    name: str
    kind: ColumnKind
    meaning: str
    sql: str
    of: tuple[str, ...]
    needs_matching: bool
    rests_on: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """An evidence table that indicators ask. `rows` is SQL that counts what a reader would count."""

    id: TableName
    grain: str
    note: str
    rows: str
    columns: Mapping[str, Column]


@dataclass(frozen=True)
class Threshold:
    """Dated data: at or beyond `value` the level's condition is met. Exactly one side is the better."""

    value_code: str
    level: int
    at_least: Decimal | None
    at_most: Decimal | None
    holds_from: date
    source: str

    @property
    def value(self) -> Decimal:
        found = self.at_least if self.at_least is not None else self.at_most
        if found is None:
            raise ValueError("a threshold without a figure")
        return found

    def is_met(self, figure: Decimal) -> bool:
        """Whether the figure stands on the better side; the threshold itself is on it."""
        return figure >= self.value if self.at_least is not None else figure <= self.value


@dataclass(frozen=True)
class VerdictRule:
    """What the figure says of one value code at one level where the threshold is met, and where it is missed."""

    value_code: str
    level: int
    met: Outcome
    missed: Outcome
    because: str

    @property
    def speaks(self) -> bool:
        return {self.met, self.missed} != {Outcome.SILENT}


@dataclass(frozen=True)
class Minimum:
    """Below any of these the figure says nothing. Shares from 0 to 1."""

    rows: int
    coverage: Decimal
    confidence: Decimal


@dataclass(frozen=True)
class Breakdown:
    """A column to break a figure down by, and the SQL of the sum that is broken down."""

    by: str
    of: str


@dataclass(frozen=True)
class Indicator:
    """One definition, as the one loader made it. `version` is its number and the beginning of its file's SHA-256."""

    id: str
    version: str
    name: str
    question: str
    value_codes: tuple[str, ...]
    table: TableName
    grain: Grain
    periods: tuple[PeriodKind, ...]
    where: str
    numerator: str
    denominator: str
    known: str
    whole: str
    unit: Unit
    direction: Direction
    breakdown: Breakdown | None
    minimum: Minimum
    thresholds: tuple[Threshold, ...]
    verdicts: tuple[VerdictRule, ...]
    exclusions: tuple[str, ...]
    assumptions: tuple[str, ...]
    limitation: str
    innocent: str
    source: str
    author: str
    reviewer: str
    review_date: date
    columns: tuple[str, ...]

    @property
    def leaves_out_cards(self) -> bool:
        """Whether no purchase by card is beneath the figure, so that files of cards do not matter to it."""
        return self.table is TableName.SUPPLIERS or "NOT is_card" in self.where

    @property
    def adds_up(self) -> bool:
        """Whether the council's share lies between its departments', so that one of them is at or below it."""
        return self.unit is Unit.PERCENT and "place" not in self.columns


class FigureState(StrEnum):
    """Whether a figure may speak, and if not, why."""

    KNOWN = "known"
    NO_RECORDS = "no records"
    TOO_LITTLE = "too little"
    WEAK_COVERAGE = "weak coverage"
    WEAK_CONFIDENCE = "weak confidence"


@dataclass(frozen=True)
class Part:
    """One part of a figure that was broken down. `label` is None for what is not known."""

    label: str | None
    amount: Decimal


@dataclass(frozen=True)
class Figure:
    """One indicator's figure for a council, or for one of its departments, in one period.

    `value` is in the indicator's unit and exact, None where there is nothing to divide by. `coverage` is the share (0
    to 1) of what matters for which the answer is known. `confidence` (0 to 1) is that of the weakest guess beneath it.
    """

    indicator: str
    definition_version: str
    council: str
    period: str
    department_id: int | None
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    rows: int
    coverage: Decimal | None
    confidence: Decimal
    state: FigureState
    reason: str
    loads: tuple[str, ...]
    parts: tuple[Part, ...] = ()

    @property
    def speaks(self) -> bool:
        return self.state is FigureState.KNOWN
