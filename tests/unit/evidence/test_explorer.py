"""The spend explorer's figures against a table that is small enough to add up by hand, and against a slow count."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.evidence.explorer.choose import choose_facts
from goldthread.evidence.explorer.export import FileFormat, write_lines
from goldthread.evidence.explorer.figures import read_concentration, read_groups, read_months, read_totals
from goldthread.evidence.explorer.firsts import Order
from goldthread.evidence.explorer.index import open_index
from goldthread.evidence.explorer.lines import read_lines
from goldthread.evidence.explorer.periods import ALL, Period, financial_years, months_between, read_period
from goldthread.evidence.explorer.types import UNKNOWN, Choice, Payee, Totals
from goldthread.evidence.models import DepartmentName, Load
from goldthread.evidence.types import LoadState
from goldthread.organisation.models import Council
from tests.evidence_scene import line, put_load
from tests.factories import department_named, make_council

pytestmark = pytest.mark.django_db

# Two files of an invented council. Acme is paid 900 and gets 100 back; two lines name nobody, one withholds the name.
APRIL = [
    line("Acme Limited", "600.00", "2025-04-03", department="Place Directorate", category_label="Construction"),
    line("Acme Limited", "-100.00", "2025-04-20", department="Place Directorate", category_label="Construction"),
    line("Brook Care", "150.50", "2025-04-30", department="Adults", category_label="Social care"),
    line("Redacted", "49.50", "2025-04-30", department="Adults", is_redacted=True),
    line(None, "10.00", "2025-04-30"),
    line("Not counted", "999.00", "2025-04-30", set_aside="another currency"),
]
NEXT_YEAR = [
    line("Acme Limited", "300.00", "2026-04-02", department="Place Directorate", category_label="Construction"),
    line("Dale Trust", "40.00", "2026-05-09", department="Adults", expense_type="Grants"),
]


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Adult Social Care"])


@pytest.fixture
def loads(council: Council) -> tuple[Load, Load]:
    return put_load(council, APRIL, file_name="april.csv"), put_load(council, NEXT_YEAR, file_name="next.csv")


def totals(council: Council, choice: Choice = Choice()) -> Totals:  # noqa: B008  it is frozen
    with open_index(council) as index:
        choose_facts(index.db, choice)
        return read_totals(index.db)


@pytest.mark.usefixtures("loads")
def test_everything_adds_up(council: Council) -> None:
    found = totals(council)
    assert (found.whole.lines, found.whole.amount, found.whole.credits) == (7, Decimal("1050.00"), Decimal("-100.00"))
    assert found.suppliers == 3, "a withheld name and no name are no suppliers"
    assert (found.withheld.lines, found.withheld.amount) == (1, Decimal("49.50"))
    assert (found.unknown_payee.lines, found.unknown_payee.amount) == (1, Decimal("10.00"))
    assert found.unknown_department.amount == Decimal("10.00")
    assert found.unknown_category.amount == Decimal("59.50")
    assert (found.first, found.last) == (date(2025, 4, 3), date(2026, 5, 9))
    assert {basis: part.lines for basis, part in found.bases.items()} == {"net": 7}


@pytest.mark.usefixtures("loads")
@pytest.mark.parametrize(
    ("choice", "pounds"),
    [
        (Choice(period=read_period("2025-26") or ALL), "710.00"),
        (Choice(period=read_period("2026-27-q1") or ALL), "340.00"),
        (Choice(period=read_period("2026-05m") or ALL), "40.00"),
        (Choice(department="name:Adults"), "240.00"),
        (Choice(department=UNKNOWN), "10.00"),
        (Choice(category="name:Construction"), "800.00"),
        (Choice(category="name:Grants"), "40.00"),
        (Choice(category=UNKNOWN), "59.50"),
        (Choice(supplier="Acme Limited"), "800.00"),
        (Choice(supplier="aCmE"), "800.00"),
        (Choice(supplier="nobody of that name"), "0"),
        (Choice(supplier="Redacted"), "0"),
        (Choice(payee=Payee.WITHHELD), "49.50"),
        (Choice(payee=Payee.UNKNOWN), "10.00"),
        (Choice(payee=Payee.NAMED, department="name:Adults"), "190.50"),
        (Choice(department="id:999"), "0"),
        (Choice(department="id:'; DROP TABLE facts"), "0"),
    ],
)
def test_a_choice_narrows_the_lines_and_the_figures_alike(council: Council, choice: Choice, pounds: str) -> None:
    with open_index(council) as index:
        choose_facts(index.db, choice)
        lines = read_lines(index, choice, order=Order.LARGEST, most=100, skip=0)
        assert read_totals(index.db).whole.amount == Decimal(pounds)
        assert sum((each.amount for each in lines), Decimal(0)) == Decimal(pounds)


@pytest.mark.usefixtures("loads")
def test_months_without_a_payment_are_left_out(council: Council) -> None:
    with open_index(council) as index:
        choose_facts(index.db, Choice())
        months = {f"{month.first:%Y-%m}": month.sum.amount for month in read_months(index.db)}
    assert months == {"2025-04": Decimal("710.00"), "2026-04": Decimal("300.00"), "2026-05": Decimal("40.00")}


@pytest.mark.usefixtures("loads")
def test_groups_show_the_largest_and_what_the_others_come_to(council: Council) -> None:
    with open_index(council) as index:
        choose_facts(index.db, Choice(payee=Payee.NAMED))
        whole = read_totals(index.db).whole
        found = read_groups(index.db, "by_supplier", whole, most=1)
    assert [(group.name, group.sum.amount) for group in found.shown] == [("Acme Limited", Decimal("800.00"))]
    assert (found.count, found.others.lines, found.others.amount) == (3, 2, Decimal("190.50"))


def test_a_confirmed_name_counts_for_the_department_and_no_other(council: Council) -> None:
    put_load(council, APRIL)
    place = department_named(council, "Place")
    DepartmentName.objects.create(council=council, name="Place Directorate", department=place, is_confirmed=True)
    DepartmentName.objects.create(council=council, name="Adults", department=place, is_confirmed=False)
    with open_index(council) as index:
        choose_facts(index.db, Choice())
        found = read_groups(index.db, "by_department", read_totals(index.db).whole, most=9)
    assert [(g.key, g.is_finance_name, g.sum.amount) for g in found.shown] == [
        (f"id:{place.pk}", False, Decimal("500.00")),
        ("name:Adults", True, Decimal("200.00")),
    ]
    assert totals(council, Choice(department=f"id:{place.pk}")).whole.amount == Decimal("500.00")


@pytest.mark.usefixtures("loads")
def test_concentration_is_of_suppliers_with_a_name(council: Council) -> None:
    with open_index(council) as index:
        choose_facts(index.db, Choice())
        found = read_concentration(index.db)
        choose_facts(index.db, Choice(payee=Payee.WITHHELD))
        nobody = read_concentration(index.db)
    assert (found.suppliers, found.amount, found.four_fifths) == (3, Decimal("990.50"), 1)
    assert found.largest == pytest.approx(800 / 990.5)
    assert [point.suppliers for point in found.points] == [1, 2, 3]
    assert found.points[-1].share == 1
    assert (nobody.suppliers, nobody.largest, nobody.four_fifths) == (0, None, None)


def test_a_line_says_where_it_stands(council: Council, loads: tuple[Load, Load]) -> None:
    with open_index(council) as index:
        first, second, *_rest = read_lines(index, Choice(), order=Order.LARGEST, most=2, skip=0)
        last = read_lines(index, Choice(), order=Order.SMALLEST, most=1, skip=0)[0]
    assert (first.load, first.row, first.supplier, first.amount) == (loads[0], 2, "Acme Limited", Decimal("600.00"))
    assert (second.load, second.row, second.day) == (loads[1], 2, date(2026, 4, 2))
    assert (last.row, last.amount) == (3, Decimal("-100.00"))


def test_withdrawing_leaves_no_trace_in_the_figures(council: Council, loads: tuple[Load, Load]) -> None:
    assert totals(council).whole.amount == Decimal("1050.00")
    Load.objects.filter(pk=loads[0].pk).update(state=LoadState.WITHDRAWN)
    assert totals(council).whole.amount == Decimal("340.00")
    Load.objects.filter(pk=loads[0].pk).update(state=LoadState.LIVE)
    assert totals(council).whole.amount == Decimal("1050.00")


def test_a_file_of_lines_runs_nothing_in_a_spreadsheet(council: Council, tmp_path: Path) -> None:
    put_load(council, [line("=cmd|' /C calc'!A0", "1.00", purpose="+44 phone"), line("Plain", "-2.00")])
    for file_format in FileFormat:
        with open_index(council) as index:
            assert write_lines(index, Choice(), file_format, tmp_path / file_format.value) == 2
    text = (tmp_path / "csv").read_text(encoding="utf-8")
    assert "'=cmd|" in text
    assert "'+44 phone" in text
    assert ",-2.00," in text
    assert list(_formulas(tmp_path / "xlsx")) == []


def _formulas(path: Path) -> Iterator[str]:
    import zipfile

    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    if "<f>" in sheet:
        yield sheet


NAMES = st.sampled_from(["Acme", "Brook", "Cliff", None])
LINES = st.lists(
    st.tuples(NAMES, st.integers(-5000, 5000), st.dates(date(2023, 1, 1), date(2026, 12, 31)), st.booleans()),
    min_size=1,
    max_size=30,
)


@settings(max_examples=15, deadline=None)
@given(published=LINES)
def test_figures_are_those_of_a_slow_count(published: list[tuple[str | None, int, date, bool]]) -> None:
    Load.objects.all().delete()
    council = Council.objects.filter(slug="wharfemoor-council").first() or make_council(departments=["Place"])
    put_load(
        council,
        [
            line(name, f"{pence / 100:.2f}", str(day), is_redacted=hidden, category_label="A" if pence % 2 else None)
            for name, pence, day, hidden in published
        ],
    )
    by_name: dict[str, Decimal] = defaultdict(Decimal)
    for name, pence, _day, hidden in published:
        if name and not hidden:
            by_name[name] += Decimal(pence) / 100
    found = totals(council)
    with open_index(council) as index:
        choose_facts(index.db, Choice())
        groups = read_groups(index.db, "by_supplier", found.whole, most=9)
    assert found.whole.amount == sum((Decimal(pence) / 100 for _n, pence, _d, _h in published), Decimal(0))
    assert {group.name: group.sum.amount for group in groups.shown} == by_name
    assert found.withheld.lines == sum(hidden for *_rest, hidden in published)


@pytest.mark.parametrize("key", ["2025", "2025-27", "2025-26-q5", "2025-13m", "x", "0000-01"])
def test_what_is_no_period_is_told_apart(key: str) -> None:
    assert read_period(key) is None


def test_periods_begin_in_april() -> None:
    year: Period | None = read_period("1999-00")
    assert year is not None
    assert (year.first, year.last) == (date(1999, 4, 1), date(2000, 3, 31))
    last_quarter = read_period("2023-24-q4")
    assert last_quarter is not None
    assert (last_quarter.first, last_quarter.last) == (date(2024, 1, 1), date(2024, 3, 31))
    assert last_quarter.label == "2023-24, January to March"
    assert [each.key for each in financial_years(date(2024, 3, 31), date(2025, 4, 1))] == [
        "2025-26",
        "2024-25",
        "2023-24",
    ]
    assert [f"{day:%b}" for day in months_between(date(2024, 11, 9), date(2025, 1, 3))] == ["Nov", "Dec", "Jan"]
