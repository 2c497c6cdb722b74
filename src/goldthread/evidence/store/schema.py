"""The columns of a payment line: as they stand in the Parquet files, and as they are shown to whoever asks."""

MONEY = "DECIMAL(18,2)"

_TEXT_BEFORE = ("body", "department", "service", "cost_centre", "supplier", "supplier_id")
_IDENTIFIERS = ("company_number", "charity_number", "vat_number", "postcode")
_REFERENCES = ("reference", "invoice_number", "order_number", "contract_reference")
_WHAT_FOR = ("purpose", "expense_type", "expense_code", "category_code", "category_label", "category_scheme")

FACTS: dict[str, str] = {
    **dict.fromkeys(_TEXT_BEFORE + _IDENTIFIERS, "VARCHAR"),
    "payment_date": "DATE",
    "invoice_date": "DATE",
    **dict.fromkeys(_REFERENCES, "VARCHAR"),
    "amount": MONEY,
    "amount_basis": "VARCHAR",
    "net": MONEY,
    "vat": MONEY,
    "gross": MONEY,
    "irrecoverable_vat": MONEY,
    "currency": "VARCHAR",
    **dict.fromkeys(_WHAT_FOR, "VARCHAR"),
    "capital_or_revenue": "VARCHAR",
    "method": "VARCHAR",
    "is_grant": "BOOLEAN",
    "is_redacted": "BOOLEAN",
}
"""What is known of a payment line, whichever file it came from."""

SPEND_COLUMNS: dict[str, str] = {
    "council": "VARCHAR",
    "load_key": "VARCHAR",
    "sheet": "VARCHAR",
    "line": "BIGINT",
    "first_line": "BIGINT",
    **FACTS,
    "set_aside": "VARCHAR",
    "set_aside_text": "VARCHAR",
}
"""A Parquet file's columns in order. A row with `set_aside` is kept for the account, and is no figure."""

SPEND_VIEW_COLUMNS: dict[str, str] = {
    "council": "VARCHAR",
    "load_key": "VARCHAR",
    "sheet": "VARCHAR",
    "row": "BIGINT",
    "department_id": "BIGINT",
    **FACTS,
}
"""The view `spend`: one row per published payment line of a live load that was not set aside."""


def spend_columns_sql() -> str:
    """The view's columns as a list for CREATE TABLE."""
    return ", ".join(f'"{name}" {kind}' for name, kind in SPEND_VIEW_COLUMNS.items())
