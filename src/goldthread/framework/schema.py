"""The shape of a definition's file, held against a JSON Schema that ships beside the definitions."""

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
SCHEMA = DEFINITIONS / "framework.schema.json"


class FileKind(StrEnum):
    """A kind of file; the value is its name in the schema."""

    FRAMEWORK = "framework"
    KEY_AREA = "key_area"
    ENABLER = "enabler"
    CHANGES = "changes"
    LOCAL = "local"
    MAPPING = "mapping"


def check_shape(document: Document, kind: FileKind) -> list[Fault]:
    """Every departure of one file of a framework from its schema."""
    return check_against(document, SCHEMA, kind)


def check_against(document: Document, schema: Path, name: str) -> list[Fault]:
    """Every departure from one definition of a schema, each with the schema's own description as its remedy."""
    errors = _validator(schema, name).iter_errors(document.value)
    return [_fault(document, error, _read(schema)) for error in errors]


@cache
def _read(schema: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(schema.read_text(encoding="utf-8"))
    return found


@cache
def _validator(schema: Path, name: str) -> jsonschema_rs.Draft202012Validator:
    whole = {"$ref": f"#/$defs/{name}", "$defs": _read(schema)["$defs"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def _fault(document: Document, error: jsonschema_rs.ValidationError, schema: dict[str, Any]) -> Fault:
    message = _message(error.kind.name, error.kind.value, error.instance, error.message)
    return document.fault(_path(document.value, error.instance_path), message, _remedy(error.schema_path, schema))


def _path(value: Any, parts: list[str | int]) -> PathInFile:
    """The path with the keys of mappings as text: the validator gives a key such as "1" as a number."""
    path: list[str | int] = []
    for part in parts:
        key = str(part) if isinstance(value, Mapping) else part
        value = value[key]
        path.append(key)
    return tuple(path)


def _remedy(schema_path: list[str | int], schema: dict[str, Any]) -> str:
    """The description nearest to the rule that was broken."""
    found: Any = schema
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
