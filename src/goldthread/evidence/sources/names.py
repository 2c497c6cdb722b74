"""Declared names of columns: small data files, one per family, read once and checked whole."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from goldthread.common.errors import UserError
from goldthread.evidence.sources.types import Field

DEFINITIONS = Path(str(files("goldthread") / "definitions" / "sources"))

_NAMES = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
_TOKENS = {"type": "array", "items": _NAMES, "minItems": 1}
_TEXT = {"type": "string", "minLength": 1}


def family_schema(kind: str, fields: Iterable[str]) -> dict[str, Any]:
    """What a file of column names may hold, for one kind of file and its fields."""
    keys = {"enum": list(fields)}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "title", "kind", "confidence", "source", "author", "reviewer", "review_date", "columns"],
        "properties": {
            **dict.fromkeys(("id", "title", "source", "author", "reviewer"), _TEXT),
            "kind": {"const": kind},
            "confidence": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
            "review_date": {"type": "string", "format": "date"},
            "columns": {"type": "object", "propertyNames": keys, "additionalProperties": _NAMES},
            "words": {"type": "object", "propertyNames": keys, "additionalProperties": _TOKENS},
            "unless": {"type": "object", "propertyNames": keys, "additionalProperties": _NAMES},
        },
    }


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NUMBERED = re.compile(r"^\s*\d{1,2}\s*[.)]\s+(?=[A-Za-z])")
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
    """A heading as words in small letters: "SupplierName:", "5. Supplier name" and "supplier name" are one."""
    spaced = _CAMEL.sub(" ", _NUMBERED.sub("", heading).replace("'", "").replace("’", ""))
    words = _NOT_WORD.sub(" ", spaced.casefold()).strip()
    return _VAT_WORDS.sub("vat", words)


@cache
def load_families() -> tuple[Family, ...]:
    """Every shipped family by its id; raises `SourceFaults` with all faults at once."""
    return load_families_from(DEFINITIONS)


def load_families_from(folder: Path) -> tuple[Family, ...]:
    """The families in a folder; raises `SourceFaults`."""
    schema = family_schema("spend", [field.value for field in Field])
    return tuple(map(_build_family, read_family_files(folder, schema)))


def read_family_files(folder: Path, schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The files of a folder by their names, each held to the schema; raises `SourceFaults` with all that is wrong."""
    validator = jsonschema_rs.validator_for(dict(schema))
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
            found.append(read)
    if faults:
        raise SourceFaults("Column names do not hold together.", "Correct these files.", details=tuple(faults))
    return found


def _build_family(read: Mapping[str, Any]) -> Family:
    return Family(
        id=str(read["id"]),
        title=str(read["title"]),
        confidence=float(read["confidence"]),
        names={Field(f): normalise_names(names) for f, names in read["columns"].items()},
        words={Field(f): tuple(map(frozenset, sets)) for f, sets in read.get("words", {}).items()},
        unless={Field(f): frozenset(words) for f, words in read.get("unless", {}).items()},
    )


def normalise_names(names: Iterable[str]) -> tuple[str, ...]:
    """Declared names as headings are compared, each once, in their order."""
    return tuple(dict.fromkeys(map(normalise_heading, names)))


@cache
def known_headings() -> frozenset[str]:
    """Every declared name, to tell a row of headings from a row of values."""
    return frozenset(name for family in load_families() for names in family.names.values() for name in names)
