"""What councils write in registers is read as they mean it, or kept in words, and never read wrongly in silence."""

import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml

from goldthread.evidence.contracts.lengths import read_lengths
from goldthread.evidence.contracts.reading import RegisterFile, RegisterRead, read_register
from goldthread.evidence.sources.bytes import measure_file
from tests.unit.evidence.sources.test_workbooks import ods_of

ODD: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("odd_registers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("register", ODD, ids=[each["name"] for each in ODD])
def test_odd_register_is_read_as_it_is_meant(register: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(register["text"], encoding="utf-8")
    facts = measure_file(path, keep=tmp_path / "kept.csv")
    read = read_register(RegisterFile(path, path.name, facts, "fellbeck", {}, {}), tmp_path)
    lines = {str(line.values.get("reference")): line for line in read.lines if line.reason is None}
    assert set(lines) == set(register["lines"])
    for reference, wanted in register["lines"].items():
        line = lines[reference]
        for name, value in wanted.items():
            if name == "options":
                assert [months for months, _taken in line.options] == value, reference
            elif name == "extra":
                assert {heading: line.extra.get(heading) for heading in value} == value, reference
            else:
                found = line.values.get(name)
                assert (None if found is None else str(found)) == (None if value is None else str(value)), reference


HEAD = ("Contract Ref", "Contract Title", "Supplier", "Start Date", "End Date", "Contract Value")
PLACE = [
    ("P1", "Salt", "Grit Ltd", "01/04/2024", "31/03/2027", "1000"),
    ("P2", "Sand", "Dune", "01/05/2024", "", "200"),
]
ADULTS = [("A1", "Meals", "Spoon plc", "01/04/2024", "31/03/2026", "£50,000 per annum")]


def read_workbook(folder: Path, name: str, body: bytes) -> RegisterRead:
    path = folder / name
    path.write_bytes(body)
    return read_register(RegisterFile(path, name, measure_file(path, keep=folder / "kept"), "fellbeck", {}, {}), folder)


def test_a_register_of_several_sheets_is_read_whole_and_notes_are_no_contracts(tmp_path: Path) -> None:
    sheets = {"Notes": [("Read me",), ("Kept by procurement",)], "Place": [HEAD, *PLACE], "Adults": [HEAD, *ADULTS]}
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    read = read_workbook(tmp_path, "register.xlsx", made.getvalue())
    found = {str(line.values["reference"]): line for line in read.lines if line.reason is None}
    assert set(found) == {"P1", "P2", "A1"}
    assert {line.sheet for line in found.values()} == {"Place", "Adults"}
    assert (str(found["A1"].values["annual_value"]), "awarded_value" in found["A1"].values) == ("50000.00", False)


def test_a_register_in_open_document_is_read(tmp_path: Path) -> None:
    read = read_workbook(tmp_path, "register.ods", ods_of([HEAD, *PLACE, *ADULTS]))
    found = {str(line.values["reference"]): line for line in read.lines if line.reason is None}
    assert set(found) == {"P1", "P2", "A1"}
    assert str(found["P1"].values["end"]) == "2027-03-31"


@pytest.mark.parametrize(
    ("text", "heading", "months"),
    [
        ("24", "Extension", (24,)),
        ("2", "Extension", ()),  # two years or two months: nobody knows
        ("2", "Extension (months)", (2,)),
        ("2", "Extension period (years)", (24,)),
        ("2 years", "Extension", (24,)),
        ("1+1", "Extension", (12, 12)),
        ("12+12", "Extension", (12, 12)),
        ("1+1 years", "", (12, 12)),
        ("3+1+1", "", (36, 12, 12)),
        ("2 years + 12 months", "", (24, 12)),
        ("2 x 12 months", "", (12, 12)),
        ("3 yrs + 2 x 1 yr", "", (36, 12, 12)),
        ("18mths", "", (18,)),
        ("1.5 years", "", (18,)),
        ("none", "Extension", ()),
        ("Yes - up to 2 years (1+1)", "", (12, 12)),
        ("5 years (3+1+1)", "", (36, 12, 12)),
        ("5 years (3+1)", "", ()),  # the parts are not the whole
        ("36 months in 12 month increments", "", (12, 12, 12)),
        ("Two further periods of 12 months", "", (12, 12)),
        ("2 optional 12-month extensions", "", (12, 12)),
        ("12 months and 12 months", "", (12, 12)),
        ("Up to 24 months, with 3 months notice", "", (24,)),
        ("two (2) years", "", (24,)),
        ("2 x 12 months (1 taken)", "", ()),
        ("2 years from 2024", "", ()),
        ("99999 years", "", ()),
    ],
)
def test_lengths_are_read_with_their_unit_or_not_at_all(text: str, heading: str, months: tuple[int, ...]) -> None:
    assert read_lengths(text, heading) == months


def test_suppliers_on_lines_of_their_own_in_a_cell_are_parted(tmp_path: Path) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Register")
        rows = [HEAD, *PLACE, ("P3", "Taxis", "Alpha Cars Ltd\nBeta Cabs Limited", "01/04/2024", "31/03/2026", "5")]
        rows += [("P4", "Lifts", "Upward\n(Northern) Ltd", "01/04/2024", "31/03/2026", "5")]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    read = read_workbook(tmp_path, "lines.xlsx", made.getvalue())
    names = [line.values["supplier_name"] for line in read.lines]
    assert names[-2:] == ["Alpha Cars Ltd; Beta Cabs Limited", "Upward (Northern) Ltd"]
