"""Mappings between frameworks: the shipped ones are sound, and what would mislead is refused in words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from goldthread.framework.mappings import NoMapping, check_mapping, load_mapping, mapping_files

Value = dict[str, Any]
NAME = "nps-2018--commercial-practice.yaml"


@pytest.mark.parametrize("path", mapping_files(), ids=lambda path: path.stem)
def test_a_shipped_mapping_is_sound_and_proposed(path: Path) -> None:
    assert check_mapping(path) == ()
    old, new = path.stem.split("--")
    assert load_mapping(old, new).status == "proposed"


def test_frameworks_without_a_mapping_are_named() -> None:
    with pytest.raises(NoMapping, match="No mapping leads from process-3r to nps-2018"):
        load_mapping("process-3r", "nps-2018")


def spoil(path: Path, alter: Callable[[Value], object]) -> list[str]:
    value: Value = {
        "from": "nps-2018",
        "to": "commercial-practice",
        "status": "proposed",
        "source": "Ours",
        "author": "A",
        "reviewer": "None",
        "review_date": "2026-11-21",
        "levels": {1: 1, 2: 1, 3: 2, 4: 3, 5: 4},
        "items": [{"from": "SMR2", "to": "STR1", "why": "Both ask"}],
    }
    alter(value)
    file = path / NAME
    file.write_text(yaml.safe_dump(value), encoding="utf-8")
    return [str(fault) for fault in check_mapping(file)]


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        (lambda v: v["items"][0].update({"from": "SMR9"}), '"SMR9" is unknown: nps-2018 has no such value code.'),
        (
            lambda v: v["items"][0].update({"from": "LDR"}),
            '"LDR" retired: nps-2018 has no such item since',
        ),
        (lambda v: v["items"][0].update({"from": "CLR"}), '"CLR" is an area of nps-2018 that is not answered itself.'),
        (lambda v: v["items"][0].update({"to": "ENB1"}), '"ENB1" is unknown: commercial-practice'),
        (lambda v: v["items"].append(v["items"][0].copy()), "SMR2 to STR1 stands twice."),
        (lambda v: v["levels"].pop(5), "It is not said what level 5 of nps-2018 is put forward as."),
        (lambda v: v["levels"].update({5: 5}), "commercial-practice has no level 5."),
        (lambda v: v["levels"].update({6: 4}), 'nps-2018 has no level "6".'),
        (lambda v: v["levels"].update({3: 4}), "A higher level is put forward as a lower one."),
        (lambda v: v.update(to="cciaf"), 'There is no framework "cciaf".'),
        (lambda v: v.update(to="process-3r"), "Call it by both ids with two hyphens between them."),
        (lambda v: v.pop("source"), 'The key "source" is missing.'),
    ],
)
def test_a_mapping_that_would_mislead_is_refused(tmp_path: Path, alter: Callable[[Value], object], said: str) -> None:
    assert spoil(tmp_path, lambda value: None) == []
    faults = spoil(tmp_path, alter)
    assert any(said in fault for fault in faults), faults
