"""The sentences with which a plan is told: the finding, and what the smallest set of actions is."""

from collections.abc import Sequence

from goldthread.common.words import list_in_words, number_in_words
from goldthread.plan.queries.whole import Plan
from goldthread.plan.types import Aimed, Projected

_NAMED = 3


def aimed_and_projected(plan: Plan) -> list[tuple[Aimed, Projected]]:
    """Each object with an ambition beside what is projected of it, in the framework's order."""
    return [(plan.last_aims[each.place.id], each) for each in plan.projected if each.place.id in plan.last_aims]


def say_plan(plan: Plan) -> str:
    """The finding: what is reached if the plan is delivered, and what holds the first object that is not."""
    if not plan.projected:
        return "No level is known yet, so there is nothing to plan from. Begin a round."
    pairs = aimed_and_projected(plan)
    if not pairs:
        return "No ambition is set yet. Set the level to aim for, with a day and a reason."
    if not plan.live:
        return f"{_count(len(pairs), 'area')} {_have(len(pairs))} an ambition, and no action is planned yet."
    reach = [pair for pair in pairs if _reaches(pair)]
    short = [pair for pair in pairs if not _reaches(pair)]
    start = f"If the plan is delivered, {_say_reach(reach, len(pairs), plan)}"
    return f"{start}{_say_short(short, plan)}"


def say_local(plan: Plan, *, is_short: bool = False) -> str:
    """What is reached of the council's own codes, apart from every area of the framework; empty without ambition.

    `is_short` leaves out what holds one of them back, where a line for each follows.
    """
    pairs = [(plan.last_aims[each.place.id], each) for each in plan.projected_local if each.place.id in plan.last_aims]
    if not pairs:
        return ""
    short = [pair for pair in pairs if not _reaches(pair)]
    if len(pairs) == 1:
        start = f"The one local code with an ambition {'does not reach' if short else 'reaches'} it in time"
    else:
        reach = len(pairs) - len(short)
        start = (
            f"{number_in_words(reach) if reach else 'none'} of the {number_in_words(len(pairs))} local codes with an"
            f" ambition {'reaches' if reach == 1 else 'reach'} it in time"
        )
    return f"{start[0].upper()}{start[1:]}{_say_short([] if is_short else short, plan)}"


def _reaches(pair: tuple[Aimed, Projected]) -> bool:
    aim, projected = pair
    return (projected.on(aim.by) or 0) >= aim.level


def _say_reach(reach: Sequence[tuple[Aimed, Projected]], total: int, plan: Plan) -> str:
    if not reach:
        return f"none of the {number_in_words(total)} areas with an ambition reaches it"
    if len(reach) == total:
        return f"every one of the {number_in_words(total)} areas with an ambition reaches it in time"
    if len(reach) == 1:
        aim, projected = reach[0]
        return f"{projected.place.name} reaches {plan.position.level_names[aim.level]} by {aim.by:%B %Y}"
    return f"{number_in_words(len(reach))} of the {number_in_words(total)} areas with an ambition reach it in time"


def _say_short(short: Sequence[tuple[Aimed, Projected]], plan: Plan) -> str:
    """The objects that are held further from their ambition than any other come first."""
    if not short:
        return "."
    far = sorted(short, key=lambda pair: (pair[1].on(pair[0].by) or 0) - pair[0].level)
    first = far[0][1]
    told = first.sentence[0].lower() + first.sentence[1:] if first.sentence.startswith("The ") else first.sentence
    return f"; {told}"


def say_smallest(plan: Plan) -> str:
    """How few of the plan's actions reach every ambition, or what no action brings."""
    found = plan.smallest
    if not plan.last_aims:
        return "No ambition is set yet, so no action is needed to reach one."
    if not found.needed:
        return "Every ambition is reached already."
    number = number_in_words(len(found.chosen))
    verb = "action is" if len(found.chosen) == 1 else "actions are"
    if found.reaches:
        every = "every ambition in time"
        if any(place.id in plan.last_aims for place in plan.position.local):
            every += ", those for local codes too"
        told = f"{number.capitalize()} of {number_in_words(len(plan.live))} {verb} enough to reach {every}"
        return f"{told}." if found.is_proven else f"{told}; whether fewer would do was not settled."
    codes = list(dict.fromkeys(step.value_code for step in found.missing))
    many = len(codes) > _NAMED
    where = f"{number_in_words(len(codes))} value codes" if many else list_in_words(codes)
    steps = f"{len(found.missing)} of {found.needed} steps"
    told = f"The ambitions cannot be reached by the actions planned: no action takes {steps} in time, on {where}."
    return told if not found.chosen else f"{told} {number.capitalize()} {verb} needed for the rest."


def _count(number: int, noun: str) -> str:
    return f"{number_in_words(number)} {noun}{'' if number == 1 else 's'}".capitalize()


def _have(number: int) -> str:
    return "has" if number == 1 else "have"
