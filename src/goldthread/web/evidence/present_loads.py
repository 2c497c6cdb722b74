"""Presents loads: their control totals, their columns, and sentences about both."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from goldthread.evidence.models import Load
from goldthread.evidence.sources.mapping import SURE
from goldthread.evidence.sources.types import Field
from goldthread.evidence.types import LoadState
from goldthread.web.evidence.wording import exact_pounds, say_count, say_span, short_pounds

QUITE_SURE = 0.8
FIELD_NAMES: dict[str, str] = {
    Field.PAYMENT_DATE: "Date of payment",
    Field.INVOICE_DATE: "Date of invoice",
    Field.STAND_IN_DATE: "Other date, where no date of payment is published",
    Field.SUPPLIER_ID: "Supplier's number at the council",
    Field.NET: "Amount without VAT",
    Field.GROSS: "Amount with VAT",
    Field.AMOUNT: "Amount, VAT not said",
    Field.VAT: "VAT",
    Field.VAT_NUMBER: "VAT number",
    Field.IRRECOVERABLE_VAT: "VAT that cannot be recovered",
    Field.IS_GRANT: "Whether it is a grant",
    Field.METHOD: "Way of paying, such as card",
    Field.CAPITAL_OR_REVENUE: "Capital or revenue",
    Field.BODY: "Body that paid",
    Field.CPV_CODE: "CPV code",
    Field.CPV_LABEL: "CPV label",
    Field.PROCLASS_CODE: "ProClass code",
    Field.PROCLASS_LABEL: "ProClass label",
    Field.CIPFA_LABEL: "CIPFA label",
}


@dataclass(frozen=True)
class AccountRow:
    """One line of the control totals: rows and pounds, to the penny."""

    name: str
    rows: int
    pounds: str


@dataclass(frozen=True)
class MappedColumn:
    """One field with the column it was taken from, and how sure that is."""

    field: str
    column: str
    sureness: str
    how: str


def name_field(field: str) -> str:
    """A field as people call it."""
    return FIELD_NAMES.get(field, field.replace("_", " ").capitalize())


def say_sureness(confidence: float) -> str:
    """How sure a column is, in words with the figure."""
    word = "sure" if confidence >= QUITE_SURE else "likely" if confidence >= SURE else "not sure"
    return f"{word} ({confidence:.2f})"


def account_rows(load: Load) -> list[AccountRow]:
    """Read, loaded, set aside: the first is the sum of the others."""
    return [
        AccountRow("Read", load.rows_read, exact_pounds(load.net_read)),
        AccountRow("Loaded", load.rows_loaded, exact_pounds(load.net_loaded)),
        AccountRow("Set aside", load.rows_set_aside, exact_pounds(load.net_set_aside)),
    ]


def column_rows(load: Load) -> list[MappedColumn]:
    """What each column was taken for, as it was when the file was loaded."""
    return [
        MappedColumn(name_field(field), match["column"], say_sureness(match["confidence"]), match["how"])
        for field, match in load.mapping.items()
    ]


def say_loads(loads: Sequence[Load]) -> str:
    """The sentence above the list."""
    if not loads:
        return "No payments are loaded yet. Begin with the file that the council publishes under the Transparency Code."
    rows = sum(load.rows_loaded for load in loads)
    aside = sum(load.rows_set_aside for load in loads)
    pounds = sum((load.net_loaded for load in loads), Decimal(0))
    days = [day for load in loads for day in (load.first_date, load.last_date) if day]
    span = f", {say_span(min(days), max(days))}" if days else ""
    text = f"{say_count(len(loads), 'file')} with {say_count(rows, 'payment')} of {short_pounds(pounds)}{span}."
    if not aside:
        return text
    return f"{text} {say_count(aside, 'row was set aside, with its', 'rows were set aside, each with its')} reason."


def say_load(load: Load) -> str:
    """The sentence at the head of one load."""
    if load.state == LoadState.WITHDRAWN:
        return "This file was withdrawn and counts in no figure."
    paid = f"{say_count(load.rows_loaded, 'payment')} of {short_pounds(load.net_loaded)}"
    text = f"{paid}, {say_span(load.first_date, load.last_date)}."
    if load.rows_set_aside:
        text += f" {say_count(load.rows_set_aside, 'row was', 'rows were')} set aside."
    return text


def say_set_aside(load: Load) -> str:
    """The sentence above the rows that were set aside."""
    if not load.rows_set_aside:
        return f"Every row of {load.file_name} was loaded."
    rows = say_count(load.rows_set_aside, "row")
    count = "counts" if load.rows_set_aside == 1 else "count"
    return f"{rows} of {load.file_name}, {exact_pounds(load.net_set_aside)}, {count} in no figure."
