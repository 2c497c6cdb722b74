"""Days that do not say all: without a year, in either order, with day and month changed places."""

from datetime import date
from pathlib import Path

import pytest

from goldthread.evidence.sources.days import UnsureDays
from goldthread.evidence.sources.types import Field
from goldthread.evidence.sources.years import agree_on_years, hear
from tests.unit.evidence.sources.reading import TODAY, Read, read_bytes
from tests.unit.evidence.sources.test_reading import workbook_of


def read_days(
    folder: Path, days: list[str], *, name: str = "spend.csv", title: str = "", other: list[str] | None = None
) -> Read:
    """Payments on these days; `other` are the days of their invoices."""
    rows = [f"Acre {n} Ltd,{day},{(other or days)[n]},{n + 1}.00" for n, day in enumerate(days)]
    head = f"Supplier Name,Payment Date,{'Invoice Date' if other else 'Ref'},Net Amount"
    return read_bytes(folder, "\n".join([*([title] if title else []), head, *rows]).encode(), name=name)


@pytest.mark.parametrize(
    ("text", "month", "year"),
    [
        ("Payments over £500 April 2024", 4, 2024),
        ("over500_202404", 4, 2024),
        ("april24", 4, 2024),
        ("Apr-Jun 2024", 4, 2024),
        ("Expenditure 01/04/2024 to 30/04/2024", 4, 2024),
        ("April 30, 2024", 4, 2024),
        ("2024-25 quarter 4", 2, 2025),
        ("FY24-25", 12, 2024),
        ("202425", 1, 2025),
        ("November 2023 to February 2024", 12, 2023),
        ("published January 2025", 11, 2024),
        ("Spend 2024", 4, None),
        ("spend 2024 final 2025", 4, None),
        ("April 2024, run again in May 2025", 4, None),
        ("2011-12", 4, None),
        ("Spend over £500", 4, None),
        ("April 1024", 4, None),
    ],
)
def test_text_says_the_year_of_a_month_or_nothing(text: str, month: int, year: int | None) -> None:
    assert agree_on_years([month], [hear(text, TODAY)]) == (None if year is None else {month: year})


def test_days_without_a_year_take_it_from_the_files_name_and_say_so(tmp_path: Path) -> None:
    read = read_days(tmp_path, ["28 Dec", "29-Dec", "2nd January"], name="Q3 and 4 2024-25.csv")
    assert read.column("payment_date") == [date(2024, 12, 28), date(2024, 12, 29), date(2025, 1, 2)]
    how = read.ingested.mapping[Field.PAYMENT_DATE].told_how
    assert how == "declared name; its days carry no year, which is taken from the file's name"


def test_days_without_a_year_take_it_from_the_invoices_beside_them(tmp_path: Path) -> None:
    read = read_days(tmp_path, ["03-Jan", "04-Jan", "06-Jan"], other=["12/12/2024", "01/11/2024", "05/01/2025"])
    assert read.column("payment_date") == [date(2025, 1, 3), date(2025, 1, 4), date(2025, 1, 6)]
    assert '"Invoice Date"' in read.ingested.mapping[Field.PAYMENT_DATE].note


def test_days_without_a_year_take_it_from_each_sheets_name(tmp_path: Path) -> None:
    head: list[object] = ["Supplier Name", "Payment Date", "Net Amount"]
    sheets: dict[str, list[list[object]]] = {
        "Dec 24": [head, ["Acre Ltd", "03-Dec", 1]],
        "Jan 25": [head, ["Brook Ltd", "04-Jan", 2]],
    }
    read = read_bytes(tmp_path, workbook_of(sheets), name="spend.xlsx")
    assert read.column("payment_date") == [date(2024, 12, 3), date(2025, 1, 4)]


@pytest.mark.parametrize(
    ("name", "title", "other"),
    [
        ("spend.csv", "", None),
        ("spend 2024.csv", "", None),
        ("april 2023.csv", "April 2024", None),
        ("spend 2023.csv", "", ["12/03/2024", "13/03/2024", "14/03/2024"]),
    ],
    ids=["nothing", "year-alone", "name-against-title", "name-against-invoices"],
)
def test_days_without_a_year_are_asked_where_nothing_tells_it_for_certain(
    tmp_path: Path, name: str, title: str, other: list[str] | None
) -> None:
    with pytest.raises(UnsureDays) as asked:
        read_days(tmp_path, ["03-Apr", "04-Apr", "05-Apr"], name=name, title=title, other=other)
    assert asked.value.what.startswith(f'{name}: the days in "Payment Date", such as "03-Apr", carry no year')
    assert asked.value.do.startswith("Name its month and year in the file's name")


AMERICAN = ["4/1/2024", "4/3/2024", "4/5/2024", "4/9/2024"]


def test_days_that_fit_both_orders_and_scatter_are_asked(tmp_path: Path) -> None:
    with pytest.raises(UnsureDays, match="can be read with the day or the month first"):
        read_days(tmp_path, AMERICAN)


@pytest.mark.parametrize(
    ("name", "other"),
    [("april-2024.csv", None), ("2024-25.csv", None), ("spend.csv", ["3/28/2024", "3/2/2024", "3/3/2024", "3/4/2024"])],
    ids=["month", "year", "invoices"],
)
def test_order_of_days_is_told_by_the_name_or_by_the_invoices(
    tmp_path: Path, name: str, other: list[str] | None
) -> None:
    if name == "2024-25.csv":
        with pytest.raises(UnsureDays):
            read_days(tmp_path, ["4/5/2024", "4/6/2024", "4/7/2024"], name=name)
        return
    read = read_days(tmp_path, AMERICAN, name=name, other=other)
    assert read.column("payment_date") == [date(2024, 4, day) for day in (1, 3, 5, 9)]
    assert "the month comes first" in read.ingested.mapping[Field.PAYMENT_DATE].note


def test_days_of_a_whole_month_are_read_day_first_without_a_question(tmp_path: Path) -> None:
    read = read_days(tmp_path, ["01/04/2024", "03/04/2024", "05/04/2024", "09/04/2024"])
    assert read.column("payment_date") == [date(2024, 4, day) for day in (1, 3, 5, 9)]


def test_true_dates_whose_day_and_month_changed_places_are_asked(tmp_path: Path) -> None:
    days = ["2024-01-04", "2024-03-04", "2024-11-04", "13/04/2024", "24/04/2024", "25/04/2024"]
    with pytest.raises(UnsureDays, match="day and month have changed places"):
        read_days(tmp_path, days)


def test_short_days_that_may_have_the_year_first_are_asked(tmp_path: Path) -> None:
    with pytest.raises(UnsureDays, match="may have the year first or last"):
        read_days(tmp_path, ["24-04-03", "24-04-05", "24-04-19", "24-04-23"])
    read = read_days(tmp_path, ["03-04-24", "05-04-24", "19-04-24", "23-04-24"])
    assert read.column("payment_date") == [date(2024, 4, day) for day in (3, 5, 19, 23)]


def test_days_of_april_written_month_first_without_a_year_are_no_months_of_many_years(tmp_path: Path) -> None:
    with pytest.raises(UnsureDays, match="may be days without a year"):
        read_days(tmp_path, ["Apr-01", "Apr-03", "Apr-09", "Apr-12", "Apr-15"])
