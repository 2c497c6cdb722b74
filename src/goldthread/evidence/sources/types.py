"""What is known of a file before it is loaded: its columns, how sure each is, and why rows are set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from goldthread.common.errors import UserError


class Field(StrEnum):
    """What a published column can hold."""

    BODY = "body"
    DEPARTMENT = "department"
    SERVICE = "service"
    COST_CENTRE = "cost_centre"
    SUPPLIER = "supplier"
    SUPPLIER_ID = "supplier_id"
    COMPANY_NUMBER = "company_number"
    CHARITY_NUMBER = "charity_number"
    VAT_NUMBER = "vat_number"
    POSTCODE = "postcode"
    PAYMENT_DATE = "payment_date"
    INVOICE_DATE = "invoice_date"
    STAND_IN_DATE = "stand_in_date"
    REFERENCE = "reference"
    INVOICE_NUMBER = "invoice_number"
    ORDER_NUMBER = "order_number"
    CONTRACT_REFERENCE = "contract_reference"
    NET = "net"
    VAT = "vat"
    GROSS = "gross"
    AMOUNT = "amount"
    IRRECOVERABLE_VAT = "irrecoverable_vat"
    CURRENCY = "currency"
    PURPOSE = "purpose"
    EXPENSE_TYPE = "expense_type"
    EXPENSE_CODE = "expense_code"
    PROCLASS_CODE = "proclass_code"
    PROCLASS_LABEL = "proclass_label"
    CPV_CODE = "cpv_code"
    CPV_LABEL = "cpv_label"
    MERCHANT_CODE = "merchant_code"
    MERCHANT_LABEL = "merchant_label"
    COUNCIL_CATEGORY = "council_category"
    CIPFA_LABEL = "cipfa_label"
    CAPITAL_OR_REVENUE = "capital_or_revenue"
    METHOD = "method"
    IS_GRANT = "is_grant"


MONEY_FIELDS = (Field.NET, Field.VAT, Field.GROSS, Field.AMOUNT, Field.IRRECOVERABLE_VAT)
DATE_FIELDS = (Field.PAYMENT_DATE, Field.INVOICE_DATE, Field.STAND_IN_DATE)
SPOKEN_FIELDS = {"date": Field.PAYMENT_DATE, "payee": Field.SUPPLIER, "category": Field.COUNCIL_CATEGORY}
"""Words that people use for a field on the command line."""


class How(StrEnum):
    """How a column came to its field."""

    DECLARED = "declared name"
    WORDS = "words of the name"
    VALUES = "what the values look like"
    TOLD = "told"
    REMEMBERED = "remembered"
    STANDS_IN = "stands in"


@dataclass(frozen=True)
class ColumnMatch:
    """A column that was taken for a field. Confidence lies between 0 and 1.

    `note` says what else was needed to read it, or why a person has to be asked.
    """

    column: str
    position: int
    confidence: float
    how: How
    note: str = ""

    @property
    def told_how(self) -> str:
        """How it was found, with the note."""
        return f"{self.how.value}; {self.note}" if self.note else self.how.value


ColumnMap = Mapping[Field, ColumnMatch]


class Reason(StrEnum):
    """Why a row is set aside."""

    BLANK = "blank row"
    HEADINGS = "repeated headings"
    TOTAL = "total"
    TITLE = "words without figures"
    NO_AMOUNT = "no amount"
    BAD_AMOUNT = "amount not readable"
    NO_DATE = "no date"
    BAD_DATE = "date not readable"
    FAR_DATE = "date out of range"
    CURRENCY = "another currency"
    RAGGED = "more cells than headings"
    NO_PAYMENTS = "sheet without payments"
    HIDDEN = "hidden sheet"
    SAME_SHEET = "sheet that repeats another"
    REPEATED = "already in another load"
    ANOTHER_BODY = "another council's payment"


class FileRefused(UserError):
    """A file that cannot be loaded as it is."""


@dataclass(frozen=True)
class TableFile:
    """One table as a text file that DuckDB can read without guessing.

    `headings` are the published ones; the file's columns are these, in order, after a `line` and a `note` column where
    `has_lines`. `skip` lines come before the first row; `first_line` is that row's line in the published file. `above`
    are the texts over the headings.
    """

    path: Path
    headings: tuple[str, ...]
    delimiter: str
    skip: int
    first_line: int
    sheet: str | None
    has_lines: bool
    sample: tuple[tuple[str, ...], ...]
    encoding: str
    shape: str
    is_hidden: bool = False
    repeats: bool = False
    above: tuple[str, ...] = ()

    @property
    def has_headings(self) -> bool:
        return any(self.headings)


@dataclass(frozen=True)
class Told:
    """What a person said of the columns: field to heading, now or before."""

    now: Mapping[Field, str]
    remembered: Mapping[Field, str]


def headings_of(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Names for columns that have none."""
    return tuple(f"column {number}" for number in range(1, max(map(len, rows), default=0) + 1))
