"""The shape of each file of a framework, held against the JSON Schema that ships beside the frameworks."""

import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

import goldthread
from goldthread.framework.faults import Fault
from goldthread.framework.files import Document, PathInFile

DEFINITIONS = Path(goldthread.__file__).parent / "definitions" / "frameworks"


class FileKind(StrEnum):
    """A kind of file; the value is its name in the schema."""

    FRAMEWORK = "framework"
    KEY_AREA = "key_area"
    ENABLER = "enabler"
    CHANGES = "changes"


def check_shape(document: Document, kind: FileKind) -> list[Fault]:
    """Every departure of one file from the schema, each with the schema's own description as its remedy."""
    return [_fault(document, error) for error in _validator(kind).iter_errors(document.value)]


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((DEFINITIONS / "framework.schema.json").read_text(encoding="utf-8"))
    return schema


@cache
def _validator(kind: FileKind) -> jsonschema_rs.Draft202012Validator:
    schema = {"$ref": f"#/$defs/{kind}", "$defs": _schema()["$defs"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def _fault(document: Document, error: jsonschema_rs.ValidationError) -> Fault:
    message = _message(error.kind.name, error.kind.value, error.instance, error.message)
    return document.fault(_path(document.value, error.instance_path), message, _remedy(error.schema_path))


def _path(value: Any, parts: list[str | int]) -> PathInFile:
    """The path with the keys of mappings as text: the validator gives a key such as "1" as a number."""
    path: list[str | int] = []
    for part in parts:
        key = str(part) if isinstance(value, Mapping) else part
        value = value[key]
        path.append(key)
    return tuple(path)


def _remedy(schema_path: list[str | int]) -> str:
    """The description nearest to the rule that was broken."""
    found: Any = _schema()
    remedy = ""
    for part in schema_path:
        found = found[part]
        if isinstance(found, Mapping):
            remedy = found.get("description", remedy)
    return f"{remedy}."


def _message(rule: str, wanted: Any, instance: Any, default: str) -> str:
    match rule:
        case "required":
            return f'The key "{wanted}" is missing.'
        case "additionalProperties":
            keys = ", ".join(f'"{key}"' for key in wanted)
            return f"The grammar does not have the key {keys}."
        case "type":
            return f"{_shown(instance)} is not {_named(wanted[0])}."
        case "minItems" | "maxItems":
            return f"There are {len(instance)} entries; the limit is {wanted}."
        case "uniqueItems":
            return "An entry stands twice."
        case "maxLength":
            return f"The text has {len(instance)} characters; at most {wanted} are allowed."
        case "enum" | "pattern" | "format":
            return f"{_shown(instance)} is not allowed here."
    return f"{default}."


def _shown(value: Any) -> str:
    match value:
        case None:
            return "Nothing"
        case dict():
            return "A mapping"
        case list():
            return "A list"
        case str():
            return f'"{value}"' if len(value) <= 60 else f'"{value[:57]}…"'
    return str(value)


def _named(json_type: str) -> str:
    names = {"object": "a mapping", "array": "a list", "string": "text", "integer": "a whole number"}
    return names.get(json_type, json_type)
