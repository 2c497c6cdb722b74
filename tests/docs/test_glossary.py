"""The glossary has an entry for every table of ours, and no term twice."""

from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def table_rows() -> list[tuple[str, str, str]]:
    """Term, meaning and name in code of every entry."""
    lines = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [(row[0], row[1], row[2]) for row in cells if row[0] != "Term"]


def our_models() -> list[str]:
    """The class names of every table that Goldthread itself defines."""
    return sorted(model.__name__ for model in apps.get_models() if model.__module__.startswith("goldthread."))


def test_every_table_is_found() -> None:
    assert {"Answer", "Round", "Person"} <= set(our_models())


@pytest.mark.parametrize("name", our_models())
def test_every_table_has_its_entry(name: str) -> None:
    named = [term for term, _meaning, code in table_rows() if f"`{name}`" in code]
    assert len(named) == 1, f"GLOSSARY.md needs one entry with `{name}` in its third column."


def test_no_term_stands_twice() -> None:
    counts = Counter(term.casefold() for term, _meaning, _code in table_rows())
    assert [term for term, count in counts.items() if count > 1] == []


def test_every_entry_says_what_it_means() -> None:
    assert [term for term, meaning, code in table_rows() if not meaning or not code] == []
