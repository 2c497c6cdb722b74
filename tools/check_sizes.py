"""Refuses modules over 400 lines and functions over 50. Migrations are made by a machine and are left out."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
FOLDERS = ("src", "tests", "benchmarks", "tools")


def find_modules(root: Path) -> Iterator[Path]:
    """Every Python file of ours but the migrations."""
    for folder in FOLDERS:
        yield from sorted(p for p in (root / folder).rglob("*.py") if "migrations" not in p.parts)


def find_faults(path: Path, name: str) -> Iterator[str]:
    """One line for the module, and one for each function of it, that is too long."""
    text = path.read_text(encoding="utf-8")
    length = len(text.splitlines())
    if length > LONGEST_MODULE:
        yield f"{name}: {length} lines, at most {LONGEST_MODULE}. Give each of its subjects a module."
    for node in ast.walk(ast.parse(text, filename=name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {lines} lines, at most {LONGEST_FUNCTION}."


def main() -> int:
    """Print every fault and answer 1 where there is one."""
    root = Path(__file__).resolve().parents[1]
    faults = [line for path in find_modules(root) for line in find_faults(path, str(path.relative_to(root)))]
    print("\n".join(faults) or "Every module and function is within its size.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
