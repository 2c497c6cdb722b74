"""Every invented register becomes contracts, and every line and penny of it is accounted for."""

from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from goldthread.evidence.contracts.loading import RegisterWishes, load_register
from goldthread.evidence.contracts.models import ContractLine
from goldthread.evidence.contracts.names import FOLDER, contract_families
from goldthread.evidence.contracts.types import ContractField, LineOutcome
from goldthread.evidence.contracts.unsure import UnsureContractColumns
from goldthread.evidence.sources.types import FileRefused
from goldthread.organisation.models import Council
from goldthread.register.models import Contract
from tests.factories import make_council
from tests.unit.evidence.contracts.registers import REGISTERS, Register

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Council:
    return make_council(name="Fellbeck Council", departments=["Place", "Housing"])


def told(contract: Contract, name: str) -> str:
    if name == "options":
        return ",".join(str(each.months) for each in contract.extensions.all())
    if name == "waiver":
        return str(contract.waivers.get().reason_code)
    if name.startswith("extra "):
        return str(contract.extra[name.removeprefix("extra ")])
    return str(getattr(contract, name))


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_register_is_read_to_the_line_and_the_penny(register: Register, council: Council, tmp_path: Path) -> None:
    path = tmp_path / register.name
    path.write_text(register.text, encoding=register.encoding)
    outcome = load_register(council=council, path=path, by=None, wishes=RegisterWishes())
    load = outcome.load
    assert load is not None
    assert (load.rows_read, load.added + load.changed + load.unchanged, load.set_aside) == register.counts
    assert load.reasons == register.reasons
    assert load.value_read == Decimal(register.total)
    parts = load.value_added + load.value_changed + load.value_unchanged + load.value_set_aside
    assert parts == load.value_read
    assert ContractLine.objects.filter(load=load).count() == load.rows_read
    first = ContractLine.objects.filter(load=load, contract__isnull=False).order_by("pk")[0].contract
    assert first is not None
    first.refresh_from_db()
    assert {name: told(first, name) for name in register.first} == register.first


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_the_same_register_twice_changes_nothing(register: Register, council: Council, tmp_path: Path) -> None:
    path = tmp_path / register.name
    path.write_text(register.text, encoding=register.encoding)
    load_register(council=council, path=path, by=None, wishes=RegisterWishes())
    before = list(Contract.objects.order_by("pk").values())
    again = load_register(council=council, path=path, by=None, wishes=RegisterWishes())
    assert again.already_loaded
    assert again.plan.count(LineOutcome.UNCHANGED) == register.counts[1]
    assert list(Contract.objects.order_by("pk").values()) == before


def test_workbook_with_notes_and_choices_is_read_from_its_sheet_of_contracts(council: Council, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        notes = book.add_worksheet("Read me")
        notes.write_row(0, 0, ["How to use this workbook"])
        notes.write_row(1, 0, ["Ask procurement"])
        sheet = book.add_worksheet("Live contracts")
        sheet.write_row(0, 0, ["Contracts register 2025"])
        sheet.write_row(
            2, 0, ["Contract ref", "Contract title", "Supplier", "Start date", "End date", "Contract value"]
        )
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(3, 0, ["K1", "Kerbside glass", "Glassworks Ltd"])
        sheet.write_number(3, 3, 45383, day)
        sheet.write_number(3, 4, 46112, day)
        sheet.write_number(3, 5, 1234.5)
        lists = book.add_worksheet("Lists")
        lists.write_column(0, 0, ["Yes", "No"])
    outcome = load_register(council=council, path=path, by=None, wishes=RegisterWishes())
    assert outcome.plan.count(LineOutcome.ADDED) == 1
    assert set(outcome.plan.reasons) <= {"sheet without contracts", "blank line"}
    contract = Contract.objects.get()
    assert (contract.reference, str(contract.start), str(contract.end)) == ("K1", "2024-04-01", "2026-03-31")
    assert contract.awarded_value == Decimal("1234.50")


def test_columns_nobody_can_know_are_asked_for_once_and_remembered(council: Council, tmp_path: Path) -> None:
    rows = "AA,BB,CC,DD\nBin lorries,Wagons,01/04/2024,50\nSkips,Hoist,01/05/2024,60\n"
    path = tmp_path / "bare.csv"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(UnsureContractColumns) as asked:
        load_register(council=council, path=path, by=None, wishes=RegisterWishes())
    assert "supplier" in asked.value.question.missing
    assert "goldthread contract load --council fellbeck-council" in asked.value.do
    said = {ContractField.TITLE: "AA", ContractField.SUPPLIER: "BB", ContractField.END: "CC"}
    load_register(council=council, path=path, by=None, wishes=RegisterWishes(told=said))
    later = tmp_path / "later.csv"
    later.write_text(rows + "Salt,Grains,01/06/2024,70\n", encoding="utf-8")
    outcome = load_register(council=council, path=later, by=None, wishes=RegisterWishes())
    assert [outcome.plan.count(each) for each in LineOutcome] == [1, 0, 2, 0]


def test_a_web_page_and_an_empty_file_are_refused(council: Council, tmp_path: Path) -> None:
    page, empty = tmp_path / "page.csv", tmp_path / "empty.csv"
    page.write_text("<!DOCTYPE html><html><body>Not found</body></html>", encoding="utf-8")
    empty.write_text("Contract Title,Supplier,Start Date,End Date\n", encoding="utf-8")
    for path in (page, empty):
        with pytest.raises(FileRefused):
            load_register(council=council, path=path, by=None, wishes=RegisterWishes())
    assert not Contract.objects.exists()


def test_every_shipped_family_is_read_and_every_field_has_a_name() -> None:
    assert {family.id for family in contract_families()} == {path.stem for path in FOLDER.glob("*.yaml")}
    declared = {name for family in contract_families() for name in family.names}
    assert declared == set(ContractField)
