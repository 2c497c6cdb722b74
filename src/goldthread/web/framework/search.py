"""Looks for words in a framework's names, descriptions and statements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goldthread.framework.types import Framework, FrameworkObject, Ladder


@dataclass(frozen=True)
class Piece:
    """A run of text; `hit` where it is a word that was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True)
class Found:
    """One text that holds every word looked for, and where it stands. `level` is empty for a name or description."""

    object_id: str
    anchor: str
    name: str
    level: str
    pieces: tuple[Piece, ...]


def find_statements(framework: Framework, words: str) -> list[Found]:
    """Every name, description and statement that holds each word, whatever the case, in the framework's order."""
    wanted = [re.escape(word) for word in words.split()]
    if not wanted:
        return []
    marks = re.compile("(" + "|".join(sorted(wanted, key=len, reverse=True)) + ")", re.IGNORECASE)
    every = [re.compile(word, re.IGNORECASE) for word in wanted]
    return [
        Found(object_id, anchor, name, level, _split(marks, text))
        for object_id, anchor, name, level, text in _texts(framework)
        if all(one.search(text) for one in every)
    ]


_Text = tuple[str, str, str, str, str]


def _texts(framework: Framework) -> Iterator[_Text]:
    for item in framework.objects:
        yield item.id, "top", item.name, "", f"{item.name}: {item.summary}"
        if [code.id for code in item.value_codes] != [item.id]:
            yield from _levels(framework, item, "ladder", item.name, item.ladder)
        for code in item.value_codes:
            name = f"{code.id} {code.name}"
            yield item.id, code.id, name, "", f"{code.name}: {code.description}"
            yield from _levels(framework, item, code.id, name, code.ladder)


def _levels(framework: Framework, item: FrameworkObject, anchor: str, name: str, ladder: Ladder) -> Iterator[_Text]:
    for number, statements in ladder.statements.items():
        for statement in statements:
            yield item.id, anchor, name, f"{number} {framework.level_name(number)}", statement


def _split(marks: re.Pattern[str], text: str) -> tuple[Piece, ...]:
    parts = marks.split(text)
    return tuple(Piece(part, index % 2 == 1) for index, part in enumerate(parts) if part)
