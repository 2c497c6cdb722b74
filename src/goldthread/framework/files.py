"""YAML files as plain values that remember their lines. Duplicate keys and aliases are refused, not resolved.

Only whole numbers and nulls are read as such; every other plain word stays text: `no`, `2026-11-21`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from goldthread.framework.faults import Fault

PathInFile = tuple[str | int, ...]

_INTEGER = "tag:yaml.org,2002:int"
_NULL = "tag:yaml.org,2002:null"


class _Loader(yaml.CSafeLoader):
    """The C parser with two kinds of plain scalar."""


_Loader.yaml_implicit_resolvers = {
    first: [rule for rule in rules if rule[0] in (_INTEGER, _NULL)]
    for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Document:
    """One YAML file: its name, its value (mapping keys are always text) and where each part of it stands."""

    file: str
    value: Any
    node: yaml.Node

    def fault(self, path: PathInFile, message: str, remedy: str) -> Fault:
        """A fault at a place of this file, with its line."""
        return Fault(self.file, show_path(path), message, remedy, line_of(self.node, path))


def show_path(path: PathInFile) -> str:
    """A path as it is written for people: `value_codes[0].levels.3[1]`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def line_of(node: yaml.Node, path: PathInFile) -> int:
    """The line of the deepest part of the path that exists; the first line is 1."""
    found = node
    for part in path:
        child = _child(found, part)
        if child is None:
            break
        found = child
    return int(found.start_mark.line) + 1


def read_document(folder: Path, file: str) -> tuple[Document | None, list[Fault]]:
    """Read one file of a framework. None where it is no readable YAML; the faults say why."""
    try:
        text = (folder / file).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [Fault(file, "", f"Byte {error.start + 1} is not UTF-8.", "Save the file as UTF-8.")]
    except OSError as error:
        return None, [Fault(file, "", f"The file cannot be read ({error.strerror}).", "Put it right and check again.")]
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        return None, [_syntax_fault(file, error)]
    if node is None:
        return None, [Fault(file, "", "The file is empty.", "Write its keys, or remove the file.")]
    reader = _Reader(file)
    value = reader.read(node, ())
    return Document(file, value, node), reader.faults


def _syntax_fault(file: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "a character that YAML does not allow"
    remedy = "Look at the indentation, and put text that holds a colon or a quotation mark in quotes."
    return Fault(file, "", f"This is not YAML: {problem}.", remedy, mark.line + 1 if mark else None)


class _Reader:
    """Turns the nodes of one file into plain values and collects what it refuses."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, path: PathInFile) -> Any:
        if id(node) in self._seen:
            self._refuse(node, path, "A value refers to another by an alias.", "Write it out without `&` and `*`.")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*path, place)) for place, child in enumerate(node.value)]
        return self._mapping(node, path)

    def _mapping(self, node: yaml.Node, path: PathInFile) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, child in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            if key in result:
                self._refuse(key_node, (*path, key), f'The key "{key}" stands twice.', "Keep one of the two.")
            else:
                result[key] = self.read(child, (*path, key))
        return result

    def _refuse(self, node: yaml.Node, path: PathInFile, message: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, show_path(path), message, remedy, int(node.start_mark.line) + 1))


def _scalar(node: yaml.ScalarNode) -> str | int | None:
    text = str(node.value)
    if node.tag == _NULL:
        return None
    if node.tag == _INTEGER and text.isdecimal():
        return int(text)
    return text


def _child(node: yaml.Node, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if str(key.value) == str(part)), None)
    return None
