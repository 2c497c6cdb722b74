"""Lines by their place in a Parquet file: a place is found in milliseconds, among millions of lines."""

from collections.abc import Sequence
from pathlib import Path

from goldthread.evidence.store.connect import Connection
from goldthread.evidence.store.parquet import quote
from goldthread.evidence.store.schema import FACTS

_FACTS = ", ".join(f'"{name}"' for name in FACTS)

Place = tuple[int, int]
"""The number of a file in a list of files, from 0, and of a row in it, from 0."""


def attach_places(db: Connection, files: Sequence[Path]) -> None:
    """Make the view `placed`: the lines of the files that were not set aside, each with `file` and `place`.

    Grain: one published payment line.
    """
    parts = " UNION ALL ".join(
        f"SELECT {number}::INTEGER AS file, * FROM read_parquet({quote(file)}, file_row_number = true)"
        for number, file in enumerate(files)
    )
    db.execute(
        f"""CREATE OR REPLACE TEMP VIEW placed AS
        SELECT file, file_row_number AS place, sheet, coalesce(line, first_line + file_row_number) AS "row",
          coalesce(department, service, cost_centre) AS finance_name, {_FACTS}
        FROM ({parts})
        WHERE set_aside IS NULL"""
    )


def name_departments(db: Connection, departments: Sequence[tuple[str, str, int]]) -> None:
    """Make the table `department_names`: council, finance's name, and the department that it was confirmed to be."""
    db.execute("CREATE OR REPLACE TEMP TABLE department_names (council VARCHAR, name VARCHAR, department_id BIGINT)")
    if departments:
        db.executemany("INSERT INTO department_names VALUES (?, ?, ?)", [list(d) for d in departments])


def read_places(
    db: Connection, files: Sequence[Path], places: Sequence[Place], columns: Sequence[str]
) -> dict[Place, dict[str, object]]:
    """These columns of the lines at these places, with `sheet`, and `row`: the line in the published file, from 1."""
    wanted_columns = ", ".join(f'"{name}"' for name in columns)
    wanted: dict[int, list[int]] = {}
    for number, place in places:
        wanted.setdefault(number, []).append(place)
    found: dict[Place, dict[str, object]] = {}
    for number, rows in wanted.items():
        db.execute(
            f"""SELECT file_row_number, sheet, coalesce(line, first_line + file_row_number) AS "row", {wanted_columns}
            FROM read_parquet({quote(files[number])}, file_row_number = true)
            WHERE file_row_number IN ({", ".join(str(int(row)) for row in rows)})"""
        )
        names = [column[0] for column in db.description or ()]
        for values in db.fetchall():
            found[number, int(values[0])] = dict(zip(names[1:], values[1:], strict=True))
    return found
