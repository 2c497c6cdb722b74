"""Reads the documents: their links, headings, console blocks and the words that they take from the screens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED_FOLDERS = frozenset({".venv", "node_modules", "build", "dist", ".goldthread", "shots"})

_FENCE = re.compile(r"^```(?P<kind>[^\n`]*)\n(?P<text>.*?)^```[ ]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (?P<text>.+)$", re.MULTILINE)
_BOLD = re.compile(r"\*\*(?P<text>[^*]+)\*\*")


@dataclass(frozen=True)
class Step:
    """One command of a console block, with the lines that the document shows of its output."""

    command: str
    shown: tuple[str, ...]


def documents() -> list[Path]:
    """Every Markdown file of the project."""
    found = [path for path in ROOT.rglob("*.md") if not SKIPPED_FOLDERS & set(path.relative_to(ROOT).parts)]
    return sorted(found)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def fences_of(path: Path) -> Iterator[tuple[str, str]]:
    """Kind and text of every fenced block."""
    for found in _FENCE.finditer(path.read_text(encoding="utf-8")):
        yield found["kind"].strip(), found["text"]


def steps_of(path: Path) -> list[Step]:
    """The commands of a document's console blocks, in order. A backslash at a line's end goes on to the next."""
    steps: list[Step] = []
    for kind, text in fences_of(path):
        if kind == "console":
            steps += _steps_in(text.replace("\\\n", " "))
    return steps


def _steps_in(text: str) -> Iterator[Step]:
    command, shown = "", list[str]()
    for line in text.splitlines():
        if line.startswith("$ "):
            if command:
                yield Step(command, tuple(shown))
            command, shown = " ".join(line[2:].split()), []
        elif line.strip() not in {"", "…"}:
            assert command, f"a console block begins with its output, not with a command: {line}"
            shown.append(" ".join(line.split()))
    if command:
        yield Step(command, tuple(shown))


def links_of(path: Path) -> list[str]:
    """The targets of the links outside fenced blocks."""
    return [found["target"] for found in _LINK.finditer(_without_fences(path))]


def anchors_of(path: Path) -> set[str]:
    """What a link into the document may end with, as the usual Markdown sites make it of its headings."""
    kept = (re.sub(r"[^\w\- ]", "", found["text"].lower()) for found in _HEADING.finditer(_without_fences(path)))
    return {text.strip().replace(" ", "-") for text in kept}


def screen_words_of(path: Path) -> list[str]:
    """What stands in bold outside fenced blocks: buttons, headings and links of the screens."""
    return [" ".join(found["text"].split()) for found in _BOLD.finditer(_without_fences(path))]


def _without_fences(path: Path) -> str:
    return _FENCE.sub("", path.read_text(encoding="utf-8"))
