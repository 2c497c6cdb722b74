"""Dates: ten forms and more, day first, read alike by Python and by the store."""

from collections import Counter
from datetime import date

import pytest

from goldthread.evidence.sources.dates import DateForms, choose_forms, read_date
from goldthread.evidence.sources.typing import read_macros
from goldthread.evidence.store import ask, open_store

LAST_OF_MARCH = [
    "2024-03-31",
    "31/03/2024",
    "31/03/24",
    "31-03-2024",
    "31.03.2024",
    "31-Mar-2024",
    "31-MAR-24",
    "31 March 2024",
    "31MAR2024",
    "20240331",
    "2024/03/31",
    "45382",
    "45382.5",
    "Mon 31 Mar 2024",
    "March 31, 2024",
    "31st March 2024",
    "2024-03-31T00:00:00",
    "31/03/2024 00:00",
    "2024-03-31 00:00:00.000",
    "31/03/2024 12:00:00 AM",
    "31 03 2024",
    "2024-03-31T00:00:00+01:00",
    "2024-03-31T00:00:00.000Z",
    "31-MAR-24 12.00.00.000000000 AM",
    "Sunday 31st of March 2024",
    "2024-03-30T23:00:00.000Z",
]
NO_DATES = ["", "n/a", "31/06/2026", "30-02-2020", "2024-13-01", "99999", "1234.56", "A & B Ltd", "1234567"]


@pytest.mark.parametrize("text", LAST_OF_MARCH)
def test_every_form_says_the_same_day(text: str) -> None:
    assert read_date(text) == date(2024, 3, 31)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_nothing(text: str) -> None:
    assert read_date(text) is None


def test_day_comes_first_unless_the_column_says_otherwise() -> None:
    assert read_date("01/04/2024") == date(2024, 4, 1)
    assert read_date("01/04/2024", month_first=True) == date(2024, 1, 4)


def test_column_with_a_month_of_thirteen_has_the_month_first() -> None:
    assert choose_forms(Counter({"03/31/2024": 1, "03/04/2024": 5})).month_first


def test_column_that_mixes_both_orders_is_read_day_first_and_counts_what_is_in_doubt() -> None:
    forms = choose_forms(Counter({"03/31/2024": 1, "31/03/2024": 1, "03/04/2024": 5, "04/04/2024": 2}))
    assert (forms.month_first, forms.in_doubt) == (False, 5)


@pytest.mark.parametrize("month_first", [False, True])
@pytest.mark.parametrize("is_iso", [False, True])
def test_store_reads_every_date_as_python_does(month_first: bool, is_iso: bool) -> None:
    forms = DateForms(month_first=month_first, is_iso=is_iso, in_doubt=0)
    listed = ", ".join(f"'{form}'" for form in forms.forms)
    sql = f"date_slow($1, [{listed}])"
    if is_iso:
        sql = f"coalesce(date_iso($1), {sql})"
    texts = [*LAST_OF_MARCH, *NO_DATES, "1/4/24", "01/04/2024", "31/12/1899", "01/01/2206", "5-Sept-2019", "June 2020"]
    with open_store(macros=read_macros(), threads=1) as db:
        differ = {
            text: found
            for text in texts
            if (found := ask(db, f"SELECT {sql}", [text])[0][0]) != read_date(text, month_first=month_first)
        }
    assert differ == {}
