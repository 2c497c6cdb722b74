"""Properties of carrying over random answers and change files; no database."""

from hypothesis import given
from hypothesis import strategies as st

from goldthread.assessment.carrying.rules import LEFT, carry_answers, new_codes
from goldthread.assessment.carrying.types import OldAnswer
from goldthread.framework.carry import Outcome, plan_carry
from goldthread.framework.changes import ChangeFile
from goldthread.framework.types import Framework
from tests.unit.framework.carry_worlds import worlds

World = tuple[Framework, Framework, ChangeFile]
FIELDS = ("comment_good_practice", "comment_other")


@st.composite
def answers(draw: st.DrawFn) -> list[OldAnswer]:
    """At most one answer for each of three departments and six codes, with texts and evidence of its own."""
    places = draw(st.sets(st.tuples(st.integers(1, 3), st.sampled_from("ABCDEF")), max_size=18))
    return [
        OldAnswer(
            key=key,
            department=department,
            item=item,
            level=draw(st.one_of(st.none(), st.integers(1, 5))),
            texts={name: f"{name} {key}" for name in FIELDS if draw(st.booleans())},
            evidence=tuple(key * 10 + number for number in range(draw(st.integers(0, 2)))),
            has_left=department == 3,
        )
        for key, (department, item) in enumerate(sorted(places), start=1)
    ]


@given(worlds(), answers())
def test_every_answer_comment_and_piece_of_evidence_is_carried_or_archived(
    world: World, given_answers: list[OldAnswer]
) -> None:
    carried = carry_answers(plan_carry(*world), given_answers)
    archived = {way.answer.key for way in carried.archived}
    for old in given_answers:
        landed = [new for new in carried.answers if any(way.answer.key == old.key for way in new.ways)]
        assert landed or old.key in archived
        for new in landed:
            assert new.department == old.department
            assert set(old.evidence) <= set(new.evidence)
            assert all(text in new.texts[name] for name, text in (old.texts or {}).items())


@given(worlds(), answers())
def test_no_level_is_made_up_on_the_way(world: World, given_answers: list[OldAnswer]) -> None:
    """What is proposed was given by the same department, and is the lowest of those that land together."""
    for new in carry_answers(plan_carry(*world), given_answers).answers:
        bringing = [way.answer.level for way in new.ways if way.landing.outcome.brings_level]
        if new.proposed is not None:
            assert None not in bringing
            assert new.proposed == min(level for level in bringing if level is not None)
        assert new.needs_review or len(bringing) <= 1


@given(worlds(), answers())
def test_a_department_that_left_is_archived_whole(world: World, given_answers: list[OldAnswer]) -> None:
    carried = carry_answers(plan_carry(*world), given_answers)
    assert all(way.landing.why == LEFT for way in carried.archived if way.answer.has_left)
    assert not any(way.answer.has_left for new in carried.answers for way in new.ways)
    assert sum(carried.counts().values()) == sum(way.answer.is_given for way in carried.ways)
    assert carried.counts()[Outcome.ARCHIVED] == sum(way.answer.is_given for way in carried.archived)


@given(worlds())
def test_a_code_is_fresh_or_comes_from_an_old_one(world: World) -> None:
    plan = plan_carry(*world)
    led = {place.new for code in plan.old.value_codes for place in plan.land(code.id, 3, is_rating=False)}
    assert set(new_codes(plan)) == {code.id for code in plan.new.value_codes} - led
