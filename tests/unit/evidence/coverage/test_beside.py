"""What a run keeps of contracts paid late, above their value or never is what the slow way finds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from goldthread.evidence.coverage.beside import KEPT, paid_above_value, read_above, read_lists
from goldthread.evidence.coverage.counts import count_contracts
from goldthread.evidence.coverage.figures import Days, read_cover
from goldthread.evidence.coverage.keep import department_names, open_placed
from goldthread.evidence.coverage.lists import Wanted, gather_suppliers, read_gathered, read_placed
from goldthread.evidence.coverage.models import CoverageRun
from goldthread.evidence.coverage.queries import Coverage, NoPayments, read_contract_lists, read_coverage
from goldthread.evidence.coverage.types import Place
from goldthread.evidence.explorer.periods import quarter_of, read_period
from goldthread.organisation.models import Council
from goldthread.register.models import Change, Contract
from goldthread.register.types import ChangeState
from tests.coverage_scene import cover, sign
from tests.evidence_scene import line
from tests.factories import make_council

pytestmark = pytest.mark.django_db

MANY = KEPT + 10
WORDS = ("Kiln", "Beck", "Dale", "Moss", "Thorn", "Wren", "Otter", "Elm")


def supplier(number: int) -> str:
    return f"{WORDS[number % 8]}{WORDS[number // 8]}scar{number // 64 or ''} Roofing Ltd"


@pytest.fixture
def covered() -> tuple[Council, CoverageRun]:
    """Sixty contracts worth £1,000, paid £1,010 and more; one that was over when it was paid; some that never were."""
    council = make_council()
    for number in range(MANY):
        sign(council, f"K{number}", supplier(number), awarded_value=1000)
    sign(council, "OLD", "Foxholme Paving Ltd", start=date(2023, 4, 1), end=date(2024, 3, 31))
    for number in range(3):
        sign(council, f"X{number}", f"Nobody Paid {number} Ltd")
    lines = [line(supplier(number), f"{1010 + number // 2}.00", "2025-06-01") for number in range(MANY)]
    run = cover(council, [*lines, line("Foxholme Paving Ltd", "70.00", "2025-07-01")])
    return council, run


def approve(contract: Contract, added: int) -> None:
    Change.objects.create(
        contract=contract,
        number=1,
        title="More",
        reason="More roofs",
        value_added=added,
        state=ChangeState.APPROVED.value,
        decided_at=timezone.now() + timedelta(seconds=1),
    )


def test_the_first_of_those_above_are_the_first_of_all(covered: tuple[Council, CoverageRun]) -> None:
    council, run = covered
    everyone = paid_above_value(council)
    assert len(everyone) == MANY
    shown, count = read_above(council, run)
    assert [(row.contract.pk, row.above) for row in shown] == list(everyone.items())[:KEPT]
    assert count == MANY


def test_a_change_that_was_approved_since_counts_at_once(covered: tuple[Council, CoverageRun]) -> None:
    council, run = covered
    largest, smallest = (Contract.objects.get(reference=f"K{number}") for number in (MANY - 1, 0))
    approve(largest, 5000)
    approve(smallest, -100)
    shown, count = read_above(council, run)
    assert (shown[0].contract, shown[0].above) == (smallest, Decimal(110))
    assert largest not in [row.contract for row in shown]
    assert count == MANY - 1 == len(paid_above_value(council))
    assert [(row.contract.pk, row.above) for row in shown] == list(paid_above_value(council).items())[:KEPT]


def test_kept_lists_are_those_that_are_worked_out(covered: tuple[Council, CoverageRun]) -> None:
    council, run = covered
    for key in ("", "2025-26"):
        period = read_period(key)
        assert period is not None
        kept = read_contract_lists(council, run, period)
        days = Days(period.first, period.last)
        with open_placed(council, run) as db:
            assert kept == read_lists(db, days, count_contracts(db, council, days, timezone.localdate()))
        assert [(row.amount, row.payments) for row in kept.late] == [(Decimal("70.00"), 1)]
        assert (kept.late_count, kept.unpaid_count, len(kept.unpaid)) == (1, 3, 3)
    quarter = read_period("2025-26-q1")
    assert quarter is not None
    assert read_contract_lists(council, run, quarter).late_count == 0


def test_a_quarter_is_read_from_the_run_and_says_what_its_payments_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """No payment is read for a quarter of the latest three years; an older one is worked out when it is asked for."""
    council = make_council()
    days = ("2022-04-05", "2023-05-01", "2024-07-01", "2025-06-30", "2025-07-01", "2026-02-02")
    for number in range(len(days)):
        sign(council, f"Q{number}", supplier(number), start=date(2023, 4, 1), end=date(2025, 7, 1 + number))
    run = cover(council, [line(supplier(number), f"{number}00.10", day) for number, day in enumerate(days)])
    quarters = [quarter_of(*found) for found in ((2023, 1), (2024, 2), (2025, 1), (2025, 2), (2025, 4))]
    worked_out = []
    for quarter in quarters:
        span = Days(quarter.first, quarter.last)
        with open_placed(council, run) as db:
            counted = count_contracts(db, council, span, timezone.localdate())
            whole = Coverage(read_cover(db, span, department_names(council)), counted)
            worked_out.append((whole, read_lists(db, span, counted)))
    older = quarter_of(2022, 1)
    assert older.key not in run.figures["periods"]
    assert read_coverage(council, run, older).cover.third_party == Decimal("0.10")

    monkeypatch.setattr("goldthread.evidence.coverage.queries.open_placed", None)
    read = [(read_coverage(council, run, q), read_contract_lists(council, run, q)) for q in quarters]
    assert read == worked_out
    assert any(lists.late_count for _, lists in read)
    with pytest.raises(NoPayments):
        read_coverage(council, run, quarter_of(2025, 3))


def test_pages_of_payments_and_of_suppliers_join_up(covered: tuple[Council, CoverageRun]) -> None:
    council, run = covered
    with open_placed(council, run) as db:
        everything = read_placed(db, Wanted(Days()), most=1000)
        assert len(everything) == MANY + 1
        paged = [row for skip in range(0, 80, 7) for row in read_placed(db, Wanted(Days()), most=7, skip=skip)]
        assert paged == everything
        assert [row.amount for row in everything] == sorted((row.amount for row in everything), reverse=True)
        count = gather_suppliers(db, Days(), Place.ON, several=False)
        suppliers = read_gathered(db, most=1000)
        assert count == len(suppliers) == MANY
        assert [row for skip in (0, 40) for row in read_gathered(db, most=40, skip=skip)] == suppliers
