"""Dates and counts in the words that the report uses."""

from collections.abc import Sequence
from datetime import date

from goldthread.common.words import number_in_words


def date_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def month_in_words(day: date) -> str:
    return f"{day:%B %Y}"


def count_of(number: int, one: str, many: str = "") -> str:
    """ "one value code", "12 value codes"."""
    return f"{number_in_words(number)} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """The text with a capital at its start, whatever it starts with, and a full stop at its end."""
    stripped = text.strip()
    if not stripped:
        return ""
    return stripped[0].upper() + stripped[1:] + ("" if stripped[-1] in ".?!" else ".")


def name_of_round(title: str) -> str:
    """ "Round 2026" where the title is bare; any other title stands as it is."""
    return f"Round {title}" if title[:1].isdigit() else title


def together(texts: Sequence[str]) -> str:
    return " ".join(text for text in texts if text)
