"""Amounts: as councils write them, read alike by Python and by the store."""

from decimal import Decimal

import pytest

from goldthread.evidence.sources.money import read_money
from goldthread.evidence.sources.typing import read_macros
from goldthread.evidence.store import ask, open_store

WRITTEN = {
    "1234.56": "1234.56",
    "£1,234.56": "1234.56",
    "(1,234.56)": "-1234.56",
    "(£5.10)": "-5.10",
    "1234.56-": "-1234.56",
    "-£5": "-5.00",
    "£-5.00": "-5.00",
    "−5.00": "-5.00",
    "1 234,56": "1234.56",
    "1\u00a0234.50": "1234.50",
    "1.234,56": "1234.56",
    "12,34": "12.34",
    "1,234": "1234.00",
    "1,23,456.00": "123456.00",
    " 765.00 ": "765.00",
    "GBP 10.00": "10.00",
    "Â£12": "12.00",
    "5.50 CR": "-5.50",
    "5.50 DR": "5.50",
    "0": "0.00",
    ".5": "0.50",
    "12.345": "12.35",
    "-12.345": "-12.35",
    "875.6899999999999": "875.69",
    "1e3": "1000.00",
    "\ufffd1,234.56": "1234.56",
    "-œ5.00": "-5.00",
    "ú5": "5.00",
    "( 1,234.56 )": "-1234.56",
    "£ (5.10)": "-5.10",
    "5.00 -": "-5.00",
    "1,234.56 Cr": "-1234.56",
}
NOT_POUNDS = ["", " ", "-", "£-", "n/a", "abc", "€5", "$5.00", "USD 5", "12.3.4", "1,2345", "#REF!", "31/03/2024"]


@pytest.mark.parametrize(("text", "value"), WRITTEN.items())
def test_amount_is_read(text: str, value: str) -> None:
    assert read_money(text) == Decimal(value)


@pytest.mark.parametrize("text", NOT_POUNDS)
def test_what_is_no_amount_in_pounds_is_nothing_and_never_nought(text: str) -> None:
    assert read_money(text) is None


def test_store_reads_every_amount_as_python_does() -> None:
    with open_store(macros=read_macros(), threads=1) as db:
        differ = {
            text: found
            for text in [*WRITTEN, *NOT_POUNDS]
            if (found := ask(db, "SELECT cell_money($1)", [text])[0][0]) != read_money(text)
        }
    assert differ == {}
