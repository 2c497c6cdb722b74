"""Workbooks of every kind, as finance teams save them: hidden sheets, merged headings, several tables, packed twice."""

import base64
import gzip
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from tests.unit.evidence.sources.reading import pounds, read_bytes

HEAD = ("Supplier", "Payment Date", "Net Amount", "Directorate")
# A workbook of Excel 97 with a title, dates as dates, and a credit of 50.25; xlwt wrote it, gzip packed it
OLD_WORKBOOK = (
    "H4sIAAAAAAACA+1YT0gUURj/vZlddzX/rKaBBjIIWZmgEUEX3VYsLylWh/4Q1Lo7h8V1ZxnHwC5a5jGIOhVdBDt0sbz0hwrqFhEYdQiEwq1j"
    "p6Cggzp979s3pmbgQgrG/Ib3zXvfv/fefO9982bezlTOTUzX5bAK7dCx6BajaBlPUCn2GhGQ3HVl1buHqbg+thSKwxTIoiCelr0JyRjKeOeg"
    "4UHgJVHgM5VzyKLHypjGJqKDxxAXcgxtRAXuEKcctTyqKqYJptuZ3mfNZ0wPM+ca0zbSnRNnMRPtaTqkVvFprYFl5ZB+H7HNLHP2owav5Coe"
    "uS7yukHE7FQ8vcUE9YFSTIIC2mVmTFu2K3AXJUBnZ0t3d8sZwhyqKdiT+OEawHdvV78wfP7m8gWI/3MlP/QXfpiCuJp/UwsAo3Av8CYZRxni"
    "ASmhlZC1U+l5DHPOlqUS6I0PD5gZZ9CwLpq2cbC1lXL2yaFsNp0y7dIlsdEZd0xaLT2mY8QGrKGMs42WTso2E45lk4iMYgnbNI45ySAZpeMJ"
    "k/x32JbVL3mUQ2LJobQzWCI75gQTWZFgynjjlRJNooLrlbz9IjTD+Xvf3nX39UbPM2eUXyr5V88uOVO4uCwtyLicJYEl2sQW+5heYa87uV7H"
    "tJqeCN0be2tU5egY61xlaSP1c4DxPrp7WX0P1ce/Hn9cP/4lupfqU125S9VTH6ITaKBHmiR7eY2hWTSL27cknkS9u1Bp6iPT2j9SVliLqLm5"
    "6v1agQW5SfOhUhqCZ7dSQ7CGpPmW9/zyLY1a+lJLp1ZA+dLW8KWxLwojnvN45ahnX0sfN6gDTelIL0XKi76GF529hJQXnb18Yi8j066rKR3p"
    "RcazXavCQ9kxperfKIEPHz58+PDhw4ePDYc8RMqTmK4O0UF1RA+p/zoLVBb93yT/LU7Aosuhj8ojyNDdpu/FQrADQeH5Euu08f4XSpyi3m30"
    "o4/H0V/w+qVPFrF8Pus2jPy7LVRo/4uFjHOD+/8F0M6vpAAWAAA="
)


def book_of(**sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook; a sheet whose name begins with "hidden" is hidden."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name.startswith("hidden"):
                sheet.hide()
    return made.getvalue()


def ods_of(rows: Sequence[Sequence[object]]) -> bytes:
    """The least that is an OpenDocument spreadsheet."""
    cells = "".join(
        "<table:table-row>" + "".join(_ods_cell(value) for value in row) + "</table:table-row>" for row in rows
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="April">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    listed = f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}">{listed}</m:manifest>')
        package.writestr("content.xml", content)
    return made.getvalue()


def _ods_cell(value: object) -> str:
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
    if isinstance(value, float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def test_old_workbook_is_read(tmp_path: Path) -> None:
    read = read_bytes(tmp_path, gzip.decompress(base64.b64decode(OLD_WORKBOOK)), name="april.xls")
    assert read.column("amount") == pounds("100.00", "-50.25")
    assert read.column("payment_date") == [date(2025, 4, 3), date(2025, 4, 4)]
    assert read.column("supplier") == ["Acre Ltd", "Brook Ltd"]


def test_open_document_is_read(tmp_path: Path) -> None:
    rows = [HEAD, ("Acre Ltd", date(2025, 4, 3), 100.0, "Place"), ("Brook Ltd", date(2025, 4, 4), -50.25, "Adults")]
    read = read_bytes(tmp_path, ods_of(rows), name="april.ods")
    assert read.column("amount") == pounds("100.00", "-50.25")
    assert read.column("payment_date") == [date(2025, 4, 3), date(2025, 4, 4)]


def test_hidden_sheet_is_set_aside_and_not_counted_twice(tmp_path: Path) -> None:
    rows = [HEAD, ("Acre Ltd", date(2025, 4, 3), 100, "Place"), ("Brook Ltd", date(2025, 4, 4), 50.5, "Adults")]
    read = read_bytes(tmp_path, book_of(April=rows, hidden_working=rows), name="april.xlsx")
    assert read.account.net_loaded == pounds("150.50")[0]
    assert dict(read.account.reasons) == {"hidden sheet": 2}
    alone = book_of(hidden_working=rows, Notes=[["Published quarterly"], ["Ask finance"]])
    assert read_bytes(tmp_path, alone, name="notes.xlsx").account.rows_loaded == 2


def test_sheet_that_repeats_another_is_set_aside(tmp_path: Path) -> None:
    paid = [(f"Acre {n} Ltd", date(2025, 4, n), 100.25 + n, "Place") for n in range(1, 9)]
    summary = [HEAD, *paid[:5], ("Acre Ltd", date(2025, 4, 6), sum(amount for _, _, amount, _ in paid[5:]), "Place")]
    may = [HEAD, *((name, date(2025, 5, 1), amount + 1, place) for name, _, amount, place in paid)]
    read = read_bytes(tmp_path, book_of(Summary=summary, April=[HEAD, *paid], May=may), name="april.xlsx")
    assert (read.account.rows_loaded, str(read.account.net_loaded)) == (16, "1684.00")
    assert dict(read.account.reasons) == {"sheet that repeats another": 6}
    assert {row["sheet"] for row in read.loaded} == {"April", "May"}


def test_sheets_of_a_quarter_with_parameters_before_and_a_description_of_fields_after(tmp_path: Path) -> None:
    parameters = [["Parameter", "Value"], ["client", "OT"], ["period", "202504"], ["Amount over", 250.0]]
    swapped = [("Supplier", "Payment", "Payment Date"), ("Carr Ltd", 20.5, date(2025, 6, 2))]
    fields = [
        ["Field", "What it says"],
        ["Payment Date", "The day on which it was paid"],
        ["Net Amount", "Without VAT"],
    ]
    book = book_of(
        Parameters=parameters,
        April=[HEAD, ("Acre Ltd", date(2025, 4, 3), 100.0, "Place")],
        May=[["Ottery Council, May 2025"], [], HEAD, ("Brook Ltd", "02.05.2025", "£1,050.25", "Adults")],
        June=swapped,
        Fields=fields,
    )
    read = read_bytes(tmp_path, book, name="quarter-1.xlsx")
    assert read.column("amount") == pounds("100.00", "1050.25", "20.50")
    assert read.column("payment_date") == [date(2025, 4, 3), date(2025, 5, 2), date(2025, 6, 2)]
    assert read.column("supplier") == ["Acre Ltd", "Brook Ltd", "Carr Ltd"]
    assert set(dict(read.account.reasons)) == {"sheet without payments"}


def test_headings_two_rows_deep_under_a_merged_title(tmp_path: Path) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Q1")
        sheet.merge_range("A1:F1", "Ottery Council: payments over £500, quarter 1")
        sheet.merge_range("A3:B3", "Supplier")
        sheet.merge_range("C3:D3", "Payment")
        sheet.merge_range("E3:F3", "Amount")
        sheet.write_row("A4", ["Number", "Name", "Date", "Reference", "Net", "VAT"])
        sheet.write_row("A5", [1001, "Acre Ltd", "03/04/2025", "P1", 100, 20])
        sheet.write_row("A6", [1002, "Brook Ltd", "04/04/2025", "P2", 50.1, 10.02])
        sheet.write_row("A8", ["Amounts exclude VAT that is recovered"])
    read = read_bytes(tmp_path, made.getvalue(), name="q1.xlsx")
    assert read.column("amount") == pounds("100.00", "50.10")
    assert read.column("supplier") == ["Acre Ltd", "Brook Ltd"]
    assert read.ingested.choice.why == '"Net" is published net of VAT.'


def test_money_of_binary_fractions_is_right_to_the_penny(tmp_path: Path) -> None:
    amounts = [0.1, 0.2, 1234567.89, -0.005, 1.005, 2.675, 1e-9]
    rows = [HEAD, *(("Acre Ltd", date(2025, 4, 3), amount, "Place") for amount in amounts)]
    read = read_bytes(tmp_path, book_of(April=rows), name="april.xlsx")
    assert read.column("amount") == pounds("0.10", "0.20", "1234567.89", "-0.01", "1.01", "2.68", "0.00")


def test_cells_with_errors_are_set_aside_and_never_nought(tmp_path: Path) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", HEAD)
        sheet.write_row("A2", ["Acre Ltd", "03/04/2025", 100, "Place"])
        sheet.write_row("A3", ["Brook Ltd", "04/04/2025"])
        sheet.write_formula("C3", "=1/0", value="#DIV/0!")
        sheet.write_row("A4", ["Carr Ltd", "04/04/2025"])
        sheet.write_formula("C4", "=SUM(C2:C2)*2", value=200)
    read = read_bytes(tmp_path, made.getvalue(), name="formulas.xlsx")
    assert read.column("amount") == pounds("100.00", "200.00")
    assert read.account.rows_set_aside == 1


def test_workbook_and_text_in_one_zip_are_one_load(tmp_path: Path) -> None:
    rows = [HEAD, ("Acre Ltd", date(2025, 4, 3), 100, "Place")]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("april/april.xlsx", book_of(April=rows))
        package.writestr("may.csv", "Supplier,Payment Date,Net Amount\nBrook Ltd,04/05/2025,50.00\n")
        package.writestr("readme.pdf", b"%PDF-1.7")
        package.writestr("__MACOSX/._may.csv", b"\x00\x05")
    read = read_bytes(tmp_path, made.getvalue(), name="quarter.zip")
    assert sorted(str(name) for name in read.column("supplier")) == ["Acre Ltd", "Brook Ltd"]
    assert read.account.net_loaded == pounds("150.00")[0]
