"""Reads the text of one file, in a process of its own: `python -m goldthread.documents.extract FILE EXTENSION`.

Prints one JSON object with `state`, `text` and `says`. A file that is made to exhaust a machine ends this process and
nothing else: its memory and its seconds are limited before the file is opened. Knows no Django.
"""

import csv
import json
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from goldthread.documents.types import Reading, TextState

MOST_CHARACTERS = 200_000
"""About a hundred dense pages: what lies behind is not searched."""
MOST_PAGES = 300
MOST_ROWS = 20_000
MOST_UNPACKED = 200 * 1024 * 1024
"""A document that unpacks to more than this is no document that an office wrote."""
MEMORY_BYTES, CPU_SECONDS = 1024 * 1024 * 1024, 30
_NOT_PLAIN = {code: " " for code in range(32) if chr(code) not in "\n\t"}
_ENCODINGS = ("utf-8-sig", "cp1252")


class Unreadable(Exception):
    """A file whose text cannot be read; the message is the sentence that says why."""


def main(arguments: list[str]) -> int:
    """Read the file and print what came of it."""
    limit_process()
    found = read_file(Path(arguments[0]), arguments[1])
    json.dump({"state": found.state.value, "text": found.text, "says": found.says}, sys.stdout)
    return 0


def limit_process() -> None:
    """Hold this process to its memory and its seconds, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock alone holds it
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS)):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS refuses some limits
            continue


def read_file(path: Path, extension: str) -> Reading:
    """The text of a file by its extension; a fault of the file becomes a sentence, never an exception."""
    reader = READERS.get(extension)
    if reader is None:
        return Reading(TextState.NOT_READ, says=f"Text is not read from .{extension} files; its name is searched.")
    try:
        text, is_cut = gather(reader(path))
    except Unreadable as fault:
        return Reading(TextState.UNREADABLE, says=str(fault))
    except MemoryError:
        return Reading(TextState.UNREADABLE, says="The file needs more memory than reading a document may take.")
    except Exception as fault:  # noqa: BLE001 a parser may fail in any way on a damaged file; the process ends here
        return Reading(TextState.UNREADABLE, says=f"The file is damaged, so its text was not read ({_name(fault)}).")
    if not any(char.isalnum() for char in text):
        return Reading(TextState.NO_TEXT, says=NO_TEXT.get(extension, "There is no text in it."))
    return Reading(TextState.READ, text, "Only its beginning is searched: it is very long." if is_cut else "")


NO_TEXT = {"pdf": "There is no text in it: it is a scan or a picture. Attach a copy with text if it should be found."}


def gather(parts: Iterable[str]) -> tuple[str, bool]:
    """The parts as one text without control characters, and whether it was cut at `MOST_CHARACTERS`."""
    held, size = [], 0
    for part in parts:
        plain = part.translate(_NOT_PLAIN).encode("utf-8", "replace").decode()
        held.append(plain)
        size += len(plain) + 1
        if size > MOST_CHARACTERS:
            return "\n".join(held)[:MOST_CHARACTERS], True
    return "\n".join(held).strip(), False


def _read_pdf(path: Path) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("The file asks for a password, so its text was not read. Attach a copy without one.")
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            return
        yield page.extract_text()


def _read_docx(path: Path) -> Iterator[str]:
    from docx import Document

    _check_unpacked(path)
    document = Document(str(path))
    for paragraph in document.paragraphs:
        yield paragraph.text
    for table in document.tables:
        for row in table.rows:
            yield " ".join(cell.text for cell in row.cells)


def _read_workbook(path: Path) -> Iterator[str]:
    from python_calamine import CalamineWorkbook

    if zipfile.is_zipfile(path):
        _check_unpacked(path)
    book = CalamineWorkbook.from_path(str(path))
    rows = 0
    for name in book.sheet_names:
        yield name
        for row in book.get_sheet_by_name(name).iter_rows():
            rows += 1
            if rows > MOST_ROWS:
                return
            yield " ".join(str(cell) for cell in row if cell not in {"", None})


def _read_csv(path: Path) -> Iterator[str]:
    csv.field_size_limit(MOST_CHARACTERS)
    for row in csv.reader(_decoded(path).splitlines()):
        yield " ".join(row)


def _read_text(path: Path) -> Iterator[str]:
    yield _decoded(path)


def _decoded(path: Path) -> str:
    held = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return held.decode(encoding)
        except UnicodeDecodeError:
            continue
    return held.decode("latin-1")


def _check_unpacked(path: Path) -> None:
    """Refuse a file that unpacks to what no document is: the sizes are read before anything is unpacked."""
    with zipfile.ZipFile(path) as zipped:
        if sum(entry.file_size for entry in zipped.infolist()) > MOST_UNPACKED:
            raise Unreadable(f"The file unpacks to more than {MOST_UNPACKED // 1024**2} MB, so its text was not read.")


def _name(fault: Exception) -> str:
    return type(fault).__name__


READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    "pdf": _read_pdf,
    "docx": _read_docx,
    "xlsx": _read_workbook,
    "xls": _read_workbook,
    "ods": _read_workbook,
    "csv": _read_csv,
    "txt": _read_text,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
