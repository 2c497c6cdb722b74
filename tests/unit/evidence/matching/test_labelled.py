"""The labelled payments of Bolton and Tameside: names alone must find who is who."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.unit.evidence.matching.files import cluster

SUPPLIERS = Path(__file__).resolve().parents[5] / "shared" / "data" / "suppliers"
SURE = {"1", "3"}


def read_pairs() -> list[tuple[str, str]]:
    """Distinct pairs of a published name and the company number it was matched to."""
    pairs: set[tuple[str, str]] = set()
    for path in sorted(SUPPLIERS.glob("*_2019.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if (row["match_method"] or "").strip() in SURE:
                    pairs.add((row["beneficiary_name"].strip(), row["company_number"]))
    return sorted(pairs)


def pairs_of(sizes: Counter[object]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


@pytest.mark.skipif(not SUPPLIERS.is_dir(), reason="the labelled payments lie beside the project")
def test_names_alone_find_the_companies_of_bolton_and_tameside(tmp_path: Path) -> None:
    labelled = read_pairs()
    made = cluster(tmp_path, [(number, name) for number, (name, _) in enumerate(labelled)], header=("id", "name"))
    company = {str(number): of for number, (_, of) in enumerate(labelled)}
    true = pairs_of(Counter(company.values()))
    found = pairs_of(Counter(supplier for supplier, _ in made.values()))
    right = pairs_of(Counter((company[record], supplier) for record, (supplier, _) in made.items()))
    assert (len(labelled), true) == (2619, 558)
    assert right / found >= 0.98
    assert right / true >= 0.92
