"""Small files of records, clustered."""

import csv
from collections.abc import Sequence
from pathlib import Path

from goldthread.evidence.matching.records import cluster_file

Groups = set[frozenset[str]]
HEADER = ("id", "name", "company_number", "charity_number", "vat", "postcode")


def cluster(
    folder: Path, rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER
) -> dict[str, tuple[str, float]]:
    """Each id's cluster and confidence. Rows may leave out what comes last."""
    records, output = folder / "records.csv", folder / "clusters.csv"
    with records.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([*row, *[""] * (len(header) - len(row))] for row in rows)
    cluster_file(records, output)
    with output.open(newline="", encoding="utf-8") as file:
        return {row["id"]: (row["cluster"], float(row["confidence"])) for row in csv.DictReader(file)}


def groups(folder: Path, rows: Sequence[Sequence[object]]) -> Groups:
    """The ids that came together."""
    made: dict[str, set[str]] = {}
    for record, (supplier, _confidence) in cluster(folder, rows).items():
        made.setdefault(supplier, set()).add(record)
    return {frozenset(group) for group in made.values()}


def together(folder: Path, *names: str) -> bool:
    """Whether names alone, among some others, come out as one supplier."""
    others = ("Zebra Plumbing Ltd", "Hope Nursery", "Quarry Transport", "Village Hall Trust", "Kestrel Roofing Limited")
    rows = [(number, name) for number, name in enumerate((*names, *others), start=1)]
    return frozenset(str(number) for number in range(1, len(names) + 1)) in groups(folder, rows)
