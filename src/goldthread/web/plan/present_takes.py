"""Presents what it takes for one object: each step to its ambition, who is below it, and what is not in place."""

from collections.abc import Mapping
from dataclasses import dataclass

from goldthread.common.words import list_in_words, number_in_words
from goldthread.evidence.indicators.load import list_indicators
from goldthread.plan.proposals import Proposal, make_proposal
from goldthread.plan.queries.whole import Plan
from goldthread.plan.types import Gap, PlannedAction
from goldthread.web.wording import count_of, day_in_words, opening


@dataclass(frozen=True)
class GapShown:
    """One step of one value code."""

    code: str
    name: str
    level: int
    level_name: str
    who: str
    statements: tuple[str, ...]
    against: tuple[tuple[str, str], ...]
    actions: tuple[PlannedAction, ...]
    proposal: Proposal | None
    is_dismissed: bool


def present_gaps(plan: Plan, gaps: tuple[Gap, ...]) -> tuple[GapShown, ...]:
    actions = {each.id: each for each in plan.actions}
    indicators = {each.id: each.name for each in list_indicators()}
    return tuple(_gap(plan, gap, actions, indicators) for gap in gaps)


def _gap(plan: Plan, gap: Gap, actions: Mapping[int, PlannedAction], indicators: Mapping[str, str]) -> GapShown:
    names = plan.position.level_names
    is_down = gap.key in plan.dismissed
    return GapShown(
        code=gap.value_code,
        name=plan.position.code_names.get(gap.value_code, gap.value_code),
        level=gap.level,
        level_name=names[gap.level],
        who=list_in_words(gap.departments),
        statements=gap.statements,
        against=tuple((each, indicators.get(each, each)) for each in dict.fromkeys(gap.against)),
        actions=tuple(actions[number] for number in gap.bought_by),
        proposal=None if gap.bought_by or is_down else make_proposal(gap, plan.position),
        is_dismissed=is_down and not gap.bought_by,
    )


def say_takes(plan: Plan, object_id: str, gaps: tuple[GapShown, ...]) -> str:
    """How many steps there are to the ambition, and how many of them nothing takes."""
    aim = plan.last_aims.get(object_id)
    place = plan.position.find(object_id)
    now = plan.position.of_place(place) if place else None
    if aim is None:
        return "No ambition is set for it, so nothing is asked."
    name = plan.position.level_names[aim.level]
    if now is None:
        return f"The ambition is {name} by {day_in_words(aim.by)}; no level is known yet."
    if not gaps:
        return f"The ambition of {name} by {day_in_words(aim.by)} is reached."
    open_ = sum(1 for gap in gaps if not gap.actions)
    told = f"{opening(count_of(len(gaps), 'step'))} {'lies' if len(gaps) == 1 else 'lie'} between today and {name} by"
    rest = (
        "an action takes each of them"
        if not open_
        else f"no action takes {number_in_words(open_) if open_ < len(gaps) else 'any'} of them"
    )
    return f"{told} {day_in_words(aim.by)}; {rest}."
