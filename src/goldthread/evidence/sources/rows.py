"""Rows made regular: one width, one line each, the published line and a note in front."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from goldthread.evidence.sources.types import Reason

SAMPLE_ROWS = 8000


def write_clean_rows(
    target: Path, headings: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], *, note: str = ""
) -> tuple[tuple[str, ...], ...]:
    """Write rows as `line,note,cell,…` and answer the first of them as a sample."""
    width = len(headings)
    sample: list[tuple[str, ...]] = []
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for line, cells in rows:
            ragged = Reason.RAGGED.value if any(cell.strip() for cell in cells[width:]) else note
            row = (*cells[:width], *[""] * (width - len(cells)))
            writer.writerow((line, ragged, *row))
            if len(sample) < SAMPLE_ROWS and not ragged:
                sample.append(row)
    return tuple(sample)
