"""`goldthread framework`: what it prints, where, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from goldthread.cli.main import app
from goldthread.framework.load import load_framework
from tests.unit.framework.folders import write_framework

runner = CliRunner(env={"COLUMNS": "160"})


def run_json(*arguments: str) -> Any:
    """The JSON that a command prints, which must be all of its output."""
    result = runner.invoke(app, ["framework", *arguments, "--json"])
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return json.loads(result.stdout)


def test_list_shows_each_shipped_framework() -> None:
    lines = {line["id"]: line for line in run_json("list")}
    assert lines["nps-2018"] == {
        "id": "nps-2018",
        "version": "2018",
        "title": "National Procurement Strategy for Local Government in England 2018",
        "status": "published",
        "key_areas": 10,
        "enablers": 4,
        "value_codes": 59,
        "supersedes": "nps-2018-draft",
    }
    result = runner.invoke(app, ["framework", "list"])
    assert result.exit_code == 0
    assert all(framework_id in result.stdout for framework_id in lines)


def test_show_json_has_the_public_shape() -> None:
    value = run_json("show", "nps-2018")
    assert list(value) == ["id", "version", "levels", "themes", "enablers"]
    assert value["levels"][0] == {"number": 1, "name": "Minimum"}
    assert [list(theme) for theme in value["themes"]] == [["id", "name", "key_areas"]] * 3
    area = value["themes"][0]["key_areas"][0]
    assert list(area) == ["id", "name", "levels", "value_codes"]
    code = area["value_codes"][0]
    assert list(code) == ["id", "name", "description", "levels"]
    assert list(code["levels"]) == ["1", "2", "3", "4", "5"]
    assert all(isinstance(statement, str) for statement in code["levels"]["1"])
    assert [list(enabler) for enabler in value["enablers"]] == [["id", "name", "description", "levels"]] * 4


def test_show_json_agrees_with_the_framework() -> None:
    value = run_json("show", "nps-2018")
    codes = [code for theme in value["themes"] for area in theme["key_areas"] for code in area["value_codes"]]
    expected = load_framework("nps-2018").value_codes
    assert [code["id"] for code in codes + value["enablers"]] == [code.id for code in expected]
    for printed, code in zip(codes + value["enablers"], expected, strict=True):
        assert printed["levels"] == {str(level): list(texts) for level, texts in code.ladder.statements.items()}


@pytest.mark.parametrize(("item", "keys"), [("CLR", "value_codes"), ("CLR1", "description"), ("ENB1", "description")])
def test_show_item_prints_its_part(item: str, keys: str) -> None:
    value = run_json("show", "nps-2018", item)
    assert value["id"] == item
    assert keys in value
    text = runner.invoke(app, ["framework", "show", "nps-2018", item]).stdout
    assert f"{item} {value['name']}" in text
    assert "1 Minimum" in text
    for statements in value["levels"].values():
        assert all(f"• {statement.split()[0]}" in text for statement in statements)


def test_show_prints_every_id() -> None:
    result = runner.invoke(app, ["framework", "show", "nps-2018"])
    assert result.exit_code == 0
    framework = load_framework("nps-2018")
    assert all(f" {item.id} " in result.stdout for item in (*framework.objects, *framework.value_codes))


def test_show_takes_a_folder(tmp_path: Path) -> None:
    folder = write_framework(tmp_path, "small")
    assert run_json("show", str(folder.path))["id"] == "small"


@pytest.mark.parametrize(
    ("arguments", "sentences"),
    [
        (["show", "absent"], ['There is no framework "absent".', "Use one of "]),
        (["show", "nps-2018", "CLR9"], ['nps-2018 has no value code "CLR9".', "Run `goldthread framework show"]),
        (["show", "nps-2018", "CLR9", "--json"], ['nps-2018 has no value code "CLR9".']),
        (["check", "absent"], ["There is no folder absent.", "Give the folder that holds framework.yaml."]),
        (["diff", "absent", "nps-2018"], ['There is no framework "absent".']),
    ],
)
def test_wrong_id_or_folder_is_told_on_stderr(arguments: list[str], sentences: list[str]) -> None:
    result = runner.invoke(app, ["framework", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert all(sentence in result.stderr for sentence in sentences)


def test_check_sound_folder_ends_with_0(tmp_path: Path) -> None:
    folder = write_framework(tmp_path, "small")
    result = runner.invoke(app, ["framework", "check", str(folder.path)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith("small: no faults.\n")
    assert runner.invoke(app, ["framework", "check", str(folder.path / "framework.yaml")]).exit_code == 0
    assert run_json("check", str(folder.path)) == {"path": str(folder.path), "faults": []}


def test_check_prints_every_fault_and_ends_with_2(tmp_path: Path) -> None:
    folder = write_framework(tmp_path, "small")
    folder.change("enablers/EEE.yaml", lambda value: value.update(colour="red"))
    folder.change("key-areas/AAA.yaml", lambda value: value["levels"].pop(2))
    result = runner.invoke(app, ["framework", "check", str(folder.path)])
    assert result.exit_code == 2
    assert result.stdout.splitlines() == [
        'enablers/EEE.yaml line 1: The grammar does not have the key "colour". '
        "Give the enabler its id, name, description, summary, help and levels, and nothing else.",
        "key-areas/AAA.yaml line 7, levels: Level 2 of AAA is missing. Write its statements.",
    ]
    assert result.stderr.endswith("small: 2 faults.\n")
    printed = runner.invoke(app, ["framework", "check", str(folder.path), "--json"])
    assert printed.exit_code == 2
    fault = json.loads(printed.stdout)["faults"][1]
    assert (fault["file"], fault["path"], fault["line"]) == ("key-areas/AAA.yaml", "levels", 7)


def test_show_a_faulty_folder_lists_its_faults(tmp_path: Path) -> None:
    folder = write_framework(tmp_path, "small")
    folder.change("enablers/EEE.yaml", lambda value: value.update(colour="red"))
    result = runner.invoke(app, ["framework", "show", str(folder.path)])
    assert result.exit_code == 2
    assert "has 1 fault." in result.stderr
    assert "enablers/EEE.yaml line 1" in result.stderr


def test_diff_of_the_draft_and_the_final_framework_shows_what_becomes_of_answers() -> None:
    value = run_json("diff", "nps-2018-draft", "nps-2018")
    assert (value["old"], value["new"]) == ("nps-2018-draft", "nps-2018")
    assert {"CLR", "SMR"} <= {item["id"] for item in value["added"]}
    assert [item["kind"] for item in value["removed"]] == ["key area"]
    assert {"kind": "theme", "id": "community", "field": "name"}.items() <= next(
        item for item in value["renamed"] if item["kind"] == "theme"
    ).items()
    talent = [change["level"] for change in value["ladders"] if change["id"] == "ENB1"]
    assert 4 in talent
    assert [change["kind"] for change in value["changes"]["changes"]].count("split") == 1
    text = runner.invoke(app, ["framework", "diff", "nps-2018-draft", "nps-2018"]).stdout
    assert "Added:" in text
    assert "levels to confirm again: 4, 5" in text


def test_diff_against_the_order_has_no_rules() -> None:
    assert run_json("diff", "nps-2018", "nps-2018-draft")["changes"] is None


def test_diff_of_equal_frameworks_says_so() -> None:
    result = runner.invoke(app, ["framework", "diff", "nps-2018", "nps-2018"])
    assert (result.exit_code, "No difference." in result.stdout) == (0, True)
