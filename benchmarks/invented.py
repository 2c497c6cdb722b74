"""What the measured councils say: levels and texts that are the same at every run, so that runs can be compared."""

from collections.abc import Sequence
from zlib import crc32

DEPARTMENTS = (
    "Adult Social Care",
    "Children's Services",
    "Public Health",
    "Housing",
    "Highways",
    "Planning",
    "Environment",
    "Leisure",
    "Digital",
    "Finance",
    "Legal",
    "Property",
)
VARIANTS = 8  # so many different sets of answers; councils take them in turn
UNANSWERED_SHARE = 60  # per cent of the last department's codes: one in twenty of all, in a round of twelve departments
NOT_APPLICABLE_SHARE = 3
HOW_DONE_SHARE = 35  # of the answers say how it is done; the loud council says so in every answer
OTHER_KINDS_SHARE = 4  # of the answers hold a comment of each other kind; one in ten at the loud council
LOUD_HOW_DONE_SHARE, LOUD_OTHER_KINDS_SHARE = 100, 10
LOWEST, HIGHEST = 1, 5
USUAL = 3

PHRASES = (
    "We agreed this with the finance team in spring and look at it every quarter.",
    "The contract manager keeps the list; two posts have been vacant since June.",
    "Our suppliers were asked last year and half of them answered.",
    "A template exists, but smaller contracts are let without it.",
    "Training has been booked for the autumn for everybody who signs orders.",
    "The category plan names an owner, a date and a saving for each line.",
    "We would like to see how another council of our size does it.",
    "Members receive a page on this with the budget papers.",
)


def roll(*parts: object, sides: int) -> int:
    """A number from 0 to `sides` - 1 that depends on the parts alone."""
    return crc32("/".join(map(str, parts)).encode()) % sides


def level_of(variant: int, department: int, code: str, year: str) -> int:
    """A level from 1 to 5, mostly near the middle, one department now and then far from the others."""
    step = (-2, -1, -1, 0, 0, 0, 0, 1, 1, 2)[roll(variant, department, code, year, sides=10)]
    shared = roll(variant, code, sides=3) - 1
    return min(HIGHEST, max(LOWEST, USUAL + shared + step))


def is_unanswered(variant: int, code: str) -> bool:
    return roll(variant, code, "open", sides=100) < UNANSWERED_SHARE


def is_not_applicable(variant: int, department: int, code: str) -> bool:
    return roll(variant, department, code, "na", sides=100) < NOT_APPLICABLE_SHARE


def is_commented(variant: int, department: int, code: str, kind: str, *, share: int) -> bool:
    return roll(variant, department, code, kind, sides=100) < share


def write_comment(*parts: object, sentences: int = 2) -> str:
    """A few sentences, chosen by the parts."""
    chosen: Sequence[str] = [PHRASES[roll(*parts, place, sides=len(PHRASES))] for place in range(sentences)]
    return " ".join(chosen)
