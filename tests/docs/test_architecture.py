"""The map shows the rooms that there are, and the order that import-linter holds."""

import re
import tomllib
from functools import cache

from tests.docs.documents import ROOT, fences_of

MAP = ROOT / "ARCHITECTURE.md"
PACKAGE = ROOT / "src" / "goldthread"


@cache
def contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, object]] = settings["tool"]["importlinter"]["contracts"]
    return found


def rooms() -> set[str]:
    return {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}


def test_every_room_has_its_line() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", MAP.read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == rooms()


def test_every_room_of_tables_and_screens_is_in_the_picture() -> None:
    [picture] = [text for kind, text in fences_of(MAP) if kind == "mermaid"]
    missing = [name for name in rooms() - {"config"} if not re.search(rf"\b{name}\b", picture)]
    assert missing == []


def test_the_order_is_the_one_that_is_held() -> None:
    layers = next(contract["layers"] for contract in contracts() if contract["type"] == "layers")
    assert isinstance(layers, list)
    held = [re.sub(r"[()]", "", layer) for layer in layers]
    told = re.search(r"   ```\n(.*?)   ```", MAP.read_text(encoding="utf-8"), re.DOTALL)
    assert told is not None
    assert [line.strip() for line in told[1].splitlines()] == held
