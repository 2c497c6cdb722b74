"""How lists and numbers are said in a sentence, in every room alike."""

from collections.abc import Sequence

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_in_words(number: int) -> str:
    """Numbers to ten in words, larger ones in figures."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else str(number)


def list_in_words(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(names) <= 1:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def list_or_count(names: Sequence[str], kind: str, *, most: int = 6) -> str:
    """As `list_in_words` while they are few; else how many there are of their kind, named in the plural."""
    return list_in_words(names) if len(names) <= most else f"{len(names)} {kind}"
