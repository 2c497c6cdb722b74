"""The amounts of a line: which of the four each figure is. A figure that may be two of them is kept in words."""

import re
from collections.abc import Mapping
from decimal import Decimal

from goldthread.evidence.contracts import words
from goldthread.evidence.contracts.cells import read_figure, read_total_and_yearly
from goldthread.evidence.contracts.row import Reader, Row
from goldthread.evidence.contracts.types import VALUE_FIELDS, ContractField, FoundColumn
from goldthread.evidence.sources.types import How
from goldthread.register.types import VatBasis

F = ContractField
_EX, _INC = (
    re.compile(r"\b(?:ex|exc|excl|excluding|net|without)\b"),
    re.compile(r"\b(?:inc|incl|including|gross|with)\b"),
)
AMOUNT_OF = {
    F.VALUE: "awarded_value",
    F.MAXIMUM_VALUE: "maximum_value",
    F.ESTIMATED_VALUE: "estimated_value",
    F.ANNUAL_VALUE: "annual_value",
}
_VAT_OF = {"awarded_value": "awarded_vat", "maximum_value": "maximum_vat", "estimated_value": "estimated_vat"}


def control_amount(said: Mapping[ContractField, str], reader: Reader) -> Decimal | None:
    """What the cell of the control total says, whatever becomes of its line."""
    if reader.value_field is None:
        return None
    return read_figure(said[reader.value_field], reader.mapping[reader.value_field].column)[0]


def read_amounts(row: Row) -> None:
    """Every amount of the line under its own name, each with what it says of VAT."""
    for which in VALUE_FIELDS:
        text = row.said.get(which)
        if not text:
            continue
        heading = row.column(which).column
        both = read_total_and_yearly(text) if which is F.VALUE else None
        amount, is_yearly = (both[0], False) if both else read_figure(text, heading)
        name = _amount_said(row, which, is_yearly=is_yearly) if not both else "awarded_value"
        if amount is None or name is None or name in row.values:
            row.keep_text(which)
            continue
        row.values[name] = amount
        if both:
            row.values["annual_value"] = both[1]
        basis = _vat_basis(f"{heading} {text}")
        if name in _VAT_OF and basis is not VatBasis.UNKNOWN:
            row.values[_VAT_OF[name]] = basis.value
    if row.said.get(F.IRRECOVERABLE_VAT):
        row.keep_text(F.IRRECOVERABLE_VAT)
    _leave_small_maximum(row)


def _leave_small_maximum(row: Row) -> None:
    """A maximum below what was awarded, or of nothing at all, is none: it stays in words."""
    most, awarded = row.values.get("maximum_value"), row.values.get("awarded_value")
    if F.MAXIMUM_VALUE in row.said and most is not None and (most == 0 or (awarded is not None and most < awarded)):
        del row.values["maximum_value"]
        row.values.pop("maximum_vat", None)
        row.keep_text(F.MAXIMUM_VALUE)


def _amount_said(row: Row, which: ContractField, *, is_yearly: bool) -> str | None:
    """Where an amount belongs: the cell says it, or a column beside it, or its heading. None where nobody can tell."""
    if is_yearly:
        return "annual_value"
    if which is not F.VALUE:
        return AMOUNT_OF[which]
    text, beside = row.said[which], row.said.get(F.VALUE_BASIS, "")
    if kind := words.read_amount_kind(text):
        return kind
    if beside:
        return words.read_value_basis(beside)
    if is_either(row.column(which)) and not words.says_total(text):
        return None
    return AMOUNT_OF[which]


def is_either(column: FoundColumn) -> bool:
    """Whether a column holds totals and sums for a year alike, and nobody has said which it is taken for."""
    return column.how not in {How.TOLD, How.REMEMBERED} and words.says_either(column.column)


def _vat_basis(text: str) -> VatBasis:
    """Whether words beside an amount say that VAT is in it."""
    plain = re.sub(r"[^a-z]+", " ", text.casefold())
    around = re.search(r"(\w+ )?(?:of )?vat\b", plain)
    said = around[0] if around else plain if re.search(r"\b(?:net|gross)\b", plain) else ""
    if _EX.search(said):
        return VatBasis.EXCLUDED
    return VatBasis.INCLUDED if _INC.search(said) else VatBasis.UNKNOWN
