"""What is due on a contract, in the words that its manager reads, and in which order."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.register.due import DueKind, KpiDays, list_due, yearly_value
from goldthread.register.due_queries import read_own
from goldthread.register.models import (
    Break,
    ChainReturn,
    Contract,
    ContractKpi,
    Extension,
    KpiRating,
    PipelineEntry,
    Review,
)
from goldthread.register.types import Rating, Regime, ReviewKind, Taken
from goldthread.web.register.lines import present_due
from tests.factories import make_council, make_person

TODAY = date(2026, 6, 1)


def contract(**values: Any) -> Contract:
    usual = {"title": "Meals", "start": date(2024, 6, 1), "end": date(2026, 10, 1), "annual_value": Decimal(120_000)}
    return Contract(**(usual | values))


def kinds(held: Contract, **parts: Any) -> list[tuple[DueKind, date | None]]:
    found = list_due(held, extensions=parts.pop("extensions", []), breaks=parts.pop("breaks", []), today=TODAY, **parts)
    return [(due.kind, due.day) for due in found]


@pytest.mark.parametrize(
    ("end", "regime", "expected"),
    [
        (date(2026, 10, 1), Regime.ABOVE, [(DueKind.TOO_LATE, date(2026, 10, 1))]),  # 122 days left, an open tender 180
        (date(2026, 11, 28), Regime.ABOVE, [(DueKind.LAUNCH, date(2026, 6, 1))]),  # the very last day
        (date(2026, 11, 27), Regime.UNKNOWN, [(DueKind.TOO_LATE, date(2026, 11, 27))]),
        (date(2026, 10, 1), Regime.BELOW, [(DueKind.LAUNCH, date(2026, 8, 2))]),  # quotations take 60
        (date(2028, 10, 1), Regime.ABOVE, []),  # nothing within 90 days
        (date(2026, 5, 31), Regime.ABOVE, []),  # it has ended
        (None, Regime.ABOVE, []),
    ],
)
def test_end_by_the_time_that_a_procurement_takes(
    end: date | None, regime: Regime, expected: list[tuple[DueKind, date]]
) -> None:
    assert kinds(contract(end=end, regime=regime.value)) == expected


def test_too_late_says_what_is_still_possible() -> None:
    [due] = list_due(contract(regime=Regime.ABOVE.value), extensions=[], breaks=[], today=TODAY)
    assert due.says == (
        "Too late for an open tender before it ends on 1 October 2026: that takes about 180 days. Still possible: "
        "further competition under a framework, dynamic market or DPS, direct call-off from a framework, "
        "waiver of the council's own rules."
    )
    [due] = list_due(contract(end=date(2026, 6, 10)), extensions=[], breaks=[], today=TODAY)
    assert due.says.endswith("No usual way fits any more: ask procurement today.")


def test_a_procurement_that_has_begun_ends_the_worry() -> None:
    assert kinds(contract(), is_replaced=True) == []


def test_an_open_extension_asks_for_a_decision_before_notice() -> None:
    option = Extension(number=1, months=12, taken=Taken.OPEN.value)
    found = list_due(contract(notice_months=3), extensions=[option], breaks=[], today=TODAY)
    assert {(due.kind, due.day) for due in found} == {
        (DueKind.EXTENSION, date(2026, 7, 1)),
        (DueKind.TOO_LATE, date(2026, 10, 1)),
    }
    assert "Still possible: the extension" in next(due for due in found if due.kind is DueKind.TOO_LATE).says


@pytest.mark.parametrize(
    ("given", "notice_months", "expected"),
    [
        (date(2026, 7, 1), None, [(DueKind.NOTICE, date(2026, 7, 1))]),
        (None, 2, [(DueKind.NOTICE, date(2026, 6, 15))]),
        (None, None, [(DueKind.BREAK, date(2026, 8, 15))]),
        (date(2026, 5, 1), None, []),  # notice was not given: the break has passed by
    ],
)
def test_break_by_its_day_of_notice(
    given: date | None, notice_months: int | None, expected: list[tuple[DueKind, date]]
) -> None:
    point = Break(on=date(2026, 8, 15), notice_by=given, taken=Taken.OPEN.value)
    assert kinds(contract(end=date(2029, 1, 1), notice_months=notice_months), breaks=[point]) == expected


def test_a_break_risks_all_that_is_left_after_it() -> None:
    point = Break(on=date(2026, 8, 15), notice_by=date(2026, 7, 1), taken=Taken.OPEN.value)
    [due] = list_due(contract(end=date(2028, 8, 14)), extensions=[], breaks=[point], today=TODAY)
    assert due.money is not None
    assert round(due.money, -2) == Decimal(240_200)  # two years of 120,000, by days


def test_review_rating_and_personal_data() -> None:
    far = date(2029, 1, 1)
    assert kinds(contract(end=far, review_date=date(2026, 5, 1))) == [(DueKind.REVIEW, date(2026, 5, 1))]
    assert kinds(contract(end=far, review_date=date(2026, 5, 1)), last_review=date(2026, 5, 3)) == []
    assert kinds(contract(end=far, holds_personal_data=True)) == [(DueKind.DATA, None)]
    assert kinds(contract(end=far, holds_personal_data=True, data_assessed_on=date(2025, 7, 1))) == [
        (DueKind.DATA, date(2026, 7, 1))
    ]
    kpi = ContractKpi(name="Meals on time", months_between_ratings=12)
    assert kinds(contract(end=far), kpis=[KpiDays(kpi, date(2025, 7, 31))]) == [(DueKind.RATING, date(2026, 7, 31))]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"annual_value": Decimal(5)}, Decimal(5)),
        ({"annual_value": None}, None),
        (
            {
                "annual_value": None,
                "awarded_value": Decimal(1000),
                "start": date(2024, 1, 1),
                "end": date(2025, 12, 31),
            },
            Decimal(500),
        ),
        ({"annual_value": None, "awarded_value": Decimal(1000), "end": None}, Decimal(1000)),
        ({"annual_value": None, "awarded_value": Decimal(10), "start": TODAY, "end": TODAY}, Decimal(10)),
    ],
)
def test_value_in_a_year(values: dict[str, Any], expected: Decimal | None) -> None:
    got = yearly_value(contract(**values))
    assert got == expected if expected is None else got is not None and round(got) == expected


@pytest.mark.parametrize(
    ("last", "end", "expected"),
    [
        (None, date(2028, 10, 1), []),  # nobody ever asked
        (date(2026, 3, 31), date(2028, 10, 1), []),  # the next is to 30 September, more than a quarter ahead
        (date(2025, 11, 30), date(2028, 10, 1), [(DueKind.RETURN, date(2026, 5, 31))]),
        (date(2026, 2, 14), date(2028, 10, 1), [(DueKind.RETURN, date(2026, 8, 14))]),
        (date(2025, 9, 30), date(2028, 10, 1), [(DueKind.RETURN, date(2026, 3, 31))]),  # late
        (date(2026, 2, 14), date(2026, 8, 13), []),  # over before that period is
    ],
)
def test_the_next_supply_chain_return_follows_on_the_last(
    last: date | None, end: date, expected: list[tuple[DueKind, date]]
) -> None:
    found = kinds(contract(end=end), last_return=last, is_replaced=True)
    assert [each for each in found if each[0] is DueKind.RETURN] == expected


@pytest.mark.django_db
def test_a_return_that_is_due_is_read_with_the_contract_and_recorded_returns_settle_it() -> None:
    council: Council = make_council(departments=["Place"])
    person = make_person(Role.CONTRACT_MANAGER, council)
    held = Contract.objects.create(
        title="Meals", council=council, manager=person, start=date(2024, 6, 1), end=date(2028, 6, 1)
    )
    for day in (date(2025, 3, 31), date(2025, 9, 30)):
        ChainReturn.objects.create(contract=held, period_end=day, paid=1, paid_in_time=1)
    [due] = read_own(council, person, TODAY).dues
    assert due.says == "Supply-chain return for the period to 31 March 2026; the last one was to 30 September 2025."
    assert present_due(due, today=TODAY).url.endswith(f"/contracts/{held.pk}/supply-chain/new/")
    ChainReturn.objects.create(contract=held, period_end=date(2026, 3, 31), paid=0, paid_in_time=0)
    assert not read_own(council, person, TODAY).dues


@pytest.mark.django_db
def test_own_contracts_come_with_the_most_money_first() -> None:
    council: Council = make_council(departments=["Place"])
    person = make_person(Role.CONTRACT_MANAGER, council)
    shared = {"council": council, "manager": person, "start": date(2024, 6, 1)}
    small = Contract.objects.create(title="Small", end=date(2026, 9, 1), annual_value=10, **shared)
    large = Contract.objects.create(title="Large", end=date(2026, 10, 1), annual_value=90, **shared)
    unknown = Contract.objects.create(title="Unknown", end=date(2026, 8, 1), **shared)
    ended = Contract.objects.create(title="Ended", end=date(2026, 5, 1), **shared)
    Contract.objects.create(title="Somebody else’s", council=council, end=date(2026, 9, 1))
    assert [due.contract for due in read_own(council, person, TODAY).dues] == [large, small, unknown, ended]

    PipelineEntry.objects.create(council=council, title="Again", replaces=large, launched_on=TODAY)
    Contract.objects.filter(pk=small.pk).update(review_date=date(2026, 5, 1))
    Review.objects.create(contract=small, kind=ReviewKind.PERFORMANCE, on=date(2026, 5, 2), findings="Fine.")
    kpi = ContractKpi.objects.create(contract=large, number=1, name="On time")
    KpiRating.objects.create(kpi=kpi, period_end=date(2025, 7, 1), rating=Rating.GOOD)
    own = read_own(council, person, TODAY)
    assert [(due.contract.title, due.kind) for due in own.dues] == [
        ("Large", DueKind.RATING),
        ("Small", DueKind.TOO_LATE),
        ("Unknown", DueKind.TOO_LATE),
        ("Ended", DueKind.LOOK_BACK),
    ]
    assert [each.title for each in own.contracts] == ["Unknown", "Small", "Large"]


@pytest.mark.django_db
def test_a_contract_that_ended_is_looked_back_at_once_and_nothing_else_is_asked_of_it() -> None:
    council: Council = make_council(departments=["Place"])
    person = make_person(Role.CONTRACT_MANAGER, council)
    ended = Contract.objects.create(
        title="Ended", council=council, manager=person, start=date(2024, 6, 1), end=TODAY - timedelta(days=30)
    )
    [due] = read_own(council, person, TODAY).dues
    assert (due.kind, due.day) == (DueKind.LOOK_BACK, ended.end + timedelta(days=90))
    assert due.says == f"Look back at it: it ended on {ended.end:%-d %B %Y}."
    Review.objects.create(contract=ended, kind=ReviewKind.POST_CONTRACT, on=TODAY, findings="Fine.")
    assert not read_own(council, person, TODAY).dues
