"""`goldthread council`, `person` and `round`: a council's whole round from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from goldthread.assessment.exchange.decode import MAXIMUM_BYTES
from goldthread.assessment.models import Answer, Invitation, Round
from goldthread.cli.main import app
from goldthread.organisation.models import Event, Person
from goldthread.organisation.types import Role
from tests.factories import answer, answer_everything, make_council, make_person, make_round, submit

pytestmark = pytest.mark.django_db
runner = CliRunner(env={"COLUMNS": "200"})
Run = Callable[..., Result]

ROUND = "wharfemoor-council/2026"


def run(*arguments: str, code: int = 0, typed: str | None = None) -> Result:
    """Run a command and check how it ends."""
    result = runner.invoke(app, [str(part) for part in arguments], input=typed)
    assert result.exit_code == code, f"{result.stdout}\n{result.stderr}\n{result.exception!r}"
    return result


def run_json(*arguments: str, code: int = 0) -> Any:
    return json.loads(run(*arguments, "--json", code=code).stdout)


def write(folder: Path, *rows: str) -> Path:
    file = folder / "answers.csv"
    file.write_text("\n".join(["department,value_code,state,level,comment", *rows]), encoding="utf-8")
    return file


def test_a_council_its_people_and_its_round_are_made_and_moved() -> None:
    made = run(
        "council",
        "create",
        "Fellbeck Council",
        "--kind",
        "district",
        "--department",
        "Housing",
        "--department",
        "Leisure",
    )
    assert made.stdout == "fellbeck-council\n"
    assert [row["departments"] for row in run_json("council", "list")] == [["Housing", "Leisure"]]
    run("council", "add-department", "fellbeck-council", "Environment Services", "--short", "Environment")
    assert run_json("council", "departments", "fellbeck council")[2]["short_name"] == "Environment"
    add = ("person", "add", "--council", "fellbeck-council")
    run(*add, "--email", "Ada@fellbeck.example", "--name", "Ada Marsh", "--role", "coordinator")
    run(*add, "--email", "obi@fellbeck.example", "--role", "respondent", "--department", "environment")
    people = run_json("person", "list", "--council", "fellbeck-council")
    assert [(row["email"], row["role"], row["department"]) for row in people] == [
        ("obi@fellbeck.example", "respondent", "Environment Services"),
        ("ada@fellbeck.example", "coordinator", None),
    ]
    dates = ("--opens", "2026-09-01", "--closes", "2026-10-30")
    create = ("round", "create", "fellbeck-council", "2026", "--framework", "nps-2018", *dates)
    assert run(*create, "--as", "ada@fellbeck.example").stdout == "fellbeck-council/2026\n"
    assert Answer.objects.count() == 3 * 59
    run("round", "open", "2026", "--as", "ada@fellbeck.example")
    invited = run("round", "invite", "2026", code=2)
    assert "Environment Services: obi@fellbeck.example" in invited.stderr
    assert "2 departments could not be written to.\n  Housing has nobody who answers for it." in invited.stderr
    assert Invitation.objects.count() == 1
    run("round", "remind", "2026", "--department", "Environment")
    assert Invitation.objects.count() == 2
    run("round", "withdraw", "2026", "--because", "Put off to next year")
    assert Round.objects.get().state == "withdrawn"
    assert Event.objects.get(kind="round.withdraw").why == "Put off to next year"
    assert Event.objects.get(kind="round.open").by == Person.objects.get(email="ada@fellbeck.example")


def test_a_round_can_ask_some_codes_of_some_departments() -> None:
    make_council(departments=("Place", "Digital"))
    create = ("round", "create", "wharfemoor-council", "2026", "--framework", "nps-2018", "--opens", "2026-09-01")
    run(*create, "--closes", "2026-10-30", "--codes", "CLR1, CLR2", "--codes", "ENB1", "--department", "digital")
    assert {(row.response.department.name, row.value_code) for row in Answer.objects.all()} == {
        ("Digital", "CLR1"),
        ("Digital", "CLR2"),
        ("Digital", "ENB1"),
    }


def test_an_acting_person_needs_the_permission() -> None:
    council = make_council(departments=("Place",))
    make_round(council, codes=["CLR1"])
    make_person(Role.RESPONDENT, council, email="place@wharfemoor.example")
    refused = run("round", "moderate", ROUND, "--as", "place@wharfemoor.example", code=2)
    assert "You are not able to manage a round for Wharfemoor Council." in refused.stderr
    unknown = run("round", "moderate", ROUND, "--as", "nobody@wharfemoor.example", code=2)
    assert 'Nobody has the e-mail address "nobody@wharfemoor.example".' in unknown.stderr
    assert Round.objects.get().state == "open"


UNPUBLISHED = ("round", "create", "wharfemoor-council", "2031", "--framework", "nps-2018-draft")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("round", "show", "2031"), 'There is no round "2031".'),
        (("round", "open", ROUND), "The round is open for answers, so it is not possible to open."),
        (
            ("round", "reopen", ROUND, "--because", "x"),
            "The round is open for answers, so it is not possible to reopen.",
        ),
        (
            (*UNPUBLISHED, "--opens", "2031-09-01", "--closes", "2031-10-30"),
            "is not published here, so no round can be held with it.",
        ),
        (("round", "export", ROUND, "--format", "xlsx"), '"xlsx" is not a format of answers.'),
        (("council", "departments", "Wharfmoor Council"), "Did you mean Wharfemoor Council"),
        (
            ("person", "add", "--council", "wharfemoor-council", "--email", "x", "--role", "auditor"),
            '"x" is not an e-mail',
        ),
        (("round", "import", ROUND, "/nowhere/answers.csv"), "/nowhere/answers.csv could not be read: No such file"),
    ],
)
def test_a_mistake_gets_two_sentences_and_no_traceback(arguments: tuple[str, ...], sentence: str) -> None:
    make_round(make_council(departments=("Place",)), codes=["CLR1"])
    result = run(*arguments, code=2)
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_result_json_has_the_published_shape() -> None:
    council = make_council(departments=("Place", "Digital"))
    round_ = make_round(council, codes=["CLR1"])
    answer(round_, "Place", "CLR1", 4)
    shown = run_json("round", "result", ROUND)
    assert list(shown) == ["round", "framework", "status", "results", "objects", "distribution"]
    assert shown["results"][0] == {
        "value_code": "CLR1",
        "level": 4,
        "final": False,
        "asked": 2,
        "answered": 1,
        "not_applicable": 0,
        "excluded": 0,
        "lowest": ["Place"],
        "highest": 4,
        "spread": 0,
        "sentence": shown["results"][0]["sentence"],
    }
    assert shown["distribution"] == {"1": 0, "2": 0, "3": 0, "4": 1, "5": 0, "unscored": 58}
    table = run("round", "result", ROUND).stdout
    assert "CLR1 Procurement and commercial champions" in table
    assert "So far Leader, because Place chose Leader" in table
    show = run_json("round", "show", ROUND)
    assert show["departments"][1] == {
        "department": "Digital",
        "state": "invited",
        "answered": 0,
        "asked": 1,
        "submitted_at": None,
    }


def test_signing_lists_what_stands_in_the_way_then_prints_the_digest() -> None:
    council = make_council(departments=("Place",))
    round_ = make_round(council, codes=["CLR1"])
    chief = make_person(Role.APPROVER, council, email="chief@wharfemoor.example")
    run("round", "moderate", ROUND)
    sign = ("round", "sign", ROUND, "--as", chief.email)
    assert "  Place has not answered CLR1." in run(*sign, code=2).stderr
    answer_everything(round_)
    assert "Read them, then sign with --seen." in run(*sign, code=2).stderr
    submit(round_)
    digest = run(*sign, "--statement", "As moderated").stdout.strip()
    assert digest == round_.snapshots.get().sha256
    run("round", "reopen", ROUND, "--because", "An error was found")


def test_import_dry_run_writes_nothing_and_the_import_writes_all(tmp_path: Path) -> None:
    round_ = make_round(make_council(departments=("Place", "Digital")), codes=["CLR1", "CLR2"])
    file = write(tmp_path, "Place,CLR1,level,3,Monthly", "Digital,CLR1,not applicable,,Bought by Place")
    importing = ("round", "import", ROUND, str(file))
    assert [row["row"] for row in run_json(*importing, "--dry-run")["changes"]] == [2, 3]
    shown = run(*importing, "--dry-run")
    assert "comment other: Monthly" in shown.stdout
    assert (
        "2 changes, 0 conflicts with answers given already, 0 unchanged, 0 faults. Nothing was written." in shown.stderr
    )
    assert not Answer.objects.filter(version__gt=0).exists()
    assert "2 were written." in run(*importing).stderr
    write(tmp_path, "Place,CLR1,level,4,Weekly", "Place,CLR2,level,1,")
    assert len(run_json(*importing, "--dry-run")["conflicts"]) == 1
    assert "import again with --overwrite" in run(*importing, code=3).stderr
    run(*importing, "--overwrite")
    assert round_.answers.get(response__department__name="Place", value_code="CLR1").comment_other == "Weekly"


def test_import_with_faults_lists_them_all_and_fails_in_a_dry_run_too(tmp_path: Path) -> None:
    make_round(make_council(departments=("Place",)), codes=["CLR1", "CLR2"])
    file = write(tmp_path, "Place,CLR1,level,6,", "Place,XXX1,level,2,", "Place,CLR2,level,2,")
    shown = runner.invoke(app, ["round", "import", ROUND, str(file), "--dry-run", "--json"])
    assert shown.exit_code == 2
    assert [fault["row"] for fault in json.loads(shown.stdout)["faults"]] == [2, 3]
    refused = run("round", "import", ROUND, str(file), code=2)
    assert "  Row 2: CLR1: 6 is not a level. Choose a level from 1 Minimum to 5 Innovator." in refused.stderr
    assert "Mend what is listed and import it again; nothing was written." in refused.stderr
    assert not Answer.objects.filter(version__gt=0).exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    make_round(make_council(departments=("Place",)), codes=["CLR1"])
    file = tmp_path / "answers.csv"
    with file.open("wb") as out:
        out.truncate(5 * MAXIMUM_BYTES)
    assert (
        "The file has 50 MB, and a file of answers has at most 10 MB."
        in run("round", "import", ROUND, str(file), code=2).stderr
    )


def test_export_goes_to_stdout_or_to_a_file(tmp_path: Path) -> None:
    make_round(make_council(departments=("Place",)), codes=["CLR1"])
    printed = run("round", "export", ROUND).stdout
    assert printed.splitlines() == ["department,value_code,state,level,comment", "Place,CLR1,not answered,,"]
    run("round", "export", ROUND, "--format", "json", "--output", str(tmp_path / "answers.json"))
    assert json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))["answers"][0]["value_code"] == "CLR1"


def test_a_password_is_set_when_it_is_good_enough() -> None:
    council = make_council(departments=("Place",))
    person = make_person(Role.AUDITOR, council, email="audit@wharfemoor.example")
    assert "too short" in run("person", "set-password", person.email, code=2, typed="short\n").stderr
    run("person", "set-password", person.email, typed="correct horse battery\n")
    person.refresh_from_db()
    assert person.check_password("correct horse battery")
