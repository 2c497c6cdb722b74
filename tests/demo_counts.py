"""The demonstration's published files counted with the csv module: what each indicator should find, worked out apart.

Only who is who is taken from the plan: which register a supplier stands in, and whose spelling is whose.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from goldthread.demo.payments.files import make_files
from goldthread.demo.payments.plan import read_plan
from goldthread.demo.payments.suppliers import REDACTED, make_suppliers
from goldthread.demo.payments.types import PaymentFile, Sector, Supplier

COUNCIL = "council"
"""All lines: those of every department, and those of none."""
OF_NONE = "Schools"
OLD_FILE = "wharfemoor-payments-2024-25-q1.csv"
_OLD = {
    "Service Label": "department",
    "Date Paid": "paid",
    "Net Amount": "amount",
    "Supplier Name": "supplier",
    "Detailed Expenditure Type": "purpose",
    "Transaction Number": "reference",
}
_NEW = {
    "Directorate / service where expenditure occurred": "department",
    "Payment date": "paid",
    "Transaction date": "paid",
    "Net amount": "amount",
    "Supplier (beneficiary) name": "supplier",
    "Merchant name": "supplier",
    "Purpose of spend (summary)": "purpose",
    "Purchase order number": "order",
    "Contract reference": "contract",
    "Invoice date": "invoiced",
    "Irrecoverable VAT": "vat",
    "Procurement classification: Proclass code": "category",
    "Merchant category code": "category",
    "Supplier registered company number": "company",
    "Supplier registered charity number": "charity",
    "Transaction number": "reference",
}


@dataclass(frozen=True)
class Row:
    """One published line. `cells` are by the short names above; a name that is not there is a column that is not."""

    department: str
    paid: date
    amount: Decimal
    cells: Mapping[str, str]
    supplier: Supplier | None
    is_card: bool

    def has(self, cell: str) -> bool:
        return bool(self.cells.get(cell))

    @property
    def is_redacted(self) -> bool:
        return "redacted" in self.cells["supplier"].lower()

    @property
    def days(self) -> int | None:
        return (self.paid - read_day(self.cells["invoiced"])).days if self.has("invoiced") else None


Rows = Sequence[Row]


def read_day(text: str) -> date:
    """A day as the files write it: 2025-07-02 or 02/07/2025."""
    day, *rest = text.split("/")
    return date(int(rest[1]), int(rest[0]), int(day)) if rest else date.fromisoformat(text)


def read_amount(text: str) -> Decimal:
    """Pounds as the files write them: -12.50 or (£1,012.50)."""
    plain = text.replace("£", "").replace(",", "")
    return -Decimal(plain.strip("()")) if plain.startswith("(") else Decimal(plain)


def read_cells(file: PaymentFile) -> list[list[str]]:
    """Every line of a file, headings and titles too."""
    text = file.content.decode("cp1252" if file.name == OLD_FILE else "utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@cache
def read_rows() -> tuple[Row, ...]:
    """Every published line of both years."""
    return tuple(row for file in make_files() for row in _read_file(file))


def _read_file(file: PaymentFile) -> list[Row]:
    plan = read_plan()
    short = {name: department for department, names in plan.finance_names.items() for name in names}
    table = read_cells(file)
    headings, body = (table[2], table[3:-1]) if file.name == OLD_FILE else (table[0], table[1:])
    names = {**_OLD, **_NEW}
    rows = []
    for line in body:
        cells = {names[head]: cell for head, cell in zip(headings, line, strict=True) if head in names}
        rows.append(
            Row(
                department=short[cells["department"]],
                paid=read_day(cells["paid"]),
                amount=read_amount(cells["amount"]),
                cells=cells,
                supplier=None if file.is_cards else _by_spelling().get(cells["supplier"].upper()),
                is_card=file.is_cards,
            )
        )
    return rows


@cache
def _by_spelling() -> dict[str, Supplier]:
    every = [each for group in make_suppliers().values() for each in group if each.name != REDACTED]
    return {spelling.upper(): each for each in every for spelling in each.spellings}


def rows_of(year: str) -> dict[str, list[Row]]:
    """The lines of a financial year by department, and all of them under `COUNCIL`."""
    start = date(int(year[:4]), 4, 1)
    found: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows():
        if start <= row.paid < date(start.year + 1, 4, 1):
            found[row.department].append(row)
            found[COUNCIL].append(row)
    return found


def count_indicators(year: str, before: str) -> dict[str, dict[str, Fraction | None]]:
    """Each indicator's figure by department, exact; None where there is nothing to divide by."""
    rows, rows_before = rows_of(year), rows_of(before)
    paid_before = {row.supplier.id for row in rows_before[COUNCIL] if row.supplier}
    departments = [name for name in rows if name != OF_NONE]
    found: dict[str, dict[str, Fraction | None]] = {name: {} for name in (*_BY_LINES, *_BY_SUPPLIER)}
    found["days-to-load"] = {COUNCIL: Fraction(max(_days_to_publish(year)))}
    found["published-months"] = {COUNCIL: Fraction(100 * len({row.paid.month for row in rows[COUNCIL]}), 12)}
    for department in departments:
        for indicator, count in _BY_LINES.items():
            found[indicator][department] = count(rows[department])
        paid = Paid(_spent(rows[department]), _spent(rows_before[department]), paid_before)
        for indicator, weigh in _BY_SUPPLIER.items():
            found[indicator][department] = weigh(paid)
    return found


def _days_to_publish(year: str) -> list[int]:
    """For each quarter, how many days after its last one its payments were published."""
    files = [file for file in make_files() if year in file.name and not file.is_cards]
    start = int(year[:4])
    ends = (date(start, 6, 30), date(start, 9, 30), date(start, 12, 31), date(start + 1, 3, 31))
    return [(file.published - end).days for file, end in zip(files, ends, strict=True)]


def _sum(rows: Rows) -> Decimal:
    return sum((row.amount for row in rows), Decimal(0))


def _per_cent(part: Decimal | int, whole: Decimal | int) -> Fraction | None:
    return Fraction(part) * 100 / Fraction(whole) if whole else None


def _invoices(rows: Rows) -> list[Row]:
    return [row for row in rows if not row.is_card and row.amount > 0]


def _lines(rows: Rows) -> list[Row]:
    return [row for row in rows if not row.is_card]


def _share_with(cell: str) -> Callable[[Rows], Fraction | None]:
    """The share of the money whose line has a cell filled in, of the files that have the column."""

    def count(rows: Rows) -> Fraction | None:
        carried = [row for row in _invoices(rows) if cell in row.cells]
        return _per_cent(_sum([row for row in carried if row.has(cell)]), _sum(carried))

    return count


def _share_where(claim: Callable[[Row], bool]) -> Callable[[Rows], Fraction | None]:
    def count(rows: Rows) -> Fraction | None:
        invoices = _invoices(rows)
        return _per_cent(_sum([row for row in invoices if claim(row)]), _sum(invoices))

    return count


def _lines_where(claim: Callable[[Row], bool], among: Callable[[Rows], list[Row]]) -> Callable[[Rows], Fraction | None]:
    return lambda rows: _per_cent(sum(map(claim, among(rows))), len(among(rows)))


def _is_numbered(row: Row) -> bool:
    return row.has("company") or row.has("charity")


def _dated(rows: Rows) -> list[Row]:
    return [row for row in _invoices(rows) if row.days is not None]


def _count_card_share(rows: Rows) -> Fraction | None:
    paid = [row for row in rows if row.amount > 0]
    return _per_cent(_sum([row for row in paid if row.is_card]), _sum(paid))


def _count_completeness(rows: Rows) -> Fraction | None:
    lines = _lines(rows)
    filled = sum(row.has(cell) for row in lines for cell in ("department", "supplier", "purpose", "vat", "category"))
    return _per_cent(filled, 5 * len(lines))


def _count_days(rows: Rows) -> Fraction | None:
    dated = _dated(rows)
    return Fraction(sum(row.days or 0 for row in dated), len(dated)) if dated else None


_BY_LINES: dict[str, Callable[[Rows], Fraction | None]] = {
    "third-party-spend": lambda rows: Fraction(_sum(rows)),
    "card-share": _count_card_share,
    "purchase-order-share": _share_with("order"),
    "contract-reference-share": _share_with("contract"),
    "category-known-share": _share_with("category"),
    "named-spend-share": _share_where(lambda row: not row.is_redacted),
    "numbered-spend-share": _share_where(_is_numbered),
    "testable-share": _share_where(lambda row: not row.is_redacted and row.has("reference")),
    "year-end-share": _share_where(lambda row: row.paid.month == 3),
    "redacted-share": _lines_where(lambda row: row.is_redacted, _lines),
    "credit-share": _lines_where(lambda row: row.amount < 0, _lines),
    "small-invoice-share": _lines_where(lambda row: row.amount < 500, _invoices),
    "paid-within-30-days": _lines_where(lambda row: (row.days or 0) <= 30, _dated),
    "payment-days": _count_days,
    "publication-completeness": _count_completeness,
}


@dataclass(frozen=True)
class Paid:
    """What a department paid to each supplier, credits left out, now and a year before; None is the withheld."""

    now: Mapping[Supplier | None, Decimal]
    before: Mapping[Supplier | None, Decimal]
    known_before: set[str]

    @property
    def suppliers(self) -> list[Supplier]:
        return [each for each in self.now if each is not None]

    def to(self, claim: Callable[[Supplier], bool]) -> Decimal:
        return sum((self.now[each] for each in self.suppliers if claim(each)), Decimal(0))

    @property
    def whole(self) -> Decimal:
        return sum(self.now.values(), Decimal(0))

    @property
    def named(self) -> Decimal:
        return self.to(lambda _each: True)

    def largest(self, count: int) -> Decimal:
        return sum(sorted((self.now[each] for each in self.suppliers), reverse=True)[:count], Decimal(0))


def _spent(rows: Rows) -> dict[Supplier | None, Decimal]:
    spent: dict[Supplier | None, Decimal] = defaultdict(Decimal)
    for row in _invoices(rows):
        spent[row.supplier] += row.amount
    return spent


def _is_sme(each: Supplier) -> bool:
    return each.group.size in {"micro", "small", "medium"}


def _is_sized(each: Supplier) -> bool:
    return each.group.size != "none"


def _is_registered(each: Supplier) -> bool:
    """Whether the companies' or the charities' register holds it."""
    return bool(each.company_number or each.charity_number)


def _is_known(each: Supplier) -> bool:
    """Whether its sector is known: by a register, or because a public body says so in its name."""
    return _is_registered(each) or each.group.sector is Sector.PUBLIC


def _is_vcse(each: Supplier) -> bool:
    return each.group.sector in {Sector.CHARITY, Sector.CIC}


def _grown(paid: Paid) -> Fraction | None:
    standing = [each for each in paid.suppliers if paid.before.get(each)]
    grown = sum((paid.now[each] for each in standing if paid.now[each] * 2 > paid.before[each] * 3), Decimal(0))
    return _per_cent(grown, sum((paid.now[each] for each in standing), Decimal(0)))


def _concentration(paid: Paid) -> Fraction | None:
    squares = sum((Fraction(paid.now[each]) ** 2 for each in paid.suppliers), Fraction(0))
    return 10_000 * squares / Fraction(paid.named) ** 2


_BY_SUPPLIER: dict[str, Callable[[Paid], Fraction | None]] = {
    "supplier-count": lambda paid: Fraction(len(paid.suppliers)),
    "largest-supplier-share": lambda paid: _per_cent(paid.largest(1), paid.named),
    "top-ten-share": lambda paid: _per_cent(paid.largest(10), paid.named),
    "supplier-concentration": _concentration,
    "new-supplier-share": lambda paid: _per_cent(paid.to(lambda s: s.id not in paid.known_before), paid.named),
    "grown-supplier-share": _grown,
    "local-share": lambda paid: _per_cent(paid.to(lambda s: bool(s.ward)), paid.whole),
    "matched-spend-share": lambda paid: _per_cent(paid.to(_is_registered), paid.whole),
    "vcse-sector-known-share": lambda paid: _per_cent(paid.to(_is_known), paid.whole),
    "sme-share": lambda paid: _per_cent(paid.to(_is_sme), paid.whole),
    "sme-size-known-share": lambda paid: _per_cent(paid.to(_is_sized), paid.whole),
    "sme-supplier-share": lambda paid: _per_cent(
        sum(map(_is_sme, paid.suppliers)), sum(map(_is_sized, paid.suppliers))
    ),
    "sme-ward-known-share": lambda paid: _per_cent(
        paid.to(lambda each: _is_sme(each) and bool(each.ward)), paid.to(_is_sme)
    ),
    "vcse-share": lambda paid: _per_cent(paid.to(_is_vcse), paid.whole),
    "vcse-ward-known-share": lambda paid: _per_cent(
        paid.to(lambda each: _is_vcse(each) and bool(each.ward)), paid.to(_is_vcse)
    ),
}
