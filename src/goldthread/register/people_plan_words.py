"""The people plan in a sentence, for the screens and the command line."""

from collections.abc import Sequence
from datetime import date

from goldthread.common.words import list_in_words, number_in_words
from goldthread.register.people_plan import is_late
from goldthread.register.people_plan_queries import ReadPart
from goldthread.register.types import PartState, PlanPart


def say_plan(parts: Sequence[ReadPart], today: date) -> str:
    """How many parts are agreed, which are late for review, and of how many nothing is said."""
    told = [read.row for read in parts if read.row is not None]
    if not told:
        return "Nothing is said of the people plan yet. Say of each of its six parts how far it is."
    agreed = sum(PartState(row.state).is_agreed for row in told)
    verb = "is" if agreed == 1 else "are"
    said = f"{_opening(_parts(agreed)) if agreed else 'None'} of the six {'' if agreed else 'parts '}{verb}"
    said += " agreed." if agreed else " agreed yet."
    late = [read.part for read in parts if read.row is not None and is_late(read.row.review_on, today)]
    if late:
        was = "was" if len(late) == 1 and late != [PlanPart.SECONDMENTS] else "were"
        said += f" {_opening(list_in_words([part.named for part in late]))} {was} due to be looked at again."
    if unsaid := len(parts) - len(told):
        said += f" Nothing is said of {_parts(unsaid)}."
    return said


def _parts(number: int) -> str:
    return f"{number_in_words(number)} {'part' if number == 1 else 'parts'}"


def _opening(text: str) -> str:
    return text[:1].upper() + text[1:]
