"""What setting payments beside contracts answers: where a payment stands, and why it is held to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Place(StrEnum):
    """Where one payment stands. Every payment line has exactly one."""

    ON = "on contract"
    EXPIRED = "expired, still paid"
    EARLY = "before its contract begins"
    NONE = "without a contract"
    SMALL = "small, without a contract"
    UNKNOWN = "unknown"
    EXCLUDED = "left out"

    @property
    def is_off(self) -> bool:
        return self in OFF


OFF = frozenset({Place.EXPIRED, Place.EARLY, Place.NONE, Place.SMALL})
"""What counts as off contract: each with a class of its own, so that a reader sees why."""


class Why(StrEnum):
    """Why a payment was held to a contract, to none, or to nobody knows which."""

    PERSON = "person"
    REFERENCE = "reference"
    ONLY = "only contract"
    CATEGORY = "category"
    DEPARTMENT = "department"
    BOTH = "category and department"
    GROUP = "one of several"
    NO_CONTRACT = "no contract"
    NOT_CONTRACT = "person: no contract"
    WITHHELD = "payee withheld"
    NO_PAYEE = "no payee"
    UNMATCHED = "supplier not resolved"

    @property
    def says(self) -> str:
        return _SAYS[self]


_SAYS: Mapping[Why, str] = {
    Why.PERSON: "Somebody said that it belongs to this contract.",
    Why.REFERENCE: "The payment names the contract's reference.",
    Why.ONLY: "It is the only contract of the supplier on that day.",
    Why.CATEGORY: "Of the supplier's contracts on that day, only this one is in the payment's category.",
    Why.DEPARTMENT: "Of the supplier's contracts on that day, only this one is of the paying department.",
    Why.BOTH: "Of the supplier's contracts on that day, only this one is of the payment's category and department.",
    Why.GROUP: "The supplier has several contracts on that day, and nothing in the payment says which.",
    Why.NO_CONTRACT: "The register names no contract with the supplier.",
    Why.NOT_CONTRACT: "Somebody said that these payments are under no contract.",
    Why.WITHHELD: "The name of who was paid is withheld.",
    Why.NO_PAYEE: "The file does not say who was paid.",
    Why.UNMATCHED: "The supplier has not been matched yet.",
}


class DecisionKind(StrEnum):
    """What a person said of payments, or of a name on the register."""

    BELONGS = "belongs to"
    NO_CONTRACT = "no contract"
    SAME_SUPPLIER = "same supplier"
    NO_PAYMENTS = "no payments"
    LEFT = "left"

    @property
    def is_of_name(self) -> bool:
        """Whether it is said of a supplier's name on the register, not of payments."""
        return self in OF_NAMES


SETTLING = frozenset({DecisionKind.SAME_SUPPLIER, DecisionKind.NO_PAYMENTS})
"""What settles who a name on the register is; what is left is neither."""
OF_NAMES = SETTLING | {DecisionKind.LEFT}


@dataclass(frozen=True)
class Exclusion:
    """One reason that leaves a payment out of third-party spend."""

    reason: str
    kind: str
    fields: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Rules:
    """One dated row of the rules."""

    first: date
    days_after_end: int
    days_before_start: int
    small_year: Decimal
    exclusions: tuple[Exclusion, ...]


@dataclass(frozen=True)
class Found:
    """The supplier that a name on the register was found to be, how surely (0 to 1), and by what."""

    supplier: int
    confidence: float
    how: str


def name_key(name: str) -> str:
    """A supplier's name on the register as it is compared: capitals and blanks do not count."""
    return " ".join(name.casefold().split())[:300]


@dataclass(frozen=True)
class DepartmentCover:
    """One department's part. `department` is the council's own, or, unconfirmed, the name that finance uses."""

    name: str
    department: int | None
    third_party: Decimal
    on_contract: Decimal
    off_contract: Decimal
    unknown: Decimal
    excluded: Decimal


@dataclass(frozen=True)
class Cover:
    """The figures of one period, in pounds to the penny.

    third_party = on_contract + off_contract + unknown; with all of `excluded` it is every payment of the period.
    """

    third_party: Decimal
    on_contract: Decimal
    off_contract: Decimal
    unknown: Decimal
    excluded: Mapping[str, Decimal]
    by_place: Mapping[Place, Decimal]
    unnamed: Decimal
    departments: Sequence[DepartmentCover] = field(default_factory=tuple)

    @property
    def on_register(self) -> Decimal:
        """Spend whose supplier has a contract on the register, live or over."""
        return self.on_contract + self.by_place.get(Place.EXPIRED, Decimal(0))


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """A part of a whole from 0 to 1, to a tenth of a thousandth; of nothing it is None."""
    return (part / whole).quantize(Decimal("0.0001")) if whole > 0 else None
