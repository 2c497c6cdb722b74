"""The one loader of local supplements: a mapping or a YAML file in, a checked `Supplement` or every fault out.

A supplement is checked by the same schema and the same kinds of rule as the files of a framework.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from goldthread.framework.faults import Fault, FrameworkFaults
from goldthread.framework.files import Document, PathInFile, read_document
from goldthread.framework.local_types import LocalCode, Origin, Priority, Retired, Supplement
from goldthread.framework.schema import FileKind, check_shape
from goldthread.framework.types import Framework, Ladder

CODE, PRIORITY = "value code", "priority"


class SupplementFaults(FrameworkFaults):
    """A supplement that cannot be used; `faults` holds every fault found."""

    def __init__(self, name: str, faults: tuple[Fault, ...]) -> None:
        super().__init__(name, faults)
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        self.what = f"The local codes in {name} have {count}."
        self.do = "Mend what is listed, then check the file again with `goldthread framework local check`."


def read_supplement(path: Path) -> tuple[Document | None, tuple[Fault, ...]]:
    """One YAML file as a document, and what keeps it from being read. What it says is checked by `check_supplement`."""
    document, faults = read_document(path.parent, path.name)
    return document, tuple(faults)


def document_of(value: Mapping[str, Any], name: str) -> Document:
    """A mapping as a document, so that what stands in rows is checked as a file is."""
    text = write_supplement(value)
    node: yaml.Node = yaml.compose(text, Loader=yaml.CSafeLoader)  # type: ignore[assignment]  # a mapping is never empty
    return Document(name, value, node)


def write_supplement(value: Mapping[str, Any]) -> str:
    """The mapping as YAML in the frameworks' own grammar."""
    return str(yaml.safe_dump(dict(value), allow_unicode=True, sort_keys=False, width=110))


def build_supplement(document: Document, framework: Framework) -> Supplement:
    """The supplement of a document. Any fault raises `SupplementFaults` with all of them."""
    faults = check_supplement(document, framework)
    if faults:
        raise SupplementFaults(document.file, faults)
    return thaw_supplement(document.value)


def thaw_supplement(value: Mapping[str, Any]) -> Supplement:
    """The supplement of a mapping that was checked before, such as a published version. Nothing is checked again."""
    return Supplement(
        council=value["council"],
        framework=value["framework"],
        prefix=value["prefix"],
        title=value["title"],
        version=value["version"],
        author=value["author"],
        published=date.fromisoformat(value["published"]),
        codes=tuple(_code(each) for each in value["value_codes"]),
        priorities=tuple(_priority(each) for each in value["priorities"]),
        retired=tuple(Retired(**each) for each in value["retired"]),
    )


def extend(framework: Framework, supplement: Supplement) -> Framework:
    """The framework with what the council added. Every object, code and ladder of its own stays as it is."""
    return replace(framework, local=supplement)


def check_supplement(document: Document, framework: Framework) -> tuple[Fault, ...]:
    """Every fault of shape, then every fault of what the supplement names in the framework."""
    shape = check_shape(document, FileKind.LOCAL)
    if shape:
        return (*shape, *_check_places(document, framework), *_check_ladders(document, framework))
    return (
        *_check_framework(document, framework),
        *_check_ids(document, framework),
        *_check_places(document, framework),
        *_check_ladders(document, framework),
        *_check_priorities(document, framework),
    )


def clash_of_prefix(prefix: str, framework: Framework) -> str:
    """An id of the framework that begins as the prefix would; "" where none does, so that no id stands twice."""
    ids = [item.id for item in framework.objects] + [code.id for code in framework.value_codes]
    return next((item for item in ids if item.startswith(f"{prefix}-")), "")


def _check_framework(document: Document, framework: Framework) -> Iterator[Fault]:
    named = document.value["framework"]
    if named != framework.id:
        message = f'It is written for the framework "{named}", not for "{framework.id}".'
        yield document.fault(("framework",), message, "Take a file for this framework, or carry the codes over first.")
    clash = clash_of_prefix(document.value["prefix"], framework)
    if clash:
        message = f'The framework has an id "{clash}", which begins like this prefix.'
        yield document.fault(("prefix",), message, "Choose another prefix.")


def _check_ids(document: Document, framework: Framework) -> Iterator[Fault]:
    value, seen = document.value, set()
    gone = {each["id"]: each for each in value["retired"] if each["kind"] == CODE}
    for place, code in enumerate(value["value_codes"]):
        path: PathInFile = ("value_codes", place, "id")
        head = code["id"].partition("-")[0]
        if "origin" not in code and head != value["prefix"]:
            yield document.fault(
                path, f'"{code["id"]}" does not begin with "{value["prefix"]}-".', "Put the prefix first."
            )
        if "origin" in code and head == value["prefix"]:
            message = f'"{code["id"]}" of {code["origin"]["council"]} begins with this council\'s own prefix.'
            yield document.fault(path, message, "One of the two councils has to choose another prefix.")
        if clash_of_prefix(head, framework):
            yield document.fault(path, f'"{head}" begins ids of the framework too.', "Choose another prefix.")
        if code["id"] in seen:
            yield document.fault(path, f'"{code["id"]}" stands twice.', "Give each code an id of its own.")
        if code["id"] in gone:
            since = gone[code["id"]]["version"]
            message = f'"{code["id"]}" retired in version {since}; answers still hang on that id.'
            yield document.fault(path, message, "Give the new code an id that was never used.")
        seen.add(code["id"])


def _codes(document: Document) -> Iterator[tuple[int, dict[str, Any]]]:
    """The codes as far as they can be read: a fault of shape hides neither a gap in a ladder nor a missing place."""
    codes = document.value.get("value_codes") if isinstance(document.value, dict) else None
    for place, code in enumerate(codes if isinstance(codes, list) else ()):
        if isinstance(code, dict) and "id" in code:
            yield place, code


def _check_places(document: Document, framework: Framework) -> Iterator[Fault]:
    known = {item.id for item in framework.objects}
    for place, code in _codes(document):
        path: PathInFile = ("value_codes", place)
        if ("object" in code) == ("area" in code):
            said = "both an area of the framework and one of its own" if "object" in code else "no area"
            yield document.fault(
                (*path, "object"),
                f'"{code["id"]}" belongs to {said}.',
                "Choose one: an area of the framework, or a name.",
            )
        elif "object" in code and code["object"] not in known:
            message = f'{framework.id} has no key area or enabler "{code["object"]}".'
            yield document.fault((*path, "object"), message, "Choose one that it has, or an area of your own.")


def _check_ladders(document: Document, framework: Framework) -> Iterator[Fault]:
    wanted = [str(level.number) for level in framework.levels]
    for place, code in _codes(document):
        if not isinstance(code.get("levels"), dict):
            continue
        path: PathInFile = ("value_codes", place, "levels")
        for level in wanted:
            if level not in code["levels"]:
                name = framework.level_name(int(level))
                message = f'Level {level} {name} of "{code["id"]}" is missing.'
                yield document.fault((*path, level), message, "Write what holds at that level.")
        for level in code["levels"]:
            if level not in wanted:
                message = f'"{code["id"]}" has a level "{level}" that the framework does not have.'
                yield document.fault((*path, level), message, f"Use the levels {', '.join(wanted)}.")


def _check_priorities(document: Document, framework: Framework) -> Iterator[Fault]:
    known, seen = {code.id for code in framework.value_codes}, set()
    for place, priority in enumerate(document.value["priorities"]):
        path: PathInFile = ("priorities", place, "value_code")
        code = priority["value_code"]
        if code not in known:
            yield document.fault(path, f'{framework.id} has no value code "{code}".', "Choose one that it has.")
        if code in seen:
            yield document.fault(path, f'"{code}" is a priority twice.', "Keep one of the two.")
        seen.add(code)


def _code(value: Mapping[str, Any]) -> LocalCode:
    return LocalCode(
        id=value["id"],
        name=value["name"],
        description=value["description"],
        ladder=Ladder({int(level): tuple(value["levels"][level]) for level in sorted(value["levels"])}),
        notes=tuple(value.get("notes", ())),
        object_id=value.get("object", ""),
        area=value.get("area", ""),
        origin=_origin(value),
    )


def _priority(value: Mapping[str, Any]) -> Priority:
    return Priority(value["value_code"], value["reason"], tuple(value.get("statements", ())), _origin(value))


def _origin(value: Mapping[str, Any]) -> Origin | None:
    return Origin(**value["origin"]) if "origin" in value else None
