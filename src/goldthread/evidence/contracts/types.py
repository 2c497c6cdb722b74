"""Frozen values of a register file: its columns, its lines, what each line would do, and why one is set aside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from goldthread.evidence.sources.types import How
from goldthread.register.types import Taken


class ContractField(StrEnum):
    """What a column of a register can hold."""

    BODY = "body"
    REFERENCE = "reference"
    OCID = "ocid"
    TITLE = "title"
    DESCRIPTION = "description"
    DEPARTMENT = "department"
    SUPPLIER = "supplier"
    POSTCODE = "postcode"
    COMPANY_NUMBER = "company_number"
    CHARITY_NUMBER = "charity_number"
    REGISTRATION = "registration"
    IS_SME = "is_sme"
    IS_VCSE = "is_vcse"
    SME_OR_VCSE = "sme_or_vcse"
    ARRANGEMENT = "arrangement"
    PARENT_REFERENCE = "parent_reference"
    KIND = "kind"
    PROCEDURE = "procedure"
    THRESHOLD = "threshold"
    CATEGORY = "category"
    CATEGORY_CODE = "category_code"
    CPV_CODE = "cpv_code"
    OWNER = "owner"
    OWNER_EMAIL = "owner_email"
    MANAGER = "manager"
    MANAGER_EMAIL = "manager_email"
    AWARDED_ON = "awarded_on"
    START = "start"
    END = "end"
    EXPIRY = "expiry"
    LATEST_END = "latest_end"
    REVIEW_DATE = "review_date"
    BREAK_ON = "break_on"
    DURATION = "duration"
    DURATION_TEXT = "duration_text"
    EXTENSION_MONTHS = "extension_months"
    EXTENSION_COUNT = "extension_count"
    EXTENSION_1 = "extension_1"
    EXTENSION_2 = "extension_2"
    EXTENSION_3 = "extension_3"
    EXTENSION_4 = "extension_4"
    NOTICE_MONTHS = "notice_months"
    VALUE = "value"
    MAXIMUM_VALUE = "maximum_value"
    ESTIMATED_VALUE = "estimated_value"
    ANNUAL_VALUE = "annual_value"
    VALUE_BASIS = "value_basis"
    IRRECOVERABLE_VAT = "irrecoverable_vat"
    VISIBILITY = "visibility"
    STATUS = "status"
    BIDS = "bids"
    LOTS = "lots"
    TENDER_REFERENCE = "tender_reference"
    HAS_PERSONAL_DATA = "has_personal_data"
    NOTES = "notes"


F = ContractField
VALUE_FIELDS = (F.MAXIMUM_VALUE, F.VALUE, F.ESTIMATED_VALUE, F.ANNUAL_VALUE)
"""Amounts; the first that a file fills is the one that its control total adds up."""
MONEY_FIELDS = frozenset({*VALUE_FIELDS, F.IRRECOVERABLE_VAT})
DATE_FIELDS = frozenset({F.AWARDED_ON, F.START, F.END, F.EXPIRY, F.LATEST_END, F.REVIEW_DATE, F.BREAK_ON})
YES_FIELDS = frozenset({F.IS_SME, F.IS_VCSE, F.HAS_PERSONAL_DATA})
TAKEN_FIELDS = (F.EXTENSION_1, F.EXTENSION_2, F.EXTENSION_3, F.EXTENSION_4)
COUNT_FIELDS = frozenset({F.EXTENSION_COUNT, F.BIDS, F.LOTS, F.DURATION, F.NOTICE_MONTHS})
SPOKEN_FIELDS = {
    "contract_title": F.TITLE,
    "contract_reference": F.REFERENCE,
    "contract_manager": F.MANAGER,
    "contractor": F.SUPPLIER,
    "awarded_value": F.VALUE,
    "end_date": F.END,
    "start_date": F.START,
    "directorate": F.DEPARTMENT,
}
"""Words that people use for a field on the command line."""


@dataclass(frozen=True)
class FoundColumn:
    """A column that was taken for a field. Confidence lies between 0 and 1."""

    column: str
    position: int
    confidence: float
    how: How


ContractColumns = Mapping[ContractField, FoundColumn]


class Reason(StrEnum):
    """Why a line is set aside."""

    BLANK = "blank line"
    HEADINGS = "repeated headings"
    TOTAL = "total"
    NO_TITLE = "no title"
    NOTE = "a note or a section's heading"
    ENDS_BEFORE = "ends before it starts"
    BREAK_AFTER = "ends before a break that is on the register"
    NEGATIVE = "value below zero"
    RAGGED = "more cells than headings"
    REPEATED = "the same line again"
    SECOND_LINE = "a second line of the same contract"
    NO_CONTRACTS = "sheet without contracts"


class LineOutcome(StrEnum):
    """What becomes of a line. Every line ends in one of these."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SET_ASIDE = "set aside"


Option = tuple[int, Taken]
"""One option to extend: months, and whether it was taken."""


@dataclass(frozen=True)
class Line:
    """One line of a register: the values that it gives, and where it stands. `amount` counts in the control total."""

    sheet: str
    number: int
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    break_on: date | None = None
    tender: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    waiver_code: str = ""
    amount: Decimal | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class FieldDiff:
    """One field of a contract: what the register holds and what the file gives."""

    field: str
    held: Any
    given: Any


@dataclass(frozen=True)
class LineResult:
    """What became of one line, for its page and its JSON. Conflicts were left as a person typed them."""

    line: Line
    outcome: LineOutcome
    contract: str = ""
    changes: tuple[FieldDiff, ...] = ()
    conflicts: tuple[FieldDiff, ...] = ()
