"""What the files of a framework name, read tolerantly: a fault of shape hides no fault of reference."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from goldthread.framework.files import Document, PathInFile


@dataclass(frozen=True)
class Reference:
    """An id that framework.yaml names, and where."""

    id: str
    path: PathInFile


@dataclass(frozen=True)
class Item:
    """A key area, enabler or value code as its file gives it."""

    id: str
    document: Document
    path: PathInFile  # of the mapping that describes it
    ladder: tuple[str, ...] | None  # the keys of its ladder; None where it has none that can be read


@dataclass(frozen=True)
class Outline:
    """A framework as far as it can be read."""

    id: str
    supersedes: str | None
    levels: tuple[int, ...]
    theme_ids: tuple[Reference, ...]
    key_areas: tuple[Reference, ...]
    enablers: tuple[Reference, ...]
    items: tuple[Item, ...]

    @property
    def object_ids(self) -> tuple[str, ...]:
        """Ids of key areas and enablers that have a file."""
        return tuple(item.id for item in self.items if not item.path)

    @property
    def code_ids(self) -> tuple[str, ...]:
        """Ids of the value codes of key areas."""
        return tuple(item.id for item in self.items if item.path)

    @property
    def known_ids(self) -> frozenset[str]:
        """Every id that has a file or that framework.yaml names."""
        named = (reference.id for reference in (*self.key_areas, *self.enablers))
        return frozenset((*self.object_ids, *self.code_ids, *named))


def build_outline(framework: Document, key_areas: list[Document], enablers: list[Document]) -> Outline:
    """Read the ids, references and ladders of the documents, passing over whatever has the wrong shape."""
    value = framework.value
    themes = list(_mappings(value, "themes"))
    supersedes = _text(value, "supersedes")
    return Outline(
        id=_text(value, "id"),
        supersedes=supersedes or None,
        levels=tuple(level["number"] for _, level in _mappings(value, "levels") if _is_number(level.get("number"))),
        theme_ids=tuple(Reference(_text(theme, "id"), (*path, "id")) for path, theme in themes),
        key_areas=tuple(ref for path, theme in themes for ref in _references(theme, "key_areas", path)),
        enablers=tuple(_references(value, "enablers", ())),
        items=tuple(item for document in key_areas + enablers for item in _items(document)),
    )


def _items(document: Document) -> Iterator[Item]:
    yield Item(_text(document.value, "id"), document, (), _ladder(document.value))
    for path, code in _mappings(document.value, "value_codes"):
        yield Item(_text(code, "id"), document, path, _ladder(code))


def _mappings(value: Any, key: str) -> Iterator[tuple[PathInFile, dict[str, Any]]]:
    entries = value.get(key) if isinstance(value, dict) else None
    for place, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield (key, place), entry


def _references(value: Any, key: str, path: PathInFile) -> Iterator[Reference]:
    entries = value.get(key) if isinstance(value, dict) else None
    for place, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, str):
            yield Reference(entry, (*path, key, place))


def _ladder(value: Any) -> tuple[str, ...] | None:
    levels = value.get("levels") if isinstance(value, dict) else None
    return tuple(levels) if isinstance(levels, dict) else None


def _text(value: Any, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int)
