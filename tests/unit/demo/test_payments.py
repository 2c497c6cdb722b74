"""The demonstration's payment files, counted with the csv module and held against what was planted."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from goldthread.demo.payments.files import COUNCIL, finance_name, make_files
from goldthread.demo.payments.lines import DUE_DAYS, make_lines
from goldthread.demo.payments.plan import read_file, read_plan
from goldthread.demo.payments.suppliers import make_suppliers
from goldthread.demo.payments.types import PaymentFile, Sector, Supplier

YEAR = "2025-26"
FILES = make_files()
FULL = [file for file in FILES if YEAR in file.name and not file.is_cards]
PLANTED = read_file("truths")["planted"][YEAR]
DEPARTMENTS = [name for name in PLANTED if name != "columns"]


@dataclass(frozen=True)
class Read:
    """One published row, as anybody reads it."""

    department: str
    supplier: Supplier | None
    amount: Decimal
    cells: Mapping[str, str]

    def has(self, heading: str) -> bool:
        return bool(self.cells[heading])

    @property
    def days(self) -> int | None:
        invoiced = self.cells["Invoice date"]
        return (_day(self.cells["Payment date"]) - _day(invoiced)).days if invoiced else None


def _day(text: str) -> date:
    day, *rest = text.split("/")
    return date(int(rest[1]), int(rest[0]), int(day)) if rest else date.fromisoformat(text)


def _cells(file: PaymentFile) -> list[list[str]]:
    text = file.content.decode("cp1252" if file.name.endswith("2024-25-q1.csv") else "utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def _rows(file: PaymentFile) -> Iterator[dict[str, str]]:
    headings, *rows = _cells(file)
    return (dict(zip(headings, row, strict=True)) for row in rows)


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Read]]:
    """The payments of 2025-26 by department."""
    plan = read_plan()
    departments = {name: short for short, names in plan.finance_names.items() for name in names}
    suppliers = {each.id: each for group in make_suppliers().values() for each in group if each.id}
    found: dict[str, list[Read]] = defaultdict(list)
    for file in FULL:
        for cells in _rows(file):
            short = departments[cells["Directorate / service where expenditure occurred"]]
            supplier = suppliers.get(cells["Local supplier (beneficiary) internal reference"])
            found[short].append(Read(short, supplier, Decimal(cells["Net amount"]), cells))
    return found


def share(rows: list[Read], which: list[Read]) -> Decimal:
    return sum((row.amount for row in which), Decimal(0)) * 100 / sum(row.amount for row in rows)


def count(rows: list[Read]) -> dict[str, Decimal]:
    """What the truths say of a department, added up from what was published."""
    by_supplier: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.supplier:
            by_supplier[row.supplier.id] += row.amount
    groups = {row.supplier.id: row.supplier.group for row in rows if row.supplier}
    paid_before = {line.supplier.id for line in make_lines() if line.paid < date(2025, 4, 1)}

    def of(*sectors: Sector) -> list[Read]:
        return [row for row in rows if row.supplier and groups[row.supplier.id].sector in sectors]

    def sized(*sizes: str) -> list[Read]:
        return [row for row in rows if row.supplier and groups[row.supplier.id].size in sizes]

    invoices = [row for row in rows if row.amount > 0]
    return {
        "spend": sum((row.amount for row in rows), Decimal(0)),
        "lines": Decimal(len(rows)),
        "with_order": share(rows, [row for row in rows if row.has("Purchase order number")]),
        "with_contract": share(rows, [row for row in rows if row.has("Contract reference")]),
        "with_invoice_date": share(rows, [row for row in rows if row.has("Invoice date")]),
        "with_proclass": share(rows, [r for r in rows if r.has("Procurement classification: Proclass code")]),
        "redacted": share(rows, [row for row in rows if not row.supplier]),
        "redacted_lines": Decimal(sum(not row.supplier for row in rows)),
        "vcse": share(rows, of(Sector.CHARITY, Sector.CIC)),
        "sme": share(rows, sized("micro", "small", "medium")),
        "size_unknown": share(rows, [r for r in of(Sector.COMPANY) if r.supplier and r.supplier.group.size == "none"]),
        "local": share(rows, [row for row in rows if row.supplier and row.supplier.ward]),
        "new": share(rows, [row for row in rows if row.supplier and row.supplier.id not in paid_before]),
        "suppliers": Decimal(len(by_supplier)),
        "largest": round(max(by_supplier.values()) * 100 / sum(row.amount for row in rows), 2),
        "small_lines": Decimal(sum(row.amount < 500 for row in invoices)),
        "late_lines": Decimal(sum(row.days is not None and row.days > DUE_DAYS for row in invoices)),
    }


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_departments_published_figures_are_those_planted(department: str, rows: dict[str, list[Read]]) -> None:
    planted = dict(zip(PLANTED["columns"], map(str, PLANTED[department]), strict=True))
    assert count(rows[department]) == {name: Decimal(value) for name, value in planted.items()}


@pytest.mark.parametrize("year", read_plan().years)
def test_each_year_is_what_was_planned_to_the_penny(year: str) -> None:
    plan = read_plan()
    place = plan.years.index(year)
    payments = [file for file in FILES if year in file.name and not file.is_cards]
    cards = [file for file in FILES if year in file.name and file.is_cards]
    total = Decimal(0)
    for file in payments:
        if file.name.endswith("2024-25-q1.csv"):
            total += sum(map(_old_amount, _cells(file)[3:-1]), Decimal(0))
        else:
            total += sum((Decimal(row["Net amount"]) for row in _rows(file)), Decimal(0))
    assert total == sum(stream.values[place] for stream in plan.streams)
    assert sum(Decimal(row["Net amount"]) for file in cards for row in _rows(file)) == sum(
        card.values[place] for card in plan.cards
    )


def _old_amount(row: list[str]) -> Decimal:
    text = row[6].replace("£", "").replace(",", "")
    return -Decimal(text.strip("()")) if text.startswith("(") else Decimal(text)


def test_the_older_layout_has_a_title_and_a_true_total_at_its_foot() -> None:
    table = _cells(FILES[0])
    assert table[0][0].startswith("Wharfemoor Council: payments to suppliers")
    assert table[2][:3] == ["Body Name", "Service Label", "Service Division Label"]
    assert _old_amount(table[-1]) == sum(map(_old_amount, table[3:-1]))
    assert any(row[6].startswith("(£") for row in table[3:-1])


def test_two_years_are_about_sixty_thousand_rows_and_one_in_ten_payments_is_redacted() -> None:
    everything = sum(len(_cells(file)) for file in FILES)
    assert 58_000 <= everything <= 62_000
    redacted = sum(line.supplier.group.sector is Sector.INDIVIDUAL for line in make_lines())
    assert Decimal("0.08") <= Decimal(redacted) / len(make_lines()) <= Decimal("0.12")


def test_two_makings_give_the_same_bytes() -> None:
    make_lines.cache_clear()
    make_suppliers.cache_clear()
    assert make_files() == FILES


def test_payments_lie_in_their_quarter_and_small_streams_stay_below_the_limit() -> None:
    for line in make_lines():
        assert line.pence < 500_00 or line.stream.shape.value != "small"
        assert line.pence < 0 or line.pence >= 500_00 or line.stream.shape.value != "usual"
    for file in FULL:
        quarters = {(_day(row["Payment date"]).month - 4) % 12 // 3 for row in _rows(file)}
        assert quarters == {int(file.name[-5]) - 1}


def test_regular_payments_repeat_to_the_penny_on_a_day() -> None:
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
