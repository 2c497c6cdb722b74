"""Presents the pages of moderation: the opening sentences, the filters, and the way through the work list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from goldthread.assessment.models import Answer
from goldthread.assessment.queries.results import as_scoring_sees
from goldthread.assessment.rules import disagreements, score_value_code
from goldthread.assessment.types import CodeResult, RoundState
from goldthread.framework.types import Framework, ValueCode
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.web.ladders import DrawnLadder, draw_ladder
from goldthread.web.moderation.matrix import Show
from goldthread.web.shown import ShownRound
from goldthread.web.wording import count_of, name_of_round, opening, state_of_round

MODERATED_STATES = frozenset({RoundState.OPEN, RoundState.MODERATION})


@dataclass(frozen=True)
class Choice:
    """One option of a filter."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class WayOn:
    """Where this code stands in the list that is worked through, and its neighbours; empty ids at the ends."""

    place: str
    before: ValueCode | None
    after: ValueCode | None


def caption_of(shown: ShownRound) -> str:
    return f"{name_of_round(shown.round)} · {state_of_round(shown.round)}"


def can_moderate(standing: Standing, shown: ShownRound) -> bool:
    """Whether this person may change anything here now; the actions check again."""
    return standing.can(Action.MODERATE) and shown.round.state in MODERATED_STATES


def can_return(standing: Standing, shown: ShownRound) -> bool:
    return standing.can(Action.RETURN_RESPONSE) and shown.round.state in MODERATED_STATES


def differences_finding(results: Sequence[CodeResult], noted: frozenset[str]) -> str:
    """How many codes differ widely, how many of them have a note, and how many wait for answers."""
    wide = disagreements(results)
    waiting = sum(1 for result in results if result.unanswered)
    if not any(result.answered for result in results):
        return "No department has answered yet, so there is nothing to compare."
    parts = [_wide_sentence(len(wide), len([row for row in wide if row.value_code in noted]))]
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        parts.append(f"{opening(count_of(waiting, 'code'))} {verb} for an answer.")
    parts.append("The council’s level is the lowest; leaving an answer out needs a reason.")
    return " ".join(parts)


def _wide_sentence(wide: int, noted: int) -> str:
    if not wide:
        return "No code differs by two levels or more."
    sentence = f"{opening(count_of(wide, 'code'))} {'differs' if wide == 1 else 'differ'} by two levels or more"
    if noted == wide:
        return f"{sentence}; what was agreed is noted for {'it' if wide == 1 else 'all of them'}."
    return f"{sentence}; {count_of(noted, 'has', 'have')} a note of what was agreed." if noted else f"{sentence}."


def show_choices(results: Sequence[CodeResult], show: Show) -> tuple[Choice, ...]:
    """The filter of codes, each with how many it shows."""
    texts = {
        Show.DIFFERING: f"Differing by two levels or more ({len(disagreements(results))})",
        Show.UNANSWERED: f"Not answered by everybody ({sum(1 for row in results if row.unanswered)})",
        Show.ALL: f"All value codes ({len(results)})",
    }
    return tuple(Choice(value.value, text, value is show) for value, text in texts.items())


def area_choices(framework: Framework, area: str) -> tuple[Choice, ...]:
    every = Choice("", "Every area", not area)
    return (every, *(Choice(item.id, item.name, item.id == area) for item in framework.every_object))


def way_through(shown: ShownRound, value_code: str) -> WayOn:
    """The next and the last code: in the work list for a code that is on it, else in the framework's order."""
    framework = shown.framework
    wide = [row.value_code for row in disagreements(shown.result.every_result)]
    codes = wide if value_code in wide else [code.id for code in framework.every_code]
    at = codes.index(value_code)
    kind = "that differ" if value_code in wide else "value codes"
    return WayOn(
        place=f"{at + 1} of {len(codes)} {kind}",
        before=framework.value_code(codes[at - 1]) if at else None,
        after=framework.value_code(codes[at + 1]) if at + 1 < len(codes) else None,
    )


def code_ladder(shown: ShownRound, result: CodeResult) -> DrawnLadder:
    return draw_ladder(
        shown.framework,
        level=result.level,
        final=result.final,
        last=shown.last_levels.codes.get(result.value_code),
    )


def result_without(answers: Sequence[Answer], left_out: Answer, framework: Framework) -> CodeResult:
    """What the code would come to if this one answer were left out. `answers` are all of the same code."""
    seen = [
        replace(as_scoring_sees(row), excluded=True) if row.pk == left_out.pk else as_scoring_sees(row)
        for row in answers
    ]
    return score_value_code(left_out.value_code, seen, level_names(framework))


def level_names(framework: Framework) -> Mapping[int, str]:
    return {level.number: level.name for level in framework.levels}


def consequence_of(now: CodeResult, then: CodeResult, framework: Framework) -> str:
    """What leaving an answer out does to the council's level, in a sentence."""
    code = now.value_code
    if then.level is None:
        return f"{code} would then have no level."
    name = framework.level_name(then.level)
    if then.level == now.level:
        return f"{code} would stay at {name}."
    if now.level is None:
        return f"{code} would stand at {name}."
    return f"{code} would move from {framework.level_name(now.level)} to {name}."
