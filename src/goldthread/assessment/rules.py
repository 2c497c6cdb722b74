"""Scoring, pure. Each rule stands in SCORING.md with the name of its test. No mean is ever a result.

Source of the weakest-level rule: the guidance in the sector's 2018 diagnostic (source 002, appendix A).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from goldthread.assessment.types import (
    CodeResult,
    DepartmentAnswer,
    ObjectResult,
)
from goldthread.common.words import list_in_words, number_in_words

LevelNames = Mapping[int, str]
WORK_LIST_SPREAD = 2  # a difference of two levels or more comes first in moderation


def score_value_code(value_code: str, answers: Sequence[DepartmentAnswer], level_names: LevelNames) -> CodeResult:
    """The council's level is the lowest among the departments in scope; None where none in scope has a level.

    `final` is true once every asked department has a level, does not apply, or is excluded with a reason.
    """
    counting = [answer for answer in answers if answer.counts]
    levels = {answer.department: answer.level for answer in counting if answer.level is not None}
    unanswered = [answer.department for answer in answers if answer.in_scope and answer.level is None]
    lowest_level = min(levels.values(), default=None)
    highest = max(levels.values(), default=None)
    lowest = tuple(name for name, level in levels.items() if level == lowest_level)
    return CodeResult(
        value_code=value_code,
        level=lowest_level,
        final=bool(answers) and not unanswered,
        asked=len(answers),
        answered=len(levels),
        not_applicable=sum(1 for a in answers if a.in_scope is False and not a.excluded),
        excluded=sum(1 for a in answers if a.excluded),
        unanswered=len(unanswered),
        lowest=lowest,
        highest=highest,
        spread=(highest - lowest_level) if highest is not None and lowest_level is not None else 0,
        sentence=explain(answers, level_names),
        levels_by_department=levels,
    )


def explain(answers: Sequence[DepartmentAnswer], level_names: LevelNames) -> str:
    """The sentence of a result: the level, who holds it there, who is above, who is missing or left out."""
    if not answers:
        return "Not asked in this round."
    waiting = [a.department for a in answers if a.in_scope and a.level is None]
    levels = {a.department: a.level for a in answers if a.counts and a.level is not None}
    parts = [_level_part(levels, level_names, so_far=bool(waiting), everyone_waits=len(waiting) == len(answers))]
    if levels and waiting:
        parts.append(f"{_waiting_part(waiting)}.")
    not_applicable = [a.department for a in answers if not a.in_scope and not a.excluded]
    if not_applicable and len(not_applicable) < len(answers):
        parts.append(f"It does not apply to {list_in_words(not_applicable)}.")
    elif not_applicable:
        parts = ["It does not apply to any department that was asked."]
    parts += [
        f"{a.department}{_had_chosen(a, level_names)} is left out, because: {a.exclusion_reason.rstrip('.')}."
        for a in answers
        if a.excluded
    ]
    return " ".join(part for part in parts if part)


def _had_chosen(answer: DepartmentAnswer, level_names: LevelNames) -> str:
    return f" ({level_names[answer.level]})" if answer.level is not None else ""


def _waiting_part(waiting: Sequence[str]) -> str:
    has = "department has" if len(waiting) == 1 else "departments have"
    return f"{number_in_words(len(waiting)).capitalize()} {has} still to answer ({', '.join(waiting)})"


def _level_part(levels: Mapping[str, int], level_names: LevelNames, *, so_far: bool, everyone_waits: bool) -> str:
    if not levels:
        return (
            "No department has answered yet."
            if so_far and everyone_waits
            else ("No department in scope has answered yet." if so_far else "")
        )
    lowest = min(levels.values())
    holders = [name for name, level in levels.items() if level == lowest]
    others = [level for level in levels.values() if level > lowest]
    name = level_names[lowest]
    head = f"{'So far ' if so_far else ''}{name}"
    if not others:
        return _one_voice(head, name, holders)
    held = f"{head}, because {list_in_words(holders)} chose {name}"
    are = "is" if len(others) == 1 else "are"
    return (
        f"{held}; {number_in_words(len(others))} of {number_in_words(len(levels))} departments {are} at "
        f"{level_names[min(others)]}{' or above' if min(others) < max(level_names) else ''}."
    )


def _one_voice(head: str, name: str, holders: Sequence[str]) -> str:
    if len(holders) == 1:
        return f"{head}, because {holders[0]} chose {name}, alone in answering."
    if len(holders) == 2:
        return f"{head}, because both {holders[0]} and {holders[1]} chose {name}."
    return f"{head}, because all {number_in_words(len(holders))} departments that answered chose {name}."


def roll_up(object_id: str, results: Sequence[CodeResult], rated: int | None, level_names: LevelNames) -> ObjectResult:
    """A key area or enabler stands at its lowest code; the directly rated level is shown beside it, never mixed in."""
    scored = [result for result in results if result.level is not None]
    asked = [result for result in results if result.asked]
    level = min((result.level for result in scored if result.level is not None), default=None)
    holding = tuple(result.value_code for result in scored if result.level == level)
    final = bool(asked) and all(result.final for result in asked)
    return ObjectResult(
        id=object_id,
        level=level,
        from_codes=holding,
        rated=rated,
        final=final,
        scored=len(scored),
        asked=len(asked),
        distribution=distribute(results, level_names),
        sentence=_object_sentence(scored, asked, level, final, level_names),
    )


def _object_sentence(
    scored: Sequence[CodeResult],
    asked: Sequence[CodeResult],
    level: int | None,
    final: bool,
    level_names: LevelNames,
) -> str:
    if not asked:
        return "Not asked in this round."
    if level is None:
        return "No value code has a level." if final else "No department has answered yet."
    holding = [result for result in scored if result.level == level]
    so_far = "" if final else "So far "
    if len(asked) == 1:
        return holding[0].sentence
    if len(holding) == len(asked):
        return f"{so_far}{level_names[level]} in all {number_in_words(len(asked))} value codes."
    holders = sorted({name for result in holding for name in result.lowest})
    by_whom = f" ({list_in_words(holders)})" if len(holders) <= 2 else ""
    codes = list_in_words([result.value_code for result in holding])
    return f"{so_far}{level_names[level]}, held by {codes}{by_whom}."


def distribute(results: Iterable[CodeResult], levels: Iterable[int]) -> dict[str, int]:
    """How many value codes stand at each of the framework's levels ("1" up), and how many have none ("unscored")."""
    counts = Counter(str(result.level) if result.level is not None else "unscored" for result in results)
    keys = [str(level) for level in sorted(levels)] + ["unscored"]
    return {key: counts.get(key, 0) for key in keys}


def disagreements(results: Iterable[CodeResult]) -> list[CodeResult]:
    """Codes on which departments differ by two levels or more, the widest first, then the weakest, then by id order."""
    rows = [result for result in results if result.spread >= WORK_LIST_SPREAD]
    return sorted(rows, key=lambda result: (-result.spread, result.level or 0))
