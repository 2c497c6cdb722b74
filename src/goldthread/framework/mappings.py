"""Mappings between frameworks: which answer of one may be put forward in another, and at which level.

A mapping proposes; nothing counts before a person confirms it. Shipped ones stand in definitions/frameworks/mappings.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from goldthread.common.errors import UserError
from goldthread.framework.faults import Fault, FrameworkFaults
from goldthread.framework.files import Document, read_document
from goldthread.framework.load import framework_ids, load_framework
from goldthread.framework.schema import DEFINITIONS, FileKind, check_shape
from goldthread.framework.types import Framework

MAPPINGS = DEFINITIONS / "mappings"


class NoMapping(UserError):
    """Two frameworks between which no mapping leads."""


@dataclass(frozen=True)
class MappedItem:
    """One value code of the one framework, one of the other, and why they ask alike."""

    old: str
    new: str
    why: str


@dataclass(frozen=True)
class FrameworkMapping:
    """Every item that is put forward, and the level at which; `sha256` is that of the file."""

    old: str
    new: str
    status: str
    levels: Mapping[int, int]
    items: tuple[MappedItem, ...]
    sha256: str


def load_mapping(old: str, new: str) -> FrameworkMapping:
    """The shipped mapping from one framework to another; raises `NoMapping` or `FrameworkFaults`."""
    path = MAPPINGS / f"{old}--{new}.yaml"
    if not path.is_file():
        known = ", ".join(file.stem.replace("--", " to ") for file in mapping_files())
        raise NoMapping(f"No mapping leads from {old} to {new}.", f"There is one from {known}.")
    return load_mapping_from(path)


def has_mapping(old: str, new: str) -> bool:
    """Whether a shipped mapping leads from one framework to another."""
    return (MAPPINGS / f"{old}--{new}.yaml").is_file()


def mapping_files() -> tuple[Path, ...]:
    return tuple(sorted(MAPPINGS.glob("*.yaml")))


def load_mapping_from(path: Path) -> FrameworkMapping:
    """A mapping from its file, checked whole."""
    document, faults = _read(path)
    if document is None or faults:
        raise FrameworkFaults(str(path), tuple(faults))
    value = document.value
    return FrameworkMapping(
        old=value["from"],
        new=value["to"],
        status=value["status"],
        levels={int(level): value["levels"][level] for level in sorted(value["levels"], key=int)},
        items=tuple(MappedItem(item["from"], item["to"], item["why"]) for item in value["items"]),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def check_mapping(path: Path) -> tuple[Fault, ...]:
    """Every fault of a mapping's file."""
    return tuple(_read(path)[1])


def _read(path: Path) -> tuple[Document | None, list[Fault]]:
    document, faults = read_document(path.parent, path.name)
    if document is not None and not faults:
        faults = check_shape(document, FileKind.MAPPING)
        faults = faults or list(_check(document, path.stem))
    return document, faults


def _check(document: Document, stem: str) -> Iterator[Fault]:
    value = document.value
    if stem != f"{value['from']}--{value['to']}":
        message = f'The file is called "{stem}" and leads from {value["from"]} to {value["to"]}.'
        yield document.fault(("from",), message, "Call it by both ids with two hyphens between them.")
    unknown = [side for side in ("from", "to") if value[side] not in framework_ids()]
    for side in unknown:
        message = f'There is no framework "{value[side]}".'
        yield document.fault((side,), message, f"Use one of {', '.join(framework_ids())}.")
    if unknown:
        return
    old, new = load_framework(value["from"]), load_framework(value["to"])
    yield from _check_levels(document, value["levels"], old, new)
    yield from _check_items(document, value["items"], old, new)


def _check_levels(document: Document, levels: dict[str, int], old: Framework, new: Framework) -> Iterator[Fault]:
    for level in old.levels:
        if str(level.number) not in levels:
            message = f"It is not said what level {level.number} of {old.id} is put forward as."
            yield document.fault(("levels",), message, f"Give a level of {new.id}.")
    for level_text, number in levels.items():
        path = ("levels", level_text)
        if level_text not in {str(level.number) for level in old.levels}:
            yield document.fault(path, f'{old.id} has no level "{level_text}".', "Take it out.")
        if not new.has_level(number):
            yield document.fault(path, f"{new.id} has no level {number}.", f"Use one of {new.levels_in_words}.")
    rising = [levels[str(level.number)] for level in old.levels if str(level.number) in levels]
    if any(higher < lower for lower, higher in pairwise(rising)):
        yield document.fault(("levels",), "A higher level is put forward as a lower one.", "Let the levels rise.")


def _check_items(document: Document, items: list[dict[str, Any]], old: Framework, new: Framework) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for place, item in enumerate(items):
        for side, framework in (("from", old), ("to", new)):
            if item[side] not in {code.id for code in framework.value_codes}:
                yield document.fault(
                    ("items", place, side), _unknown(item[side], framework), "Name a value code that it has."
                )
        pair = (item["from"], item["to"])
        if pair in seen:
            yield document.fault(("items", place), f"{pair[0]} to {pair[1]} stands twice.", "Keep one of the two.")
        seen.add(pair)


def _unknown(item: str, framework: Framework) -> str:
    """Whether the id retired with an older version, is an area that nobody answers, or was never there."""
    older = framework
    while older.supersedes in framework_ids():
        older = load_framework(older.supersedes or "")
        if item in {each.id for each in older.objects} | {code.id for code in older.value_codes}:
            return f'"{item}" retired: {framework.id} has no such item since it superseded {older.id}.'
    if item in {found.id for found in framework.objects}:
        return f'"{item}" is an area of {framework.id} that is not answered itself.'
    return f'"{item}" is unknown: {framework.id} has no such value code.'
