"""Why an object stands where it does, in parts that a page can link: who holds it, on which code, who is awaited."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from goldthread.assessment.models import Answer
from goldthread.assessment.types import AnswerState, CodeResult, ObjectResult
from goldthread.common.words import list_in_words, number_in_words
from goldthread.framework.types import Framework, FrameworkObject
from goldthread.web.wording import count_of, opening

CODES_NAMED = 3  # more than this is a list, not a sentence
DEPARTMENTS_NAMED = 2
AWAITED_NAMED = 3

CodeUrl = Callable[[str], str]


@dataclass(frozen=True)
class HoldingCode:
    """A value code at the object's level; `url` is empty for those who may not see the answers."""

    label: str
    url: str


@dataclass(frozen=True)
class Because:
    """The sentence beside a ladder: `plain` says it all; else `held_in`, or `held_by`, begins it."""

    plain: str = ""
    held_in: str = ""
    held_by: str = ""
    codes: tuple[HoldingCode, ...] = ()
    more_codes: int = 0
    rest: str = ""
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Gaps:
    """Per object, the departments still to answer and the number of answers left out."""

    awaited: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, int]
    everybody: tuple[str, ...]


def find_gaps(answers: Iterable[Answer], framework: Framework) -> Gaps:
    """What is missing from the results: read from the answers, in the departments' order."""
    awaited: dict[str, dict[str, None]] = {}
    left_out: dict[str, int] = {}
    everybody: dict[str, None] = {}
    for answer in answers:
        item = framework.value_code(answer.value_code).object_id
        if getattr(answer, "live_exclusions", ()):
            left_out[item] = left_out.get(item, 0) + 1
        elif answer.state == AnswerState.UNANSWERED:
            name = answer.response.department.name
            awaited.setdefault(item, {})[name] = None
            everybody[name] = None
    return Gaps({key: tuple(names) for key, names in awaited.items()}, left_out, tuple(everybody))


def holders_of(holding: Iterable[CodeResult]) -> tuple[str, ...]:
    """The departments at the lowest level of these codes, each once."""
    return tuple(dict.fromkeys(name for result in holding for name in result.lowest))


def explain_object(
    item: FrameworkObject,
    standing: ObjectResult,
    results: Sequence[CodeResult],
    gaps: Gaps,
    *,
    framework: Framework,
    code_url: CodeUrl,
) -> Because:
    """The because-sentence of one object."""
    notes = _notes(gaps.awaited.get(item.id, ()), gaps.left_out.get(item.id, 0))
    asked = [result for result in results if result.asked]
    if standing.level is None:
        return Because(plain=_without_level(asked, standing), notes=() if not standing.scored else notes)
    holding = [result for result in asked if result.level == standing.level]
    level = framework.level_name(standing.level)
    if len(holding) == len(asked) and not any(result.spread for result in asked):
        return Because(plain=_one_voice(level, asked, final=standing.final), notes=notes)
    names = holders_of(holding)
    everywhere = len(holding) > 1 and len(names) > DEPARTMENTS_NAMED
    if everywhere and len(holding) == len(asked):
        return Because(plain=f"{level} in all {count_of(len(asked), 'value code')}.", notes=notes)
    held_by = list_in_words(names) if len(names) <= DEPARTMENTS_NAMED else count_of(len(names), "department")
    return Because(
        held_in=f"{level} in {number_in_words(len(holding))} of {count_of(len(asked), 'value code')}"
        if everywhere
        else "",
        held_by=held_by,
        codes=tuple(_holding_code(row.value_code, item, framework, code_url) for row in holding[:CODES_NAMED]),
        more_codes=max(0, len(holding) - CODES_NAMED),
        rest=_others(holding[0], framework) if len(holding) == 1 else "",
        notes=notes,
    )


def _holding_code(code: str, item: FrameworkObject, framework: Framework, code_url: CodeUrl) -> HoldingCode:
    """An enabler is its own code, so its name would only be said twice."""
    label = code if code == item.id else f"{framework.value_code(code).name} ({code})"
    return HoldingCode(label, code_url(code))


def _without_level(asked: Sequence[CodeResult], standing: ObjectResult) -> str:
    if not asked:
        return "Not asked in this round."
    return "Nobody in scope gave a level." if standing.final else "No department has answered yet."


def _one_voice(level: str, asked: Sequence[CodeResult], *, final: bool) -> str:
    answered = {name for result in asked for name in result.levels_by_department}
    if not final:
        return f"{level} in what has been answered so far."
    if len(answered) == 1:
        return f"{level} in {next(iter(answered))}, alone in answering."
    return f"{level} in every department."


def _others(result: CodeResult, framework: Framework) -> str:
    above = [level for level in result.levels_by_department.values() if level != result.level]
    if not above:
        return ""
    lowest = min(above)
    total = len(result.levels_by_department)
    return (
        f"{number_in_words(len(above))} of {count_of(total, 'department')} {'is' if len(above) == 1 else 'are'} at "
        f"{framework.level_name(lowest)}{' or above' if max(above) > lowest else ''}"
    )


def _notes(awaited: Sequence[str], left_out: int) -> tuple[str, ...]:
    notes = []
    if awaited:
        verb = "has" if len(awaited) == 1 else "have"
        named = f" ({', '.join(awaited)})" if len(awaited) <= AWAITED_NAMED else ""
        notes.append(f"{opening(count_of(len(awaited), 'department'))} {verb} still to answer{named}.")
    if left_out:
        notes.append(f"{opening(count_of(left_out, 'answer'))} left out, with the reason.")
    return tuple(notes)
