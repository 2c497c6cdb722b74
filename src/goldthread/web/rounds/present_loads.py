"""Presents files of answers: what a sheet gives, which were loaded, and what taking one back comes to."""

from collections.abc import Sequence

from goldthread.assessment.exchange.ratings import RatingsFile
from goldthread.assessment.exchange.taking_back import LoadedFile, TakingBack
from goldthread.assessment.models import Answer
from goldthread.common.words import list_in_words, number_in_words
from goldthread.web.wording import count_of, opening


def say_totals(read: RatingsFile) -> str:
    """Every row accounted for: with a rating, set aside and at fault add up to all."""
    totals = read.totals()
    return (
        f"{totals['rows']} rows: {totals['loaded']} with a rating, {totals['set_aside']} set aside,"
        f" {totals['faults']} at fault."
    )


def say_loads(rows: Sequence[LoadedFile]) -> str:
    if not rows:
        return "No file of answers has been loaded into this round."
    back = sum(row.taken_back_at is not None for row in rows)
    told = f"{opening(count_of(len(rows), 'file'))} {'was' if len(rows) == 1 else 'were'} loaded into this round"
    if not back:
        return f"{told}, and {'it stands' if len(rows) == 1 else 'all of them stand'}."
    return f"{told}; {number_in_words(back)} {'was' if back == 1 else 'were'} taken back."


def say_taking_back(plan: TakingBack, *, done_already: bool = False) -> str:
    """How many answers say again what they said, and which stay and why."""
    count = len(plan.restored)
    say = ("says" if count == 1 else "say") if done_already else "would say"
    parts = [f"{opening(count_of(count, 'answer'))} {say} again what {'it' if count == 1 else 'they'} said before."]
    if plan.changed_since:
        parts.append(_stay(plan.changed_since, "changed since"))
    if plan.submitted:
        names = list(dict.fromkeys(row.response.department.name for row in plan.submitted))
        parts.append(_stay(plan.submitted, f"submitted by {list_in_words(names)}"))
    return " ".join(parts)


def _stay(rows: Sequence[Answer], why: str) -> str:
    head = opening(count_of(len(rows), "answer"))
    return f"{head} stays, because it was {why}." if len(rows) == 1 else f"{head} stay, because they were {why}."
