"""The files as Wharfemoor published them: eight quarters of payments, the first in an older layout, and four of
cards."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from goldthread.demo.payments.lines import FULL_LAYOUT_SINCE, first_day, make_card_lines, make_lines
from goldthread.demo.payments.plan import read_file, read_plan
from goldthread.demo.payments.suppliers import REDACTED
from goldthread.demo.payments.types import CardLine, Line, PaymentFile

COUNCIL = "Wharfemoor Council"
CODE = "https://www.wharfemoor.example/id/council"
RENAMED = date(2025, 7, 1)
"""Since this day finance calls its departments by other names, and writes dates the other way round."""

_LATE = {date(2025, 4, 1): date(2025, 7, 1), date(2025, 10, 1): date(2025, 11, 14)}
"""The day of publication by the day after the period, where it was after the month that the Code allows."""

_OLD_HEADINGS = (
    "Body Name",
    "Service Label",
    "Service Division Label",
    "Detailed Expenditure Type",
    "Date Paid",
    "Transaction Number",
    "Net Amount",
    "Capital or Revenue",
    "Supplier Name",
)
_HEADINGS = (
    "Organisation name",
    "Organisation code",
    "Directorate / service where expenditure occurred",
    "Supplier (beneficiary) name",
    "Local supplier (beneficiary) internal reference",
    "Supplier registered company number",
    "Supplier registered charity number",
    "Supplier postcode",
    "Payment date",
    "Transaction number",
    "Invoice number",
    "Invoice date",
    "Purchase order number",
    "Contract reference",
    "Net amount",
    "Irrecoverable VAT",
    "Purpose of spend (summary)",
    "Procurement classification: Proclass code",
    "Procurement classification: Proclass label",
    "Capital or revenue",
)
_CARD_HEADINGS = (
    "Organisation name",
    "Directorate / service where expenditure occurred",
    "Transaction date",
    "Merchant name",
    "Merchant category code",
    "Merchant category",
    "Purpose of spend (summary)",
    "Net amount",
    "Card transaction",
)
_CAPITAL = frozenset({"p-building", "p-regen", "h-civils", "o-planned"})


def make_files() -> tuple[PaymentFile, ...]:
    """Every file in the order of publication. The same bytes at each run."""
    plan = read_plan()
    made: list[PaymentFile] = []
    for year in plan.years:
        start = first_day(year)
        quarters = [_months_on(start, months) for months in (0, 3, 6, 9, 12)]
        for number, (begin, end) in enumerate(pairwise(quarters), start=1):
            rows = [line for line in make_lines() if begin <= line.paid < end]
            name = f"wharfemoor-payments-{year}-q{number}.csv"
            made.append(PaymentFile(name, _render(rows, begin), _published(end), is_cards=False))
        for number, (begin, end) in enumerate(pairwise(quarters[::2]), start=1):
            cards = [line for line in make_card_lines() if begin <= line.paid < end]
            name = f"wharfemoor-cards-{year}-half{number}.csv"
            made.append(PaymentFile(name, _render_cards(cards), _published(end), is_cards=True))
    return tuple(sorted(made, key=lambda file: (file.published, file.name)))


def finance_name(department: str, day: date) -> str:
    """What finance called a department on a day."""
    return read_plan().finance_names[department][0 if day < FULL_LAYOUT_SINCE else 1 if day < RENAMED else 2]


def _published(end: date) -> date:
    """Four weeks after the period, but for two quarters that were late."""
    return _LATE.get(end, end.replace(day=28))


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _render(rows: Sequence[Line], begin: date) -> bytes:
    if begin < FULL_LAYOUT_SINCE:
        return _write(_old_table(rows)).encode("cp1252")
    write_day: Callable[[date], str] = date.isoformat if begin >= RENAMED else _slashes
    labels = read_file("suppliers")["proclass"]
    prefix = f"{begin.year % 100}{begin.month:02d}"
    table = (_full_row(line, f"{prefix}{place:06d}", write_day, labels) for place, line in enumerate(rows, start=1))
    return _write([_HEADINGS, *table]).encode("utf-8-sig" if begin >= RENAMED else "utf-8")


def _slashes(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _pounds(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def _full_row(line: Line, number: str, write_day: Callable[[date], str], labels: Mapping[str, str]) -> list[str]:
    stream, supplier = line.stream, line.supplier
    has_proclass = stream.has_proclass and bool(stream.proclass)
    return [
        COUNCIL,
        CODE,
        finance_name(stream.department, line.paid),
        line.name,
        supplier.id,
        supplier.company_number if line.shows_number else "",
        supplier.charity_number if line.shows_number else "",
        supplier.postcode if line.shows_postcode else "",
        write_day(line.paid),
        number,
        line.invoice,
        write_day(line.invoiced) if line.invoiced else "",
        line.order,
        supplier.contract if stream.has_contract else "",
        _pounds(line.pence),
        "0.00",
        stream.purpose,
        stream.proclass if has_proclass else "",
        labels[stream.proclass] if has_proclass else "",
        "Capital" if stream.id in _CAPITAL else "Revenue",
    ]


def _old_table(rows: Sequence[Line]) -> Iterator[list[str]]:
    """A title, a blank line, the headings, the payments with pounds and brackets, and their total at the foot."""
    width = len(_OLD_HEADINGS)
    yield ["Wharfemoor Council: payments to suppliers, April to June 2024", *[""] * (width - 1)]
    yield [""] * width
    yield list(_OLD_HEADINGS)
    for place, line in enumerate(rows, start=1):
        yield [
            COUNCIL,
            finance_name(line.stream.department, line.paid),
            line.stream.purpose,
            line.stream.purpose,
            _slashes(line.paid),
            f"T{place:06d}",
            _old_pounds(line.pence),
            "C" if line.stream.id in _CAPITAL else "R",
            "Redacted - personal data" if line.name == REDACTED else line.name,
        ]
    yield ["", "", "", "", "", "Total", _old_pounds(sum(line.pence for line in rows)), "", ""]


def _old_pounds(pence: int) -> str:
    shown = f"£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"
    return f"({shown})" if pence < 0 else shown


def _render_cards(rows: Iterable[CardLine]) -> bytes:
    table = (
        [
            COUNCIL,
            finance_name(line.department, line.paid),
            line.paid.isoformat(),
            line.merchant[0],
            line.merchant[1],
            line.merchant[2],
            line.merchant[3],
            _pounds(line.pence),
            "GPC",
        ]
        for line in rows
    )
    return _write([_CARD_HEADINGS, *table]).encode()


def _write(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
