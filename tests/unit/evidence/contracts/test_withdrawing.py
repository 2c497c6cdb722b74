"""A register's load is taken back: what it brought goes, what it changed goes back, and what people did since stays."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from typer.testing import CliRunner

from goldthread.cli.main import app
from goldthread.common.errors import UserError
from goldthread.evidence.contracts.loading import RegisterWishes, load_register
from goldthread.evidence.contracts.models import ContractLoad, FileConflict
from goldthread.evidence.contracts.withdrawing import WITHDRAWN, plan_withdrawal, withdraw_register
from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from goldthread.register.actions.contracts import change_contract
from goldthread.register.models import Contract, Waiver
from tests.factories import make_council, make_person
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
HEAD = "Contract Ref,Contract Title,Directorate,Supplier,Start Date,End Date,Contract Value,Notes,Process Used\n"
OLD = (
    "R1,Boilers,Place,Warmth Ltd,01/04/2024,31/03/2027,1000,first,Open\n"
    "R2,Roofs,Place,Slate Ltd,01/04/2024,31/03/2027,2000,first,Open\n"
    "R3,Gutters,Place,Drip Ltd,01/04/2024,31/03/2027,3000,first,Open\n"
)
NEW = (
    "R1,Boilers,Housing,Warmth Ltd,01/04/2024,31/03/2028,1500,second,Open\n"
    "R2,Roofs,Place,Slate Ltd,01/04/2024,31/03/2029,2500,first,Open\n"
    "R3,Gutters,Place,Drip Ltd,01/04/2024,31/03/2027,3000,first,Open\n"
    "R4,Drains,Place,Flow Ltd,01/04/2025,31/03/2028,4000,second,CSO Exception\n"
    "R5,Paint,Place,Hue Ltd,01/04/2025,31/03/2028,5000,second,Open\n"
)


@pytest.fixture
def council() -> Council:
    return make_council(name="Fellbeck Council", departments=["Place", "Housing"])


def put(council: Council, folder: Path, name: str, rows: str, **wishes: object) -> ContractLoad:
    path = folder / name
    path.write_text(HEAD + rows, encoding="utf-8")
    load = load_register(council=council, path=path, by=None, wishes=RegisterWishes(**wishes)).load  # type: ignore[arg-type]
    assert load is not None
    return load


def held(council: Council) -> dict[str, tuple[str, str, str, str]]:
    rows = Contract.objects.filter(council=council).select_related("department").order_by("reference")
    return {c.reference: (str(c.department), str(c.end), str(c.awarded_value), c.extra.get("Notes", "")) for c in rows}


def say(contract: Contract, **values: object) -> Contract:
    return change_contract(contract=contract, values=values, expected_version=contract.version, by=None)


@pytest.fixture
def loads(council: Council, tmp_path: Path) -> tuple[ContractLoad, ContractLoad]:
    return put(council, tmp_path, "old.csv", OLD), put(council, tmp_path, "new.csv", NEW)


def test_all_goes_back_where_nobody_did_anything_since(
    council: Council, loads: tuple[ContractLoad, ContractLoad], tmp_path: Path
) -> None:
    with_new = held(council)
    withdraw_register(load=loads[1], why="It is a draft.", by=None)
    kept = held(council)
    assert list(kept) == ["R1", "R2", "R3"]
    assert kept["R1"] == ("Place", "2027-03-31", "1000.00", "first")
    assert kept["R2"] == ("Place", "2027-03-31", "2000.00", "first")
    assert not Waiver.objects.exists()
    told = Event.objects.filter(kind="contract.withdrawn").order_by("pk")[0]
    assert told.before["title"] == "Drains"
    assert "It is a draft." in told.why
    assert loads[1].lines.count() == 5  # the file's lines stay
    put(council, tmp_path, "new.csv", NEW)  # the same file again
    assert held(council) == with_new
    assert Waiver.objects.count() == 1


def test_what_people_did_since_stays(council: Council, loads: tuple[ContractLoad, ContractLoad]) -> None:
    say(Contract.objects.get(reference="R1"), awarded_value=1600)
    say(Contract.objects.get(reference="R4"), category="Drainage")
    plan = plan_withdrawal(loads[1])
    assert [str(row) for row in plan.removed] == ["R5: Paint"]
    assert {(str(row), why) for row, why in plan.left} == {
        ("R4: Drains", "it was worked on since"),
        ("R1: Boilers", "awarded value was changed since, and stays"),
    }
    assert held(council)["R5"]  # it was shown, and nothing was written
    withdraw_register(load=loads[1], why="It is a draft.", by=None)
    kept = held(council)
    assert kept["R1"] == ("Place", "2027-03-31", "1600.00", "first")
    assert "R4" in kept
    assert "R5" not in kept


def test_what_a_later_file_names_too_stays(council: Council, loads: tuple[ContractLoad, ContractLoad]) -> None:
    plan = plan_withdrawal(loads[0])
    assert not plan.removed
    assert {why for _row, why in plan.left} == {"another file names it too"}


def test_what_a_person_typed_before_is_typed_again(council: Council, tmp_path: Path) -> None:
    put(council, tmp_path, "old.csv", OLD)
    say(Contract.objects.get(reference="R2"), awarded_value=2222)
    load = put(council, tmp_path, "new.csv", NEW, overwrite=frozenset({"all"}))
    assert held(council)["R2"][2] == "2500.00"
    withdraw_register(load=load, why="It overwrote Ann's figures.", by=None)
    again = Contract.objects.get(reference="R2")
    assert (str(again.awarded_value), again.typed_fields) == ("2222.00", ["awarded_value"])


def test_days_that_would_cross_are_left(council: Council, loads: tuple[ContractLoad, ContractLoad]) -> None:
    say(Contract.objects.get(reference="R2"), start=date(2028, 1, 1))
    plan = plan_withdrawal(loads[1])
    assert "R2: Roofs" not in {str(each.contract) for each in plan.restored}
    assert any("it stays as it is" in why for row, why in plan.left if str(row) == "R2: Roofs")


def test_conflicts_of_the_file_are_over_and_a_reason_is_asked(council: Council, tmp_path: Path) -> None:
    put(council, tmp_path, "old.csv", OLD)
    say(Contract.objects.get(reference="R2"), awarded_value=2222)
    load = put(council, tmp_path, "new.csv", NEW)
    assert FileConflict.objects.filter(chosen="").count() == 1
    with pytest.raises(UserError, match="needs a reason"):
        withdraw_register(load=load, why=" ", by=None)
    withdraw_register(load=load, why="It is a draft.", by=None)
    assert FileConflict.objects.get().chosen == WITHDRAWN
    with pytest.raises(UserError, match="withdrawn already"):
        withdraw_register(load=load, why="Again.", by=None)


def test_the_page_shows_first_and_does_it_with_a_reason(
    council: Council, loads: tuple[ContractLoad, ContractLoad]
) -> None:
    client = client_of(make_person(Role.COORDINATOR, council))
    where = reverse("register_files:withdraw", args=[council.slug, loads[1].key])
    assert "Withdraw this file" in text_of(
        client.get(reverse("register_files:load", args=[council.slug, loads[1].key]))
    )
    with CaptureQueriesContext(connection) as queries:
        text = text_of(client.get(where))
    assert len(queries) <= 15, [query["sql"][:90] for query in queries]
    assert "2 contracts would be taken off the register, and 2 contracts would say again what was said before." in text
    assert "R5: Paint" in text
    assert "end: 31 March 2028 becomes 31 March 2027" in text
    bad = client.post(where, {"why": ""})
    assert bad.status_code == 400
    assert "Say why in a sentence." in text_of(bad)
    text = text_of(client.post(where, {"why": "It is a draft."}, follow=True))
    assert "new.csv is withdrawn. 2 contracts were taken off the register" in text
    assert "It is a draft." in text
    assert client.get(where).status_code == 404
    assert client_of(make_person(Role.AUDITOR, council)).get(where).status_code in {403, 404}


def test_the_command_shows_and_does_the_same(council: Council, loads: tuple[ContractLoad, ContractLoad]) -> None:
    words = ["contract", "withdraw", "new.csv", "--council", council.slug, "--because", "A draft", "--json"]
    shown = CliRunner().invoke(app, [*words, "--dry-run"])
    assert json.loads(shown.stdout)["removed"] == ["R4: Drains", "R5: Paint"]
    assert Contract.objects.count() == 5
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0
    assert {row["contract"] for row in json.loads(done.stdout)["restored"]} == {"R1: Boilers", "R2: Roofs"}
    assert Contract.objects.count() == 3
