"""Pages of the spend explorer read sums and kept lines where they can. All is that of facts and lines, read slowly."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from goldthread.evidence.actions import withdraw_load
from goldthread.evidence.explorer import firsts
from goldthread.evidence.explorer import index as index_module
from goldthread.evidence.explorer.choose import choose_facts, condition
from goldthread.evidence.explorer.figures import (
    read_category_ways,
    read_concentration,
    read_groups,
    read_kinds,
    read_months,
    read_totals,
)
from goldthread.evidence.explorer.firsts import KEPT, Order, read_firsts
from goldthread.evidence.explorer.index import Index, open_index
from goldthread.evidence.explorer.lines import Line, lines_at, read_lines
from goldthread.evidence.explorer.names import list_suppliers
from goldthread.evidence.explorer.periods import ALL, read_period
from goldthread.evidence.explorer.types import UNKNOWN, Choice, Payee
from goldthread.evidence.matching.models import MatchRun, Supplier, SupplierName
from goldthread.evidence.matching.types import Sector, Size, Standing
from goldthread.evidence.models import Load
from goldthread.evidence.queries import rows_file
from goldthread.evidence.store import Connection, ask
from goldthread.organisation.models import Council
from tests.evidence_scene import line, put_load
from tests.factories import make_council

pytestmark = pytest.mark.django_db

PERIODS = [read_period(key) or ALL for key in ("", "2025-26-q2")]
NARROWED = [
    {},
    {"size": Size.SMALL},
    {"sector": Sector.CHARITY},
    {"ward": "Ward 2"},
    {"ward": UNKNOWN, "place": UNKNOWN},
    {"size": Size.SMALL, "ward": "Ward 1"},
    {"in_doubt": True},
    {"payee": Payee.NAMED},
    {"payee": Payee.WITHHELD},
    {"payee": Payee.WITHHELD, "size": Size.SMALL},
    {"payee": Payee.NAMED, "sector": Sector.COMPANY},
    {"department": "name:Unit 1", "size": Size.SMALL},
    {"category": "name:Class 2", "ward": "Ward 2"},
    {"supplier": "Firm 1"},
    {"supplier": "irm 1"},
    {"supplier": "irm", "size": Size.SMALL},
    {"supplier": "irm", "payee": Payee.WITHHELD},
]


@pytest.fixture
def council() -> Council:
    """Two hundred payments over two years, to suppliers of every kind under one or two names each, and to nobody."""
    council = make_council(departments=["Place"])
    lines = []
    for number in range(200):
        name = None if number % 19 == 0 else f"Firm {number % 23}"
        lines.append(
            line(
                name,
                f"{(number * 37) % 500 - 60}.{number % 100:02}",
                f"{2024 + number % 2}-{1 + number % 12:02}-{1 + number % 28:02}",
                is_redacted=number % 13 == 0,
                department=None if number % 11 == 0 else f"Unit {number % 3}",
                category_label=None if number % 7 == 0 else f"Class {number % 5}",
                amount_basis="gross" if number % 9 == 0 else "net",
            )
        )
    put_load(council, lines)
    sizes, sectors = list(Size), list(Sector)
    for number in range(12):
        ward = "" if number % 4 == 0 else f"Ward {number % 4}"
        supplier = Supplier.objects.create(
            council=council,
            name=f"Firm {number}",
            size=sizes[number % len(sizes)],
            sector=sectors[number % len(sectors)],
            ward=ward,
            is_local=number % 2 == 0 if ward else None,
        )
        for name in {f"Firm {number}", f"Firm {number + 11}"}:
            sure = 0.8 if number % 5 == 0 else 1.0
            SupplierName.objects.create(
                council=council, name=name, supplier=supplier, standing=Standing.NAMED, confidence=sure
            )
        if number == 10:
            break  # the names of the last firms are matched to nobody
    MatchRun.objects.create(council=council, evidence_digest="", figures={})
    return council


def all_figures(index: Index) -> list[object]:
    db = index.db
    totals = read_totals(db)
    return [
        totals,
        read_months(db),
        *(read_groups(db, f"by_{of}", totals.whole, most=5) for of in ("supplier", "department", "category")),
        *(read_kinds(db, column) for column in ("size", "sector", "ward", "place")),
        read_concentration(db),
        read_category_ways(db),
        list_suppliers(index, by_name=True, most=9, skip=3),
    ]


def choose_slowly(db: Connection, choice: Choice) -> None:
    """The same tables out of the facts alone."""
    db.execute(f"CREATE OR REPLACE TEMP TABLE slow AS FROM facts() WHERE {condition(db, choice, 'month_first')}")
    for name in ("chosen_months", "chosen_departments", "chosen_categories"):
        db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM slow")
    db.execute(
        """CREATE OR REPLACE TEMP TABLE chosen_suppliers AS
        SELECT w.*, s.line_count, s.amount, s.credit FROM who w JOIN (SELECT supplier, sum(line_count) AS line_count,
        sum(amount) AS amount, sum(credit) AS credit FROM slow GROUP BY supplier) s ON s.supplier = w.number"""
    )


def test_sums_say_what_the_facts_say(council: Council) -> None:
    seen = 0
    with open_index(council) as index:
        for narrowed, period in product(NARROWED, PERIODS):
            choice = Choice(period=period, **narrowed)  # type: ignore[arg-type]  # its own fields
            choose_facts(index.db, choice)
            quick = all_figures(index)
            choose_slowly(index.db, choice)
            assert quick == all_figures(index), choice
            seen += bool(quick[1])
    assert seen > 20, "most choices find payments"


def test_a_list_without_months_says_what_the_facts_say(council: Council) -> None:
    with open_index(council) as index:
        for narrowed, period in product(NARROWED, PERIODS):
            choice = Choice(period=period, **narrowed)  # type: ignore[arg-type]  # its own fields
            told = []
            for choose in (lambda db, choice: choose_facts(db, choice, by_month=False), choose_slowly):
                choose(index.db, choice)
                lists = [list_suppliers(index, by_name=by_name, most=9, skip=3) for by_name in (True, False)]
                told.append((read_totals(index.db), lists))
            assert told[0] == told[1], choice


def test_a_later_matching_is_read_at_once(council: Council) -> None:
    with open_index(council) as index:
        choose_facts(index.db, Choice(size=Size.SMALL))
        before = read_totals(index.db).whole
    Supplier.objects.filter(council=council, size=Size.MEDIUM).update(size=Size.SMALL)
    MatchRun.objects.create(council=council, evidence_digest="", figures={})
    with open_index(council) as index:
        choose_facts(index.db, Choice(size=Size.SMALL))
        after, months = read_totals(index.db).whole, read_months(index.db)
    assert after.lines > before.lines
    assert sum(month.sum.lines for month in months) == after.lines


def read_slowly(index: Index) -> Callable[[Choice, Order], list[Line]]:
    """The same lists out of all lines, which are read once and put in order here."""
    rows = ask(index.db, "SELECT amount, day, file, place FROM lines()")
    places = [(int(file), int(place)) for _amount, _day, file, place in rows]
    known = dict(zip(places, lines_at(index.db, index.loads, places), strict=True))

    def rank(row: tuple[Decimal, date, int, int], order: Order) -> tuple[object, ...]:
        amount, day, file, place = row
        newest, oldest = (-day.toordinal(), file, place), (day.toordinal(), file, place)
        return {"largest": (-amount, *newest), "smallest": (amount, *newest), "newest": newest, "oldest": oldest}[order]

    def read(choice: Choice, order: Order) -> list[Line]:
        chosen = ask(index.db, f"SELECT * FROM ({ALL_LINES}) WHERE {condition(index.db, choice, 'day')}")
        in_order = sorted((row[:4] for row in chosen), key=lambda row: rank(row, order))
        return [known[int(file), int(place)] for _amount, _day, file, place in in_order]

    return read


def put_equal_payments(council: Council) -> Load:
    """A second file with payments as large as the largest and as small as the smallest, several of one day."""
    amounts = ("439.99", "439.99", "-60.00", "-60.00", "439.62", "12.00")
    lines = [line(f"Firm {n % 4}", amount, f"2025-0{1 + n % 3}-11") for n, amount in enumerate(amounts * 4)]
    return put_load(council, lines, file_name="more.csv")


ALL_LINES = "SELECT amount, day, file, place, supplier, department, category FROM lines()"
PAGES = [(9, 0), (9, 18), (50, 150)]


@pytest.mark.parametrize("most_kept", [40, 1000])
def test_lists_of_payments_are_those_of_all_lines(
    council: Council, monkeypatch: pytest.MonkeyPatch, most_kept: int
) -> None:
    monkeypatch.setattr(firsts, "MOST_KEPT", most_kept)
    monkeypatch.setattr(index_module, "ROW_GROUP", 8)
    second = put_equal_payments(council)
    if most_kept < 100:
        check_lists(council, kept_serves_all=False)
    withdraw_load(load=second, why="It was the wrong file.", by=None)
    check_lists(council, kept_serves_all=most_kept > 200)


def check_lists(council: Council, *, kept_serves_all: bool) -> None:
    """Every page of every choice; those by amount come from what is kept as far as it reaches."""
    served = {True: 0, False: 0}
    with open_index(council) as index:
        read = read_slowly(index)
        for narrowed, period in product(NARROWED, PERIODS):
            choice = Choice(period=period, **narrowed)  # type: ignore[arg-type]  # its own fields
            for order in Order if narrowed == {} else KEPT:
                expected = read(choice, order)
                for most, skip in PAGES:
                    found = read_lines(index, choice, order=order, most=most, skip=skip)
                    assert found == expected[skip : skip + most], (choice, order, skip)
                if order in KEPT:
                    where = condition(index.db, choice, "day")
                    firsts_found = read_firsts(index.db, where, order=order, most=9, skip=0)
                    served[firsts_found is not None] += bool(expected)
    assert served[True] > 5, "pages come from what is kept"
    assert (served[False] == 0) is kept_serves_all, "and where it ends, from all lines"


def test_the_largest_payments_are_read_without_the_files_of_the_loads(council: Council) -> None:
    choice = Choice(ward="Ward 2")
    with open_index(council) as index:
        before = read_lines(index, choice, order=Order.LARGEST, most=5, skip=5)
    for load in Load.objects.filter(council=council):
        rows_file(load).rename(rows_file(load).with_suffix(".away"))
    with open_index(council) as index:
        assert read_lines(index, choice, order=Order.LARGEST, most=5, skip=5) == before
    assert len(before) == 5


def test_sums_are_there_before_the_first_matching() -> None:
    council = make_council(departments=["Place"])
    put_load(council, [line("Firm 1", "10.00"), line(None, "5.00")])
    with open_index(council) as index:
        choose_facts(index.db, Choice(size=UNKNOWN))
        assert [str(month.sum.amount) for month in read_months(index.db)] == ["10.00"]
