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


class Place(StrEnum):
    """Whether a supplier's address is in the council's own area."""

    LOCAL = "local"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, is_local: bool | None) -> "Place":
        return cls.UNKNOWN if is_local is None else cls.LOCAL if is_local else cls.ELSEWHERE


UNKNOWN = "unknown"
"""The word for a department or a category that a line does not give; in an address as well."""


@dataclass(frozen=True)
class Choice:
    """Which lines are looked at. What is empty narrows nothing.

    `department` is "id:12" (the council's, by a confirmed name), "name:Adult Services" (finance's) or "unknown";
    `category` is a name or "unknown"; `supplier` is a name or words in one, `number` a supplier's own number,
    `published` one name exactly as published. `size`, `sector`, `ward` and `place` are what
    matching knows of the supplier;
    `in_doubt` asks for suppliers of whose names matching is least sure.
    """

    period: Period = ALL
    department: str = ""
    category: str = ""
    supplier: str = ""
    payee: Payee | None = None
    number: int | None = None
    published: str = ""
    size: str = ""
    sector: str = ""
    ward: str = ""
    place: str = ""
    in_doubt: bool = False

    @property
    def names_supplier(self) -> bool:
        """Whether it asks for one supplier, or a few by their names."""
        return bool(self.supplier or self.published or self.number is not None)

    @property
    def kinds(self) -> dict[str, str]:
        """What it asks of a supplier's size, sector, ward and place, by the names of the columns."""
        asked = {"size": self.size, "sector": self.sector, "ward": self.ward, "place": self.place}
        asked["in_doubt"] = "yes" if self.in_doubt else ""
        return {column: value for column, value in asked.items() if value}

    @property
    def narrows(self) -> bool:
        return bool(self.period.key or self.department or self.category or self.payee) or self.narrows_suppliers

    @property
    def narrows_suppliers(self) -> bool:
        return self.names_supplier or bool(self.kinds)


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
    """One department, category or supplier with its lines. `key` is what an address names it by.

    A supplier's key is its number; below nought, it is a name that nobody has matched. `names` counts its names.
    """

    key: str
    name: str
    sum: Sum
    is_finance_name: bool = False
    names: int = 1


@dataclass(frozen=True)
class SupplierLine:
    """One supplier in a list: its number (below nought, a name that nobody has matched), its names and what it is."""

    number: int
    name: str
    sum: Sum
    names: int
    size: str
    sector: str
    ward: str
    place: str
    in_doubt: bool


@dataclass(frozen=True)
class NameLine:
    """One name under which a supplier was published; `index_number` is its number in the index."""

    name: str
    index_number: int
    sum: Sum
    first: date
    last: date


@dataclass(frozen=True)
class Kind:
    """One size, sector, ward or place of suppliers with what they were paid; `suppliers` is how many they are."""

    value: str
    sum: Sum
    suppliers: int


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
