"""The plan of the payments, who is paid, and the published lines, as frozen values. Money is in pence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NO_SIZE = "none"
LOCAL = "local"


class Shape(StrEnum):
    """How a stream's money falls into lines."""

    USUAL = "usual"
    SMALL = "small"
    REGULAR = "regular"


class Sector(StrEnum):
    """What sort of payee a group holds."""

    COMPANY = "company"
    CHARITY = "charity"
    CIC = "cic"
    PUBLIC = "public"
    INDIVIDUAL = "individual"


@dataclass(frozen=True)
class Group:
    """Suppliers that are alike. `size` is the word in suppliers.yaml, `none` where no register says."""

    id: str
    sector: Sector
    size: str
    is_local: bool
    has_numbers: bool
    count: int
    trades: tuple[str, ...]
    named: tuple[str, ...]


@dataclass(frozen=True)
class Supplier:
    """Somebody who is paid. `spellings` holds the published names, the proper one first; redacted payees share one."""

    id: str
    name: str
    spellings: tuple[str, ...]
    group: Group
    company_number: str
    charity_number: str
    postcode: str
    ward: str
    contract: str


@dataclass(frozen=True)
class Stream:
    """Money of one kind from one group of suppliers; values in whole pounds and lines are by year."""

    id: str
    department: str
    purpose: str
    proclass: str
    group: str
    values: tuple[int, ...]
    lines: tuple[int, ...]
    has_order: bool
    has_contract: bool
    has_invoice_date: bool
    has_proclass: bool
    late_per_cent: int
    shape: Shape


@dataclass(frozen=True)
class CardPlan:
    """A department's purchases by card: whole pounds and lines by year."""

    department: str
    values: tuple[int, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that is planted. `finance_names` are what finance called a department in each of its three times."""

    years: tuple[str, ...]
    credit_value_per_cent: int
    credit_lines_per_cent: int
    streams: tuple[Stream, ...]
    cards: tuple[CardPlan, ...]
    finance_names: Mapping[str, tuple[str, ...]]
    wards: tuple[str, ...]
    merchants: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One published payment. `supplier` is None for a card purchase, whose merchant is in `name`."""

    paid: date
    invoiced: date | None
    stream: Stream
    supplier: Supplier
    name: str
    pence: int
    invoice: str
    order: str
    shows_number: bool
    shows_postcode: bool


@dataclass(frozen=True, slots=True)
class CardLine:
    """One purchase by card."""

    paid: date
    department: str
    merchant: tuple[str, str, str, str]
    pence: int


@dataclass(frozen=True)
class PaymentFile:
    """A file as the council published it, on the day on which it did."""

    name: str
    content: bytes
    published: date
    is_cards: bool
