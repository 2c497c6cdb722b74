"""Rounds of frameworks of another form, from making one to the report: four levels, weighted sections, a grid."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from goldthread.assessment.exchange.plan import plan_import
from goldthread.assessment.models import Round, Snapshot
from goldthread.assessment.types import ResponseState
from goldthread.cli.main import app
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from tests.factories import answer, make_council, make_round, response_of, sign
from tests.pages import text_of
from tests.unit.web.test_rounds import form, signed_in

pytestmark = pytest.mark.django_db

HOME = "/c/wharfemoor-council/"


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


def test_the_form_lists_the_areas_of_the_framework_that_is_chosen(council: Council) -> None:
    client = signed_in(council, Role.COORDINATOR)
    first = text_of(client.get(HOME + "rounds/new/"))
    assert "The areas below are those of National Procurement Strategy 2018." in first
    other = text_of(client.get(HOME + "rounds/new/?framework=process-3r"))
    assert "Playbooks" in other
    sent = form(council, framework_id="commercial-practice")
    refused = client.post(HOME + "rounds/new/", sent)
    assert "The areas of Commercial practice are listed now. Look at them and make the round." in text_of(refused)
    assert "Commercial strategy" in text_of(refused)
    assert refused.content.decode().count(" checked") >= 31
    made = client.post(HOME + "rounds/new/", {**sent, "areas": ["STR1", "CAP2"]})
    assert made.status_code == 302
    assert set(Round.objects.get().answers.values_list("value_code", flat=True)) == {"STR1", "CAP2"}


def test_a_round_of_commercial_practice_goes_from_answers_to_the_signed_report(council: Council) -> None:
    made = make_round(council, framework_id="commercial-practice", codes=["STR1", "STR2", "SYS1"])
    respondent = signed_in(council, Role.RESPONDENT, department="Place")
    place = response_of(made, "Place")
    task = f"{HOME}rounds/2026/answers/{place.department_id}/"
    page = text_of(respondent.get(f"{task}areas/strategy/"))
    assert "4 Best" in page
    assert "Innovator" not in page
    assert "ready to help weaker councils" not in page
    saved = respondent.post(f"{task}codes/STR1/save/", {"choice": "4", "version": "0"})
    assert saved.status_code == 302
    refused = respondent.post(f"{task}codes/STR2/save/", {"choice": "5", "version": "0"})
    assert "Choose a level from 1 to 4." in text_of(refused)
    for code, level in [("STR2", 4), ("SYS1", 3)]:
        answer(made, "Place", code, level)
    answer(made, "Housing", "STR1", 2)
    coordinator = signed_in(council, Role.COORDINATOR)
    home = text_of(coordinator.get(HOME))
    assert "75% so far" in home  # Good and Best of two areas in strategy, Better in systems
    assert "weights and points are proposed, not official" in home
    assert "value code" not in home
    answer(made, "Housing", "STR2", 4)
    answer(made, "Housing", "SYS1", 3)
    respondent.post(f"{task}submit/")
    assert response_of(made, "Place").state == ResponseState.SUBMITTED  # Best asks for no exemplar
    sign(Round.objects.get())
    content = json.loads(Snapshot.objects.get().content)
    percentages = content["result"]["percentages"]
    assert (percentages["percent"], percentages["so_far"], percentages["asked"]) == (75.0, False, 3)
    report = text_of(coordinator.get(f"{HOME}rounds/2026/report/"))
    assert "The total is 75%, over 3 of 3 areas asked." in report
    assert "Level 4" not in report


def test_the_grid_of_the_process_shows_each_cell_with_its_level(council: Council) -> None:
    made = make_round(council, framework_id="process-3r", codes=["REP1", "ROB3"])
    for department, level in [("Place", 3), ("Housing", 2)]:
        answer(made, department, "REP1", level)
    home = text_of(signed_in(council, Role.COORDINATOR).get(HOME))
    assert "One of the 18 cells has a level; one stands lowest, at Set up." in home
    assert "Tools for negotiation No level yet" in home


def test_a_second_framework_moves_neither_the_standing_nor_the_plan(council: Council) -> None:
    first = make_round(council, codes=["CLR1"])
    answer(first, "Place", "CLR1", 2)
    make_round(council, ref="commercial", title="Commercial 2026", framework_id="commercial-practice", codes=["STR1"])
    client = signed_in(council, Role.COORDINATOR)
    home = client.get(HOME)
    assert "National Procurement Strategy 2018" in text_of(home)
    assert "Commercial 2026, Commercial practice" in text_of(home)
    other = text_of(client.get(HOME + "?round=commercial"))
    assert "In per cent" in other
    assert "Round 2026, National Procurement Strategy 2018" in other


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    return result


def test_a_round_is_made_answered_and_read_by_command(council: Council, tmp_path: Path) -> None:
    dates = ["--opens", "2026-01-05", "--closes", "2026-03-31"]
    asked = ["--framework", "commercial-practice", "--codes", "STR1,SYS1"]
    run("round", "create", council.slug, "cp", *asked, *dates)
    run("round", "open", "wharfemoor-council/cp")
    file = tmp_path / "answers.csv"
    heading = "department,value_code,state,level,comment"
    file.write_text(f"{heading}\nPlace,STR1,level,4,\nHousing,STR1,level,3,\n", encoding="utf-8")
    run("round", "import", "wharfemoor-council/cp", str(file))
    found = json.loads(run("round", "result", "wharfemoor-council/cp", "--json").stdout)
    assert found["distribution"] == {"1": 0, "2": 0, "3": 1, "4": 0, "unscored": 30}
    assert (found["percentages"]["percent"], found["percentages"]["so_far"]) == (75.0, True)
    assert "Total: 75% so far" in run("round", "result", "wharfemoor-council/cp").output
    file.write_text(f"{heading}\nPlace,STR1,level,5,\n", encoding="utf-8")
    refused = plan_import(Round.objects.get(), file.read_bytes(), file.name)
    assert [fault.line for fault in refused.faults] == [
        "Row 2: STR1: 5 is not a level. Choose a level from 1 Development to 4 Best."
    ]
