"""What is asked of a council's spend, and what comes back. Money is in pounds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from goldthread.evidence.explorer.periods import ALL, Period


class Payee(StrEnum):
    """Whether the published line names who was paid."""

    NAMED = "named"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"


UNKNOWN = "unknown"
"""The word for a department or a category that a line does not give; in an address as well."""


@dataclass(frozen=True)
class Choice:
    """Which lines are looked at. What is empty narrows nothing.

    `department` is "id:12" (the council's, by a confirmed name), "name:Adult Services" (finance's) or "unknown";
    `category` is a name or "unknown"; `supplier` is a published name, or words in one.
    """

    period: Period = ALL
    department: str = ""
    category: str = ""
    supplier: str = ""
    payee: Payee | None = None

    @property
    def narrows(self) -> bool:
        return bool(self.period.key or self.department or self.category or self.supplier or self.payee)


@dataclass(frozen=True)
class Sum:
    """Lines and pounds of something; credits are negative and are part of `amount`."""

    lines: int = 0
    amount: Decimal = Decimal(0)
    credits: Decimal = Decimal(0)


@dataclass(frozen=True)
class Totals:
    """What the chosen lines come to."""

    whole: Sum
    suppliers: int
    withheld: Sum
    unknown_payee: Sum
    unknown_department: Sum
    unknown_category: Sum
    bases: dict[str, Sum]
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Month:
    """One month's lines; `first` is its first day."""

    first: date
    sum: Sum


@dataclass(frozen=True)
class Group:
    """One department, category or supplier with its lines. `key` is what an address names it by."""

    key: str
    name: str
    sum: Sum
    is_finance_name: bool = False


@dataclass(frozen=True)
class CategoryWays:
    """Where the categories of the chosen lines come from. `expense` lines have finance's type of expense alone.

    `confidence` (0 to 1) is that of the proposed ones, by pounds; None where nothing is proposed.
    """

    given: Sum
    proposed: Sum
    expense: Sum
    none: Sum
    confidence: float | None


@dataclass(frozen=True)
class Groups:
    """The largest groups, how many there are in all, and what the others come to."""

    shown: tuple[Group, ...]
    count: int
    others: Sum


@dataclass(frozen=True)
class CurvePoint:
    """The share (0 to 1) of spend with named suppliers that goes to the `suppliers` largest."""

    suppliers: int
    share: float


@dataclass(frozen=True)
class Concentration:
    """How much of the spend with named suppliers goes to few. Suppliers that were paid nothing in all are left out."""

    suppliers: int
    amount: Decimal
    points: tuple[CurvePoint, ...]
    largest: float | None
    ten_largest: float | None
    four_fifths: int | None
