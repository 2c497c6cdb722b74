"""Rows that a load set aside: where each stands in its file, why, and what it says."""

from collections.abc import Iterator
from dataclasses import dataclass

from goldthread.evidence.models import Load
from goldthread.evidence.queries import evidence_folder, rows_file
from goldthread.evidence.store import open_store, quote

_A_CHUNK = 2000


@dataclass(frozen=True)
class SetAside:
    """One row that is no figure. `row` counts from 1 in the file, or in its sheet."""

    sheet: str | None
    row: int
    reason: str
    text: str
    supplier: str | None
    amount: str | None


def read_set_aside(load: Load, *, most: int | None = None, skip: int = 0) -> Iterator[SetAside]:
    """The rows of a load that were set aside, in the order of the file."""
    limit = f"LIMIT {int(most)} OFFSET {int(skip)}" if most is not None else ""
    with open_store(temporary=evidence_folder() / "spill") as db:
        db.execute(
            f"""SELECT sheet, coalesce(line, first_line + file_row_number), set_aside, coalesce(set_aside_text, ''),
              supplier, CAST(amount AS VARCHAR)
            FROM read_parquet({quote(rows_file(load))}, file_row_number = true)
            WHERE set_aside IS NOT NULL
            ORDER BY file_row_number {limit}"""
        )
        while chunk := db.fetchmany(_A_CHUNK):
            for row in chunk:
                yield SetAside(row[0], int(row[1]), str(row[2]), str(row[3]), row[4], row[5])
