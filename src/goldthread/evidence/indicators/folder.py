"""Computes indicators over a folder of Parquet files of many councils, without a database, by DuckDB or by Spark.

What a catalogue would say is read from the lines themselves: a file carries a column where any of its lines fills it.
Finance's names stand for no department here, and suppliers are not matched, so the figures are the councils' alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from goldthread.common.errors import UserError
from goldthread.evidence.explorer.periods import Period
from goldthread.evidence.indicators.compute import compute
from goldthread.evidence.indicators.engine import DuckEngine, Engine, Row
from goldthread.evidence.indicators.load import list_indicators, load_tables
from goldthread.evidence.indicators.material import LoadFact, Material, span_of
from goldthread.evidence.indicators.passes import load_facts_sql
from goldthread.evidence.indicators.types import Figure
from goldthread.evidence.store import attach_spend, open_store

SURE = Decimal(1)


class NothingToRead(UserError):
    """A folder without a single Parquet file."""


def compute_folder(
    folder: Path, period: Period, *, council: str | None = None, engine: str = "duckdb", as_of: date | None = None
) -> list[Figure]:
    """Every figure of every council in the folder, or of one, in one period; raises `NothingToRead`."""
    files = sorted(folder.rglob("*.parquet"))
    if not files:
        raise NothingToRead(what=f"There is no Parquet file below {folder}.", do="Name the folder that holds them.")
    with _open(files, engine) as opened:
        loads = read_loads(opened)
        opened.make_table("load_facts", load_facts_sql())
        councils = tuple(sorted({load.council for load in loads if council in (None, load.council)}))
        day = as_of or datetime.now(UTC).date()
        material = Material(councils, (span_of(period),), loads, day, has_load_facts=True)
        return compute(opened, material, list_indicators())


def read_loads(engine: Engine) -> tuple[LoadFact, ...]:
    """What the lines of the view `spend` say of their loads. When they were loaded is not known."""
    told = [column for table in load_tables().values() for column in table.columns.values()]
    columns = sorted({name for column in told for name in column.rests_on})
    filled = ", ".join(f"count({name}) > 0" for name in columns)
    asked = (
        "SELECT council, load_key, min(payment_date), max(payment_date), count(*) = count(CASE WHEN method = 'card'"
        f" THEN 1 END), {filled} FROM spend GROUP BY council, load_key"
    )
    return tuple(sorted((_load(row, columns) for row in engine.ask(asked)), key=lambda load: load.key))


def _load(row: Row, columns: list[str]) -> LoadFact:
    council, key, first, last, is_card = row[:5]
    confidence = {name: SURE for name, has in zip(columns, row[5:], strict=True) if has}
    first, last = (day if isinstance(day, date) else None for day in (first, last))
    return LoadFact(str(key), str(council), bool(is_card), None, first, last, confidence)


@contextmanager
def _open(files: list[Path], engine: str) -> Iterator[Engine]:
    if engine == "spark":
        from goldthread.evidence.indicators.spark import open_spark

        with open_spark(files) as opened:
            yield opened
        return
    with open_store() as db:
        attach_spend(db, files)
        yield DuckEngine(db)
