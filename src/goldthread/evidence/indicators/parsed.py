"""Keeps what parsing the SQL of the shipped indicators came to, so that a process need not load the parser for it.

The parser holds 16 MB of every process that loads it, for as long as it runs. What it came to is kept as files in the
data directory, under the content of all that it rests on. Without a data directory nothing is kept.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings

_PARSER = "sqlglot"


def read_parsed(name: str, definitions: Path) -> Mapping[str, Any] | None:
    """What was kept under this name for the folder as it is; None where there is nothing that can be read."""
    if not settings.configured:
        return None
    try:
        found = json.loads(_file(name, definitions).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def keep_parsed(name: str, definitions: Path, *, told: Mapping[str, object]) -> None:
    """Keep it in place of what older definitions came to. A full disk only means that it is parsed again."""
    if not settings.configured:
        return
    path = _file(name, definitions)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(told), encoding="utf-8")
        partial.replace(path)
        for older in path.parent.glob(f"{name}.*.json"):
            if older != path:
                older.unlink(missing_ok=True)
    except OSError:
        partial.unlink(missing_ok=True)


def _file(name: str, definitions: Path) -> Path:
    return Path(settings.DATA_DIR) / "cache" / "parsed" / f"{name}.{_digest(definitions)}.json"


@cache
def _digest(definitions: Path) -> str:
    """Over the definitions, the code of this folder that reads and checks them, and the parser's version."""
    content = hashlib.sha256(version(_PARSER).encode())
    paths = [path for path in definitions.rglob("*") if path.is_file()] + list(Path(__file__).parent.glob("*.py"))
    for path in sorted(paths):
        content.update(f"\n{path.name}\n".encode() + path.read_bytes())
    return content.hexdigest()[:32]
