"""Every kind of fault is found, with its file, its place and its line; all of them at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from goldthread.framework.faults import FrameworkFaults
from goldthread.framework.load import check_framework, load_framework_from
from tests.unit.framework.folders import Folder, area_value, code, enabler_value, ladder

Value = dict[str, Any]


@dataclass(frozen=True)
class Spoilt:
    """One way to spoil one file, and the fault that must come of it."""

    name: str
    file: str
    alter: Callable[[Value], object]
    path: str
    message: str


AREA, ENABLER, FRAMEWORK = "key-areas/AAA.yaml", "enablers/EEE.yaml", "framework.yaml"

SPOILT = [
    Spoilt("unknown key", AREA, lambda v: v.update(colour="red"), "", 'does not have the key "colour"'),
    Spoilt("unknown key in a code", AREA, lambda v: v["value_codes"][1].update(x=1), "value_codes[1]", 'key "x"'),
    Spoilt("missing key", AREA, lambda v: v.pop("summary"), "", 'The key "summary" is missing'),
    Spoilt("missing provenance", FRAMEWORK, lambda v: v.pop("reviewer"), "", 'The key "reviewer" is missing'),
    Spoilt("number for text", FRAMEWORK, lambda v: v.update(version=2018), "version", "2018 is not text"),
    Spoilt("nothing for text", AREA, lambda v: v.update(name=None), "name", "Nothing is not text"),
    Spoilt("empty text", AREA, lambda v: v.update(name=" "), "name", '" " is not allowed here'),
    Spoilt("no such date", FRAMEWORK, lambda v: v.update(review_date="2026-02-30"), "review_date", '"2026-02-30"'),
    Spoilt("unknown status", FRAMEWORK, lambda v: v.update(status="final"), "status", '"final" is not allowed'),
    Spoilt("id in small letters", AREA, lambda v: v["value_codes"][0].update(id="a1"), "value_codes[0].id", '"a1"'),
    Spoilt("id in another file's name", AREA, lambda v: v.update(id="AAB"), "id", 'the file is "key-areas/AAA.yaml"'),
    Spoilt("folder of another name", FRAMEWORK, lambda v: v.update(id="big"), "id", 'the folder is "small"'),
    Spoilt("description", ENABLER, lambda v: v.update(description="How far"), "description", '"How far"'),
    Spoilt("missing level", ENABLER, lambda v: v["levels"].pop(1), "levels", "Level 1 of EEE is missing"),
    Spoilt("level too many", ENABLER, lambda v: v["levels"].update({3: ["More"]}), "levels.3", 'has a level "3"'),
    Spoilt("no statement", ENABLER, lambda v: v["levels"].update({2: []}), "levels.2", "There are 0 entries"),
    Spoilt(
        "six statements", ENABLER, lambda v: v["levels"].update({2: list("abcdef")}), "levels.2", "There are 6 entries"
    ),
    Spoilt("statement twice", ENABLER, lambda v: v["levels"].update({2: ["a", "a"]}), "levels.2", "stands twice"),
    Spoilt("full stop", ENABLER, lambda v: v["levels"].update({2: ["Done."]}), "levels.2[0]", '"Done." is not allowed'),
    Spoilt("long statement", ENABLER, lambda v: v["levels"].update({2: ["a" * 251]}), "levels.2[0]", "251 characters"),
    Spoilt("statement for list", ENABLER, lambda v: v["levels"].update({2: "Done"}), "levels.2", "is not a list"),
    Spoilt("ladder as list", ENABLER, lambda v: v.update(levels=["Done"]), "levels", "A list is not a mapping"),
    Spoilt("code twice", AREA, lambda v: v["value_codes"][1].update(id="AAA1"), "value_codes[1].id", "already used"),
    Spoilt(
        "code with the id of an enabler", AREA, lambda v: v["value_codes"].append(code("EEE")), "id", "already used"
    ),
    Spoilt(
        "area twice", FRAMEWORK, lambda v: v["themes"][0]["key_areas"].append("AAA"), "themes[0].key_areas[1]", "twice"
    ),
    Spoilt(
        "theme twice",
        FRAMEWORK,
        lambda v: v["themes"].append({**v["themes"][0], "key_areas": ["AAA"]}),
        "themes[1].id",
        "stands twice",
    ),
    Spoilt(
        "area without a file", FRAMEWORK, lambda v: v["themes"][0]["key_areas"].append("BBB"), "key_areas[1]", "no file"
    ),
    Spoilt("enabler without a file", FRAMEWORK, lambda v: v["enablers"].append("FFF"), "enablers[1]", "has no file"),
    Spoilt(
        "area nobody names", FRAMEWORK, lambda v: v["themes"][0].update(key_areas=["EEE"]), "key_areas[0]", "no file"
    ),
    Spoilt("levels out of order", FRAMEWORK, lambda v: v["levels"][1].update(number=1), "levels[1].number", "expected"),
    Spoilt("supersedes itself", FRAMEWORK, lambda v: v.update(supersedes="small"), "supersedes", "itself"),
    Spoilt("no change file", FRAMEWORK, lambda v: v.update(supersedes="older"), "supersedes", "no changes.yaml"),
]


@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda spoilt: spoilt.name)
def test_check_framework_finds(framework_folder: Folder, spoilt: Spoilt) -> None:
    framework_folder.change(spoilt.file, spoilt.alter)
    faults = check_framework(framework_folder.path)
    found = [fault for fault in faults if spoilt.message in fault.message]
    assert found, [str(fault) for fault in faults]
    fault = found[0]
    assert fault.path.endswith(spoilt.path)
    assert fault.remedy.endswith(".")
    if spoilt.name != "code with the id of an enabler":  # there the second use is the fault, in the enabler's file
        assert fault.file == spoilt.file
    assert fault.line


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("key-areas/ZZZ.yaml", "No theme names this key area"),
        ("enablers/ZZZ.yaml", "The enablers do not name it"),
    ],
)
def test_check_framework_finds_a_file_nobody_names(framework_folder: Folder, file: str, message: str) -> None:
    framework_folder.write(file, area_value("ZZZ", ()) if file.startswith("key") else enabler_value("ZZZ"))
    assert [(fault.file, message in fault.message) for fault in check_framework(framework_folder.path)] == [
        (file, True)
    ]


@pytest.mark.parametrize("file", ["key-areas/AAA.yml", "key-area/AAA.yaml", "themes.yaml", "key-areas/more/AAB.yaml"])
def test_check_framework_finds_a_misplaced_file(framework_folder: Folder, file: str) -> None:
    framework_folder.write(file, area_value())
    assert file in [fault.file for fault in check_framework(framework_folder.path)]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        (b"id: AAA\nname: a\nname: b\n", 'The key "name" stands twice.', 3),
        (b"levels:\n  1: [a]\n  1: [b]\n", 'The key "1" stands twice.', 3),
        (b"id: AAA\nname: a: b\n", "This is not YAML: mapping values are not allowed in this context.", 2),
        (b"id: AAA\n\tname: b\n", "This is not YAML", 2),
        (b"name: caf\xe9\n", "Byte 10 is not UTF-8.", None),
        (b"", "The file is empty.", None),
        (b"# only a comment\n", "The file is empty.", None),
        (b"- a\n", "A list is not a mapping.", 1),
        (b"a: &x [1]\nb: *x\n", "A value refers to another by an alias.", 1),
        (b"a: &x [*x]\n", "A value refers to another by an alias.", 1),
        (b"id: AAA\nname: \x07\n", "This is not YAML", None),
    ],
)
def test_check_framework_finds_what_is_wrong_in_the_yaml(
    framework_folder: Folder, text: bytes, message: str, line: int | None
) -> None:
    (framework_folder.path / AREA).write_bytes(text)
    found = [fault for fault in check_framework(framework_folder.path) if fault.message.startswith(message)]
    assert [(fault.file, fault.line) for fault in found] == [(AREA, line)]


def test_plain_words_stay_text(framework_folder: Folder) -> None:
    framework_folder.change(AREA, lambda value: value.update(notes=["PLACE"]))
    text = (framework_folder.path / AREA).read_text()
    framework_folder.write(AREA, text.replace("- PLACE", "- no\n- 2026-11-21\n- 1.50\n- ~x"))
    area = load_framework_from(framework_folder.path).themes[0].key_areas[0]
    assert area.notes == ("no", "2026-11-21", "1.50", "~x")


def test_missing_framework_file_is_the_only_fault(framework_folder: Folder) -> None:
    (framework_folder.path / FRAMEWORK).unlink()
    assert [fault.file for fault in check_framework(framework_folder.path)] == [FRAMEWORK]


def test_ten_faults_are_reported_at_once_with_file_and_path(framework_folder: Folder) -> None:
    def spoil_framework(value: Value) -> None:
        value.update(status="final", review_date="soon", colour="red", enablers=["EEE", "FFF"])
        del value["author"]

    def spoil_area(value: Value) -> None:
        value["levels"].pop(2)
        value["value_codes"][0]["levels"][1] = ["Done."]
        value["value_codes"][1].update(id="AAA1", description="How")

    framework_folder.change(FRAMEWORK, spoil_framework)
    framework_folder.change(AREA, spoil_area)
    framework_folder.change(ENABLER, lambda value: value["levels"].update({9: ["Too high"]}))
    with pytest.raises(FrameworkFaults) as refused:
        load_framework_from(framework_folder.path)
    assert {(fault.file, fault.path) for fault in refused.value.faults} == {
        (FRAMEWORK, "status"),
        (FRAMEWORK, "review_date"),
        (FRAMEWORK, ""),  # the unknown key, and the missing one
        (FRAMEWORK, "enablers[1]"),
        (AREA, "levels"),
        (AREA, "value_codes[0].levels.1[0]"),
        (AREA, "value_codes[1].id"),
        (AREA, "value_codes[1].description"),
        (ENABLER, "levels.9"),
    }
    assert len(refused.value.faults) == 10
    assert "has 10 faults." in str(refused.value)
    assert len(refused.value.details) == 10


def test_a_file_in_ten_pieces_never_ends_in_a_traceback(framework_folder: Folder) -> None:
    """Whatever a key holds, the outcome is a fault."""
    for file in (FRAMEWORK, AREA, ENABLER):
        whole = (framework_folder.path / file).read_text()
        for odd in (None, 7, "x", [], {}, [[]], [None], {"1": None}, [{"id": 3}], ladder()):
            framework_folder.write(file, whole)
            keys = ("id", "levels", "themes", "enablers", "value_codes", "supersedes", "name")
            for key in keys:
                framework_folder.change(file, lambda value, key=key, odd=odd: value.update({key: odd}))  # type: ignore[misc]
            assert check_framework(framework_folder.path), (file, odd)
        framework_folder.write(file, whole)
