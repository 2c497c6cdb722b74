"""The register's pure rules, each as a table that a councillor could read, and as properties."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.register.rules import (
    add_months,
    burn_of,
    check_dates,
    is_notice_due,
    list_kpi_faults,
    needs_kpis,
    propose_period_end,
    regime_of,
    unexplained_overrun,
    weigh_changes,
)
from goldthread.register.thresholds import load_law
from goldthread.register.types import ContractKind, Regime, VatBasis

LAW = load_law()
D = Decimal
EX, INC, UNSAID = VatBasis.EXCLUDED, VatBasis.INCLUDED, VatBasis.UNKNOWN


@pytest.mark.parametrize(
    ("value", "basis", "kind", "on", "regime"),
    [
        ("207720", INC, ContractKind.SERVICES, date(2026, 1, 1), Regime.ABOVE),
        ("207719.99", INC, ContractKind.SERVICES, date(2026, 1, 1), Regime.NOTIFIABLE_BELOW),
        ("207720", INC, ContractKind.SERVICES, date(2025, 12, 31), Regime.NOTIFIABLE_BELOW),  # 214,904 until then
        ("173100", EX, ContractKind.GOODS, date(2026, 2, 1), Regime.ABOVE),  # 207,720 with VAT
        ("25000", EX, ContractKind.GOODS, date(2026, 2, 1), Regime.NOTIFIABLE_BELOW),  # 30,000 with VAT
        ("24999", EX, ContractKind.GOODS, date(2026, 2, 1), Regime.BELOW),
        ("207720", INC, ContractKind.WORKS, date(2026, 2, 1), Regime.NOTIFIABLE_BELOW),
        ("5193000", UNSAID, ContractKind.WORKS, date(2026, 2, 1), Regime.ABOVE),
        ("9000000", INC, ContractKind.UNKNOWN, date(2026, 2, 1), Regime.UNKNOWN),
        ("9000000", INC, ContractKind.WORKS, date(2024, 2, 1), Regime.UNKNOWN),  # before the Act
    ],
)
def test_regime_by_dated_thresholds(value: str, basis: VatBasis, kind: ContractKind, on: date, regime: Regime) -> None:
    assert regime_of(D(value), basis, kind, law=LAW, on=on) is regime


def test_regime_of_an_unknown_amount_or_day_is_unknown() -> None:
    assert regime_of(None, INC, ContractKind.GOODS, law=LAW, on=date(2026, 2, 1)) is Regime.UNKNOWN
    assert regime_of(D(1), INC, ContractKind.GOODS, law=LAW, on=None) is Regime.UNKNOWN


@pytest.mark.parametrize(
    ("value", "basis", "regime", "needed"),
    [
        ("5000000", INC, Regime.ABOVE, False),
        ("5000000.01", INC, Regime.ABOVE, True),
        ("4200000", EX, Regime.ABOVE, True),
        ("9000000", INC, Regime.LIGHT_TOUCH, False),
    ],
)
def test_three_kpis_are_asked_above_five_million(value: str, basis: VatBasis, regime: Regime, needed: bool) -> None:
    assert needs_kpis(D(value), basis, regime, law=LAW, on=date(2026, 5, 1)) is needed


def test_days_that_contradict_each_other_are_all_said() -> None:
    faults = check_dates(date(2026, 4, 1), date(2026, 3, 1), [date(2027, 1, 1), date(2025, 1, 1)])
    assert [fault.field for fault in faults] == ["end", "breaks", "breaks"]
    assert faults[0].what == "The contract ends on 1 March 2026, before it starts on 1 April 2026."
    assert check_dates(date(2026, 4, 1), date(2026, 4, 1), [date(2026, 4, 1)]) == []
    assert check_dates(None, date(2026, 4, 1)) == []


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(0, 240))
def test_months_are_added_as_a_calendar_does(day: date, months: int) -> None:
    got = add_months(day, months)
    assert (got.year * 12 + got.month) - (day.year * 12 + day.month) == months
    assert got.day == day.day or (got.day < day.day and (got + timedelta(days=1)).day == 1)


def test_burn_is_spend_against_value_and_time() -> None:
    burn = burn_of(D(60), D(100), date(2026, 1, 1), date(2026, 12, 31), on=date(2026, 7, 1), paid_to=date(2026, 6, 30))
    assert burn.spent_share == 60
    assert burn.time_share is not None
    assert round(burn.time_share, 1) == D("49.9")
    assert burn.forecast is not None
    assert round(burn.forecast) == 121  # 60 pounds in 181 of 365 days


def test_burn_says_nothing_it_does_not_know() -> None:
    start, end = date(2026, 1, 1), date(2027, 12, 31)
    assert burn_of(None, D(5), start, end, on=date(2026, 6, 1), paid_to=None).forecast is None
    assert burn_of(D(5), None, start, end, on=date(2026, 6, 1), paid_to=None).spent_share is None
    assert burn_of(D(5), D(5), start, end, on=date(2026, 2, 1), paid_to=None).forecast is None  # too early to tell
    assert burn_of(D(5), D(5), None, end, on=date(2026, 2, 1), paid_to=None).time_share is None


def weigh(**given: object) -> tuple[bool, bool, tuple[str, ...]]:
    usual: dict[str, object] = {
        "value": D(100_000),
        "start": date(2026, 1, 1),
        "end": date(2026, 12, 31),
        "new_end": None,
        "alters_scope": False,
        "regime": Regime.ABOVE,
        "kind": ContractKind.SERVICES,
        "limits": LAW.change_limits_on(date(2026, 6, 1)),
    }
    added = given.pop("added", ())
    found = weigh_changes(added, **{**usual, **given})  # type: ignore[arg-type]  # a table of keywords
    return found.is_likely_substantial, found.is_over_cap, found.reasons


@pytest.mark.parametrize(
    ("given", "substantial"),
    [
        ({"new_end": date(2027, 2, 6)}, True),  # 37 of 365 days
        ({"new_end": date(2027, 2, 5)}, False),  # 36 days are under a tenth
        ({"new_end": date(2028, 1, 1), "regime": Regime.LIGHT_TOUCH}, False),
        ({"alters_scope": True}, True),
        ({"added": [D(6_000), D(5_000)], "regime": Regime.BELOW}, True),
        ({"added": [D(6_000), D(5_000)], "regime": Regime.BELOW, "kind": ContractKind.WORKS}, False),
        ({"added": [D(50_001)]}, True),
        ({"added": [D(50_000)]}, False),
        ({"added": [D(90_000)], "limits": None}, False),
    ],
)
def test_a_change_is_likely_substantial(given: dict[str, object], substantial: bool) -> None:
    found, _over, reasons = weigh(**given)
    assert found is substantial
    assert bool(reasons) is substantial


@pytest.mark.parametrize(
    ("spent", "value", "approved", "overrun"),
    [("120", "100", ["15"], "5"), ("115", "100", ["15"], "0"), ("50", "100", [], "0")],
)
def test_an_overrun_is_unexplained_where_no_change_tells_of_it(
    spent: str, value: str, approved: list[str], overrun: str
) -> None:
    assert unexplained_overrun(D(spent), D(value), [D(each) for each in approved]) == D(overrun)


def test_an_overrun_of_unknown_amounts_is_unknown() -> None:
    assert unexplained_overrun(None, D(1), []) is None
    assert unexplained_overrun(D(1), None, []) is None


@pytest.mark.parametrize(
    ("value_share", "term_share", "regime", "kind", "is_due"),
    [
        (10, 0, Regime.ABOVE, ContractKind.SERVICES, False),
        (11, 0, Regime.ABOVE, ContractKind.SERVICES, True),
        (-11, 0, Regime.ABOVE, ContractKind.SERVICES, True),
        (15, 0, Regime.ABOVE, ContractKind.WORKS, False),
        (0, 11, Regime.ABOVE, ContractKind.GOODS, True),
        (90, 90, Regime.BELOW, ContractKind.GOODS, False),
        (90, 90, Regime.LIGHT_TOUCH, ContractKind.GOODS, False),
        (90, 90, Regime.UNKNOWN, ContractKind.GOODS, None),
        (None, 0, Regime.ABOVE, ContractKind.GOODS, None),
    ],
)
def test_a_change_notice_is_due_above_the_shares_of_the_act(
    value_share: int | None, term_share: int, regime: Regime, kind: ContractKind, is_due: bool | None
) -> None:
    limits = load_law().change_limits_on(date(2026, 1, 1))
    share = None if value_share is None else Decimal(value_share)
    assert is_notice_due(share, Decimal(term_share), regime=regime, kind=kind, limits=limits) is is_due


def test_statutory_kpis_are_three_and_rated_each_year() -> None:
    today, start = date(2026, 6, 1), date(2025, 1, 1)
    assert list_kpi_faults(False, [], start=start, today=today) == ()
    assert list_kpi_faults(True, [date(2026, 1, 1)] * 3, start=start, today=today) == ()
    assert list_kpi_faults(True, [date(2025, 5, 31), None], start=start, today=today) == (
        "The Act asks for at least 3 KPIs here; 2 are set.",
        "2 statutory KPIs were not rated within the last 12 months.",
    )
    assert list_kpi_faults(True, [None] * 3, start=date(2026, 1, 1), today=today) == ()


@pytest.mark.parametrize(
    ("since", "months", "proposed"),
    [
        (date(2026, 1, 31), 1, date(2026, 5, 31)),
        (date(2026, 3, 31), 3, date(2026, 5, 31)),
        (None, 3, date(2026, 5, 31)),
        (date(2022, 4, 1), 12, date(2026, 4, 1)),
    ],
)
def test_the_latest_period_that_is_due_is_proposed(since: date | None, months: int, proposed: date) -> None:
    assert propose_period_end(since, months, today=date(2026, 6, 20)) == proposed
