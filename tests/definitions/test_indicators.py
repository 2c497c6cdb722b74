"""The shipped indicators: sound, tied to value codes and levels that exist, and open about where they come from."""

from itertools import pairwise

import pytest

from goldthread.evidence.indicators.load import DEFINITIONS, check_indicators, list_indicators, load_tables
from goldthread.evidence.indicators.types import ColumnKind, Indicator, Outcome
from goldthread.evidence.store import SPEND_VIEW_COLUMNS
from goldthread.framework.load import load_framework

EACH = pytest.mark.parametrize("indicator", list_indicators(), ids=lambda i: i.id)


def test_every_shipped_file_is_sound() -> None:
    assert [str(fault) for fault in check_indicators(DEFINITIONS)] == []
    assert len(list_indicators()) == len(list(DEFINITIONS.glob("*.yaml"))) > 30


@EACH
def test_every_value_code_exists(indicator: Indicator) -> None:
    framework = load_framework("nps-2018")
    codes = {code.id for code in framework.value_codes}
    named = {*indicator.value_codes, *(rule.value_code for rule in indicator.verdicts)}
    assert named <= codes
    assert {rule.level for rule in indicator.verdicts} <= {level.number for level in framework.levels}


@EACH
def test_a_threshold_without_a_named_source_is_said_to_be_proposed(indicator: Indicator) -> None:
    for threshold in indicator.thresholds:
        assert threshold.source == "proposed" or len(threshold.source.split()) > 3


@EACH
def test_what_can_speak_asks_for_enough_data(indicator: Indicator) -> None:
    is_sample = not indicator.table.is_register  # payments are many; a register holds every contract there is
    if any(rule.speaks for rule in indicator.verdicts) and is_sample:
        assert indicator.minimum.rows >= 20
    if any(rule.speaks for rule in indicator.verdicts):
        assert indicator.minimum.confidence > 0
    if any(rule.missed is Outcome.CONTRADICTS for rule in indicator.verdicts) and (is_sample or indicator.known):
        assert indicator.minimum.coverage >= 0.5, "a contradiction needs to know most of it"


@EACH
def test_thresholds_rise_with_the_level(indicator: Indicator) -> None:
    rising = sorted((t for t in indicator.thresholds if t.at_least is not None), key=lambda t: (t.value_code, t.level))
    assert all(low.value <= high.value for low, high in pairwise(rising) if low.value_code == high.value_code)


@EACH
def test_the_words_are_there(indicator: Indicator) -> None:
    assert indicator.assumptions
    assert indicator.limitation.endswith(".")
    assert indicator.innocent.endswith(".")
    assert indicator.question.endswith("?")
    assert all(rule.because.endswith(".") for rule in indicator.verdicts)


def test_the_codes_that_payments_can_tell_of_have_an_indicator() -> None:
    covered = {code for indicator in list_indicators() for code in indicator.value_codes}
    assert {"SSR1", "COM1", "CRM1", "CRM2", "RSK1", "SME5", "SME7", "VCS8", "ENB2"} <= covered


def test_the_codes_that_the_register_can_tell_of_have_a_verdict() -> None:
    """At least 25 codes beyond those that payments tell of."""
    by_payments, by_register = set(), set()
    for indicator in list_indicators():
        speaking = {rule.value_code for rule in indicator.verdicts if rule.speaks}
        (by_register if indicator.table.is_register else by_payments).update(speaking)
    assert len(by_register - by_payments) >= 25


def test_tables_rest_on_columns_that_payment_lines_have() -> None:
    for table in load_tables().values():
        for column in table.columns.values():
            assert set(column.rests_on) | set(column.of) <= set(SPEND_VIEW_COLUMNS), column.name
            assert (column.kind is ColumnKind.CARRIED) == bool(column.of)
