"""How long a contract runs and may be extended, out of a council's words. What can be read two ways is not read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.register.types import Taken

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = "|".join(_COUNTS[1:])
_PERIOD = r"(?:extensions?|periods?|terms?|options?|increments?|renewals?)"
_UNIT = r"(?:years?|yrs?|months?|mths?)"
_KINDS = r"(?:(?:further|additional|optional|possible|more|separate|consecutive|annual|x)[ -]+)*"
_COUNTED = re.compile(
    rf"\b(?:{_WORDS})\b(?=[\W\d]*(?:(?:further|additional|optional|x|of)\W+)*(?:{_UNIT}|{_PERIOD}|\d))"
)
_TWICE_SAID = re.compile(r"\b(\d+) ?\((\d+)\)")
_OF_EACH = re.compile(rf"\b(\d+)[ -]+{_KINDS}{_PERIOD} (?:of|for|at)(?: up to)?(?: an?)? (\d+(?:\.\d+)?)[ -]*({_UNIT})")
_EACH = re.compile(rf"\b(\d+) {_KINDS}(\d+)[ -]*({_UNIT})(?= {_KINDS}{_PERIOD})")
_STEPS = re.compile(rf"\b(\d+)[ -]*({_UNIT})[ ,]+(?:in|as|by|taken in)(?: periods of| steps of)? (\d+)[ -]*({_UNIT})")
_IN_BRACKETS = re.compile(r"^(?P<whole>[^()+]*\d[^()+]*)\((?P<parts>[^()]*\+[^()]*)\)\W*$")
_BETWEEN = re.compile(r"[,;&/]|\band\b|\bthen\b|\bplus\b|\bfollowed by\b|\bwith\b")
_ASIDE = re.compile(r"\b(?:notice|review|break)\b")
_USED = re.compile(r"\b(?:taken|used|exercised|invoked|utilised|activated)\b")
_LEFT = re.compile(r"\b(?:remain\w*|left|available|outstanding|not (?:yet )?(?:taken|used|exercised))\b")
_FIRST_TERM = re.compile(
    rf"^(?P<term>[^+]*?{_UNIT})\W+(?P<options>(?:with|plus|and|including)?\W*(?:an? |the )?option.*)$"
)
_FEW = 5
"""A length of so few is years where no unit is named: nobody signs for three months and an option of one."""


@dataclass(frozen=True)
class SaidLength:
    """Months, and whether the words say that the option was taken."""

    months: int
    taken: Taken = Taken.OPEN


def read_months(text: str) -> int | None:
    """Whole months of "24", "24 months", "2 years", "2 x 12 months", "1+1 years"; None where it says no number."""
    numbers = [float(found) for found in _NUMBER.findall(text)]
    if not numbers:
        return None
    bare = text.casefold()
    if re.search(r"\d\s*(?:x|\*|×)\s*\d", bare) and len(numbers) >= 2:
        months = numbers[0] * numbers[1]
    elif "+" in bare:
        months = sum(numbers)
    else:
        months = numbers[0]
    if re.search(r"y(?:ea)?rs?\b|years?\b", bare):
        months *= 12
    return round(months) if months < 1200 else None


def read_lengths(text: str, heading: str = "") -> tuple[int, ...]:
    """Months of each length in a cell, in order: "2 x 12 months", "3+1+1", "2 years + 12 months", "24".

    A unit may stand with a part, behind a later one, or in the heading. Without any, "3+1+1" are years, as councils
    write it, and a figure from 6 on is months; a small one alone may be either, and is not read. Nor is a cell with a
    number that belongs to no length: half of it read would be another length.
    """
    bare = _plainly(text)
    if (split := _IN_BRACKETS.match(bare)) is not None:
        return _in_brackets(split["whole"], split["parts"], heading)
    parts = bare.split("+")
    if len(parts) == 1:
        parts = _one_by_one(bare)
    around = _unit(heading.casefold())
    units = [_unit(part) for part in parts]
    found: list[int] = []
    for place, part in enumerate(parts):
        numbers = [float(number) for number in _NUMBER.findall(part)]
        if not numbers:
            continue
        times = 1
        if re.search(r"\d\s*(?:x|\*|×)\s*\d", part) and len(numbers) == 2:
            times, numbers = int(numbers[0]), numbers[1:]
        if len(numbers) > 1:
            return ()
        unit = next((each for each in [*units[place:], *reversed(units[:place])] if each), None) or around
        if unit is None:
            if numbers[0] <= _FEW and len(parts) == 1 and times == 1:
                return ()
            unit = 12 if numbers[0] <= _FEW else 1
        found += [round(numbers[0] * unit)] * min(times, 12)
    return tuple(found) if all(0 < months < 1200 for months in found) else ()


def read_options(text: str, heading: str = "") -> tuple[SaidLength, ...]:
    """Options to extend as the words say them: "1 year taken, 1 year remaining" are two, of which one was taken."""
    bare = text.casefold()
    if not (_USED.search(bare) or _LEFT.search(bare)):
        return tuple(SaidLength(months) for months in read_lengths(text, heading))
    found: list[SaidLength] = []
    for part in re.split(_BETWEEN.pattern + r"|\+", bare):
        if not part.strip():
            continue
        lengths = read_lengths(part, heading)
        if not lengths:
            return ()
        is_taken = bool(_USED.search(part)) and not _LEFT.search(part)
        found += [SaidLength(months, Taken.YES if is_taken else Taken.OPEN) for months in lengths]
    return tuple(found)


def read_term(text: str, heading: str = "") -> tuple[int, ...]:
    """Months of a contract, and of each option where its length says both: "3+1+1", "2 years, option of 1 year"."""
    split = _FIRST_TERM.match(_plainly(text))
    if split is None:
        return read_lengths(text, heading)
    term = read_lengths(split["term"], heading)
    return (*term, *read_lengths(split["options"], heading)) if len(term) == 1 else ()


def _plainly(text: str) -> str:
    """Small letters, counts in figures, and every way to say so many options of so much as "2 x 12 months"."""
    bare = _COUNTED.sub(lambda found: str(_COUNTS.index(found[0])), text.casefold())
    bare = _TWICE_SAID.sub(lambda found: found[1] if found[1] == found[2] else found[0], bare)
    bare = _STEPS.sub(_in_steps, bare)
    bare = _OF_EACH.sub(r"\1 x \2 \3", bare)
    return _EACH.sub(r"\1 x \2 \3", bare)


def _in_steps(found: re.Match[str]) -> str:
    whole, step = (int(found[n]) * (_unit(found[n + 1]) or 1) for n in (1, 3))
    return f"{whole // step} x {step} months" if step and whole % step == 0 else found[0]


def _in_brackets(whole: str, parts: str, heading: str) -> tuple[int, ...]:
    """ "2 years (1+1)": the parts, if they come to the whole; else nobody knows."""
    lengths = read_lengths(parts, whole if _unit(whole) else heading)
    return lengths if read_lengths(whole, heading) == (sum(lengths),) else ()


def _one_by_one(bare: str) -> list[str]:
    """ "12 months and 12 months", "1 year, 1 year": each part with a length of its own, and the rest left out."""
    said = [part for part in _BETWEEN.split(bare) if _NUMBER.search(part)]
    parts = [part for part in said if not _ASIDE.search(part)]
    return parts if len(said) > 1 and all(_unit(part) for part in parts) else [bare]


def _unit(text: str) -> int | None:
    """Months in a unit that a text names; None where it names none, or both."""
    years = re.search(r"(?:\b|\d)\s*y(?:ea)?rs?\b", text) is not None
    months = re.search(r"month|(?:\b|\d)\s*mths?\b", text) is not None
    return None if years == months else 12 if years else 1


def shared(lengths: Sequence[int], count: int) -> tuple[int, ...]:
    """As many options as there are: months in all are shared out where they can be, and the last is repeated."""
    if len(lengths) == 1 and count > 1 and lengths[0] % count == 0:
        lengths = (lengths[0] // count,)
    return (*lengths, *list(lengths[-1:]) * (count - len(lengths)))
