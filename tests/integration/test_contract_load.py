"""Registers as a council loads them: Salford's real one, a second file after people have worked, and a large one."""

import csv
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from goldthread.cli.archive_members import find_evidence
from goldthread.cli.main import app
from goldthread.evidence.actions import confirm_department
from goldthread.evidence.contracts.loading import RegisterOutcome, RegisterWishes, load_register
from goldthread.evidence.contracts.models import ContractLine, ContractLoad, FileConflict
from goldthread.evidence.contracts.types import LineOutcome
from goldthread.evidence.models import DepartmentName
from goldthread.evidence.queries import evidence_folder
from goldthread.evidence.sources.types import FileRefused
from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from goldthread.register.actions.contracts import change_contract
from goldthread.register.models import Break, Contract, Waiver
from goldthread.register.types import Procedure
from tests.factories import department_named, make_council, make_person

pytestmark = pytest.mark.django_db

HEAD = "Contract Ref,Contract Title,Directorate,Supplier,Start Date,End Date,Contract Value,Contract Manager\n"
TEN_THOUSAND = 10_000
"""Seconds of processor time: three times what is to be reached, for a machine that does other work beside it."""


@pytest.fixture
def council() -> Council:
    return make_council(name="Salford City Council", departments=("Place", "Adult Social Care"))


def load(council: Council, path: Path, **wishes: object) -> RegisterOutcome:
    return load_register(council=council, path=path, by=None, wishes=RegisterWishes(**wishes))  # type: ignore[arg-type]


def write(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_real_register_agrees_with_an_independent_count(shared: Path, council: Council) -> None:
    path = shared / "data/contracts/salford-register-sample.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    column = "Total Contract Value (including extensions)"
    total = sum((Decimal(row[column].strip()) for row in rows if row[column].strip() not in {"", "-"}), Decimal(0))

    outcome = load(council, path)

    found = outcome.load
    assert found is not None
    assert found.rows_read == len(rows) == ContractLine.objects.count() == 60
    assert found.added + found.changed + found.unchanged + found.set_aside == 60
    assert found.value_read == total
    assert found.value_added + found.value_changed + found.value_unchanged + found.value_set_aside == total
    by_text = Counter(row["Process Used"] for row in rows)
    assert Contract.objects.filter(procedure=Procedure.WAIVER).count() == by_text["CSO Exception"]
    assert Waiver.objects.count() == by_text["CSO Exception"] == 12
    assert Contract.objects.filter(procedure=Procedure.QUOTATION).count() == by_text["RFQ"]
    assert Contract.objects.filter(procedure=Procedure.FRAMEWORK_DIRECT).count() == by_text["Direct Call-Off"]
    expiries = Counter(row["Current Expiry Date"] for row in rows)
    assert Contract.objects.filter(end_text="TBC").count() == expiries["TBC"]
    ends = Counter(str(end) for end in Contract.objects.values_list("end", flat=True) if end)
    assert ends == {day: count for day, count in expiries.items() if day not in {"", "TBC"}}
    assert Contract.objects.filter(is_sme=True).count() == sum(row["SME Supplier?"] == "Yes" for row in rows)
    named = sum(not row["Supplier Company Name"].strip().lower().startswith("various") for row in rows)
    assert Contract.objects.exclude(supplier_name="").count() == named
    assert Contract.objects.filter(company_number="00467731").exists()
    assert Contract.objects.filter(company_number="IP29627R").count() == 2
    assert not Contract.objects.filter(company_number__startswith="GB").exists()
    assert (evidence_folder() / found.folder / found.raw_name).read_bytes() == path.read_bytes()


def test_second_file_changes_what_it_gave_and_asks_about_what_a_person_typed(council: Council, tmp_path: Path) -> None:
    first = "R1,Boilers,Place,Warmth Ltd,01/04/2024,31/03/2026,1000,Ann Lee"
    other = "R2,Gutters,Place,Drip Ltd,01/04/2024,31/03/2026,2000,Ann Lee"
    load(council, write(tmp_path, "one.csv", first, other))
    boilers = Contract.objects.get(reference="R1")
    person = make_person(Role.COORDINATOR, council)
    change_contract(
        contract=boilers, values={"end": date(2027, 3, 31)}, expected_version=boilers.version, by=person, why="Extended"
    )
    second = write(
        tmp_path,
        "two.csv",
        "R1,Boilers,Place,Warmth Ltd,01/04/2024,30/06/2026,1500,Ann Lee",
        other,
        "R3,Roofs,Place,Slate Ltd,01/04/2025,31/03/2026,3000,Ann Lee",
    )

    shown = load(council, second, is_dry_run=True)
    assert [shown.plan.count(each) for each in LineOutcome] == [1, 1, 1, 0]
    assert [(diff.field, diff.held, diff.given) for diff in shown.plan.lines[0].changes] == [
        ("awarded_value", Decimal("1000.00"), Decimal("1500.00"))
    ]
    assert not Contract.objects.filter(reference="R3").exists()

    load(council, second)
    boilers.refresh_from_db()
    assert (boilers.end, boilers.awarded_value) == (date(2027, 3, 31), Decimal("1500.00"))
    conflict = FileConflict.objects.get()
    assert (conflict.field, conflict.typed, conflict.given) == ("end", "2027-03-31", "2026-06-30")

    load(council, second, overwrite=frozenset({"r1:end"}))
    boilers.refresh_from_db()
    assert boilers.end == date(2026, 6, 30)
    assert "end" not in boilers.typed_fields
    assert not FileConflict.objects.filter(chosen="").exists()


def test_contract_without_reference_is_found_by_title_supplier_and_start(council: Council, tmp_path: Path) -> None:
    load(council, write(tmp_path, "one.csv", ",Boilers,Place,Warmth Ltd,01/04/2024,31/03/2026,1000,"))
    again = load(council, write(tmp_path, "two.csv", "R1,BOILERS,Place,Warmth  Ltd.,01/04/2024,31/03/2027,1000,"))
    assert [again.plan.count(each) for each in LineOutcome] == [0, 1, 0, 0]
    assert Contract.objects.get().reference == "R1"


def test_an_end_before_a_known_break_is_set_aside(council: Council, tmp_path: Path) -> None:
    load(council, write(tmp_path, "one.csv", "R1,Boilers,Place,Warmth Ltd,01/04/2024,31/03/2027,1000,"))
    Break.objects.create(contract=Contract.objects.get(), on=date(2026, 9, 30))
    again = load(council, write(tmp_path, "two.csv", "R1,Boilers,Place,Warmth Ltd,01/04/2024,31/03/2026,1000,"))
    assert again.plan.reasons == {"ends before a break that is on the register": 1}
    assert Contract.objects.get().end == date(2027, 3, 31)


def test_departments_and_managers_are_known_by_name_and_by_nothing_less(council: Council, tmp_path: Path) -> None:
    make_person(Role.CONTRACT_MANAGER, council, email="ann@salford.example", name="Ann Lee")
    path = write(
        tmp_path,
        "one.csv",
        "R1,Boilers,Place,Warmth Ltd,01/04/2024,31/03/2026,1000,Ann Lee",
        "R2,Care,ASC,Kind Ltd,01/04/2024,31/03/2026,1000,A Lee",
        "R3,Beds,ASC,Kind Ltd,01/04/2024,31/03/2026,1000,ann@salford.example",
    )
    load(council, path)
    one, two, three = Contract.objects.order_by("reference")
    assert (str(one.department), str(one.manager)) == ("Place", "Ann Lee")
    assert (two.department, two.manager, two.manager_name) == (None, None, "A Lee")
    assert str(three.manager) == "Ann Lee"
    asked = DepartmentName.objects.get(name="ASC")
    confirm_department(name=asked, department=department_named(council, "Adult Social Care"), by=None)
    again = load(council, path)
    assert [again.plan.count(each) for each in LineOutcome] == [0, 2, 1, 0]
    two.refresh_from_db()
    assert str(two.department) == "Adult Social Care"


def test_another_councils_register_is_refused(council: Council, tmp_path: Path) -> None:
    path = tmp_path / "trafford.csv"
    path.write_text(
        "Council,Contract Title,Supplier,Start Date,End Date\nTrafford Council,Bins,Wheels Ltd,01/04/2024,31/03/2026\n",
        encoding="utf-8",
    )
    with pytest.raises(FileRefused, match="Trafford"):
        load(council, path)
    assert load(council, path, any_body=True).plan.count(LineOutcome.ADDED) == 1


def test_command_prints_every_line_in_one_of_the_places(council: Council, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "one.csv",
        "R1,Boilers,Place,Warmth Ltd,01/04/2024,31/03/2026,1000.10,",
        "R2,Upside down,Place,Warmth Ltd,01/04/2026,31/03/2024,2000.05,",
    )
    ran = CliRunner().invoke(app, ["contract", "load", "--council", council.slug, str(path), "--json"])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)[0]
    assert (told["rows_read"], told["contracts_added"], told["contracts_changed"]) == (2, 1, 0)
    assert (told["contracts_unchanged"], told["rows_set_aside"]) == (0, 1)
    assert (told["value_total"], told["value_added"], told["value_set_aside"]) == ("3000.15", "1000.10", "2000.05")
    assert told["set_aside"][0] | {"text": ""} == {
        "file": "one.csv",
        "sheet": None,
        "line": 3,
        "reason": "ends before it starts",
        "value": "2000.05",
        "text": "",
    }


def test_command_says_which_person_typed_and_what_to_do(council: Council, tmp_path: Path) -> None:
    load(council, write(tmp_path, "one.csv", "R1,Boilers,Place,Warmth Ltd,01/04/2024,31/03/2026,1000,"))
    held = Contract.objects.get()
    change_contract(contract=held, values={"title": "Boilers and flues"}, expected_version=1, by=None)
    path = write(tmp_path, "two.csv", "R1,Boiler care,Place,Warmth Ltd,01/04/2024,31/03/2026,1000,")
    ran = CliRunner().invoke(app, ["contract", "load", "--council", council.slug, str(path)])
    assert "conflict" in ran.stdout
    assert "--overwrite REFERENCE:FIELD" in ran.stderr
    listed = CliRunner().invoke(app, ["contract", "conflicts", "--council", council.slug, "--json"])
    assert json.loads(listed.stdout)[0]["file"] == "Boiler care"
    missing = CliRunner().invoke(app, ["contract", "load", "--council", council.slug, str(tmp_path / "none.csv")])
    assert missing.exit_code == 2
    assert "There is no file" in missing.stderr


def test_backup_holds_the_file_and_a_killed_load_leaves_nothing(council: Council, tmp_path: Path) -> None:
    left = evidence_folder() / council.slug / "contracts" / "left"
    half = evidence_folder() / council.slug / ".part-left"
    for folder in (left, half):
        folder.mkdir(parents=True)
        (folder / "raw.csv").write_text("half", encoding="utf-8")
    done = load(council, write(tmp_path, "one.csv", "R1,Boilers,Place,Warmth Ltd,01/04/2024,31/03/2026,1000,"))
    assert done.load is not None
    assert not left.exists()
    assert not half.exists()
    held = {path for _name, path in find_evidence(evidence_folder())}
    assert evidence_folder() / done.load.folder / done.load.raw_name in held


def test_ten_thousand_lines_are_loaded_in_bulk(council: Council, tmp_path: Path) -> None:
    rows = [
        f"T{n},Thing number {n},Place,Supplier {n % 900} Ltd,01/04/2024,31/03/2026,{n}.50,Ann Lee"
        for n in range(TEN_THOUSAND)
    ]
    path = write(tmp_path, "large.csv", *rows)
    with CaptureQueriesContext(connection) as asked:
        load(council, path)
    assert Contract.objects.count() == TEN_THOUSAND
    assert Event.objects.filter(kind="contract.added").count() == TEN_THOUSAND
    assert ContractLoad.objects.get().value_read == sum(Decimal(f"{n}.50") for n in range(TEN_THOUSAND))
    assert len(asked) < TEN_THOUSAND / 20, "lines are written in batches"
