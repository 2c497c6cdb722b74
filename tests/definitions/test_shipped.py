"""Every shipped framework loads without a fault and has the parts that its sources give it."""

import pytest

from goldthread.framework.load import DEFINITIONS, check_framework, framework_ids, load_changes, load_framework
from goldthread.framework.types import FrameworkStatus

CODES_OF = {
    "CLR": 3,
    "SMR": 4,
    "PTR": 3,
    "SSR": 3,
    "COM": 6,
    "CRM": 6,
    "RSK": 5,
    "SVL": 10,
    "SME": 7,
    "VCS": 8,
}
ENABLERS = ["ENB1", "ENB2", "ENB3", "ENB4"]


@pytest.mark.parametrize("framework_id", framework_ids())
def test_shipped_framework_has_no_fault(framework_id: str) -> None:
    assert "\n".join(str(fault) for fault in check_framework(DEFINITIONS / framework_id)) == ""


def test_nps_2018_has_the_value_codes_of_the_toolkit() -> None:
    framework = load_framework("nps-2018")
    expected = [f"{area}{number}" for area, count in CODES_OF.items() for number in range(1, count + 1)]
    assert [code.id for code in framework.value_codes] == expected + ENABLERS
    assert len(framework.value_codes) == 59
    assert framework.status is FrameworkStatus.PUBLISHED


def test_nps_2018_has_three_themes_of_ten_key_areas_and_four_enablers() -> None:
    framework = load_framework("nps-2018")
    assert [(theme.id, [area.id for area in theme.key_areas]) for theme in framework.themes] == [
        ("leadership", ["CLR", "SMR", "PTR", "SSR"]),
        ("commercial", ["COM", "CRM", "RSK"]),
        ("community", ["SVL", "SME", "VCS"]),
    ]
    assert [enabler.id for enabler in framework.enablers] == ENABLERS
    assert [item.id for item in framework.objects] == [*CODES_OF, *ENABLERS]
    assert [level.name for level in framework.levels] == ["Minimum", "Developing", "Mature", "Leader", "Innovator"]


def test_every_ladder_of_nps_2018_has_one_to_five_statements_at_each_of_five_levels() -> None:
    framework = load_framework("nps-2018")
    ladders = {item.id: item.ladder for item in (*framework.objects, *framework.value_codes)}
    assert len(ladders) == 10 + 59
    for ladder in ladders.values():
        assert list(ladder.statements) == [1, 2, 3, 4, 5]
        assert all(1 <= len(statements) <= 5 for statements in ladder.statements.values())


def test_draft_has_thirteen_objects_and_no_value_codes_but_its_enablers() -> None:
    draft = load_framework("nps-2018-draft")
    assert len(draft.objects) == 13
    assert [code.id for code in draft.value_codes] == ENABLERS
    assert draft.status is FrameworkStatus.DRAFT


def test_changes_cover_every_object_of_the_draft_and_of_the_final_framework() -> None:
    changes = load_changes("nps-2018")
    assert changes is not None
    assert sorted(id_ for change in changes.changes for id_ in change.old) == sorted(
        item.id for item in load_framework("nps-2018-draft").objects
    )
    assert sorted(id_ for change in changes.changes for id_ in change.new) == sorted(
        item.id for item in load_framework("nps-2018").objects
    )
    assert load_changes("nps-2018-draft") is None
