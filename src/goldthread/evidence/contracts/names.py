"""Declared names of a register's columns: one small file per family, read once and checked whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from goldthread.evidence.contracts.types import ContractField
from goldthread.evidence.sources.headings import Vocabulary
from goldthread.evidence.sources.names import DEFINITIONS, SCHEMA, SourceFaults, normalise_heading

FOLDER = DEFINITIONS / "contracts"
_KEYS = {"enum": [field.value for field in ContractField]}


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


def _schema() -> dict[str, Any]:
    """The schema of payments' families, with the fields of contracts."""
    names: Any = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
    properties: Any = SCHEMA["properties"]
    own = {
        "kind": {"const": "contracts"},
        "columns": {"type": "object", "propertyNames": _KEYS, "additionalProperties": names},
        "words": {
            "type": "object",
            "propertyNames": _KEYS,
            "additionalProperties": {"type": "array", "items": names, "minItems": 1},
        },
        "unless": {"type": "object", "propertyNames": _KEYS, "additionalProperties": names},
    }
    return {**SCHEMA, "properties": {**properties, **own}}


@cache
def contract_families() -> tuple[ContractFamily, ...]:
    """Every shipped family by its id; raises `SourceFaults` with all faults at once."""
    return contract_families_from(FOLDER)


def contract_families_from(folder: Path) -> tuple[ContractFamily, ...]:
    """The families in a folder; raises `SourceFaults`."""
    validator = jsonschema_rs.validator_for(_schema())
    found, faults = [], []
    for path in sorted(folder.glob("*.yaml")):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        if isinstance(read, dict) and "review_date" in read:
            read["review_date"] = str(read["review_date"])
        wrong = [f"{path.name} {'/'.join(map(str, e.instance_path))}: {e.message}" for e in validator.iter_errors(read)]
        if not wrong and read["id"] != path.stem:
            wrong = [f"{path.name}: its id is {read['id']}, but an id is the file's name."]
        faults += wrong
        if not wrong:
            found.append(_build(read))
    if faults:
        raise SourceFaults("Column names do not hold together.", "Correct these files.", details=tuple(faults))
    return tuple(found)


def _build(read: Mapping[str, Any]) -> ContractFamily:
    return ContractFamily(
        id=str(read["id"]),
        title=str(read["title"]),
        confidence=float(read["confidence"]),
        names={
            ContractField(f): tuple(dict.fromkeys(map(normalise_heading, names)))
            for f, names in read["columns"].items()
        },
        words={ContractField(f): tuple(map(frozenset, sets)) for f, sets in read.get("words", {}).items()},
        unless={ContractField(f): frozenset(words) for f, words in read.get("unless", {}).items()},
    )


@cache
def contract_words() -> Vocabulary:
    """What the columns of registers are called, to tell their headings from what stands above and below."""
    families = contract_families()
    names = frozenset(name for family in families for each in family.names.values() for name in each)
    return Vocabulary(names, tuple(words for family in families for each in family.words.values() for words in each))
