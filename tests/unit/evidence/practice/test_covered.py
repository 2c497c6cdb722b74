"""Coverage as evidence: its figures are those of the run, by department, and the rows behind come to them exactly."""

from datetime import date
from decimal import Decimal

import pytest

from goldthread.evidence.coverage.keep import files_of
from goldthread.evidence.coverage.queries import read_coverage
from goldthread.evidence.coverage.types import DepartmentCover
from goldthread.evidence.explorer.periods import read_period
from goldthread.evidence.indicators.behind import open_behind
from goldthread.evidence.indicators.behind_rows import read_units
from goldthread.evidence.indicators.gather import read_figures
from goldthread.evidence.indicators.load import find_indicator
from goldthread.evidence.indicators.types import Figure
from goldthread.evidence.models import DepartmentName
from goldthread.evidence.queries import live_loads
from goldthread.organisation.models import Council, Department
from tests.coverage_scene import cover, sign
from tests.evidence_scene import line
from tests.factories import make_council

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 6, 1)
OURS = {
    "register-coverage": lambda c, _d: c.on_register,
    "on-contract-share": lambda _c, d: d.on_contract,
    "off-contract-share": lambda _c, d: d.off_contract,
}


@pytest.fixture
def council() -> Council:
    """Housing buys on contract and late; Places buys without one, from nobody known, and gets money back."""
    made = make_council(departments=["Housing", "Places"])
    for each in Department.objects.filter(council=made):
        DepartmentName.objects.create(council=made, name=each.name, department=each, is_confirmed=True)
    sign(made, "K1", "Kilnsey Roofing Ltd")
    sign(made, "O1", "Old Mill Ltd", start=date(2022, 4, 1), end=date(2024, 3, 31))
    paid = [("Kilnsey Roofing Ltd", "300.01", "Housing"), ("Old Mill Ltd", "50.50", "Housing")]
    paid += [("Dalesfoot Paper Ltd", "240000.00", "Places"), ("Kilnsey Roofing Ltd", "7.49", "Places")]
    cover(
        made,
        [
            *(line(name, amount, department=place) for name, amount, place in paid),
            *(line("Kilnsey Roofing Ltd", f"{n}.25", department="Housing") for n in range(1, 21)),
            line("Dalesfoot Paper Ltd", "-40.00", department="Places"),
            line(None, "600.00", department="Places"),
            line("Kilnsey Roofing Ltd", "9000.00", "2024-09-01", department="Housing"),
        ],
    )
    return made


def figures_of(council: Council) -> dict[tuple[str, int | None], Figure]:
    period = read_period("2025-26")
    assert period is not None
    found = read_figures(council, period, as_of=AS_OF)
    return {(each.indicator, each.department_id): each for each in found if each.indicator in OURS}


def test_the_figures_are_those_of_the_run_for_the_council_and_each_department(council: Council) -> None:
    period = read_period("2025-26")
    assert period is not None
    run = council.coverage_runs.latest("pk")
    whole = read_coverage(council, run, period).cover
    figures = figures_of(council)
    total = DepartmentCover(
        "", None, whole.third_party, whole.on_contract, whole.off_contract, whole.unknown, Decimal(0)
    )
    for name, part in OURS.items():
        assert (figures[name, None].numerator, figures[name, None].denominator) == (
            part(whole, total),
            whole.third_party,
        )
    for each in whole.departments:
        for name in ("on-contract-share", "off-contract-share"):
            figure = figures[name, each.department]
            assert (figure.numerator or Decimal(0), figure.denominator) == (OURS[name](whole, each), each.third_party)
    known = figures["on-contract-share", None]
    assert known.coverage == (whole.third_party - whole.unknown) / whole.third_party
    assert known.rows == 25, "payments, without the credit and without those of another year"


def test_the_rows_behind_come_to_both_sides_exactly(council: Council) -> None:
    period = read_period("2025-26")
    assert period is not None
    loads = live_loads(council)
    for (name, department), figure in figures_of(council).items():
        with open_behind(council, find_indicator(name), period, department, loads) as behind:
            units = read_units(behind, side="", most=50, skip=0)
        above = sum((unit.numerator or Decimal(0) for unit in units if unit.in_numerator), Decimal(0))
        below = sum((unit.denominator or Decimal(0) for unit in units if unit.in_denominator), Decimal(0))
        assert (above, below) == (figure.numerator or Decimal(0), figure.denominator)
        assert behind.denominator.amount == figure.denominator
    assert {unit.label for unit in units} == {
        "Dalesfoot Paper Ltd, without a contract",
        "Kilnsey Roofing Ltd, on contract",
        None,
    }


def test_without_placed_payments_nothing_is_claimed(council: Council) -> None:
    before = figures_of(council)["register-coverage", None]
    assert before.value is not None
    files_of(council, council.coverage_runs.latest("pk").digest).lines.unlink()
    after = figures_of(council)["register-coverage", None]
    assert (after.value, after.rows) == (None, 0)
    assert after.reason
