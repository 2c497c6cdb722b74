"""The demonstration's registers hold everybody whose number is published, and nobody else."""

import csv
import io

import pytest

from goldthread.demo.payments.registers import DISTRICT, make_registers
from goldthread.demo.payments.suppliers import make_suppliers
from tests.demo_counts import read_rows

FILES = {file.kind: file for file in make_registers()}
SUPPLIERS = [each for group in make_suppliers().values() for each in group]


def read(kind: str) -> list[dict[str, str]]:
    delimiter = "\t" if kind == "charities" else ","
    return list(csv.DictReader(io.StringIO(FILES[kind].content.decode()), delimiter=delimiter))


@pytest.mark.parametrize(
    ("kind", "heading", "cell"),
    [("companies", " CompanyNumber", "company"), ("charities", "registered_charity_number", "charity")],
)
def test_every_published_number_stands_in_its_register_once(kind: str, heading: str, cell: str) -> None:
    held = [row[heading] for row in read(kind)]
    assert len(set(held)) == len(held)
    assert {row.cells[cell] for row in read_rows() if row.has(cell)} == set(held)


def test_accounts_tell_the_size_of_every_company() -> None:
    sizes = {
        "MICRO ENTITY": "micro",
        "TOTAL EXEMPTION FULL": "small",
        "MEDIUM": "medium",
        "GROUP": "large",
    }
    told = {row[" CompanyNumber"]: sizes[row["Accounts.AccountCategory"]] for row in read("companies")}
    assert told == {each.company_number: each.group.size for each in SUPPLIERS if each.company_number}


def test_local_postcodes_lie_in_the_wards_of_the_district() -> None:
    names = {row["WD26CD"]: row["WD26NM"] for row in read("wards")}
    found = {row["pcds"]: names[row["osward"]] for row in read("postcodes") if row["oslaua"] == DISTRICT}
    assert found == {each.postcode: each.ward for each in SUPPLIERS if each.ward and each.postcode}


def test_two_makings_give_the_same_bytes() -> None:
    assert {file.kind: file for file in make_registers()} == FILES
