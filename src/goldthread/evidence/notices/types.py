"""Frozen values of notices: what one release or award says, why a release is set aside, what became of an award."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from goldthread.register.types import Arrangement

Release = dict[str, Any]
"""A release as it was published: JSON, whose shape the standard's schema says."""


ENVELOPES = (Arrangement.FRAMEWORK.value, Arrangement.DPS.value, Arrangement.DYNAMIC_MARKET.value)
"""Arrangements under which the value of an award is the most that may be called off, and awarded to nobody."""


class Refusal(StrEnum):
    """Why a release is set aside."""

    NOT_A_RELEASE = "not a release"
    NO_OCID = "no ocid"
    NO_DATE = "no date"
    ONLY_LINKS = "a record that only links to its releases"
    NO_BUYER = "no buyer is named"
    ANOTHER_BUYER = "another buyer"
    REPEATED = "the same release again"
    NOT_MERGED = "cannot be merged with the others of its ocid"


class Stage(StrEnum):
    """How far a procurement has come by its notices."""

    PLANNING = "planning"
    TENDER = "tender"
    AWARD = "award"
    CONTRACT = "contract"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class MatchState(StrEnum):
    """What became of an award: it is a contract of the register, or one that a person may put there."""

    MATCHED = "matched"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    NOTED = "noted"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True)
class SetAside:
    """A release that was set aside: its place in the file, counted from 1, and what it calls itself."""

    number: int
    reason: Refusal
    text: str


@dataclass(frozen=True)
class AwardFacts:
    """What the notices say of one award, or of a procurement without any (`award_id` is then empty).

    `more` holds what is seldom said: `extension_months`, `arrangement`, `ended_on` and, in words, `changes`.
    """

    award_id: str
    title: str
    description: str
    references: tuple[str, ...]
    supplier: str
    company_number: str
    value: Decimal | None
    has_vat: bool | None
    awarded_on: date | None
    start: date | None
    end: date | None
    is_sme: bool | None
    is_vcse: bool | None
    is_cancelled: bool = False
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ProcessFacts:
    """What the notices of one procurement say together. `more`: the regime and the VAT basis of the estimate."""

    ocid: str
    title: str
    buyer: str
    stage: Stage
    notice_types: tuple[str, ...]
    published_on: date | None
    estimated: Decimal | None
    kind: str
    procedure: str
    cpv_code: str
    tender: dict[str, Any] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)
    awards: tuple[AwardFacts, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Likely:
    """The contract that an award is most like (0 to 1), and why."""

    contract_id: int | None
    confidence: float
    reason: str
