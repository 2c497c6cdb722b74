"""The text of documents: read from each kind, refused in a sentence for a file that is broken or made to do harm."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document
from pypdf import PdfWriter

from goldthread.documents import extract, reading
from goldthread.documents.types import TextState


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def docx(text: str) -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "In a table"
    document.save(out)
    return out.getvalue()


def pdf(*, password: str = "") -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(out)
    return out.getvalue()


def pdf_with_words(words: str) -> bytes:
    stream = f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + (b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out))
    )


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Rates")
        sheet.write_row(0, 0, ["Crew", 125.5])
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", docx("The exit plan"), ("The exit plan", "In a table")),
        ("a.pdf", pdf_with_words("Handing over the keys"), ("Handing over the keys",)),
        ("a.xlsx", workbook(), ("Rates", "Crew 125.5")),
        ("a.csv", b'supplier,price\n"Kestrel, Ltd",9\n', ("Kestrel, Ltd 9",)),
        ("a.txt", "Café at £5".encode("cp1252"), ("Café at £5",)),
        ("b.txt", b"marks \x02 and \x00 go", ("marks   and   go",)),
    ],
)
def test_text_is_read(tmp_path: Path, name: str, content: bytes, words: tuple[str, ...]) -> None:
    found = extract.read_file(write(tmp_path, name, content), name.rsplit(".", 1)[1])
    assert found.state is TextState.READ, found.says
    assert all(each in found.text for each in words)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("word/document.xml", b"0" * (extract.MOST_UNPACKED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "state", "says"),
    [
        ("a.pdf", pdf(password="secret"), TextState.UNREADABLE, "asks for a password"),
        ("a.pdf", pdf(), TextState.NO_TEXT, "There is no text in it: it is a scan"),
        ("a.pdf", b"%PDF-1.4 and then nothing", TextState.UNREADABLE, "The file is damaged"),
        ("a.docx", b"PK\x03\x04 no zip", TextState.UNREADABLE, "The file is damaged"),
        ("a.docx", bomb(), TextState.UNREADABLE, "unpacks to more than 200 MB"),
        ("a.xlsx", bomb(), TextState.UNREADABLE, "unpacks to more than 200 MB"),
        ("a.txt", b"  \n ", TextState.NO_TEXT, "There is no text in it."),
        ("a.png", b"\x89PNG", TextState.NOT_READ, "Text is not read from .png files"),
    ],
)
def test_file_without_text_says_why(tmp_path: Path, name: str, content: bytes, state: TextState, says: str) -> None:
    found = extract.read_file(write(tmp_path, name, content), name.rsplit(".", 1)[1])
    assert (found.state, found.text) == (state, "")
    assert says in found.says


def test_very_long_text_is_cut_and_says_so(tmp_path: Path) -> None:
    found = extract.read_file(write(tmp_path, "a.txt", b"word " * 100_000), "txt")
    assert len(found.text) == extract.MOST_CHARACTERS
    assert found.says.startswith("Only its beginning is searched")


def test_reading_in_its_own_process(tmp_path: Path) -> None:
    found = reading.read_apart(write(tmp_path, "a.docx", docx("The exit plan")), "docx")
    assert found.state is TextState.READ
    assert "The exit plan" in found.text


def test_file_that_takes_too_long_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_SECONDS", 0.01)
    found = reading.read_apart(write(tmp_path, "a.txt", b"words"), "txt")
    assert found.state is TextState.UNREADABLE
    assert "was stopped" in found.says


def test_process_that_dies_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MODULE", "goldthread.documents.no_such_module")
    found = reading.read_apart(write(tmp_path, "a.txt", b"words"), "txt")
    assert found.says == "Reading it took too much and was stopped; its name is searched."
