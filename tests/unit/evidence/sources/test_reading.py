"""Whole files, small and written out: every layout becomes the same payments, and every row is accounted for."""

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from goldthread.evidence.sources.types import Field, FileRefused
from goldthread.evidence.sources.unsure import UnsureColumns
from tests.unit.evidence.sources.reading import Read, pounds, read_bytes

HEAD = "Directorate,Payment Date,Supplier Name,Net Amount,Transaction No"
ROWS = [
    "Place,01/04/2024,Acre Homes Ltd,100.00,1",
    'Adults,02/04/2024,"Brook, Carr & Sons Limited","-1,250.50",2',
    "Place,03/04/2024,REDACTED PERSONAL DATA,£20,3",
]
PLAIN = "\n".join([HEAD, *ROWS]) + "\n"


def check_three(read: Read) -> None:
    assert read.column("amount") == pounds("100.00", "-1250.50", "20.00")
    assert read.column("supplier") == ["Acre Homes Ltd", "Brook, Carr & Sons Limited", "REDACTED PERSONAL DATA"]
    assert read.column("payment_date") == [date(2024, 4, 1), date(2024, 4, 2), date(2024, 4, 3)]
    assert read.column("is_redacted") == [False, False, True]


def workbook_of(sheets: dict[str, list[list[object]]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return made.getvalue()


def zip_of(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, text in members.items():
            package.writestr(name.replace("_", "."), text)
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        ("\ufeff" + PLAIN).encode(),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("cp1252"),
        PLAIN.replace('"-1,250.50"', "-1250.50")
        .replace('"Brook, Carr', '"Brook| Carr')
        .replace(",", "\t")
        .replace("|", ",")
        .encode(),
        PLAIN.replace('"Brook, Carr', '"Brook| Carr')
        .replace('"-1,250.50"', "1 250,50-")
        .replace(",", ";")
        .replace("1 250;50-", "1 250,50-")
        .replace("|", ",")
        .encode(),
        f"Payments over £500\nApril 2024\n\n{PLAIN}".encode("cp1252"),
        PLAIN.replace("Transaction No\n", "Transaction No,", 1).encode(),
        PLAIN.replace("Transaction No\n", "Transaction No", 1).encode(),
        "\n".join(f",{line},," for line in PLAIN.splitlines()).encode(),
        gzip.compress(PLAIN.encode()),
        zip_of(april_csv=PLAIN, readme_txt="Nothing here"),
    ],
    ids="lf crlf cr bom utf16 utf16-no-mark cp1252 tabs semicolons title joined run-together spacers gzip zip".split(),  # noqa: SIM905
)
def test_same_payments_whatever_the_file_looks_like(tmp_path: Path, content: bytes) -> None:
    check_three(read_bytes(tmp_path, content))


def test_file_without_headings_is_read_by_what_its_values_look_like(tmp_path: Path) -> None:
    check_three(read_bytes(tmp_path, "\n".join(ROWS * 1).encode()))


def test_workbook_with_several_sheets_is_one_load(tmp_path: Path) -> None:
    head = HEAD.split(",")
    sheets: dict[str, list[list[object]]] = {
        "Notes": [["Published under the Code"], ["Ask finance"]],
        "Apr": [["Payments", ""], head, ["Place", 45383, "Acre Homes Ltd", 100, 1]],
        "May": [head, ["Adults", "2024-05-02", "Brook Limited", -1250.5, 2], ["", "", "Total", -1250.5, ""]],
    }
    read = read_bytes(tmp_path, workbook_of(sheets), name="payments.xlsx")
    assert [(row["sheet"], row["at"], row["payment_date"]) for row in read.loaded] == [
        ("Apr", 3, date(2024, 4, 1)),
        ("May", 2, date(2024, 5, 2)),
    ]
    assert dict(read.account.reasons) == {"total": 1, "sheet without payments": 2}


def test_every_row_that_is_no_payment_is_set_aside_with_line_and_reason(tmp_path: Path) -> None:
    lines = [
        HEAD,
        ROWS[0],
        ",,,,",
        HEAD,
        "Place,31/06/2024,Acre Homes Ltd,10.00,4",
        "Place,,Acre Homes Ltd,11.00,5",
        "Place,01/04/2024,Acre Homes Ltd,ten,6",
        "Place,01/04/2024,Acre Homes Ltd,,7",
        "Place,01/04/2024,Acre Homes Ltd,€12.00,8",
        "Place,31/12/1899,Acre Homes Ltd,13.00,9",
        "Place,01/01/2206,Acre Homes Ltd,14.00,10",
        "Place,01/04/2024,Total Gas & Power Ltd,15.00,11",
        "Place,01/04/2024,Acre Homes Ltd,16.00,12,too,many",
        "Grand Total,,,163.00,",
        "End of report,,,,",
    ]
    read = read_bytes(tmp_path, "\n".join(lines).encode())
    assert read.column("supplier") == ["Acre Homes Ltd", "Total Gas & Power Ltd"]
    assert [(row["at"], row["set_aside"]) for row in read.rows if row["set_aside"]] == [
        (3, "blank row"),
        (4, "repeated headings"),
        (5, "date not readable"),
        (6, "no date"),
        (7, "amount not readable"),
        (8, "no amount"),
        (9, "another currency"),
        (10, "date out of range"),
        (11, "date out of range"),
        (13, "more cells than headings"),
        (14, "total"),
        (15, "words without figures"),
    ]
    assert read.account.net_loaded == pounds("115.00")[0]


def test_mojibake_is_undone_and_both_encodings_in_one_file_are_read(tmp_path: Path) -> None:
    text = f"{HEAD}\nPlace,01/04/2024,Café Ltd,Â£5.00,1\n".encode()
    read = read_bytes(tmp_path, text.replace("é".encode(), "Ã©".encode()))
    assert (read.column("supplier"), read.ingested.encoding) == (["Café Ltd"], "utf-8, mojibake undone")
    mixed = f"{HEAD}\nPlace,01/04/2024,Café Ltd,5.00,1\n".encode() + "Place,01/04/2024,Fête Ltd,£6.00,2\n".encode(
        "cp1252"
    )
    read = read_bytes(tmp_path, mixed)
    assert (read.column("supplier"), read.ingested.encoding) == (["Café Ltd", "Fête Ltd"], "utf-8 and cp1252 mixed")


def test_line_breaks_in_cells_do_not_move_the_lines_that_are_named(tmp_path: Path) -> None:
    read = read_bytes(
        tmp_path, f'{HEAD}\nPlace,01/04/2024,"Acre\nHomes Ltd",1.00,1\nPlace,02/04/2024,B Ltd,2.00,2\n'.encode()
    )
    assert [(row["at"], row["supplier"]) for row in read.loaded] == [(2, "Acre Homes Ltd"), (4, "B Ltd")]


def test_quote_that_is_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    rows = "\n".join(f"Place,01/04/2024,A {n} Ltd,1.00,{n}" for n in range(200))
    read = read_bytes(tmp_path, f'{HEAD}\nPlace,01/04/2024,"Acre 5" pipe Ltd,1.00,x\n{rows}\n'.encode())
    assert read.account.rows_loaded == 201


def test_formulas_and_merged_cells_give_what_they_show(tmp_path: Path) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:D1", "Payments over £500")
        sheet.write_row("A2", ["Supplier Name", "Payment Date", "Net Amount", "Directorate"])
        sheet.merge_range("A3:A4", "Acre Homes Ltd")
        sheet.write_row("B3", ["01/04/2024"])
        sheet.write_formula("C3", "=50*2", value=100)
        sheet.write_row("B4", ["02/04/2024", 7.1, "Place"])
    read = read_bytes(tmp_path, made.getvalue(), name="merged.xlsx")
    assert read.column("supplier") == ["Acre Homes Ltd", "Acre Homes Ltd"]
    assert read.column("amount") == pounds("100.00", "7.10")


def test_gross_less_vat_is_net_row_by_row(tmp_path: Path) -> None:
    text = "Supplier,Payment Date,Gross,VAT\nA Ltd,01/04/2024,120.00,20.00\nB Ltd,01/04/2024,60.00,\n"
    read = read_bytes(tmp_path, text.encode())
    assert read.column("amount") == pounds("100.00", "60.00")
    assert read.column("amount_basis") == ["net", "gross"]
    assert read.column("net") == [*pounds("100.00"), None]


def test_missing_is_null_and_never_nought_or_empty(tmp_path: Path) -> None:
    head = "Supplier,Payment Date,Net,VAT,Purpose,Company Number"
    text = f"{head}\nA Ltd,01/04/2024,1.00,,#REF!,1234567\n, 02/04/2024 ,2.00,-, ,\n"
    read = read_bytes(tmp_path, text.encode())
    assert read.column("vat") == [None, None]
    assert read.column("purpose") == [None, None]
    assert read.column("supplier") == ["A Ltd", None]
    assert read.column("company_number") == ["01234567", None]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "is a web page"),
        (b"%PDF-1.7 rubbish", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b'{"payments": []}', "is JSON"),
        (b"PK\x03\x04 and nothing else", "damaged zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing else", "damaged workbook"),
        (b"\x1f\x8b and nothing else", "damaged gzip"),
        (b"\x00\x01\x02\x03" * 50, "is not a text file"),
        (b"just a sentence\nand another", "holds no table"),
        (b"x," * 3_000_000, "in one line"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_bytes(tmp_path, content, name="payments.csv")
    assert says in refused.value.what
    assert refused.value.what.startswith("payments.csv")
    assert refused.value.do.endswith(".")


def test_unsure_column_is_asked_with_samples_and_the_flag_that_says_it(tmp_path: Path) -> None:
    text = "Name: ,Paid On,Sum\nAda Fell,01/04/2024,10.00\nBen Carr,02/04/2024,11.50\n"
    with pytest.raises(UnsureColumns) as asked:
        read_bytes(tmp_path, text.encode())
    assert asked.value.what == "june.csv: it is not sure which column holds the supplier."
    assert asked.value.do.endswith('goldthread spend load --council fellbeck "june.csv" --map supplier="Name:"')
    assert asked.value.details[0] == '"Name:": Ada Fell, Ben Carr'
    assert asked.value.exit_code == 2
    read = read_bytes(tmp_path, text.encode(), told={Field.SUPPLIER: "Name: "})
    assert read.column("supplier") == ["Ada Fell", "Ben Carr"]
