"""Percentages of weighted sections: each rule W1-W8 of SCORING.md, beside an independent slow count."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.assessment.percentages import Percentages, percentages_json, weigh
from goldthread.assessment.rules import roll_up, score_value_code
from goldthread.assessment.types import AnswerState, DepartmentAnswer, ObjectResult
from goldthread.framework.load import load_framework

FRAMEWORK = load_framework("commercial-practice")
NAMES = {level.number: level.name for level in FRAMEWORK.levels}
IDS = [item.id for item in FRAMEWORK.objects]
SECTION = {area.id: theme.id for theme in FRAMEWORK.themes for area in theme.key_areas}
Levels = dict[str, list[int | None]]

levels_of_departments = st.lists(st.none() | st.integers(1, 4), min_size=0, max_size=3)
rounds = st.fixed_dictionaries(dict.fromkeys(IDS, levels_of_departments))


def result_of(item: str, given_levels: list[int | None]) -> ObjectResult:
    """An area asked of as many departments as there are entries; None has not answered."""
    answers = [
        DepartmentAnswer(f"D{place}", AnswerState.LEVEL if level else AnswerState.UNANSWERED, level)
        for place, level in enumerate(given_levels)
    ]
    return roll_up(item, [score_value_code(item, answers, NAMES)], None, NAMES)


def weighed(levels: Levels) -> Percentages:
    found = weigh(FRAMEWORK, [result_of(item, levels.get(item, [])) for item in IDS])
    assert found is not None
    return found


def section_of(found: Percentages, section_id: str) -> Fraction | None:
    return next(row.percentage.share for row in found.sections if row.id == section_id)


def test_an_area_is_worth_the_points_of_its_lowest_department() -> None:
    found = weighed({"SYS1": [4, 2, 3]})
    assert section_of(found, "systems") == 50  # level 2 of 4 points


def test_a_section_is_the_share_of_the_points_of_its_areas_with_a_level() -> None:
    found = weighed({"SYS1": [4], "SYS2": [1], "SYS3": [1]})
    assert section_of(found, "systems") == Fraction(600, 12)


def test_the_total_weighs_the_sections() -> None:
    levels: Levels = {item: [4] for item in IDS} | {item: [1] for item in IDS if SECTION[item] == "strategy"}
    assert weighed(levels).total.share == 85 + Fraction(15, 4)


def test_what_has_no_level_is_neither_nought_nor_the_lowest() -> None:
    found = weighed({"SYS1": [4], "SYS2": [None], "POL1": []})
    assert (section_of(found, "systems"), found.total.share) == (100, 100)
    assert section_of(found, "policy") is None
    assert (found.total.answered, found.total.asked, found.total.in_words) == (1, 2, "100% so far")
    assert "over the 1 of 2 areas asked that have a level" in found.sentence
    assert weighed({}).sentence == "There is no percentage yet, because no area has a level."


def test_a_percentage_is_so_far_until_every_area_asked_is_final() -> None:
    assert weighed({"SYS1": [3, None]}).total.so_far
    assert not weighed({"SYS1": [3, 3]}).total.so_far


def test_a_percentage_is_rounded_only_when_it_is_shown() -> None:
    found = weighed({"SYS1": [4], "SYS2": [4], "SYS3": [2]})
    assert section_of(found, "systems") == Fraction(1000, 12)
    total = percentages_json(found)
    assert (total["percent"], total["shown"], total["scoring"]) == (83.3, 83, "proposed")
    assert weighed({"STR1": [1], "STR2": [2], "STR3": [2], "STR4": [1]}).total.whole == 38  # 37.5, half up


def test_a_framework_without_scoring_has_no_percentage() -> None:
    assert weigh(load_framework("nps-2018"), []) is None
    assert weigh(load_framework("process-3r"), []) is None


@settings(max_examples=30)
@given(rounds)
def test_percentages_equal_the_slow_count(levels: Levels) -> None:
    """Counted anew, section by section and answer by answer, sharing no code with the rules."""
    numerator, denominator = 0.0, 0
    for theme in FRAMEWORK.themes:
        lowest = [min(x for x in levels[a.id] if x) for a in theme.key_areas if any(levels[a.id])]
        if lowest:
            numerator += (theme.weight or 0) * (100 * sum(lowest) / (4 * len(lowest)))
            denominator += theme.weight or 0
    share = weighed(levels).total.share
    if not denominator:
        assert share is None
    else:
        assert share is not None
        assert float(share) == pytest.approx(numerator / denominator)


@settings(max_examples=30)
@given(rounds, st.sampled_from(IDS))
def test_a_higher_level_never_lowers_a_percentage(levels: Levels, item: str) -> None:
    raised = levels | {item: [min(4, level + 1) if level else None for level in levels[item]]}
    before, after = weighed(levels).total.share, weighed(raised).total.share
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after >= before
        assert 25 <= before <= 100


@settings(max_examples=30)
@given(rounds)
def test_a_percentage_changes_no_level(levels: Levels) -> None:
    results = [result_of(item, levels[item]) for item in IDS]
    kept = list(results)
    weigh(FRAMEWORK, results)
    assert results == kept
