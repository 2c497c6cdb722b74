"""Declared names of columns: small data files, one per family, read once and checked whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import jsonschema_rs
import yaml

from goldthread.common.errors import UserError
from goldthread.evidence.sources.types import Field

DEFINITIONS = Path(str(files("goldthread") / "definitions" / "sources"))

_NAMES = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
_TOKENS = {"type": "array", "items": _NAMES, "minItems": 1}
_FIELD_KEYS = {"enum": [field.value for field in Field]}
_TEXT = {"type": "string", "minLength": 1}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "title", "kind", "confidence", "source", "author", "reviewer", "review_date", "columns"],
    "properties": {
        **dict.fromkeys(("id", "title", "source", "author", "reviewer"), _TEXT),
        "kind": {"const": "spend"},
        "confidence": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "review_date": {"type": "string", "format": "date"},
        "columns": {"type": "object", "propertyNames": _FIELD_KEYS, "additionalProperties": _NAMES},
        "words": {"type": "object", "propertyNames": _FIELD_KEYS, "additionalProperties": _TOKENS},
        "unless": {"type": "object", "propertyNames": _FIELD_KEYS, "additionalProperties": _NAMES},
    },
}

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_VAT_WORDS = re.compile(r"\bv a t\b")


class SourceFaults(UserError):
    """A shipped or added file of column names that does not hold together."""


@dataclass(frozen=True)
class Family:
    """The column names that belong together, in order of preference and already normalised.

    `words` are enough for a field where they stand together, `unless` one of those that make it something else does.
    """

    id: str
    title: str
    confidence: float
    names: Mapping[Field, tuple[str, ...]]
    words: Mapping[Field, tuple[frozenset[str], ...]]
    unless: Mapping[Field, frozenset[str]]


def normalise_heading(heading: str) -> str:
    """A heading as words in small letters: "SupplierName:" and "supplier name" are one."""
    spaced = _CAMEL.sub(" ", heading.replace("'", "").replace("’", ""))
    words = _NOT_WORD.sub(" ", spaced.casefold()).strip()
    return _VAT_WORDS.sub("vat", words)


@cache
def load_families() -> tuple[Family, ...]:
    """Every shipped family by its id; raises `SourceFaults` with all faults at once."""
    return load_families_from(DEFINITIONS)


def load_families_from(folder: Path) -> tuple[Family, ...]:
    """The families in a folder; raises `SourceFaults`."""
    validator = jsonschema_rs.validator_for(SCHEMA)
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
            found.append(_build_family(read))
    if faults:
        raise SourceFaults("Column names do not hold together.", "Correct these files.", details=tuple(faults))
    return tuple(found)


def _build_family(read: Mapping[str, object]) -> Family:
    columns, words, unless = read["columns"], read.get("words", {}), read.get("unless", {})
    assert isinstance(columns, dict) and isinstance(words, dict) and isinstance(unless, dict)  # noqa: S101, PT018  the schema has said so
    return Family(
        id=str(read["id"]),
        title=str(read["title"]),
        confidence=float(str(read["confidence"])),
        names={Field(f): tuple(dict.fromkeys(map(normalise_heading, names))) for f, names in columns.items()},
        words={Field(f): tuple(frozenset(tokens) for tokens in sets) for f, sets in words.items()},
        unless={Field(f): frozenset(tokens) for f, tokens in unless.items()},
    )


@cache
def known_headings() -> frozenset[str]:
    """Every declared name, to tell a row of headings from a row of values."""
    return frozenset(name for family in load_families() for names in family.names.values() for name in names)
