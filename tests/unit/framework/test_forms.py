"""Frameworks of another form: areas answered themselves, weights and points, a grid; and what is refused of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goldthread.assessment.models import LEVEL_BOUNDS
from goldthread.framework.compare import compare_frameworks
from goldthread.framework.load import check_framework, load_framework, load_framework_from
from goldthread.framework.present import digest_framework, framework_json
from tests.unit.framework.folders import HELP, Folder, framework_value, ladder

Value = dict[str, Any]
SCORING = {"kind": "weighted", "points": {1: 0, 2: 5}, "status": "proposed", "source": "Ours"}


def area(area_id: str) -> Value:
    """A key area that departments answer itself."""
    return {
        "id": area_id,
        "name": area_id,
        "description": "The extent to which it is so",
        **HELP,
        "levels": ladder(),
        "value_codes": [],
    }


def write(path: Path, alter: Callable[[Value], object] = lambda value: None) -> Path:
    """Two themes of two areas, weighted and in a grid of two columns."""
    folder = Folder(path / "other")
    value = framework_value("other", enablers=[], scoring=SCORING)
    value["themes"] = [
        {"id": "one", "name": "One", "weight": 60, "key_areas": ["AA1", "AA2"]},
        {"id": "two", "name": "Two", "weight": 40, "key_areas": ["BB1", "BB2"]},
    ]
    value["grid"] = [{"name": "Begin", "items": ["AA1", "BB1"]}, {"name": "End", "items": ["AA2", "BB2"]}]
    alter(value)
    for area_id in ("AA1", "AA2", "BB1", "BB2"):
        folder.write(f"key-areas/{area_id}.yaml", area(area_id))
    folder.write("framework.yaml", value)
    return folder.path


def test_areas_are_answered_themselves_and_form_a_grid_with_weights(tmp_path: Path) -> None:
    framework = load_framework_from(write(tmp_path))
    assert [code.id for code in framework.value_codes] == ["AA1", "AA2", "BB1", "BB2"]
    assert framework.answers_areas
    assert (framework.unit, framework.levels_in_words) == ("area", "1 Low to 2 High")
    assert framework.scoring is not None
    assert dict(framework.scoring.points) == {1: 0, 2: 5}
    assert [column.items for column in framework.grid] == [("AA1", "BB1"), ("AA2", "BB2")]


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        (lambda v: v["themes"][0].update(weight=50), "The weights of the themes come to 90, not to 100."),
        (lambda v: v["themes"][0].pop("weight"), "The theme has no weight."),
        (lambda v: v.pop("scoring"), "Themes have a weight and the framework has no scoring."),
        (lambda v: v.update(scoring=SCORING | {"points": {1: 0}}), "Level 2 has no points."),
        (lambda v: v.update(scoring=SCORING | {"points": {1: 0, 2: 1, 3: 2}}), 'points for a level "3"'),
        (lambda v: v.update(scoring=SCORING | {"points": {1: 5, 2: 5}}), "A higher level has no more points"),
        (lambda v: v.update(scoring=SCORING | {"status": "guessed"}), "Use verified where the publisher"),
        (lambda v: v.update(exemplar_level=3), "Level 3 is not a level of this framework."),
        (lambda v: v["grid"][0]["items"].pop(), "The column has 1 key areas and the framework 2 themes."),
        (lambda v: v["grid"][0].update(items=["BB1", "AA1"]), '"BB1" is no key area of theme 1.'),
        (lambda v: v["grid"][1].update(items=["AA1", "BB2"]), '"AA1" stands twice in the grid.'),
        (lambda v: v["grid"][1].update(items=["AA1", "BB2"]), '"AA2" stands in no column.'),
    ],
)
def test_a_fault_of_the_form_is_said_with_what_to_do(
    tmp_path: Path, alter: Callable[[Value], object], said: str
) -> None:
    faults = [str(fault) for fault in check_framework(write(tmp_path, alter))]
    assert any(said in fault for fault in faults), faults
    assert all("framework.yaml line" in fault for fault in faults)


def test_an_area_with_a_description_and_value_codes_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path)
    code = {"id": "AA9", "name": "C", "description": "The extent to which it is", "levels": ladder()}
    Folder(path).write("key-areas/AA1.yaml", area("AA1") | {"value_codes": [code]})
    assert any("AA1 has a description and value codes." in str(fault) for fault in check_framework(path))


def test_weights_points_and_grid_are_shown_and_compared(tmp_path: Path) -> None:
    old = load_framework_from(write(tmp_path / "a"))
    new = load_framework_from(
        write(tmp_path / "b", lambda v: [theme.update(weight=50) for theme in v["themes"]])  # type: ignore[func-returns-value]
    )
    assert framework_json(new)["themes"][0]["weight"] == 50
    assert framework_json(new)["scoring"]["points"] == {"1": 0, "2": 5}
    assert framework_json(new)["grid"][0] == {"name": "Begin", "items": ["AA1", "BB1"]}
    assert [(change.id, change.old, change.new) for change in compare_frameworks(old, new).reworded] == [
        ("one", "60%", "50%"),
        ("two", "40%", "50%"),
    ]


def test_a_framework_without_the_new_keys_keeps_its_digest() -> None:
    """Rounds cite it: a new key of the grammar must not read as an edit of a framework that does not use it."""
    assert not {"scoring", "grid", "exemplar_level"} & set(framework_json(load_framework("nps-2018")))
    assert digest_framework("nps-2018") == "b9e5892c151fd0186030381038b9834eab2c38981547bcae8f7acc65bdf0c447"


def test_commercial_practice_has_four_levels_and_eight_weighted_sections() -> None:
    framework = load_framework("commercial-practice")
    assert [level.name for level in framework.levels] == ["Development", "Good", "Better", "Best"]
    assert len(framework.themes) == 8
    assert sum(theme.weight or 0 for theme in framework.themes) == 100
    assert len(framework.value_codes) == 31
    assert framework.scoring is not None
    assert framework.scoring.status == "proposed"
    assert "not the official" in " ".join(framework.wording.split())


def test_process_3r_is_a_grid_of_eighteen_cells() -> None:
    framework = load_framework("process-3r")
    assert [theme.name for theme in framework.themes] == ["Repeatable", "Robots", "Refinement"]
    assert [column.name for column in framework.grid] == ["Initiate", "Draft", "Negotiate", "Sign", "Manage", "Track"]
    assert len(framework.value_codes) == 18
    assert framework.scoring is None


def test_more_levels_than_answers_are_kept_on_are_refused_with_what_to_do(tmp_path: Path) -> None:
    def sixth(value: Value) -> None:
        names = ["One", "Two", "Three", "Four", "Five", "Six"]
        value["levels"] = [{"number": n, "name": name, "meaning": name} for n, name in enumerate(names, 1)]

    faults = [fault for fault in check_framework(write(tmp_path, sixth)) if fault.remedy.startswith("List 2 to 5")]
    assert [fault.message for fault in faults] == ["There are 6 entries; the limit is 5."]
    assert "join those that lie nearest" in faults[0].remedy
    assert [bound.limit_value for bound in LEVEL_BOUNDS] == [1, 5]  # what the database keeps
