"""Lines by their place in a Parquet file: a place is found in milliseconds, among millions of lines."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from goldthread.evidence.store.parquet import quote
from goldthread.evidence.store.schema import FACTS

Place = tuple[int, int]
"""The number of a file in a list of files, from 0, and of a row in it, from 0."""


def attach_places(
    db: duckdb.DuckDBPyConnection, files: Sequence[Path], departments: Sequence[tuple[str, str, int]] = ()
) -> None:
    """Make the view `placed`: the lines of the files that were not set aside, each with `file` and `place`.

    Grain: one published payment line.
    """
    db.execute("CREATE OR REPLACE TEMP TABLE department_names (council VARCHAR, name VARCHAR, department_id BIGINT)")
    if departments:
        db.executemany("INSERT INTO department_names VALUES (?, ?, ?)", [list(d) for d in departments])
    parts = " UNION ALL ".join(
        f"SELECT {number}::INTEGER AS file, * FROM read_parquet({quote(file)}, file_row_number = true)"
        for number, file in enumerate(files)
    )
    facts = ", ".join(f's."{name}"' for name in FACTS)
    db.execute(
        f"""CREATE OR REPLACE TEMP VIEW placed AS
        SELECT s.file, s.file_row_number AS place, s.sheet, coalesce(s.line, s.first_line + s.file_row_number) AS "row",
          d.department_id, {facts},
          coalesce(s.department, s.service, s.cost_centre) AS finance_name
        FROM ({parts}) s
        LEFT JOIN department_names d
          ON d.council = s.council AND d.name = coalesce(s.department, s.service, s.cost_centre)
        WHERE s.set_aside IS NULL"""
    )


def read_places(
    db: duckdb.DuckDBPyConnection, files: Sequence[Path], places: Sequence[Place]
) -> dict[Place, dict[str, object]]:
    """The published columns of the lines at these places; `row` is the line in the published file, from 1."""
    wanted: dict[int, list[int]] = {}
    for number, place in places:
        wanted.setdefault(number, []).append(place)
    found: dict[Place, dict[str, object]] = {}
    for number, rows in wanted.items():
        db.execute(
            f"""SELECT file_row_number, sheet, coalesce(line, first_line + file_row_number) AS "row", {_FACTS}
            FROM read_parquet({quote(files[number])}, file_row_number = true)
            WHERE file_row_number IN ({", ".join(str(int(row)) for row in rows)})"""
        )
        names = [column[0] for column in db.description or ()]
        for values in db.fetchall():
            found[number, int(values[0])] = dict(zip(names[1:], values[1:], strict=True))
    return found


_FACTS = ", ".join(f'"{name}"' for name in FACTS)
