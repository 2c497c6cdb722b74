"""Signals of filings and payments: a table that a person could read, and what may never come of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.evidence.distress.load import load_signals
from goldthread.evidence.distress.rules import signals_of_filing, signals_of_pace
from goldthread.evidence.distress.types import Filing, OnHand, Pace, SignalKind

D = Decimal
AS_OF, UNTIL = date(2026, 4, 1), date(2026, 3, 1)
RULES = load_signals()


def filing(status: str = "Active", born: date | None = None, due: date | None = None) -> Filing:
    return Filing("99000001", status, born, due, AS_OF, 0.97)


def pace(recent: int, recent_before: int, year: int, year_before: int, months: int = 12, lately: int = 3) -> Pace:
    return Pace(D(recent), D(recent_before), D(year), D(year_before), months, lately, date(2025, 11, 1))


# status, incorporated, accounts due, paid within a year -> signals
FILINGS = [
    ("Active", None, None, None, []),
    ("ACTIVE", date(2010, 1, 1), date(2026, 12, 31), 900_000, []),
    ("", None, None, 5, []),  # unknown is no signal
    ("Liquidation", None, None, None, ["status"]),
    ("Active - Proposal to Strike off", None, None, None, ["status"]),
    ("Active", None, date(2026, 3, 31), None, ["accounts"]),
    ("Active", None, AS_OF, None, []),  # due on the day itself
    ("Active", date(2024, 4, 2), None, 100_000, ["young"]),
    ("Active", date(2024, 4, 1), None, 100_000, []),  # 24 months old
    ("Active", date(2025, 4, 2), None, 99_999, []),
    ("Active", date(2025, 4, 2), None, None, []),  # what was paid is unknown
]


@pytest.mark.parametrize(("status", "born", "due", "paid", "kinds"), FILINGS)
def test_filings(status: str, born: date | None, due: date | None, paid: int | None, kinds: list[str]) -> None:
    found = list(signals_of_filing(filing(status, born, due), RULES, paid=None if paid is None else D(paid)))
    assert [signal.kind.value for signal in found] == kinds
    assert all(signal.as_of == AS_OF and signal.row and signal.source for signal in found)


# pace, has a live contract, unbroken months, turnover -> signals
PACES = [
    (pace(50, 50, 100, 100), True, 36, None, []),
    (pace(39_999, 100_000, 100, 100), True, 36, None, ["fall"]),
    (pace(40_000, 100_000, 100, 100), True, 36, None, []),
    (pace(0, 99_999, 100, 100), True, 36, None, []),
    (pace(0, 200_000, 9, 100), False, 36, None, []),  # no contract: nobody expects a payment
    (pace(0, 200_000, 9, 100), True, 17, None, []),  # a month of payments is missing
    (pace(0, 200_000, 9, 90_000, 9, 0), True, 15, None, ["stopped"]),
    (pace(0, 200_000, 9, 90_000, 8, 0), True, 36, None, ["fall"]),
    (pace(0, 0, 9, 20_000, 12, 0), True, 36, None, []),
    (pace(1, 1, 600_000, 200_000), True, 24, None, ["rise"]),
    (pace(1, 1, 600_000, 0), True, 36, None, []),  # nothing before: a new supplier
    (pace(1, 1, 250_000, 250_000), False, 36, 1_000_000, ["dependent"]),
    (pace(1, 1, 249_000, 250_000), False, 36, 1_000_000, []),
]


@pytest.mark.parametrize(("held", "has_contract", "unbroken", "turnover", "kinds"), PACES)
def test_payments(held: Pace, has_contract: bool, unbroken: int, turnover: int | None, kinds: list[str]) -> None:
    on_hand = OnHand(UNTIL, unbroken)
    known = D(turnover) if turnover else None
    found = list(signals_of_pace(held, RULES, on_hand=on_hand, has_contract=has_contract, turnover=known))
    assert [signal.kind.value for signal in found] == kinds


POUNDS = st.integers(-10_000, 9_000_000)


@given(POUNDS, POUNDS, POUNDS, POUNDS, st.integers(0, 12), st.integers(0, 3))
def test_without_enough_months_nothing_is_told(a: int, b: int, c: int, d: int, months: int, lately: int) -> None:
    held = pace(a, b, c, d, months, lately)
    for unbroken in range(12):
        on_hand = OnHand(UNTIL, unbroken)
        assert not list(signals_of_pace(held, RULES, on_hand=on_hand, has_contract=True, turnover=D(1)))


def test_every_signal_says_what_it_may_innocently_be() -> None:
    assert set(RULES) == set(SignalKind)
    assert all(rule.innocent and rule.says.endswith(".") for rule in RULES.values())
