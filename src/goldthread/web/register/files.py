"""The register as a file: CSV or a workbook. No cell of it runs in a spreadsheet."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import IO, Any

import xlsxwriter

from goldthread.assessment.exchange.cells import guard_cell
from goldthread.register.models import Contract
from goldthread.web.register.columns import EVERY, Column, Value

MARK = "\ufeff"  # tells spreadsheets that the text is UTF-8
A_CHUNK = 2000
LONGEST_CELL = 32_767
IN_FILES: tuple[Column, ...] = (
    Column("reference", "Reference", lambda c: c.reference),
    Column("title", "Title", lambda c: c.title),
    *EVERY,
    Column("maximum_vat", "VAT of maximum", lambda c: c.maximum_vat),
    Column("estimated_vat", "VAT of estimated", lambda c: c.estimated_vat),
    Column("notice", "Notice in months", lambda c: c.notice_months),
    Column("company", "Company number", lambda c: c.company_number),
    Column("charity", "Charity number", lambda c: c.charity_number),
    Column("ocid", "OCID", lambda c: c.ocid),
    Column("description", "Description", lambda c: c.description),
)


def write_csv(contracts: Iterable[Contract], columns: Sequence[Column] = IN_FILES) -> Iterator[str]:
    """Lines of CSV, the columns' names first."""
    yield MARK
    for row in chain([[column.name for column in columns]], (_texts(contract, columns) for contract in contracts)):
        yield csv_line(row)


def write_workbook(contracts: Iterable[Contract]) -> IO[bytes]:
    """One sheet; every text is written as text, so that none becomes a formula or a link."""
    target = tempfile.TemporaryFile(prefix="register-")  # noqa: SIM115 the answer to the request closes it
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Contracts")
        bold = book.add_format({"bold": True})
        formats = _formats(book)
        for place, column in enumerate(IN_FILES):
            sheet.write_string(0, place, column.name, bold)
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(IN_FILES) - 1, 18)
        for number, contract in enumerate(contracts, start=1):
            for place, column in enumerate(IN_FILES):
                write_cell(sheet, number, place, column.value(contract), formats)
    target.seek(0)
    return target


def _texts(contract: Contract, columns: Sequence[Column]) -> list[str]:
    return ["" if (value := column.value(contract)) is None else str(value) for column in columns]


def csv_line(cells: Sequence[Value]) -> str:
    """One line of CSV; no cell of it runs in a spreadsheet."""
    line = io.StringIO()
    csv.writer(line).writerow([guard_cell("" if cell is None else str(cell)) for cell in cells])
    return line.getvalue()


def write_table(name: str, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> IO[bytes]:
    """A workbook of one sheet with these headings."""
    target = tempfile.TemporaryFile(prefix="table-")  # noqa: SIM115 the answer to the request closes it
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(name)
        formats = _formats(book)
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(heads) - 1, 18)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                write_cell(sheet, number, place, cell, formats)
    target.seek(0)
    return target


def _formats(book: Any) -> dict[type, Any]:
    return {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        Decimal: book.add_format({"num_format": "#,##0.00"}),
    }


def write_cell(sheet: Any, row: int, place: int, value: Value, formats: dict[type, Any]) -> None:
    if isinstance(value, Decimal):
        sheet.write_number(row, place, float(value), formats[Decimal])
    elif isinstance(value, int):
        sheet.write_number(row, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats[date])
    elif value:
        sheet.write_string(row, place, value[:LONGEST_CELL])
