"""The view `spend`: payment lines of live loads, ready to be asked."""

from collections.abc import Sequence
from pathlib import Path

from goldthread.evidence.store.connect import Connection
from goldthread.evidence.store.parquet import quote
from goldthread.evidence.store.schema import FACTS, spend_columns_sql


def attach_spend(db: Connection, files: Sequence[Path], departments: Sequence[tuple[str, str, int]] = ()) -> None:
    """Make the view `spend` over loads' Parquet files, without the rows that were set aside.

    `departments` says which of the council's departments a name of finance's stands for: (council, name, id).
    Grain: one published payment line.
    """
    db.execute("CREATE OR REPLACE TEMP TABLE department_names (council VARCHAR, name VARCHAR, department_id BIGINT)")
    if departments:
        db.executemany("INSERT INTO department_names VALUES (?, ?, ?)", [list(d) for d in departments])
    if not files:
        db.execute("DROP VIEW IF EXISTS spend")
        db.execute(f"CREATE OR REPLACE TEMP TABLE no_spend ({spend_columns_sql()})")
        db.execute("CREATE OR REPLACE TEMP VIEW spend AS SELECT * FROM no_spend")
        return
    named = ", ".join(quote(file) for file in files)
    facts = ", ".join(f's."{name}"' for name in FACTS)
    db.execute(
        f"""CREATE OR REPLACE TEMP VIEW spend AS
        SELECT s.council, s.load_key, s.sheet, coalesce(s.line, s.first_line + s.file_row_number) AS "row",
          d.department_id, {facts}
        FROM read_parquet([{named}], file_row_number = true) s
        LEFT JOIN department_names d
          ON d.council = s.council AND d.name = coalesce(s.department, s.service, s.cost_centre)
        WHERE s.set_aside IS NULL"""
    )
