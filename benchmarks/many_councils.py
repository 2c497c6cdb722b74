"""All indicators of many councils' year from a folder of Parquet files: DuckDB and, where it is installed, Spark.

`python -m benchmarks.many_councils --rows 10000000` measures it. It is no part of `make bench`: Spark is an extra.
"""

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.indicators import LINES, LOADS, YEAR

COUNCILS = 333
LINES_OF_A_SUPPLIER = 20
AS_OF = date(2026, 11, 21)


def write_folder(folder: Path, rows: int) -> int:
    """A file for each council, two years in each; answers how many bytes there are."""
    from goldthread.evidence.store import SPEND_COLUMNS, open_store, write_parquet

    first = YEAR.replace(year=YEAR.year - 1)
    days = (date(YEAR.year + 1, 4, 1) - first).days
    each = rows // COUNCILS
    with open_store() as db:
        for number in range(COUNCILS):
            made = LINES.format(
                loads=LOADS, rows=each, first=first, days=days, suppliers=max(200, each // LINES_OF_A_SUPPLIER)
            )
            given = {row[0] for row in db.execute(f"DESCRIBE {made}").fetchall()}
            own = {"council": f"'council-{number}'", "load_key": f"'c{number}-' || load_key"}
            columns = ", ".join(
                f"CAST({own.get(name, name if name in given else 'NULL')} AS {kind}) AS {name}"
                for name, kind in SPEND_COLUMNS.items()
            )
            write_parquet(db, f"SELECT {columns} FROM ({made})", folder / f"{number:03}.parquet")
    return sum(file.stat().st_size for file in folder.glob("*.parquet"))


def main() -> None:
    from goldthread.evidence.explorer.periods import financial_year
    from goldthread.evidence.indicators.folder import compute_folder
    from goldthread.evidence.indicators.spark import missing_part

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="goldthread-bench-") as made:
        size = write_folder(Path(made), rows)
        print(f"{rows:,} rows of {COUNCILS} councils, {size / 1e6:,.0f} MB of Parquet")
        found = []
        for engine in ("duckdb", "spark"):
            if engine == "spark" and missing_part():
                print(f"spark: not measured, {missing_part()}")
                continue
            began = time.perf_counter()
            figures = compute_folder(Path(made), financial_year(YEAR.year), engine=engine, as_of=AS_OF)
            print(f"{engine}: {time.perf_counter() - began:.1f} s, {len(figures):,} figures", flush=True)
            found.append(figures)
        if len(found) > 1:
            print("the figures are the same" if found[0] == found[1] else "THE FIGURES DIFFER")


if __name__ == "__main__":
    main()
