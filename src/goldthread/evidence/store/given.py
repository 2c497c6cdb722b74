"""A table of rows that do not lie in a file: they are written to a passing file, which DuckDB reads at once."""

import csv
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from goldthread.evidence.store.connect import Connection
from goldthread.evidence.store.parquet import quote

_NULL = "\\N"


def make_table_of(db: Connection, name: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, object]]) -> None:
    """Make a table with these columns and SQL types. A column that a row does not give is null; so is None."""
    with tempfile.TemporaryDirectory(prefix="goldthread-rows-") as folder:
        path = Path(folder) / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
            for row in rows:
                writer.writerow([_cell(row.get(column)) for column in columns])
        typed = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
        db.execute(
            f"""CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM read_csv({quote(path)}, header = false,
            delim = ',', quote = '"', escape = '"', nullstr = '{_NULL}', auto_detect = false, columns = {{{typed}}})"""
        )


def _cell(value: object) -> str:
    match value:
        case None:
            return _NULL
        case bool():
            return "true" if value else "false"
    return str(value)
