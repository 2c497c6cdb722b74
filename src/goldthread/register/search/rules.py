"""Reads what somebody typed into terms that any index understands, and marked text into parts."""

import re
from collections.abc import Iterator, Sequence

from goldthread.register.search.types import Asked, Term

MOST_CHARACTERS, MOST_TERMS = 200, 12
BEGIN, END = "\x02", "\x03"
"""Stand around a word that was found: neither can be typed, and texts are kept without them."""
_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]+")


def read_query(text: str) -> Asked:
    """Words in quotation marks stand side by side; a star after a word lets more letters follow; signs are no words."""
    plain = " ".join(text.replace("\x00", " ").replace("“", '"').replace("”", '"').split())
    says = ""
    if len(plain) > MOST_CHARACTERS:
        plain, says = plain[:MOST_CHARACTERS], f"Only the first {MOST_CHARACTERS} characters were looked for."
    terms = tuple(_terms(plain))
    if len(terms) > MOST_TERMS:
        terms, says = terms[:MOST_TERMS], f"Only the first {MOST_TERMS} words were looked for."
    return Asked(terms, says)


def _terms(text: str) -> Iterator[Term]:
    for quoted, bare in _PIECE.findall(text):
        words = tuple(_WORD.findall(quoted or bare))
        if words:
            yield Term(words, is_prefix=bare.endswith("*"))


def split_marked(text: str) -> Sequence[tuple[str, bool]]:
    """A marked text as parts, each with whether it was looked for."""
    parts: list[tuple[str, bool]] = []
    for number, piece in enumerate(re.split(f"[{BEGIN}{END}]", text)):
        if piece:
            parts.append((piece, number % 2 == 1))
    return parts


def plain_text(text: str) -> str:
    """A text as the index keeps it: one line, without marks."""
    return " ".join(text.replace(BEGIN, " ").replace(END, " ").replace("\x00", " ").split())
