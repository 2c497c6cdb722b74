"""`goldthread demo` and `goldthread example`: the same rows at each load, every role played, and nobody's work lost."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.integration.conftest import Command, command_line, environment_for
from tests.prepared import Prepared, copy_data

pytestmark = pytest.mark.timeout(900)  # a load makes the council, its payments and its contracts

EXAMPLE = "leeds-city-council-published-2019-example"
ROUND = "wharfemoor-council/2026"
# Every table's rows in order, as one digest; a password's hash and a task's key are new each time
DIGEST = """
import hashlib, json, sys
from goldthread.cli.setup import start_django
start_django()
from django.apps import apps
found = {}
for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
    if model._meta.app_label in {"organisation", "documents", "assessment", "plan", "evidence", "register"}:
        fields = [f.attname for f in model._meta.concrete_fields if f.attname not in {"password", "last_login"}]
        rows = [[str(value) for value in row] for row in model.objects.order_by("pk").values_list(*fields)]
        found[model._meta.label] = [len(rows), hashlib.sha256(json.dumps(rows).encode()).hexdigest()]
print(json.dumps(found))
"""


def digest_of(data: Path) -> dict[str, tuple[int, str]]:
    done = subprocess.run(
        [sys.executable, "-c", DIGEST],
        env=environment_for(data),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return {label: (rows, digest) for label, (rows, digest) in json.loads(done.stdout).items()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the demonstration, which the tests of this module only read."""
    return copy_data(Prepared.DEMO, tmp_path_factory.mktemp("loaded") / "demo")


def test_two_loads_in_two_places_give_the_same_rows(demo: Path, tmp_path: Path, goldthread: Command) -> None:
    goldthread("demo", "--load-only", data=copy_data(Prepared.EMPTY, tmp_path / "again"))
    first, second = digest_of(demo), digest_of(tmp_path / "again")
    assert first == second
    carried = 2 * 4 + 2 * 59  # two departments of a third council: four enablers, then every code
    local = 7 * 2  # every department of the second round, two local codes
    assert first["assessment.Answer"][0] == 2 * (5 * 59 + 2 * 51) + local + carried
    assert first["register.Contract"][0] == 300


def test_every_role_has_a_person_and_the_sign_ins_are_printed(demo: Path, goldthread: Command) -> None:
    people = json.loads(goldthread("person", "list", "--council", "wharfemoor-council", "--json", data=demo).stdout)
    assert {row["role"] for row in people} == {
        "coordinator",
        "moderator",
        "approver",
        "councillor",
        "auditor",
        "administrator",
        "respondent",
        "contract-manager",
        "finance",
    }
    departments = {row["department"] for row in people if row["role"] == "respondent"}
    assert len(departments) == 7
    printed = goldthread("demo", "--load-only", data=demo)
    assert all(row["email"] in printed.stdout for row in people)
    assert "joan.sykes@calderbeck.example" in printed.stdout
    assert "Password for all of them: golden-thread-demo" in printed.stdout
    assert "The demonstration was here already and is as people left it." in printed.stderr


def test_the_running_round_tells_its_story(demo: Path, goldthread: Command) -> None:
    result = json.loads(goldthread("round", "result", ROUND, "--json", data=demo).stdout)
    assert result["status"] == "so far"
    codes = {row["value_code"]: row for row in result["results"]}
    assert codes["CRM2"]["lowest"] == ["Adult Social Care"]
    assert codes["CRM2"]["sentence"].startswith("Developing, because Adult Social Care chose Developing; six of seven")
    assert codes["SVL5"]["final"] is False
    assert "(Digital)" in codes["SVL5"]["sentence"]
    assert codes["SSR1"]["not_applicable"] == 1
    assert codes["RSK3"]["excluded"] == 1
    differing = [code for code, row in codes.items() if row["spread"] >= 2]
    assert {"CRM2", "SVL5", "SSR1", "RSK5"} <= set(differing)
    assert len(differing) < 12
    assert [row["id"] for row in result["objects"] if row["rated"]] == ["COM", "CRM"]


def test_the_first_round_was_signed_in_its_own_time(demo: Path, goldthread: Command) -> None:
    rounds = json.loads(goldthread("round", "list", "--council", "wharfemoor-council", "--json", data=demo).stdout)
    assert [(row["round"], row["state"]) for row in rounds] == [
        ("wharfemoor-council/2026", "moderation"),
        ("wharfemoor-council/2024", "signed"),
    ]
    show = json.loads(goldthread("round", "show", "wharfemoor-council/2024", "--json", data=demo).stdout)
    assert {row["submitted_at"][:4] for row in show["departments"]} == {"2024"}


def test_the_third_council_has_carried_its_round(demo: Path, goldthread: Command) -> None:
    rounds = json.loads(goldthread("round", "list", "--council", "ryburn-district-council", "--json", data=demo).stdout)
    assert [(row["round"], row["state"]) for row in rounds] == [
        ("ryburn-district-council/2018-carried", "open"),
        ("ryburn-district-council/2018", "signed"),
    ]


def test_comments_are_many_short_and_never_the_same_twice(demo: Path, goldthread: Command) -> None:
    answers = json.loads(goldthread("round", "export", ROUND, "--format", "json", data=demo).stdout)["answers"]
    kinds = ("good_practice", "support_wanted", "how_done", "other")
    by_kind = {kind: [row[f"comment_{kind}"] for row in answers if row[f"comment_{kind}"]] for kind in kinds}
    told = [text for texts in by_kind.values() for text in texts]
    assert 80 <= len(told) <= 120
    assert len(set(told)) == len(told)
    assert all(len(texts) >= 10 for texts in by_kind.values())
    assert all(len(text) <= 200 for text in told)


def test_a_second_run_keeps_what_people_changed(tmp_path: Path, goldthread: Command) -> None:
    copy_data(Prepared.DEMO, tmp_path / "data")
    file = tmp_path / "answers.csv"
    file.write_text("department,value_code,state,level,comment\nDigital,SVL5,level,3,Ours\n", encoding="utf-8")
    goldthread("round", "import", ROUND, file)
    before = digest_of(tmp_path / "data")
    goldthread("demo", "--load-only")
    assert digest_of(tmp_path / "data") == before


@pytest.mark.usefixtures("data_with_tables")
def test_a_council_of_that_name_which_is_real_is_left_alone(goldthread: Command) -> None:
    goldthread("council", "create", "Wharfemoor Council", "--kind", "metropolitan")
    refused = goldthread("demo", "--load-only", code=2)
    assert "that is not the demonstration." in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_demonstration_is_served_with_its_sign_ins(demo: Path) -> None:
    process = subprocess.Popen(
        command_line("demo", "--port", 0),
        env=environment_for(demo),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines = []
        while not (lines and lines[-1].startswith("http://127.0.0.1:")):
            lines.append(process.stdout.readline())
            assert lines[-1], "it ended before the address was printed"
        with urllib.request.urlopen(lines[-1].strip(), timeout=60) as page:  # noqa: S310 our own address
            assert page.status == 200
        assert any(line.startswith("Password for all of them:") for line in lines)
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.mark.usefixtures("data_with_tables")
def test_the_published_example_is_loaded_once_and_seen_by_those_who_may(tmp_path: Path, goldthread: Command) -> None:
    listed = json.loads(goldthread("example", "list", "--json").stdout)
    assert [(row["id"], row["objects"], row["kpis"]) for row in listed] == [("leeds-2019", 11, 31)]
    load = ("example", "load", "leeds-2019", "--json", "--grant", "ada@fellbeck.example")
    first = json.loads(goldthread(*load).stdout)
    assert first == {
        "council": EXAMPLE,
        "name": "Leeds City Council (published 2019 example)",
        "ratings": 11,
        "ambitions": 11,
        "kpis": 31,
        "changed": True,
    }
    before = digest_of(tmp_path / "data")
    assert json.loads(goldthread(*load).stdout) == {**first, "changed": False}
    assert digest_of(tmp_path / "data") == before
    people = json.loads(goldthread("person", "list", "--json").stdout)
    assert [(row["email"], row["role"]) for row in people] == [("ada@fellbeck.example", "councillor")]


@pytest.mark.usefixtures("data_with_tables")
def test_an_unknown_example_is_answered_with_where_to_look(goldthread: Command) -> None:
    assert "See them with: goldthread example list" in goldthread("example", "load", "leeds", code=2).stderr
