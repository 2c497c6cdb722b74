"""What was paid under each contract, up to a day, and when it is worked out again."""

from datetime import date
from decimal import Decimal

import pytest

from goldthread.evidence.coverage.automatic import cover_if_needed
from goldthread.evidence.coverage.models import ContractSpend, CoverageRun
from goldthread.evidence.coverage.queries import contract_spend, paid_to_date
from goldthread.evidence.explorer.periods import read_period
from goldthread.evidence.indicators.material import Span, span_of
from goldthread.evidence.matching.automatic import match_soon
from goldthread.register.actions.contracts import change_contract
from tests.coverage_scene import cover, sign
from tests.evidence_scene import line, put_load
from tests.factories import make_council

pytestmark = pytest.mark.django_db

KILN, BECK = "Kilnsey Roofing Ltd", "Beckside Laundry Ltd"


def span(key: str) -> Span:
    period = read_period(key)
    assert period is not None
    return span_of(period)


def test_contract_spend_is_to_date_and_lowered_by_credits() -> None:
    council = make_council()
    kiln = sign(council, "K1", KILN, end=date(2026, 4, 30))
    sign(council, "B1", BECK)
    sign(council, "B2", BECK)
    cover(
        council,
        [
            line(KILN, "1000.00", "2025-05-01"),
            line(KILN, "-100.00", "2025-06-01"),
            line(KILN, "10.00", "2026-03-31"),
            line(KILN, "5.00", "2026-04-01"),
            line(KILN, "7.00", "2026-12-01"),  # after its end, and paid under it all the same
            line(KILN, "3000.00", "2025-07-01", is_grant=True),
            line(BECK, "900.00", "2025-07-01"),  # under one of two: for neither
        ],
    )
    assert contract_spend(council, span("2025-26-q1")) == {kiln.pk: Decimal("900.00")}
    assert contract_spend(council, span("2025-26")) == {kiln.pk: Decimal("910.00")}
    assert contract_spend(council, span("2026-27")) == {kiln.pk: Decimal("922.00")}
    paid = paid_to_date(council, [kiln.pk])[kiln.pk]
    assert (paid.amount, paid.after_end, paid.until) == (Decimal("922.00"), Decimal("7.00"), date(2026, 12, 1))


def test_contract_spend_is_unknown_before_the_first_run() -> None:
    council = make_council()
    sign(council, "K1", KILN)
    assert contract_spend(council, span("2025-26")) is None
    assert paid_to_date(council, [1]) == {}


def test_runs_again_only_when_something_changed() -> None:
    council = make_council()
    contract = sign(council, "K1", KILN)
    first = cover(council, [line(KILN, "1000.00", "2025-05-01")])
    assert cover_if_needed(council=council, by=None) == first

    change_contract(contract=contract, values={"end": date(2025, 4, 2)}, expected_version=contract.version, by=None)
    second = cover_if_needed(council=council, by=None)
    assert second is not None
    assert second != first
    assert second.figures["periods"][""]["by_place"] == {"on contract": "1000.00"}  # within the days after the end

    put_load(council, [line(BECK, "1.00", "2025-05-01")], file_name="more.csv")
    match_soon(council=council, by=None)
    assert CoverageRun.objects.count() == 3


def test_a_later_run_takes_the_place_of_the_sums() -> None:
    council = make_council()
    sign(council, "K1", KILN)
    cover(council, [line(KILN, "1000.00", "2025-05-01")])
    cover(council, [line(KILN, "500.00", "2025-05-02")])
    assert [row.amount for row in ContractSpend.objects.all()] == [Decimal("1500.00")]
