"""A sound folder becomes a framework; a shipped one is found by its id."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldthread.common.errors import UserError
from goldthread.framework.faults import FrameworkFaults
from goldthread.framework.load import (
    DEFINITIONS,
    check_framework,
    load_framework,
    load_framework_from,
)
from goldthread.framework.types import FrameworkStatus, UnknownItem
from tests.unit.framework.folders import Folder, ladder


def test_load_framework_from_reads_every_part(framework_folder: Folder) -> None:
    framework = load_framework_from(framework_folder.path)
    assert (framework.id, framework.version, framework.status) == ("small", "1", FrameworkStatus.PUBLISHED)
    assert framework.review_date == date(2026, 11, 21)
    assert framework.supersedes is None
    assert [level.name for level in framework.levels] == ["Low", "High"]
    assert framework.themes[0].key_areas[0].toolkit_name is None
    assert framework.enablers[0].value_code.description == "The extent to which EEE"


def test_objects_are_key_areas_then_enablers(framework_folder: Folder) -> None:
    framework = load_framework_from(framework_folder.path)
    assert [(item.id, item.section) for item in framework.objects] == [("AAA", "Theme"), ("EEE", "Enablers")]
    assert [code.id for code in framework.value_codes] == ["AAA1", "AAA2", "EEE"]
    assert framework.object_of("AAA2").id == "AAA"
    assert framework.object_of("EEE").value_codes == (framework.value_code("EEE"),)
    assert framework.value_code("AAA1").ladder.at(2) == ("Much is done",)
    assert framework.level_name(2) == "High"


def test_order_is_that_of_framework_yaml(framework_folder: Folder) -> None:
    framework_folder.change("framework.yaml", lambda value: value["themes"][0].update(key_areas=["BBB", "AAA"]))
    framework_folder.write("key-areas/BBB.yaml", (framework_folder.path / "key-areas/AAA.yaml").read_text())
    framework_folder.change("key-areas/BBB.yaml", lambda value: value.update(id="BBB", value_codes=[]))
    assert [item.id for item in load_framework_from(framework_folder.path).objects] == ["BBB", "AAA", "EEE"]


def test_unknown_ids_say_what_to_do(framework_folder: Folder) -> None:
    framework = load_framework_from(framework_folder.path)
    with pytest.raises(UnknownItem, match=r'small has no key area or enabler "AAA1"\. Run `goldthread framework show'):
        framework.object("AAA1")
    with pytest.raises(UnknownItem, match='small has no value code "AAA"'):
        framework.value_code("AAA")
    with pytest.raises(UnknownItem, match=r"small has no level 3\. Use a level from 1 to 2"):
        framework.level_name(3)
    with pytest.raises(UnknownItem, match=r"There is no level 0\. Use one of 1, 2"):
        framework.objects[0].ladder.at(0)


def test_framework_is_frozen_and_hashable(framework_folder: Folder) -> None:
    framework = load_framework_from(framework_folder.path)
    assert hash(framework) == hash(load_framework_from(framework_folder.path))
    with pytest.raises(dataclasses.FrozenInstanceError):
        framework.levels[0].name = "Other"  # type: ignore[misc]


def test_load_framework_unknown_names_those_shipped() -> None:
    with pytest.raises(
        UnknownItem, match='There is no framework "none". Use one of commercial-practice, nps-2018, nps-2018-draft'
    ):
        load_framework("none")


def test_load_framework_does_not_leave_its_folder() -> None:
    with pytest.raises(UnknownItem):
        load_framework("../frameworks/nps-2018")


def test_check_framework_without_folder_says_which(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no folder"):
        check_framework(tmp_path / "absent")


def test_files_that_are_not_yaml_do_no_harm(framework_folder: Folder) -> None:
    framework_folder.write("README.md", "Read me")
    framework_folder.write(".hidden.yaml", "a: [")
    assert check_framework(framework_folder.path) == ()


def test_example_of_the_grammar_is_sound() -> None:
    example = Path(__file__).parents[3] / "docs/reference/example-framework"
    assert [str(fault) for fault in check_framework(example)] == []
    assert [code.id for code in load_framework_from(example).value_codes] == ["MEN1", "MEN2", "TRN"]


def test_definitions_stand_in_the_package() -> None:
    assert (DEFINITIONS / "framework.schema.json").is_file()


statement = st.text("abc é%,'£-", min_size=1, max_size=30).map(lambda text: f"Do {text} now")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(low=st.lists(statement, max_size=7, unique=True), high=st.lists(statement, max_size=7, unique=True))
def test_ladder_is_accepted_with_one_to_five_statements_and_kept_as_written(
    framework_folder: Folder, low: list[str], high: list[str]
) -> None:
    framework_folder.change("enablers/EEE.yaml", lambda value: value.update(levels={1: low, 2: high}))
    if 1 <= len(low) <= 5 and 1 <= len(high) <= 5:
        found = load_framework_from(framework_folder.path).object("EEE").ladder
        assert (found.at(1), found.at(2)) == (tuple(low), tuple(high))
    else:
        with pytest.raises(FrameworkFaults) as refused:
            load_framework_from(framework_folder.path)
        assert len(refused.value.faults) == sum(not 1 <= len(level) <= 5 for level in (low, high))
    framework_folder.change("enablers/EEE.yaml", lambda value: value.update(levels=ladder()))
