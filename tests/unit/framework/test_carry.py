"""Nothing that was answered is lost between two versions of a framework, and no score is set on the way."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.framework.carry import CarryPlan, CarryRefused, Outcome, plan_carry, propose
from goldthread.framework.changes import Carry, Change, ChangeFile, ChangeKind
from goldthread.framework.load import load_changes, load_framework
from goldthread.framework.types import Framework
from tests.unit.framework.carry_worlds import build_pair, worlds

DRAFT, FINAL = "nps-2018-draft", "nps-2018"


@pytest.fixture(scope="module")
def shipped() -> CarryPlan:
    return plan_carry(load_framework(DRAFT), load_framework(FINAL), load_changes(FINAL))


def test_the_draft_becomes_the_final_strategy(shipped: CarryPlan) -> None:
    """Thirteen objects become fourteen: one split, one with levels to confirm, every other carried."""
    at_three = {item.id: shipped.land(item.id, 3, is_rating=True) for item in shipped.old.objects}
    assert len(at_three) == 13
    split = [(place.new, place.outcome) for place in at_three.pop("LDR")]
    assert split == [("SMR", Outcome.COPIED), ("CLR", Outcome.COMMENT)]
    assert all(
        [(place.new, place.outcome) for place in places] == [(item, Outcome.CARRIED)]
        for item, places in at_three.items()
    )
    assert {place.new for places in at_three.values() for place in places} | {"SMR", "CLR"} == {
        item.id for item in shipped.new.objects
    }


@pytest.mark.parametrize(("level", "outcome"), [(3, Outcome.CARRIED), (4, Outcome.REVIEW), (5, Outcome.REVIEW)])
def test_a_level_that_gained_a_clause_needs_review(shipped: CarryPlan, level: int, outcome: Outcome) -> None:
    for is_rating in (True, False):
        (place,) = shipped.land("ENB1", level, is_rating=is_rating)
        assert (place.new, place.outcome) == ("ENB1", outcome)


def test_common_items_leave_out_what_was_split_or_must_be_confirmed(shipped: CarryPlan) -> None:
    common = [old for old, _new in shipped.common()]
    assert len(common) == 11
    assert not {"LDR", "ENB1"} & set(common)


def test_joined_answers_propose_the_lowest_and_need_review() -> None:
    found = propose([(Outcome.REVIEW, 4), (Outcome.REVIEW, 2)])
    assert (found.level, found.needs_review) == (2, True)
    assert propose([(Outcome.REVIEW, 4), (Outcome.REVIEW, None)]).level is None
    assert propose([(Outcome.COMMENT, 4)]).level is None


@given(worlds(), st.lists(st.tuples(st.sampled_from("ABCDEF"), st.one_of(st.none(), st.integers(1, 5))), max_size=20))
def test_nothing_is_lost_in_carrying(
    world: tuple[Framework, Framework, ChangeFile], answers: list[tuple[str, int | None]]
) -> None:
    """Every old answer lands in the newer framework, or in the archive; a level is kept as it was or not at all."""
    plan = plan_carry(*world)
    codes = {code.id for code in plan.new.value_codes}
    for item, level in answers:
        places = plan.land(item, level, is_rating=False)
        assert places
        for place in places:
            assert place.old == item
            assert place.new in codes or (place.new is None and place.outcome is Outcome.ARCHIVED)
            assert propose([(place.outcome, level)]).level in {level, None}


@given(worlds())
def test_a_change_file_that_loses_an_item_is_refused(world: tuple[Framework, Framework, ChangeFile]) -> None:
    old, new, file = world
    for number, change in enumerate(file.changes):
        short = replace(file, changes=file.changes[:number] + file.changes[number + 1 :])
        with pytest.raises(CarryRefused) as refused:
            plan_carry(old, new, short)
        assert any(f'what becomes of "{change.old[0]}"' in line for line in refused.value.details)


def test_carrying_is_refused_without_a_way() -> None:
    draft, final = load_framework(DRAFT), load_framework(FINAL)
    with pytest.raises(CarryRefused, match="already"):
        plan_carry(final, final, load_changes(FINAL))
    with pytest.raises(CarryRefused, match="No change file leads from nps-2018 to nps-2018-draft"):
        plan_carry(final, draft, None)
    with pytest.raises(CarryRefused, match="No change file"):
        plan_carry(final, draft, load_changes(FINAL))


def test_a_reused_id_and_a_retired_target_are_refused() -> None:
    gone = Change(ChangeKind.RETIRED, ("A",), (), {}, (), "Gone")
    with pytest.raises(CarryRefused) as refused:
        plan_carry(*build_pair([gone], ["A", "B", "C", "D", "E", "F"]))
    assert refused.value.details == ('"A" names something else in new.',)
    moved = Change(ChangeKind.RENAMED, ("A",), ("B",), {"B": Carry.SCORE}, (), "Moved")
    also = Change(ChangeKind.RETIRED, ("B",), (), {}, (), "Gone")
    with pytest.raises(CarryRefused) as refused:
        plan_carry(*build_pair([moved, also], ["C", "D", "E", "F"]))
    assert '"B" retired: new has no such item.' in refused.value.details
