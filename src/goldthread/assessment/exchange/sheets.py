"""The sheets of a workbook as rows of text. Visible sheets alone; a file that unpacks to too much is refused."""

import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from goldthread.assessment.exchange.faults import FileUnreadable

ZIP = b"PK\x03\x04"
MOST_UNPACKED = 200 * 1024 * 1024  # bytes; a self-assessment tool unpacks to a few million


def is_workbook(content: bytes) -> bool:
    return content.startswith(ZIP)


def read_sheets(content: bytes, name: str) -> dict[str, list[list[str]]]:
    """Each visible sheet's rows by its name; raises `FileUnreadable`."""
    damaged = FileUnreadable(
        what=f"{name} cannot be read as a workbook.", do="Open it in the spreadsheet and save it as XLSX or CSV."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise FileUnreadable(
                    what=f"{name} unpacks to more than any rating sheet holds.", do="Save the one sheet as CSV."
                )
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        return {sheet: _rows(book, sheet) for sheet in shown}
    except (zipfile.BadZipFile, CalamineError, OSError, ValueError):
        raise damaged from None


def _rows(book: CalamineWorkbook, sheet: str) -> list[list[str]]:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[_text(cell) for cell in cells] for cells in rows]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
