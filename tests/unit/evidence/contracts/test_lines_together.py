"""Lines of a register that belong together: a framework and its call-offs, lots, sections, and sums of two kinds."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from goldthread.evidence.contracts.loading import RegisterOutcome, RegisterWishes, load_register
from goldthread.evidence.contracts.types import ContractField, LineOutcome
from goldthread.evidence.contracts.unsure import UnsureContractColumns
from goldthread.evidence.contracts.withdrawing import plan_withdrawal, withdraw_register
from goldthread.evidence.sources.types import FileRefused
from goldthread.organisation.models import Council, Event
from goldthread.register.actions.contracts import change_contract
from goldthread.register.models import Break, Contract
from tests.factories import make_council

pytestmark = pytest.mark.django_db
HEAD = "Contract Ref,Contract Title,Supplier,Start Date,End Date,Contract Value"


@pytest.fixture
def council() -> Council:
    return make_council(name="Fellbeck Council", departments=["Place", "Housing"])


def load(council: Council, folder: Path, text: str, **told: str) -> RegisterOutcome:
    path = folder / "register.csv"
    path.write_text(text, encoding="utf-8")
    columns = {ContractField(name): heading for name, heading in told.items()}
    return load_register(council=council, path=path, by=None, wishes=RegisterWishes(columns))


def test_call_offs_find_their_framework_in_the_same_file_whatever_its_place(council: Council, tmp_path: Path) -> None:
    text = (
        "Contract Ref,Contract Title,Contract Type,Framework Reference,Supplier,Start Date,End Date,Award Value,"
        "Maximum Value\n"
        "F1-1,Study,Call-off,F1,Move Ltd,01/05/2024,30/09/2024,48000,\n"
        "F1,Consultancy,Framework Agreement,,Various,01/04/2023,31/03/2027,,8000000\n"
        "F1-2,Survey,Call-off,F1,Look Ltd,01/05/2024,30/09/2024,38000,\n"
    )
    first = load(council, tmp_path, text)
    framework = Contract.objects.get(reference="F1")
    assert {each.reference for each in framework.call_offs.all()} == {"F1-1", "F1-2"}
    assert (framework.maximum_value, framework.awarded_value) == (8_000_000, None)
    assert first.read.value_column == "Award Value"  # filled where the maximum is not
    assert not any("no amount" in warning for warning in first.warnings)
    again = load(council, tmp_path, text)
    assert again.already_loaded
    assert again.plan.count(LineOutcome.UNCHANGED) == 3


def test_lots_of_one_supplier_are_contracts_of_their_own(council: Council, tmp_path: Path) -> None:
    lines = ["FW,Transport,Acabs Ltd,01/09/2024,31/08/2028,3000,Lot 1", ",,Bcabs Ltd,,,2000,Lot 1"]
    lines += ["FW,Transport,Acabs Ltd,01/09/2024,31/08/2028,1000,Lot 2"]
    first = load(council, tmp_path, "\n".join([HEAD + ",Lot", *lines]))
    assert (first.plan.count(LineOutcome.ADDED), first.read.value_read) == (3, 6000)
    assert any("names a supplier and no title" in warning for warning in first.warnings)
    turned = load(council, tmp_path, "\n".join([HEAD + ",Lot", *reversed([lines[0], lines[2]]), lines[1]]))
    by_lot = {(c.supplier_name, c.extra["Lot"]): c.awarded_value for c in Contract.objects.all()}
    assert by_lot == {("Acabs Ltd", "Lot 1"): 3000, ("Acabs Ltd", "Lot 2"): 1000, ("Bcabs Ltd", "Lot 1"): 2000}
    assert turned.plan.count(LineOutcome.ADDED) == 0


def test_a_section_that_is_a_department_says_whose_contracts_stand_below_it(council: Council, tmp_path: Path) -> None:
    lines = ["HOUSING,,,,,", "A,Lifts,Up Ltd,01/04/2024,31/03/2027,5", "Other bodies,,,,,"]
    lines += ["B,Vans,Go Ltd,01/04/2024,31/03/2027,0"]
    done = load(council, tmp_path, "\n".join([HEAD, *lines]))
    found = {c.reference: str(c.department) if c.department else None for c in Contract.objects.all()}
    assert found == {"A": "Housing", "B": None}
    assert done.plan.reasons == {"a note or a section's heading": 2}
    assert Contract.objects.get(reference="B").extra["Section"] == "Other bodies"
    assert any("given at £0" in warning for warning in done.warnings)


def test_a_heading_for_totals_or_yearly_sums_is_asked_about_and_then_remembered(
    council: Council, tmp_path: Path
) -> None:
    column = "Total contract value or annual value"
    text = f"Ref,Title,Supplier,Start,End,{column}\nA,Lifts,Up Ltd,01/04/2024,31/03/2027,5000\n"
    first = load(council, tmp_path, text)
    assert any(f'--map annual_value="{column}"' in warning for warning in first.warnings)
    only = Contract.objects.get()
    assert (only.awarded_value, only.annual_value, only.extra[column]) == (None, None, "5000")
    load(council, tmp_path, text, annual_value=column)
    only.refresh_from_db()
    assert (only.awarded_value, only.annual_value) == (None, 5000)
    again = load(council, tmp_path, text)
    assert (again.warnings, again.read.mapping[ContractField.ANNUAL_VALUE].column) == ((), column)


def test_an_option_not_taken_is_open_while_the_contract_runs(council: Council, tmp_path: Path) -> None:
    head = "Ref,Title,Supplier,Start,End,Value,Option to extend (months),Extension 1 Taken?"
    ahead = timezone.localdate() + timedelta(days=400)
    lines = [f"A,Lifts,Up Ltd,01/04/2020,{ahead:%d/%m/%Y},5,12,No", "B,Vans,Go Ltd,01/04/2020,31/03/2022,5,12,No"]
    load(council, tmp_path, "\n".join([head, *lines]))
    taken = {c.reference: c.extensions.get().taken for c in Contract.objects.all()}
    assert taken == {"A": "not decided", "B": "not taken"}


def test_a_file_without_lines_and_one_of_payments_are_told_apart(council: Council, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as empty:
        load(council, tmp_path, HEAD + "\n")
    assert str(empty.value) == "register.csv has headings and no lines. Export it again: there is nothing to load."
    paid = "Date,Supplier Name,Net Amount,Expense Type\n01/04/2024,Acme Ltd,600.00,Agency\n02/04/2024,B Ltd,7.00,Vans\n"
    with pytest.raises(UnsureContractColumns) as payments:
        load(council, tmp_path, paid)
    assert any("goldthread spend load" in detail for detail in payments.value.details)


def test_another_bodys_register_is_told_of(council: Council, tmp_path: Path) -> None:
    text = "Organisation Name,Ref,Title,Supplier,Start,End,Value\nLeeds City Council,A,Trams,R Ltd,1/4/24,31/3/26,5\n"
    done = load(council, tmp_path, text)
    assert any("names Leeds City Council" in warning for warning in done.warnings)


def test_what_a_file_takes_back_is_taken_back_and_what_was_typed_stays(council: Council, tmp_path: Path) -> None:
    head = HEAD + ",Department"
    before = ["A,Lifts,Up Ltd,01/04/2024,31/03/2027,5,Place", "B,Vans,Go Ltd,01/04/2024,31/03/2027,5,Place"]
    load(council, tmp_path, "\n".join([head, *before]))
    typed = Contract.objects.get(reference="B")
    new_end = typed.end + timedelta(days=30)
    change_contract(contract=typed, values={"end": new_end}, expected_version=typed.version, by=None)
    after = [line.replace("31/03/2027", "Rolling").replace("Place", "Highways") for line in before]
    done = load(council, tmp_path, "\n".join([head, *after]))
    rolling, typed = Contract.objects.order_by("reference")
    assert (rolling.end, rolling.end_text, rolling.department, rolling.department_name) == (
        None,
        "Rolling",
        None,
        "Highways",
    )
    assert (typed.end, typed.end_text) == (new_end, "")
    assert [(str(contract), diff.field, diff.given) for contract, diff in done.plan.conflicts] == [
        ("B: Vans", "end", None)
    ]
    load(council, tmp_path, "\n".join([head, *before]))
    rolling.refresh_from_db()
    assert (rolling.end_text, str(rolling.department)) == ("", "Place")


def test_options_that_brought_the_end_to_where_it_is_were_taken(council: Council, tmp_path: Path) -> None:
    head = "Ref,Title,Supplier,Start,Original end date,Current end date,Extension options"
    lines = [
        "A,Lifts,Up Ltd,01/04/2019,31/03/2022,31/03/2023,1+1+1",
        "B,Vans,Go Ltd,01/04/2019,31/03/2022,31/08/2022,1+1",
    ]
    load(council, tmp_path, "\n".join([head, *lines]))
    taken = {c.reference: [each.taken for each in c.extensions.all()] for c in Contract.objects.all()}
    assert taken == {"A": ["taken", "not decided", "not decided"], "B": ["not decided", "not decided"]}


def test_a_break_within_the_contract_is_kept_and_one_after_its_end_is_told_of(council: Council, tmp_path: Path) -> None:
    head = HEAD + ",Break date"
    lines = ["A,Lifts,Up Ltd,01/04/2024,31/03/2027,5,31/03/2026", "B,Vans,Go Ltd,01/04/2024,31/03/2027,5,31/03/2028"]
    first = load(council, tmp_path, "\n".join([head, *lines]))
    assert [(each.contract.reference, str(each.on)) for each in Break.objects.all()] == [("A", "2026-03-31")]
    assert any("1 break is no day within the contract" in warning for warning in first.warnings)
    assert load(council, tmp_path, "\n".join([head, *lines])).already_loaded
    later = load(council, tmp_path, "\n".join([head, lines[0], lines[1].replace("2028", "2026")]))
    assert (later.plan.count(LineOutcome.CHANGED), Break.objects.count()) == (1, 2)
    events = Event.objects.filter(kind="contract.changed").values_list("summary", flat=True)
    assert list(events) == ["B: Vans: a break was added"]
    assert later.load is not None
    assert [str(contract) for contract, _why in plan_withdrawal(later.load).left] == ["B: Vans"]


def test_a_load_with_breaks_is_withdrawn_whole_and_changed_options_are_on_record(
    council: Council, tmp_path: Path
) -> None:
    head, line = HEAD + ",Break date,Extension", "A,Lifts,Up Ltd,01/04/2024,31/03/2027,5,31/03/2026,12 months"
    first = load(council, tmp_path, f"{head}\n{line}")
    assert first.load is not None
    assert [str(each) for each in plan_withdrawal(first.load).removed] == ["A: Lifts"]
    load(council, tmp_path, f"{head}\n{line.replace('12 months', '24 months')}")
    changed = Event.objects.get(kind="contract.changed")
    assert (changed.before, changed.after) == (
        {"extension 1": "12 months, not decided"},
        {"extension 1": "24 months, not decided"},
    )
    withdraw_register(load=first.load, why="wrong", by=None)
    assert Contract.objects.count() == 1, "another file names it too"
