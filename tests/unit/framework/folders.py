"""A small valid framework in a folder, and ways to spoil it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

LEVELS = [{"number": 1, "name": "Low", "meaning": "Little"}, {"number": 2, "name": "High", "meaning": "Much"}]
HELP = {"summary": "A summary", "what_it_is": "What", "why_it_matters": "Why"}


def ladder() -> dict[int, list[str]]:
    """Two levels of one statement each."""
    return {1: ["Little is done"], 2: ["Much is done"]}


def framework_value(framework_id: str, **other: Any) -> dict[str, Any]:
    """framework.yaml with one theme, one key area and one enabler."""
    return {
        "id": framework_id,
        "version": "1",
        "title": "A framework",
        "short_title": "Framework",
        "status": "published",
        "source": "Invented",
        "wording": "Ours",
        "author": "A",
        "reviewer": "None",
        "review_date": "2026-11-21",
        "levels": LEVELS,
        "themes": [{"id": "theme", "name": "Theme", "key_areas": ["AAA"]}],
        "enablers": ["EEE"],
        **other,
    }


def area_value(area_id: str = "AAA", code_ids: tuple[str, ...] = ("AAA1", "AAA2")) -> dict[str, Any]:
    """A key area with its value codes."""
    return {"id": area_id, "name": area_id, **HELP, "levels": ladder(), "value_codes": [code(id_) for id_ in code_ids]}


def code(code_id: str) -> dict[str, Any]:
    """A value code."""
    return {"id": code_id, "name": code_id, "description": f"The extent to which {code_id}", "levels": ladder()}


def enabler_value(enabler_id: str = "EEE") -> dict[str, Any]:
    """An enabler."""
    return {**code(enabler_id), **HELP}


class Folder:
    """A framework's folder whose files a test can change."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, file: str, value: Any) -> None:
        """Write a value as YAML, or a text as it stands."""
        target = self.path / file
        target.parent.mkdir(parents=True, exist_ok=True)
        text = value if isinstance(value, str) else yaml.safe_dump(value, sort_keys=False)
        target.write_text(text, encoding="utf-8")

    def change(self, file: str, alter: Callable[[dict[str, Any]], None]) -> None:
        """Read a file, alter its value in place, write it back."""
        value = yaml.safe_load((self.path / file).read_text(encoding="utf-8"))
        alter(value)
        self.write(file, value)


def write_framework(parent: Path, framework_id: str, **other: Any) -> Folder:
    """A valid framework in a folder of its own."""
    folder = Folder(parent / framework_id)
    folder.write("framework.yaml", framework_value(framework_id, **other))
    folder.write("key-areas/AAA.yaml", area_value())
    folder.write("enablers/EEE.yaml", enabler_value())
    return folder
