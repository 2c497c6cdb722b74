"""Small written-out payment lines of two councils, the same at every run, in DuckDB and as Parquet files."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from goldthread.evidence.indicators.material import LoadFact
from goldthread.evidence.indicators.passes import SUPPLIER_FACTS
from goldthread.evidence.store import SPEND_COLUMNS, Connection, spend_columns_sql

Line = dict[str, Any]
DEPARTMENTS = {"Adult Care": 1, "Streets": 2, "Homes": 3}
UNCONFIRMED = "Schools"
SUPPLIERS = (
    "Acorn Ltd",
    "ACORN LTD",
    "Birch Café",
    "Cedar Trust",
    "Dale & Sons",
    "Elm CIC",
    "Fir plc",
    "Gorse",
    "Hazel",
)
CONFIDENCE = Decimal("0.9")
FACTS: Mapping[str, tuple[str, bool, str | None, str | None, str | None, bool | None]] = {
    # name: key, matched, size, sector, ward, local
    "Acorn Ltd": ("acorn", True, "small", "company", "W1", True),
    "ACORN LTD": ("acorn", True, "small", "company", "W1", True),
    "Birch Café": ("birch", True, "micro", "company", "W2", True),
    "Cedar Trust": ("cedar", True, "large", "charity", None, False),
    "Dale & Sons": ("dale", True, "medium", "company", None, None),
    "Elm CIC": ("elm", True, None, "cic", "W1", True),
    "Fir plc": ("fir", True, "large", "company", None, False),
    "Gorse": ("gorse", False, None, None, None, None),
}
FULL, BARE, CARDS, OLD = "load-full", "load-bare", "load-cards", "load-old"
ALWAYS = ("supplier", "amount", "payment_date", "department")
SOMETIMES = ("order_number", "contract_reference", "invoice_date", "category_code", "reference", "irrecoverable_vat")


def make_lines(council: str = "north", *, count: int = 420, seed: int = 7) -> list[Line]:
    """Payments from April 2024 to March 2026, cards, credits, withheld names and a file with few columns among them."""
    chance = random.Random(f"{council}{seed}")  # noqa: S311  no secret hangs on it
    return [_line(chance, council, number) for number in range(count)]


def _line(chance: random.Random, council: str, number: int) -> Line:
    paid = date(2024, 4, 1) + timedelta(days=chance.randrange(730))
    load = CARDS if number % 11 == 0 else OLD if paid < date(2025, 4, 1) else BARE if number % 5 == 0 else FULL
    department = chance.choice([*DEPARTMENTS, UNCONFIRMED, None])
    pence = chance.choice([0, 49_999, 50_000, 50_001]) if number % 17 == 0 else chance.randrange(-90_000, 9_000_000)
    redacted = number % 9 == 0
    line: Line = dict.fromkeys(SPEND_COLUMNS)
    line |= {
        "council": council,
        "load_key": f"{council}-{load}",
        "line": number + 1,
        "department": department,
        "supplier": None if number % 13 == 0 else "REDACTED" if redacted else chance.choice(SUPPLIERS),
        "payment_date": paid,
        "amount": Decimal(pence).scaleb(-2),
        "amount_basis": "net",
        "is_redacted": redacted and number % 13 != 0,
        "method": "card" if load == CARDS else chance.choice([None, "invoice"]),
        "purpose": chance.choice(["Works", None]),
        "expense_type": chance.choice(["Type", None, None]),
        "is_grant": chance.choice([None, None, False, True]),
        "company_number": chance.choice(["01234567", None, None]),
        "vat_number": chance.choice(["GB1", None, None, None]),
    }
    if load in (FULL, OLD):
        dated = paid - timedelta(days=chance.choice([-3, 0, 5, 30, 31, 60, 61, 200]))
        line |= {
            "order_number": chance.choice(["PO1", None]),
            "contract_reference": chance.choice(["C1", "C2", None]),
            "invoice_date": chance.choice([dated, dated, None]),
            "category_code": chance.choice(["10", None]),
            "reference": chance.choice(["R1", None]),
            "irrecoverable_vat": chance.choice([Decimal(0), None]),
        }
    return line


def make_loads(council: str = "north") -> tuple[LoadFact, ...]:
    """What the catalogue says of the four files; the bare one has none of the columns that come and go."""
    always = dict.fromkeys(ALWAYS, Decimal(1))
    whole = {**always, **dict.fromkeys(SOMETIMES, Decimal("0.95"))}
    year, last = (date(2025, 4, 1), date(2026, 3, 31)), (date(2024, 4, 1), date(2025, 3, 31))
    return (
        LoadFact(f"{council}-{FULL}", council, False, date(2026, 4, 20), *year, whole),
        LoadFact(f"{council}-{BARE}", council, False, date(2026, 6, 1), *year, always),
        LoadFact(f"{council}-{CARDS}", council, True, date(2026, 4, 20), last[0], year[1], always),
        LoadFact(f"{council}-{OLD}", council, False, date(2025, 5, 1), *last, whole),
    )


def put_into(db: Connection, lines: Sequence[Line]) -> None:
    """Make the view `spend` of written-out lines, departments confirmed as DEPARTMENTS says."""
    db.execute(f"CREATE OR REPLACE TEMP TABLE spend ({spend_columns_sql()})")
    columns = [row[0] for row in db.execute("DESCRIBE spend").fetchall()]
    rows = [[_cell(line, name) for name in columns] for line in lines]
    db.executemany(f"INSERT INTO spend VALUES ({', '.join('?' * len(columns))})", rows)


def _cell(line: Line, column: str) -> object:
    if column == "department_id":
        return DEPARTMENTS.get(line["department"] or "")
    return line["line"] if column == "row" else line[column]


def fact_rows(councils: Sequence[str]) -> list[tuple[Any, ...]]:
    """What matching knows, as rows of `supplier_facts`."""
    assert len(SUPPLIER_FACTS) == 9
    return [(council, name, *told, CONFIDENCE) for council in councils for name, told in FACTS.items()]


def write_lines(db: Connection, lines: Sequence[Line], path: Path) -> None:
    """Written-out lines as a Parquet file in the shape of a load."""
    listed = ", ".join(f'"{name}" {kind}' for name, kind in SPEND_COLUMNS.items())
    db.execute(f"CREATE OR REPLACE TEMP TABLE written ({listed})")
    db.executemany(
        f"INSERT INTO written VALUES ({', '.join('?' * len(SPEND_COLUMNS))})",
        [[line[name] for name in SPEND_COLUMNS] for line in lines],
    )
    db.execute(f"COPY written TO '{path}' (FORMAT parquet)")
