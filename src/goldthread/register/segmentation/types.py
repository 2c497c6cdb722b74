"""What segmentation speaks of: the four dimensions, a rule, what was measured, and where something was placed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

LOWEST, HIGHEST = 1, 5


class Dimension(StrEnum):
    """What a contract or a supplier is scored by, from 1 (low) to 5 (high)."""

    VALUE = "value"
    RISK = "risk"
    CRITICALITY = "criticality"
    CARBON = "carbon"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Segmented(StrEnum):
    """What a row of a run is about."""

    CONTRACT = "contract"
    SUPPLIER = "supplier"


Alternative = Mapping[Dimension, int]
"""Scores that have to be reached, all of them."""


@dataclass(frozen=True)
class Tier:
    """One tier. Something is in it where one alternative is met in full; the last tier of a rule has none."""

    name: str
    means: str
    any_of: tuple[Alternative, ...]


@dataclass(frozen=True)
class SegmentRule:
    """A rule: from which figure a score begins, and the tiers, the highest first. `version` names the edition."""

    version: str
    value_from: tuple[Decimal, ...]
    risk_from: tuple[int, ...]
    tiers: tuple[Tier, ...]


@dataclass(frozen=True)
class Score:
    """A score between `low` and `high`: one figure where it is known, from 1 to 5 where nothing is."""

    low: int
    high: int

    @property
    def is_known(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Measure:
    """One figure. None is unknown; `is_floor` says that it is at least this, since a part of it is unknown."""

    figure: Decimal | None = None
    is_floor: bool = False


Measures = Mapping[Dimension, Measure]


@dataclass(frozen=True)
class Placed:
    """Where the rule puts something: the tier that is certain, the highest it could be in, and what would settle it."""

    scores: Mapping[Dimension, Score]
    at_least: str
    at_most: str
    unsettled_by: tuple[Dimension, ...]

    @property
    def is_settled(self) -> bool:
        return self.at_least == self.at_most

    @property
    def tier(self) -> str:
        """The tier; empty where what is unknown could lift it into a higher one."""
        return self.at_least if self.is_settled else ""
