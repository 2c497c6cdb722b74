"""What differs between two frameworks is found by item, and nothing else is."""

from pathlib import Path

from goldthread.framework.changes import Carry, Change, ChangeFile, ChangeKind
from goldthread.framework.compare import LadderChange, Named, Reworded, compare_frameworks
from goldthread.framework.load import load_framework, load_framework_from
from tests.unit.framework.folders import Folder, area_value, write_framework


def test_compare_a_framework_with_itself_finds_nothing(framework_folder: Folder) -> None:
    framework = load_framework_from(framework_folder.path)
    assert compare_frameworks(framework, framework).is_empty
    assert compare_frameworks(load_framework("nps-2018"), load_framework("nps-2018")).is_empty


def test_compare_finds_each_kind_of_difference(framework_folder: Folder, tmp_path: Path) -> None:
    other = write_framework(tmp_path, "other")
    other.change("framework.yaml", lambda value: value["levels"][0].update(name="Lowest"))
    other.change("key-areas/AAA.yaml", lambda value: value["value_codes"].pop(0))
    other.change("key-areas/AAA.yaml", lambda value: value["value_codes"][0].update(name="Second"))
    other.change("key-areas/AAA.yaml", lambda value: value.update(summary="Another summary"))
    other.write("enablers/FFF.yaml", (other.path / "enablers/EEE.yaml").read_text().replace("id: EEE", "id: FFF"))
    other.change("framework.yaml", lambda value: value["enablers"].append("FFF"))
    other.change("enablers/EEE.yaml", lambda value: value["levels"].update({2: ["Much is done", "And more"]}))
    found = compare_frameworks(load_framework_from(framework_folder.path), load_framework_from(other.path))
    assert (found.old, found.new, found.changes, found.is_empty) == ("small", "other", None, False)
    assert found.added == (Named("enabler", "FFF", "EEE"),)
    assert found.removed == (Named("value code", "AAA1", "AAA1"),)
    assert found.renamed == (
        Reworded("level", "1", "name", "Low", "Lowest"),
        Reworded("value code", "AAA2", "name", "AAA2", "Second"),
    )
    assert found.reworded == (Reworded("key area", "AAA", "summary", "A summary", "Another summary"),)
    assert found.ladders == (LadderChange("enabler", "EEE", 2, (), ("And more",)),)


def test_compare_finds_a_code_that_moved_and_an_area_of_another_theme(framework_folder: Folder, tmp_path: Path) -> None:
    other = write_framework(tmp_path, "other")
    other.write("key-areas/AAA.yaml", area_value("AAA", ("AAA1",)))
    other.write("key-areas/BBB.yaml", area_value("BBB", ("AAA2",)))
    themes = [
        {"id": "first", "name": "First", "key_areas": ["BBB"]},
        {"id": "last", "name": "Last", "key_areas": ["AAA"]},
    ]
    other.change("framework.yaml", lambda value: value.update(themes=themes))
    found = compare_frameworks(load_framework_from(framework_folder.path), load_framework_from(other.path))
    assert Reworded("value code", "AAA2", "object_id", "AAA", "BBB") in found.reworded
    assert Reworded("key area", "AAA", "theme", "theme", "last") in found.reworded


def test_compare_matches_a_new_id_by_its_change(framework_folder: Folder, tmp_path: Path) -> None:
    other = write_framework(tmp_path, "other")
    other.write("enablers/GGG.yaml", (other.path / "enablers/EEE.yaml").read_text().replace("id: EEE", "id: GGG"))
    (other.path / "enablers/EEE.yaml").unlink()
    other.change("framework.yaml", lambda value: value.update(enablers=["GGG"]))
    old, new = load_framework_from(framework_folder.path), load_framework_from(other.path)
    rule = Change(ChangeKind.RENAMED, ("EEE",), ("GGG",), {"GGG": Carry.SCORE}, (), "A new id")
    found = compare_frameworks(old, new, ChangeFile("small", "other", (rule,), ()))
    assert (found.added, found.removed) == ((), ())
    assert found.changes is not None
    unrelated = compare_frameworks(old, new, ChangeFile("another", "other", (rule,), ()))
    assert [item.id for item in unrelated.added] == ["GGG"]
    assert unrelated.changes is None
