"""Where the headings of a table stand: below a title, joined to the first row, or nowhere."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from goldthread.evidence.sources.dates import read_date
from goldthread.evidence.sources.money import read_money
from goldthread.evidence.sources.names import known_headings, load_families, normalise_heading

DEEPEST = 40
"""Titles and notes above the headings are not longer than this."""

Row = Sequence[str]


@dataclass(frozen=True)
class Headings:
    """The headings; `row` is the place of the row they were in, -1 where there are none. `joined` is the first row's
    cells where headings and first row stand in one line."""

    names: tuple[str, ...]
    row: int
    joined: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """Names that headings have, and words that stand together in them. Both are normalised."""

    names: frozenset[str]
    words: tuple[frozenset[str], ...]


@cache
def payment_words() -> Vocabulary:
    """What the columns of payment files are called."""
    sets = (words for family in load_families() for each in family.words.values() for words in each)
    return Vocabulary(known_headings(), tuple(sets))


def find_headings(rows: Sequence[Row], words: Vocabulary | None = None) -> Headings:
    """The headings among the first rows; columns without any are numbered. `words` are those of payments or others."""
    words = words or payment_words()
    width = _usual_width(rows)
    for place in range(min(len(rows), DEEPEST)):
        if joined := _split_joined(rows, place, width, words):
            return joined
    best, best_score = -1, 0.0
    for place, row in enumerate(rows[:DEEPEST]):
        score = _score(row, words)
        if score > best_score:
            best, best_score = place, score
    if best < 0 or best_score < 2:
        best = _first_wordy(rows[:DEEPEST], width)
    if best < 0:
        return Headings(tuple(f"column {number}" for number in range(1, width + 1)), -1)
    return Headings(_named(rows[best], width), best)


def _named(row: Row, width: int) -> tuple[str, ...]:
    names = [cell.strip().lstrip("\ufeff").removeprefix("ï»¿").strip() for cell in row]
    while len(names) > width and not names[-1]:
        names.pop()
    return (*names, *[""] * (width - len(names)))


def _usual_width(rows: Sequence[Row]) -> int:
    """How many columns most rows have, blank columns at the right left out."""
    widths = Counter(_width(row) for row in rows if any(cell.strip() for cell in row))
    return max(widths, key=lambda width: (widths[width], width)) if widths else 0


def _width(row: Row) -> int:
    return max((place + 1 for place, cell in enumerate(row) if cell.strip()), default=0)


def _score(row: Row, words: Vocabulary) -> float:
    """How much a row looks like headings: known names count, figures and dates speak against it."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if any(read_money(cell) is not None or len(cell) > 90 for cell in cells):
        return 0
    names = [normalise_heading(cell.lstrip("\ufeff").removeprefix("ï»¿")) for cell in cells]
    known = sum(name in words.names for name in names)
    return known + 0.5 * sum(_has_words(name, words) for name in names if name not in words.names)


def _has_words(name: str, words: Vocabulary) -> bool:
    tokens = set(name.split())
    return len(tokens) <= 8 and any(wanted <= tokens for wanted in words.words)


def _first_wordy(rows: Sequence[Row], width: int) -> int:
    """A first full row of words above rows with figures is taken for headings, though none of them is known."""
    for place, row in enumerate(rows[:-1]):
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) < max(2, width - 1):
            continue
        is_wordy = not any(_is_value(cell) for cell in cells) and len(set(cells)) == len(cells)
        below = [cell for other in rows[place + 1 : place + 4] for cell in other]
        return place if is_wordy and any(_is_value(cell.strip()) for cell in below) else -1
    return -1


def _is_value(text: str) -> bool:
    return read_money(text) is not None or read_date(text) is not None


def _split_joined(rows: Sequence[Row], place: int, width: int, words: Vocabulary) -> Headings | None:
    """Headings and first row in one line.

    It has twice as many cells as a row, or one fewer where the last heading and the first value have run together.
    """
    row = [cell.strip() for cell in rows[place]]
    if width < 3 or len(row) not in {2 * width, 2 * width - 1} or _score(row[: width - 1], words) < 2:
        return None
    if len(row) == 2 * width:
        return Headings(_named(row[:width], width), place, tuple(row[width:]))
    together = row[width - 1]
    for cut in range(len(together), 0, -1):
        if normalise_heading(together[:cut]) in words.names:
            return Headings(_named([*row[: width - 1], together[:cut]], width), place, (together[cut:], *row[width:]))
    return None
