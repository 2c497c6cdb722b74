"""The same SQL on Apache Spark, for a body that holds many councils' files. Needs the extra `spark` and Java 17.

The SQL is written for DuckDB and translated here; a test runs every shipped indicator on both and compares exactly.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sqlglot

from goldthread.common.errors import UserError
from goldthread.evidence.indicators.check import DIALECT
from goldthread.evidence.indicators.engine import Row, rows_as_sql
from goldthread.evidence.store.schema import SPEND_VIEW_COLUMNS

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # an overflow is an error, never a null
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.shuffle.partitions": "8",
    "spark.driver.memory": "4g",
    "spark.log.level": "ERROR",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}


class SparkMissing(UserError):
    """Spark or Java is not there."""


def missing_part() -> str:
    """What is missing for Spark to run; empty where nothing is."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed"
    return "" if shutil.which("java") else "there is no Java on this machine"


class SparkEngine:
    """A Spark session that understands the SQL written for DuckDB."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def make_table(self, name: str, sql: str) -> None:
        """Keep the rows under a name; they are worked out when first asked for."""
        self._session.sql(to_spark(sql)).cache().createOrReplaceTempView(name)

    def ask(self, sql: str) -> list[Row]:
        return [tuple(row) for row in self._session.sql(to_spark(sql)).collect()]


def to_spark(sql: str) -> str:
    """One statement in Spark's words."""
    return sqlglot.transpile(sql, read=DIALECT, write="spark")[0]


@contextmanager
def open_spark(files: Sequence[Path], departments: Sequence[tuple[str, str, int]] = ()) -> Iterator[SparkEngine]:
    """A session with the view `spend` over Parquet files, without the rows that were set aside.

    `departments` is as in `store.attach_spend`. Raises `SparkMissing` where Spark or Java is not there.
    """
    if missing := missing_part():
        raise SparkMissing(
            what=f"Spark cannot run: {missing}.",
            do='Install the extra with: pip install "goldthread[spark]", and Java 17, or use --engine duckdb.',
        )
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[*]").appName("goldthread")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        engine = SparkEngine(session)
        _attach(session, engine, files, departments)
        yield engine
    finally:
        session.stop()


def _attach(session: Any, engine: SparkEngine, files: Sequence[Path], names: Sequence[tuple[str, str, int]]) -> None:
    session.read.parquet(*(str(file) for file in files)).createOrReplaceTempView("payment_lines")
    columns = {"council": "VARCHAR", "name": "VARCHAR", "department_id": "BIGINT"}
    session.sql(to_spark(rows_as_sql(columns, names))).createOrReplaceTempView("department_names")
    facts = ", ".join(f"s.{name}" for name in SPEND_VIEW_COLUMNS if name not in {"row", "department_id"})
    session.sql(
        f"""SELECT d.department_id, {facts} FROM payment_lines s
        LEFT JOIN department_names d
          ON d.council = s.council AND d.name = coalesce(s.department, s.service, s.cost_centre)
        WHERE s.set_aside IS NULL"""
    ).createOrReplaceTempView("spend")
