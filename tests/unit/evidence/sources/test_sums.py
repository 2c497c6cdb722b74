"""Rows that are sums or copies of others are set aside, and quotes that are never closed swallow nothing."""

from decimal import Decimal
from pathlib import Path

import pytest

from goldthread.evidence.sources.types import FileRefused
from goldthread.evidence.sources.unsure import UnsureColumns
from tests.unit.evidence.sources.reading import Read, pounds, read_bytes
from tests.unit.evidence.sources.test_reading import workbook_of

HEAD = "Directorate,Supplier Name,Payment Date,Net Amount,Ref"
ROWS = [f"Place,{'Acre Ltd' if n % 2 else 'Brook Ltd'},{n:02d}/04/2024,{n}.10,{n}" for n in range(1, 9)]
SUM = sum((Decimal(row.split(",")[3]) for row in ROWS), Decimal(0))


def read_rows(folder: Path, rows: list[str], head: str = HEAD) -> Read:
    return read_bytes(folder, "\n".join([head, *rows]).encode())


@pytest.mark.parametrize(
    "total",
    ["Total April 2024,,30/04/2024,{sum},", "Total,All suppliers,30/04/2024,{sum},", "Fellbeck,,30/04/2024,{sum},"],
)
def test_total_that_carries_a_day_is_set_aside_by_what_it_comes_to(tmp_path: Path, total: str) -> None:
    read = read_rows(tmp_path, [*ROWS, total.format(sum=SUM)])
    assert (read.account.net_loaded, dict(read.account.reasons)) == (SUM, {"total": 1})


def test_last_payment_that_comes_to_all_others_and_has_a_reference_is_loaded(tmp_path: Path) -> None:
    read = read_rows(tmp_path, [*ROWS, f"Place,Carr Ltd,30/04/2024,{SUM},9"])
    assert (read.account.net_loaded, dict(read.account.reasons)) == (2 * SUM, {})


def test_totals_of_suppliers_that_carry_a_day_are_set_aside_and_total_gas_is_not(tmp_path: Path) -> None:
    rows = [*ROWS, "Place,ACRE LTD TOTAL,07/04/2024,16.40,", "Place,Total for Brook Ltd,08/04/2024,20.40,"]
    read = read_rows(tmp_path, [*rows, "Place,Total Gas & Power Ltd,08/04/2024,3.00,"])
    assert (read.account.net_loaded, dict(read.account.reasons)) == (SUM + 3, {"total": 2})


def test_sheet_that_is_all_others_or_a_part_of_one_counts_once(tmp_path: Path) -> None:
    head: list[object] = ["Supplier Name", "Payment Date", "Net Amount"]
    april: list[list[object]] = [[f"Acre {n} Ltd", f"2024-04-{n + 10}", n + 0.5] for n in range(6)]
    may: list[list[object]] = [[f"Acre {n} Ltd", f"2024-05-{n + 10}", n + 1.5] for n in range(7)]
    sheets = {"Quarter": [head, *may, *april], "April": [head, *april], "May": [head, *may]}
    read = read_bytes(tmp_path, workbook_of(sheets), name="q1.xlsx")
    assert (read.account.rows_loaded, dict(read.account.reasons)) == (13, {"sheet that repeats another": 13})
    assert {row["sheet"] for row in read.loaded} == {"Quarter"}


def test_sheets_that_share_a_few_rows_are_both_loaded(tmp_path: Path) -> None:
    head: list[object] = ["Supplier Name", "Payment Date", "Net Amount"]
    one: list[list[object]] = [[f"Acre {n} Ltd", f"2024-04-{n + 10}", n + 0.5] for n in range(6)]
    other: list[list[object]] = [[f"Acre {n} Ltd", f"2024-04-{n + 10}", n + 0.5] for n in range(4, 12)]
    read = read_bytes(tmp_path, workbook_of({"A": [head, *one], "B": [head, *other]}), name="two.xlsx")
    assert read.account.rows_loaded == 14


@pytest.mark.parametrize("more", [0, 300])
def test_quote_that_is_opened_and_never_closed_swallows_no_rows(tmp_path: Path, more: int) -> None:
    tail = [f"Place,Dene {n} Ltd,09/04/2024,1.00,{n}" for n in range(more)]
    read = read_rows(tmp_path, [*ROWS[:3], ROWS[3].replace("Brook", '"Brook'), *ROWS[4:], *tail])
    assert (read.account.rows_loaded, read.account.net_loaded) == (8 + more, SUM + more)


def test_quote_that_another_quote_closes_swallows_no_rows(tmp_path: Path) -> None:
    rows = [*ROWS[:3], ROWS[3].replace("Brook", '"Brook'), *ROWS[4:], 'Place,"Esk, Fell & Co",09/04/2024,1.00,9']
    read = read_rows(tmp_path, rows)
    assert (read.account.rows_loaded, read.account.net_loaded) == (9, SUM + 1)
    assert "Esk, Fell & Co" in read.column("supplier")


def test_supplier_on_the_first_row_of_a_group_alone_is_asked(tmp_path: Path) -> None:
    rows = ["Place,Acre Ltd,01/04/2024,1.00,1", "Place,,02/04/2024,2.00,2", "Place,Brook Ltd,03/04/2024,3.00,3"]
    with pytest.raises(UnsureColumns, match="it stands on the first row of a group alone"):
        read_rows(tmp_path, [*rows, "Place,,04/04/2024,4.00,4", "Place,Carr Ltd,05/04/2024,5.00,5"])


def test_texts_kept_from_excel_by_a_formula_are_read(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path, ['="Place",="Acre Ltd",="03/04/2024",="1000.50",="007"', "Place,B Ltd,'04/04/2024,'2.00,8"]
    )
    assert read.column("amount") == pounds("1000.50", "2.00")
    assert read.column("reference") == ["007", "8"]


def test_a_few_zero_bytes_are_taken_out_and_many_are_refused(tmp_path: Path) -> None:
    content = "\n".join([HEAD, *ROWS]).encode().replace(b"Brook", b"Bro\0ok", 1)
    assert read_bytes(tmp_path, content).column("supplier")[1] == "Brook Ltd"
    with pytest.raises(FileRefused, match="is not a text file"):
        read_bytes(tmp_path, content + b"\0" * 400)


@pytest.mark.parametrize(
    ("name", "content", "what", "do"),
    [
        (
            "a.xls",
            b"<html><table><tr><td>Supplier</td></tr></table></html>",
            "web page with a table",
            "Open it in Excel",
        ),
        ("a.xls", b'<?xml version="1.0"?><Workbook><Table></Table></Workbook>', "is XML", "Open it in Excel"),
        ("a.csv", f"{HEAD}\n".encode(), "has headings and no rows", "Download it again"),
    ],
)
def test_refusal_says_what_and_what_to_do(tmp_path: Path, name: str, content: bytes, what: str, do: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_bytes(tmp_path, content, name=name)
    assert what in refused.value.what
    assert do in refused.value.do


def test_months_that_come_to_the_same_sum_are_both_loaded(tmp_path: Path) -> None:
    head: list[object] = ["Supplier Name", "Payment Date", "Net Amount"]
    months = {
        f"{month}": [head, *[[f"Acre {n} Ltd", f"2024-0{month}-1{n}", n + 1] for n in range(6)]] for month in (4, 5)
    }
    read = read_bytes(tmp_path, workbook_of(months), name="q1.xlsx")
    assert read.account.rows_loaded == 12


def test_lines_in_a_cell_are_no_rows_however_many_commas_they_have(tmp_path: Path) -> None:
    rows = [f'{row},"Works at:\n1 High St, Fell, FE1, 2, 3\nand more"' for row in ROWS]
    read = read_rows(tmp_path, rows, f"{HEAD},Purpose")
    assert (read.account.rows_loaded, read.account.net_loaded) == (8, SUM)
