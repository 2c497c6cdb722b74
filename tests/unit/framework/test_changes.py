"""A change file says what becomes of every old item, once, and lies about nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goldthread.framework.changes import Carry, ChangeKind
from goldthread.framework.load import check_framework, load_changes_from
from tests.unit.framework.folders import Folder, area_value, write_framework

Value = dict[str, Any]


@pytest.fixture
def newer(tmp_path: Path) -> Folder:
    """`newer` supersedes `older`: AAA is split into BBB and CCC; AAA1 is retired, AAA2 goes on under its id."""
    write_framework(tmp_path, "older")
    newer = write_framework(tmp_path, "newer", supersedes="older")
    (newer.path / "key-areas/AAA.yaml").unlink()
    newer.write("key-areas/BBB.yaml", area_value("BBB", ("AAA2",)))
    newer.write("key-areas/CCC.yaml", area_value("CCC", ()))
    newer.change("framework.yaml", lambda value: value["themes"][0].update(key_areas=["BBB", "CCC"]))
    changes = [
        {"kind": "split", "old": ["AAA"], "new": ["BBB", "CCC"], "carry": {"BBB": "score", "CCC": "comment"}},
        {"kind": "reworded", "old": ["EEE"], "new": ["EEE"], "reconfirm": [2]},
        {"kind": "retired", "old": ["AAA1"], "new": []},
    ]
    for change in changes:
        change["reason"] = "Because"
    newer.write("changes.yaml", {"old_framework": "older", "new_framework": "newer", "changes": changes})
    return newer


def test_load_changes_reads_every_rule(newer: Folder) -> None:
    assert check_framework(newer.path) == ()
    file = load_changes_from(newer.path)
    assert file is not None
    split, reworded, retired = file.changes
    assert (split.kind, split.carry) == (ChangeKind.SPLIT, {"BBB": Carry.SCORE, "CCC": Carry.COMMENT})
    assert (reworded.carry, reworded.reconfirm) == ({"EEE": Carry.SCORE}, (2,))
    assert retired.new == ()
    assert file.change_of("AAA1") is retired
    assert file.change_of("AAA2") is None


def test_load_changes_none_where_nothing_is_superseded(framework_folder: Folder) -> None:
    assert load_changes_from(framework_folder.path) is None


@pytest.mark.parametrize(
    ("alter", "path", "message"),
    [
        (lambda v: v["changes"].pop(0), "changes", 'what becomes of "AAA"'),
        (lambda v: v["changes"].pop(2), "changes", 'what becomes of "AAA1"'),
        (lambda v: v["changes"].pop(0), "changes", 'whence "BBB" comes'),
        (lambda v: v["changes"][0].update(old=["XXX"]), "changes[0].old[0]", 'older has no item "XXX"'),
        (lambda v: v["changes"][0]["new"].append("XXX"), "changes[0].new[2]", 'newer has no item "XXX"'),
        (lambda v: v["changes"][1].update(old=["AAA"]), "changes[1].old[0]", "stands in two changes"),
        (lambda v: v["changes"][0]["new"].append("AAA1"), "changes[0].new[2]", '"AAA1" retired: newer has no such'),
        (
            lambda v: v["changes"].append({"kind": "retired", "old": ["AAA2"], "new": [], "reason": "Because"}),
            "changes",
            '"AAA2" names something else in newer than in older',
        ),
        (lambda v: v["changes"][0].update(new=["BBB"]), "changes[0].new", 'kind "split" has 1 new ids'),
        (lambda v: v["changes"][2].update(new=["AAA2"]), "changes[2].new", 'kind "retired" has 1 new ids'),
        (lambda v: v["changes"][0]["carry"].pop("CCC"), "changes[0]", 'not said what "CCC" carries'),
        (lambda v: v["changes"][0]["carry"].update(EEE="score"), "changes[0].carry.EEE", "nothing to carry"),
        (lambda v: v["changes"][0]["carry"].update(CCC="mean"), "changes[0].carry.CCC", '"mean" is not allowed'),
        (lambda v: v["changes"][1].update(reconfirm=[3]), "changes[1].reconfirm[0]", "There is no level 3"),
        (lambda v: v["changes"][1].update(carry={"EEE": "comment"}), "changes[1].reconfirm", "No score is carried"),
        (lambda v: v["changes"][1].pop("reason"), "changes[1]", 'key "reason" is missing'),
        (lambda v: v["changes"][1].update(kind="moved"), "changes[1].kind", '"moved" is not allowed'),
        (lambda v: v.update(new_framework="other"), "new_framework", 'stand in "newer"'),
        (lambda v: v.update(old_framework="absent"), "old_framework", "cannot be found"),
        (lambda v: v.update(old_framework="nps-2018-draft"), "old_framework", "does not supersede"),
    ],
)
def test_check_framework_finds_in_the_change_file(
    newer: Folder, alter: Callable[[Value], object], path: str, message: str
) -> None:
    newer.change("changes.yaml", alter)
    faults = [fault for fault in check_framework(newer.path) if message in fault.message]
    assert [(fault.file, fault.path) for fault in faults[:1]] == [("changes.yaml", path)]
