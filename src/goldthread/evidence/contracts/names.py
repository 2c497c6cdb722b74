"""Declared names of a register's columns: one small file per family, read once and checked whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from goldthread.evidence.contracts.types import ContractField
from goldthread.evidence.sources.headings import Vocabulary
from goldthread.evidence.sources.names import DEFINITIONS, family_schema, normalise_names, read_family_files

FOLDER = DEFINITIONS / "contracts"


@dataclass(frozen=True)
class ContractFamily:
    """The column names that belong together, in order of preference and normalised.

    `words` are enough where they stand together in a heading, `unless` one of those that make it something else does.
    """

    id: str
    title: str
    confidence: float
    names: Mapping[ContractField, tuple[str, ...]]
    words: Mapping[ContractField, tuple[frozenset[str], ...]]
    unless: Mapping[ContractField, frozenset[str]]


@cache
def contract_families() -> tuple[ContractFamily, ...]:
    """Every shipped family by its id; raises `SourceFaults` with all faults at once."""
    return contract_families_from(FOLDER)


def contract_families_from(folder: Path) -> tuple[ContractFamily, ...]:
    """The families in a folder; raises `SourceFaults`."""
    schema = family_schema("contracts", [field.value for field in ContractField])
    return tuple(map(_build, read_family_files(folder, schema)))


def _build(read: Mapping[str, Any]) -> ContractFamily:
    return ContractFamily(
        id=str(read["id"]),
        title=str(read["title"]),
        confidence=float(read["confidence"]),
        names={ContractField(f): normalise_names(names) for f, names in read["columns"].items()},
        words={ContractField(f): tuple(map(frozenset, sets)) for f, sets in read.get("words", {}).items()},
        unless={ContractField(f): frozenset(words) for f, words in read.get("unless", {}).items()},
    )


@cache
def contract_words() -> Vocabulary:
    """What the columns of registers are called, to tell their headings from what stands above and below."""
    families = contract_families()
    names = frozenset(name for family in families for each in family.names.values() for name in each)
    return Vocabulary(names, tuple(words for family in families for each in family.words.values() for words in each))
