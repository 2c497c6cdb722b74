"""The draft of the 2018 strategy, and what becomes of its objects in the final one."""

from goldthread.framework.changes import Carry, ChangeFile, ChangeKind
from goldthread.framework.compare import compare_frameworks
from goldthread.framework.load import load_changes, load_framework

DRAFT, FINAL = "nps-2018-draft", "nps-2018"
# The levels whose conditions the final strategy changed; every other ladder that both have is word for word the same.
CHANGED_LEVELS = {("ENB1", 1), ("ENB1", 2), ("ENB1", 4), ("ENB3", 3)}


def test_the_draft_rates_13_objects_and_has_no_value_codes_but_its_enablers() -> None:
    draft = load_framework(DRAFT)
    enablers = ["ENB1", "ENB2", "ENB3", "ENB4"]
    areas = ["LDR", "PTR", "SSR", "COM", "CRM", "RSK", "SVL", "SME", "VCS"]
    assert [item.id for item in draft.objects] == areas + enablers
    assert [code.id for code in draft.value_codes] == enablers


def test_ladders_differ_only_where_the_final_strategy_changed_a_condition() -> None:
    found = compare_frameworks(load_framework(DRAFT), load_framework(FINAL))
    assert {(change.id, change.level) for change in found.ladders} == CHANGED_LEVELS


def test_the_joint_leadership_area_splits_and_only_senior_managers_take_the_score() -> None:
    split = final_changes().change_of("LDR")
    assert split is not None
    assert split.kind is ChangeKind.SPLIT
    assert split.carry == {"SMR": Carry.SCORE, "CLR": Carry.COMMENT}


def test_only_high_scores_for_talent_need_confirming() -> None:
    reconfirm = {change.old: change.reconfirm for change in final_changes().changes if change.reconfirm}
    assert reconfirm == {("ENB1",): (4, 5)}


def final_changes() -> ChangeFile:
    changes = load_changes(FINAL)
    assert changes is not None
    return changes
