"""The demonstration's payment files, counted with the csv module and held against what was planted."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from goldthread.demo.payments.files import COUNCIL, finance_name, make_files
from goldthread.demo.payments.lines import make_lines
from goldthread.demo.payments.plan import read_file, read_plan
from goldthread.demo.payments.suppliers import make_suppliers
from goldthread.demo.payments.types import PaymentFile, Sector
from tests.demo_counts import count_indicators, read_amount, read_cells, read_day, read_rows, rows_of

YEAR = "2025-26"
FILES = make_files()
FULL = [file for file in FILES if YEAR in file.name and not file.is_cards]
PLANTED = read_file("truths")["planted"]


def _rows(file: PaymentFile) -> Iterator[dict[str, str]]:
    headings, *rows = read_cells(file)
    return (dict(zip(headings, row, strict=True)) for row in rows)


@pytest.fixture(scope="module")
def counted() -> dict[str, dict[str, Fraction | None]]:
    return count_indicators(PLANTED["year"], PLANTED["before"])


@pytest.mark.parametrize("indicator", PLANTED["figures"])
def test_published_figures_are_those_planted(indicator: str, counted: dict[str, dict[str, Fraction | None]]) -> None:
    found = [counted[indicator][name] for name in PLANTED["order"] if name in counted[indicator]]
    shown = ["-" if figure is None else round(figure, 2) for figure in found]
    assert shown == [cell if cell == "-" else Fraction(str(cell)) for cell in PLANTED["figures"][indicator]]


def test_every_figure_that_is_counted_is_planted(counted: dict[str, dict[str, Fraction | None]]) -> None:
    assert set(counted) == set(PLANTED["figures"])


def test_shares_of_a_department_are_sums_of_its_streams(counted: dict[str, dict[str, Fraction | None]]) -> None:
    streams = [stream for stream in read_plan().streams if stream.department == "Place"]
    spend = sum(stream.values[1] for stream in streams)
    with_order = sum(stream.values[1] for stream in streams if stream.has_order)
    assert counted["purchase-order-share"]["Place"] == Fraction(with_order * 100, spend) == 34


@pytest.mark.parametrize("year", read_plan().years)
def test_each_year_is_what_was_planned_to_the_penny(year: str) -> None:
    plan = read_plan()
    place = plan.years.index(year)
    rows = rows_of(year)["council"]
    assert sum(row.amount for row in rows if not row.is_card) == sum(s.values[place] for s in plan.streams)
    assert sum(row.amount for row in rows if row.is_card) == sum(card.values[place] for card in plan.cards)
    assert len([row for row in rows if not row.is_card]) == sum(stream.lines[place] for stream in plan.streams)


def test_the_older_layout_has_a_title_and_a_true_total_at_its_foot() -> None:
    table = read_cells(FILES[0])
    assert table[0][0].startswith("Wharfemoor Council: payments to suppliers")
    assert table[2][:3] == ["Body Name", "Service Label", "Service Division Label"]
    assert read_amount(table[-1][6]) == sum(read_amount(row[6]) for row in table[3:-1])
    assert any(row[6].startswith("(£") for row in table[3:-1])


def test_two_years_are_about_sixty_thousand_rows_and_one_in_ten_payments_is_redacted() -> None:
    everything = sum(len(read_cells(file)) for file in FILES)
    assert 58_000 <= everything <= 62_000
    redacted = sum(line.supplier.group.sector is Sector.INDIVIDUAL for line in make_lines())
    assert Decimal("0.08") <= Decimal(redacted) / len(make_lines()) <= Decimal("0.12")


def test_two_makings_give_the_same_bytes() -> None:
    make_lines.cache_clear()
    make_suppliers.cache_clear()
    read_rows.cache_clear()
    assert make_files() == FILES


def test_payments_lie_in_their_quarter_and_small_streams_stay_below_the_limit() -> None:
    for line in make_lines():
        assert line.pence < 500_00 or line.stream.shape.value != "small"
        assert line.pence < 0 or line.pence >= 500_00 or line.stream.shape.value != "usual"
    for file in FULL:
        quarters = {(read_day(row["Payment date"]).month - 4) % 12 // 3 for row in _rows(file)}
        assert quarters == {int(file.name[-5]) - 1}


def test_regular_payments_repeat_to_the_penny_on_aread_day() -> None:
    regular = [line for line in make_lines() if line.stream.id == "a-homes"]
    repeated = Counter((line.paid, line.supplier.id, line.pence) for line in regular)
    assert sum(times > 1 for times in repeated.values()) > 100


def test_suppliers_are_told_apart_and_written_in_several_ways() -> None:
    suppliers = [each for group in make_suppliers().values() for each in group]
    assert 350 <= len(suppliers) <= 600
    assert len({each.name for each in suppliers}) == len(suppliers)
    for numbers in ("company_number", "charity_number", "postcode"):
        given = [getattr(each, numbers) for each in suppliers if getattr(each, numbers)]
        assert len(set(given)) == len(given)
    assert all(each.company_number.startswith("99") for each in suppliers if each.company_number)
    written = {(line.supplier.id, line.name) for line in make_lines()}
    assert len(written) > 1.5 * len(suppliers)


def test_every_file_names_the_council_and_departments_by_finances_names() -> None:
    for file in FULL:
        assert {row["Organisation name"] for row in _rows(file)} == {COUNCIL}
    assert finance_name("Place", date(2024, 5, 1)) == "Regeneration and Planning"
    assert finance_name("Place", date(2025, 6, 30)) == "Place Directorate"
    assert finance_name("Place", date(2025, 7, 1)) == "Place and Economy"
