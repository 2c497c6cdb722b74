"""Every shipped indicator on both engines over the same rows: the answers are the same to the last digit.

`make test-spark` installs what it needs; without it these tests are skipped.
"""

from datetime import date
from pathlib import Path

import pytest
import sqlglot

from goldthread.evidence.indicators.compute import compute
from goldthread.evidence.indicators.engine import DuckEngine, Engine, rows_as_sql
from goldthread.evidence.indicators.folder import read_loads
from goldthread.evidence.indicators.load import list_indicators
from goldthread.evidence.indicators.material import Material
from goldthread.evidence.indicators.passes import SUPPLIER_FACTS, read_sql
from goldthread.evidence.indicators.spark import missing_part, open_spark, to_spark
from goldthread.evidence.indicators.types import Figure
from goldthread.evidence.store import attach_spend, open_store
from tests.unit.evidence.indicators.lines import DEPARTMENTS, fact_rows, make_lines, make_loads, write_lines
from tests.unit.evidence.indicators.test_each_indicator import AS_OF, COUNCILS, spans

needs_spark = pytest.mark.skipif(bool(missing_part()), reason=f"Spark is not here: {missing_part()}")
NAMES = [(council, name, number) for council in COUNCILS for name, number in DEPARTMENTS.items()]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One Parquet file for each council; some of its rows were set aside and are no figures."""
    folder = tmp_path_factory.mktemp("lines")
    found = []
    with open_store() as db:
        for council in COUNCILS:
            lines = make_lines(council)
            aside = [{**line, "set_aside": "no date", "line": 10_000 + n} for n, line in enumerate(lines[:20])]
            found.append(folder / f"{council}.parquet")
            write_lines(db, lines + aside, found[-1])
    return found


def compute_all(engine: Engine) -> list[Figure]:
    engine.make_table("supplier_facts", rows_as_sql(SUPPLIER_FACTS, fact_rows(COUNCILS)))
    loads = tuple(load for council in COUNCILS for load in make_loads(council))
    return compute(engine, Material(COUNCILS, spans()[:1], loads, AS_OF, has_matching=True), list_indicators())


@pytest.fixture(scope="module")
def both(files: list[Path]) -> tuple[list[Figure], list[Figure]]:
    with open_store() as db:
        attach_spend(db, files, NAMES)
        duck = DuckEngine(db)
        ours, told = compute_all(duck), read_loads(duck)
    with open_spark(files, NAMES) as spark:
        theirs = compute_all(spark)
        assert read_loads(spark) == told
    return ours, theirs


@needs_spark
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("indicator_id", [indicator.id for indicator in list_indicators()])
def test_both_engines_give_the_same_figures(indicator_id: str, both: tuple[list[Figure], list[Figure]]) -> None:
    ours, theirs = ([f for f in figures if f.indicator == indicator_id] for figures in both)
    assert ours
    assert ours == theirs


def test_every_statement_can_be_put_into_sparks_words() -> None:
    """Holds without Spark: the translator knows every function that the statements use."""
    for name in ("period_days", "supplier_cells", "supplier_history", "suppliers", "quarter_cells", "quarters"):
        days = {"first": date(2025, 4, 1), "last": date(2026, 3, 31), "before": date(2025, 4, 1)}
        sql = read_sql(name).format(**days)
        assert sqlglot.parse_one(to_spark(sql), dialect="spark")


def test_without_spark_the_reason_is_told() -> None:
    assert missing_part() in {"", "pyspark is not installed", "there is no Java on this machine"}
