"""Small turns of phrase that several families of screens share: counts, names of rounds, days and times."""

from datetime import date, datetime

from django.utils import timezone

from goldthread.assessment.models import Round
from goldthread.assessment.types import RoundState
from goldthread.common.words import number_in_words


def count_of(number: int, noun: str, plural: str = "") -> str:
    """ "one department", "three departments", "no departments"."""
    return f"{number_in_words(number)} {noun if number == 1 else plural or noun + 's'}"


def opening(text: str) -> str:
    """The same with a capital first letter, for the start of a sentence."""
    return text[:1].upper() + text[1:]


def name_of_round(round_: Round) -> str:
    return round_.name


def state_of_round(round_: Round) -> str:
    return RoundState(round_.state).label


def day_in_words(day: date) -> str:
    """ "3 June 2026"."""
    return f"{day:%-d %B %Y}"


def moment_in_words(moment: datetime) -> str:
    """ "3 June 2026 at 14:02", in local time."""
    local = timezone.localtime(moment)
    return f"{day_in_words(local.date())} at {local:%H:%M}"


def say_submitted(submitted: int, asked: int) -> str:
    """How many departments have submitted, in a sentence."""
    if submitted == asked:
        return (
            "Every department has submitted its answers." if asked > 1 else "The department has submitted its answers."
        )
    if asked == 1:
        return "The department has not submitted its answers."
    head = number_in_words(submitted).capitalize() if submitted else "None"
    verb = "has submitted its answers" if submitted <= 1 else "have submitted their answers"
    return f"{head} of {number_in_words(asked)} departments {verb}."
