"""All indicators of a council's year against one scan of the same table, in the same run."""

import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Figure

if TYPE_CHECKING:
    from goldthread.evidence.indicators.material import Material
    from goldthread.evidence.store import Connection

ROWS = 5_000_000
CEILING = 2.0
PART = "Indicators"
LOADS, DEPARTMENTS, SUPPLIERS, RUNS = 48, 12, 12_000, 5
YEAR = date(2025, 4, 1)
LINES = """
SELECT 'invented' AS council, 'load-' || (n * {loads} // {rows}) AS load_key, n AS line,
  'Service ' || (n * 7919 % 200) AS department,
  CASE WHEN n % 8 = 0 THEN 'REDACTED' ELSE 'Supplier ' || (n * 104729 % {suppliers}) || ' Limited' END AS supplier,
  CASE WHEN n % 3 = 0 THEN lpad((n * 31 % 12000)::VARCHAR, 8, '0') END AS company_number,
  DATE '{first}' + (n * {days} // {rows})::INTEGER AS payment_date,
  DATE '{first}' + (n * {days} // {rows} - n * 31 % 60)::INTEGER AS invoice_date,
  (5100000000 + n)::VARCHAR AS reference, 'INV' || (n % 900000) AS invoice_number,
  CASE WHEN n % 3 <> 0 THEN 'PO' || (n % 300000) END AS order_number,
  CASE WHEN n % 4 <> 0 THEN 'C' || (n % 900) END AS contract_reference,
  ((n * 7907 % 3000000 + 100) * CASE WHEN n % 8 = 1 THEN -1 ELSE 1 END)::DECIMAL(18,2) / 100 AS amount,
  'net' AS amount_basis, 0.00 AS irrecoverable_vat, 'Purpose ' || (n % 3600) AS purpose,
  CASE WHEN n % 5 <> 0 THEN (100000 + n % 300)::VARCHAR END AS category_code, 'Class ' || (n % 300) AS category_label,
  CASE WHEN n % 50 = 0 THEN 'card' ELSE 'invoice' END AS method, n % 8 = 0 AS is_redacted
FROM range({rows}) AS t(n)
"""


def measure_indicators(folder: Path, rows: int = ROWS) -> list[Figure]:
    """A year of a table that holds four, as a council's does, and a table that holds one year alone."""
    with tempfile.TemporaryDirectory(prefix="indicators-", dir=folder) as made:
        return [
            _measure(Path(made), rows, years=4, what=f"a year of {rows:,} rows in four years"),
            _measure(Path(made), rows, years=1, what=f"a year of {rows:,} rows in that one year"),
        ]


def _measure(folder: Path, rows: int, *, years: int, what: str) -> Figure:
    from goldthread.evidence.indicators.compute import compute
    from goldthread.evidence.indicators.engine import DuckEngine
    from goldthread.evidence.indicators.load import list_indicators
    from goldthread.evidence.store import attach_spend, open_store

    first = YEAR.replace(year=YEAR.year - years + 1)
    file = folder / f"{years}.parquet"
    names = [("invented", f"Service {n}", n % DEPARTMENTS) for n in range(200)]
    with open_store() as db:
        _write(db, file, rows, first, days=(date(2026, 4, 1) - first).days)
        attach_spend(db, [file], names)
        material = _material(first)
        engine = DuckEngine(db)
        scan = _scan_sql()
        floor = _best(lambda: engine.ask(scan))
        seconds = _best(lambda: compute(engine, material, list_indicators()))
        floor = min(floor, _best(lambda: engine.ask(scan)))
    count = len(list_indicators())
    return Figure(
        PART,
        f"all {count} of {what}",
        f"{seconds:.2f} s",
        f"{CEILING:g} x",
        seconds / floor / CEILING,
        f"one scan of the columns they use {floor:.2f} s, ratio {seconds / floor:.2f}",
    )


def _write(db: "Connection", file: Path, rows: int, first: date, days: int) -> None:
    from goldthread.evidence.store import SPEND_COLUMNS, write_parquet

    made = LINES.format(loads=LOADS, rows=rows, first=first, days=days, suppliers=SUPPLIERS)
    given = {row[0] for row in db.execute(f"DESCRIBE {made}").fetchall()}
    columns = ", ".join(
        f"CAST({name if name in given else 'NULL'} AS {kind}) AS {name}" for name, kind in SPEND_COLUMNS.items()
    )
    write_parquet(db, f"SELECT {columns} FROM ({made})", file)


def _scan_sql() -> str:
    """Every value of every column that an indicator uses, read once through the same view."""
    from goldthread.evidence.indicators.load import load_tables

    tables = load_tables().values()
    used = {name for table in tables for column in table.columns.values() for name in column.rests_on}
    used |= {"council", "load_key", "department_id", "is_redacted"}
    return f"SELECT {', '.join(f'max({name})' for name in sorted(used))} FROM spend"


def _material(first: date) -> "Material":
    from goldthread.evidence.explorer.periods import financial_year
    from goldthread.evidence.indicators.material import LoadFact, Material, span_of
    from goldthread.evidence.indicators.passes import spend_columns

    sure = dict.fromkeys((*spend_columns(), "supplier", "amount", "payment_date"), Decimal(1))
    loads = tuple(
        LoadFact(f"load-{n}", "invented", False, date(2026, 4, 20), first, date(2026, 3, 31), sure)
        for n in range(LOADS)
    )
    return Material(("invented",), (span_of(financial_year(YEAR.year)),), loads, date(2026, 11, 21))


def _best(work: Callable[[], object]) -> float:
    """The quickest of some runs: what the work takes when nobody else is at it."""
    times = []
    for _run in range(RUNS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    """`python -m benchmarks.indicators` measures this alone."""
    with tempfile.TemporaryDirectory(prefix="goldthread-bench-") as made:
        for figure in measure_indicators(Path(made)):
            print(f"{figure.part}: {figure.what}: {figure.measured} ({figure.besides})")


if __name__ == "__main__":
    main()
