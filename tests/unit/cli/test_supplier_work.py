"""Tiers, strategic suppliers and financial distress from the command line: the same as the screens, for programs."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from typer.testing import CliRunner, Result

from goldthread.cli.main import app
from goldthread.evidence.matching.council import match_suppliers
from goldthread.evidence.matching.reference import load_reference
from goldthread.evidence.matching.types import ReferenceKind
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from goldthread.register.actions.distress import open_case, put_on_watch
from goldthread.register.actions.suppliers import add_meeting, assess_supplier, open_file
from goldthread.register.models import DistressCase, SegmentationRun
from goldthread.register.types import Aspect, AssessmentRating
from tests.evidence_scene import line, put_load
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
COMPANIES = """CompanyName,CompanyNumber,CompanyStatus,IncorporationDate,Accounts.NextDueDate
FELLSIDE CATERING CIC,99000001,In Administration,01/02/2010,31/12/2026
"""


@pytest.fixture
def council() -> Council:
    """One contract that is Gold, one that nobody has scored, one of little value."""
    council = make_council(departments=["Place"])
    put_contract(
        council, months=0, title="Waste", supplier_name="Acme Ltd", annual_value=Decimal(2_000_000), criticality=5
    )
    none = {"awarded_value": None, "awarded_vat": "unknown"}
    put_contract(council, months=0, title="Advice", supplier_name="Bell LLP", criticality=2, carbon=1, **none)
    paper = {"annual_value": Decimal(10), "criticality": 1, "carbon": 1}
    put_contract(council, months=0, title="Paper", supplier_name="Fellside Catering CIC", **paper)
    return council


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council, name="Meera Patel", email="meera@wharfemoor.example")


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--council", "wharfemoor-council"])


def test_tiers_say_their_rule_and_their_reasons(council: Council, head: Person) -> None:
    before = ask("register", "tiers")
    assert before.exit_code == 2
    assert "have not been placed in tiers" in before.stderr
    told = json.loads(ask("register", "tiers", "--again", "--as", head.email, "--json").stdout)
    assert (told["rule_version"], told["run_by"], told["is_rule_of_today"]) == ("usual rule", head.email, True)
    rows = {(row["kind"], row["name"]): row for row in told["rows"]}
    waste = rows["contract", "Waste"]
    assert (waste["tier"], waste["because"]) == ("Gold", "value 4 and criticality 4 or more")
    assert waste["scores"] == {"value": 4, "risk": None, "criticality": 5, "carbon": None}
    advice = rows["contract", "Advice"]
    assert (advice["tier"], advice["not_settled_by"]) == (None, ["value", "risk"])
    assert advice["because"] == "at least Bronze, could be Gold: nobody has said value and risk"
    assert rows["contract", "Paper"]["because"] == "it meets no higher tier"
    gold = ask("register", "tiers", "--kind", "suppliers", "--tier", "Gold")
    assert "Acme Ltd" in gold.stdout
    assert "Bell" not in gold.stdout
    assert "by the usual rule. 1 rows." in gold.stderr


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--kind", "people"), '"people" is no kind of row.\nGive contract or supplier.'),
        (("--tier", "Lead"), 'The usual rule has no tier "Lead".\nGive one of: Gold, Silver, Bronze, not settled.'),
    ],
)
def test_a_tier_that_is_none_is_refused(council: Council, words: tuple[str, ...], what: str) -> None:
    refused = ask("register", "tiers", "--again", *words)
    assert refused.exit_code == 2
    assert what in refused.stderr


def test_strategic_suppliers_say_what_is_due_and_who_has_no_file(council: Council, head: Person) -> None:
    assert "The criteria were never run." in ask("supplier", "strategic").stderr
    ask("register", "tiers", "--again")
    told = json.loads(ask("supplier", "strategic", "--json").stdout)
    assert told["suppliers"] == []
    assert [(row["name"], row["tier"]) for row in told["without_file"]] == [("Acme Ltd", "Gold")]
    file = open_file(council=council, name="Acme Ltd", because="Hard to replace.", by=head)
    today = timezone.localdate()
    add_meeting(file=file, on=today - timedelta(days=10), note="All is well.", is_after_incident=False, by=head)
    rated = {"rating": AssessmentRating.GOOD, "findings": "On time.", "on": today, "by": head}
    assess_supplier(file=file, aspect=Aspect.COST, **rated)
    (acme,) = json.loads(ask("supplier", "strategic", "--json").stdout)["suppliers"]
    assert (acme["meets_criteria"], acme["because"], acme["owner"]) == (True, "Hard to replace.", None)
    assert acme["meetings"]["last"] == (today - timedelta(days=10)).isoformat()
    assert acme["meetings"]["is_due"] is False
    cost = next(each for each in acme["assessment"] if each["aspect"] == "cost")
    assert (cost["is_current"], cost["findings"]) == (True, "On time.")
    assert acme["lacks"][0] == "an owner"
    shown = ask("supplier", "strategic")
    assert "1 of 5" in shown.stdout
    assert "1 strategic supplier, 0 with nothing missing" in shown.stderr


def test_distress_says_each_signal_with_its_row_and_source(council: Council, head: Person, tmp_path: Path) -> None:
    path = tmp_path / "companies.csv"
    path.write_text(COMPANIES, encoding="utf-8")
    load_reference(kind=ReferenceKind.COMPANIES, path=path, as_of=date(2026, 4, 1), by=None)
    put_load(council, [line("Fellside Catering CIC", "9000.00", "2026-03-30", company_number="99000001")])
    match_suppliers(council=council, by=None)
    put_on_watch(council=council, supplier_name="Acme Ltd", because="It bought two rivals.", by=head)
    told = json.loads(ask("supplier", "distress", "--json").stdout)
    (fellside,) = told["suppliers"]
    (signal,) = [each for each in fellside["signals"] if each["kind"] == "status"]
    assert (signal["row"]["Status"], signal["as_of"]) == ("In Administration", "2026-04-01")
    assert signal["source"] == "Companies House, company status"
    assert signal["may_be_innocent"]
    assert told["watched"][0]["because"] == "It bought two rivals."
    assert (told["filings_of"], told["payments_to_month"]) == ("2026-04-01", "2026-03")
    shown = ask("supplier", "distress")
    assert "neither watched nor in a case" in shown.stdout
    assert "something to look at, never a finding. 1 watched; open cases: 0." in shown.stderr
    case = {"because": "It is in administration.", "signals": [], "names": {"Fellside Catering CIC"}}
    open_case(council=council, supplier_name="Fellside Catering CIC", by=head, **case)
    told = json.loads(ask("supplier", "distress", "--json").stdout)
    assert told["suppliers"][0]["standing"] == "case open"
    assert told["cases"][0]["because"] == "It is in administration."


@pytest.mark.parametrize(
    "words", [("supplier", "strategic"), ("supplier", "distress"), ("register", "tiers", "--again")]
)
def test_who_may_not_see_it_on_a_screen_may_not_by_command(council: Council, words: tuple[str, ...]) -> None:
    make_person(Role.COUNCILLOR, council, name="Lu", email="lu@wharfemoor.example")
    refused = ask(*words, "--json", "--as", "lu@wharfemoor.example")
    assert refused.exit_code != 0
    assert refused.stdout == ""
    assert not SegmentationRun.objects.exists()
    assert not DistressCase.objects.exists()
