"""Scores, tiers and what stays unsettled: tables that a person could read, and the properties behind them."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.register.segmentation.load import (
    BadRule,
    read_alternatives,
    read_rule,
    rule_as_json,
    say_alternative,
    usual_rule,
)
from goldthread.register.segmentation.rules import (
    add_up,
    highest,
    never_reached,
    place,
    score_all,
    tier_of,
    value_a_year,
)
from goldthread.register.segmentation.types import Dimension, Measure, Tier

D = Decimal
V, R, C, K = Dimension.VALUE, Dimension.RISK, Dimension.CRITICALITY, Dimension.CARBON

# value a year, likelihood x impact, criticality, carbon -> at least, at most, what would settle it
PLACES = """
2000000 | 6  | 4 | 1 | Gold   | Gold   |
2000000 | 15 | 1 | 1 | Gold   | Gold   |
2000000 | 14 | 3 | 1 | Silver | Silver |
2000000 | ?  | 3 | 1 | Silver | Gold   | risk
999999  | 15 | 1 | 1 | Silver | Silver |
300000  | 6  | 3 | 4 | Silver | Silver |
300000  | ?  | 3 | 3 | Bronze | Silver | risk
300000  | ?  | 3 | 4 | Silver | Silver |
249999  | 25 | 3 | 5 | Bronze | Bronze |
249999  | ?  | 3 | ? | Bronze | Bronze |
?       | 6  | 3 | 1 | Bronze | Silver | value
?       | ?  | ? | ? | Bronze | Gold   | value risk criticality carbon
"""


def measured(*figures: str) -> dict[Dimension, Measure]:
    texts = dict(zip(Dimension, figures, strict=True))
    return {each: Measure(None if text == "?" else D(text)) for each, text in texts.items()}


@pytest.mark.parametrize("row", PLACES.strip().splitlines())
def test_the_usual_rule_places(row: str) -> None:
    *figures, least, most, settle = (cell.strip() for cell in row.split("|"))
    found = place(measured(*figures), usual_rule())
    assert (found.at_least, found.at_most) == (least, most)
    assert found.tier == (least if least == most else "")
    assert set(found.unsettled_by) <= set(settle.split())
    assert bool(found.unsettled_by) == (least != most)


FIGURES = st.tuples(
    *(
        st.one_of(st.just(Measure()), st.builds(Measure, st.integers(1, top).map(D), st.booleans()))
        for top in (9_000_000, 25, 5, 5)
    )
)


@given(FIGURES)
def test_what_is_unknown_never_decides(figures: tuple[Measure, ...]) -> None:
    """By an independent way: every completion of the unknown lies between the two tiers, and both are reached."""
    rule = usual_rule()
    measures = dict(zip(Dimension, figures, strict=True))
    found, scores = place(measures, rule), score_all(measures, rule)
    ways = product(*(range(scores[each].low, scores[each].high + 1) for each in Dimension))
    order = [tier.name for tier in rule.tiers]
    tiers = {order.index(tier_of(dict(zip(Dimension, way, strict=True)), rule.tiers).name) for way in ways}
    assert (max(tiers), min(tiers)) == (order.index(found.at_least), order.index(found.at_most))


@given(FIGURES, st.sampled_from(list(Dimension)), st.integers(1, 5))
def test_a_higher_figure_never_lowers_the_tier(figures: tuple[Measure, ...], which: Dimension, more: int) -> None:
    rule, order = usual_rule(), [tier.name for tier in usual_rule().tiers]
    measures = dict(zip(Dimension, figures, strict=True))
    held = measures[which]
    if held.figure is None:
        return
    raised = place({**measures, which: Measure(held.figure * more, held.is_floor)}, rule)
    assert order.index(raised.at_least) <= order.index(place(measures, rule).at_least)


def test_a_sum_with_an_unknown_part_is_at_least_what_is_known() -> None:
    assert add_up([Measure(D(5)), Measure()]) == Measure(D(5), is_floor=True)
    assert add_up([Measure(), Measure()]) == Measure()
    assert highest([Measure(D(2)), Measure(D(4))]) == Measure(D(4))
    assert highest([Measure(D(2)), Measure()]) == Measure(D(2), is_floor=True)


def test_value_a_year_is_spread_over_the_term() -> None:
    assert value_a_year(D(10), D(900), 1461) == D(10)
    assert value_a_year(None, D(400_000), 1461) == D("100000.00")
    assert value_a_year(None, D(400), 30) == D(400)  # a term under a year is not blown up
    assert value_a_year(None, D(400), None) is None
    assert value_a_year(None, None, 365) is None


def test_a_rule_is_read_as_it_was_kept() -> None:
    assert read_rule(rule_as_json(usual_rule()), usual_rule().version) == usual_rule()


def test_lines_of_a_rule_are_read_as_they_are_said() -> None:
    found = read_alternatives("value 4 and criticality 4\n\nRisk 5\n", "tier_1")
    assert found == ({V: 4, C: 4}, {R: 5})
    assert [say_alternative(each) for each in found] == ["value 4 and criticality 4", "risk 5"]


@pytest.mark.parametrize(
    ("text", "says"), [("value", "is no line"), ("value 6", "is no score"), ("size 4", "is nothing that is scored")]
)
def test_a_line_that_means_nothing_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadRule, match=says) as bad:
        read_alternatives(text, "tier_2")
    assert bad.value.field == "tier_2"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"value_from": [1, 3, 2, 4]}, "do not rise"),
        ({"risk_from": [1, 2, 3]}, "do not rise"),
        ({"risk_from": ["x", 2, 3, 4]}, "no number"),
        ({"colour": "red"}, "means nothing"),
        ({"tiers": [{"name": "One"}]}, "1 tier\\. "),
        ({"tiers": [{"name": "One"}, {"name": "Two"}]}, "Nothing leads into One"),
        ({"tiers": [{"name": "One", "any_of": [{"value": 4}]}, {"name": "one"}]}, "called"),
        ({"tiers": [{"name": "One", "any_of": [{"value": 4}]}, {"name": "T", "any_of": [{"risk": 1}]}]}, "last tier"),
        ({"tiers": [{"name": "", "any_of": [{"value": 4}]}, {"name": "T"}]}, "no name"),
        ({"tiers": [{"name": "A", "any_of": [{}]}, {"name": "T"}]}, "asks for nothing"),
        ({"tiers": [{"name": "A", "anyof": []}, {"name": "T"}]}, "anyof"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(BadRule, match=says):
        read_rule({**rule_as_json(usual_rule()), **change}, "x")
    with pytest.raises(BadRule, match="says nothing of tiers"):
        read_rule({"value_from": [1, 2, 3, 4], "risk_from": [1, 2, 3, 4]}, "x")


# what leads into each tier but the last, `;` between ways -> the tier in which nothing can be
NEVER = """
value 4 ; risk 4    | value 3              |
value 4             | value 5              | 2
value 4             | value 4 and risk 2   | 2
value 4 and risk 2  | value 4              |
value 4             | value 5 ; carbon 3   |
value 4 ; carbon 3  | value 5 ; carbon 4   | 2
value 2             | carbon 1             | 3
value 1             | carbon 3             | 2
"""


@pytest.mark.parametrize("row", NEVER.strip().splitlines())
def test_a_tier_in_which_nothing_can_be_is_found(row: str) -> None:
    first, second, expected = (cell.strip() for cell in row.split("|"))
    ways = [read_alternatives(cell.replace(";", "\n"), "") for cell in (first, second)]
    tiers = [Tier("1", "", ways[0]), Tier("2", "", ways[1]), Tier("3", "", ())]
    found = never_reached(tiers)
    assert (found.name if found else "") == expected
    reached = {
        tier_of(dict(zip(Dimension, scores, strict=True)), tiers).name for scores in product(range(1, 6), repeat=4)
    }
    assert (len(reached) == len(tiers)) == (expected == "")  # tried with every score there is
