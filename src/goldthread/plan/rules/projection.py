"""What is reached if the plan is delivered. An action takes departments one step up a value code; the lowest speaks.

A department reaches a level on the day by which every step up to it has been taken, in whatever order they came.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from goldthread.common.words import list_in_words, number_in_words
from goldthread.plan.types import ActionStatus, Gain, Place, PlannedAction, Position, Projected, Reached, Step

Taken = Mapping[Step, tuple[date, PlannedAction]]
_NAMED = 2


def counts(action: PlannedAction, position: Position) -> bool:
    """Whether it may lift a level: it is live, and not done before the levels were given, which then speak for it."""
    if not action.status.is_live:
        return False
    return action.status is not ActionStatus.DONE or (action.done_on or action.due) > position.day


def steps_of(gain: Gain, position: Position) -> Iterable[Step]:
    """The steps of departments in scope that a gain takes; a department already there has none to take."""
    for department, level in position.levels.get(gain.value_code, {}).items():
        if gain.buys_for(department) and gain.level > level:
            yield Step(gain.value_code, department, gain.level)


def steps_taken(
    position: Position, actions: Iterable[PlannedAction], today: date
) -> dict[Step, tuple[date, PlannedAction]]:
    """Each step with the first day on which an action takes it, and that action."""
    taken: dict[Step, tuple[date, PlannedAction]] = {}
    for action in sorted(actions, key=lambda each: (each.delivered_by(today), each.id)):
        if counts(action, position):
            for gain in action.gains:
                for step in steps_of(gain, position):
                    taken.setdefault(step, (action.delivered_by(today), action))
    return taken


def climb(code: str, department: str, start: int, taken: Taken) -> tuple[tuple[date, int, PlannedAction], ...]:
    """A department's levels over time, up to the first step that nothing takes, each with the action that came last."""
    found: list[tuple[date, int, PlannedAction]] = []
    level = start
    while (step := taken.get(Step(code, department, level + 1))) is not None:
        level += 1
        last = max([step, *((day, action) for day, _, action in found[-1:])], key=lambda pair: pair[0])
        found.append((last[0], level, last[1]))
    return tuple(found)


def project(
    position: Position,
    actions: Sequence[PlannedAction],
    today: date,
    wanted: Mapping[str, int] | None = None,
    places: Sequence[Place] | None = None,
) -> tuple[Projected, ...]:
    """Every object that has a level, in the framework's order. Beyond the level `wanted` of it nothing is explained.

    `places` asks for others instead, such as the council's own codes.
    """
    taken = steps_taken(position, actions, today)
    bought = {(step.value_code, step.department) for step in taken}
    return tuple(
        _project(place, position, taken, bought, (wanted or {}).get(place.id))
        for place in (position.places if places is None else places)
        if position.of_place(place) is not None
    )


def project_item(item: str, position: Position, actions: Sequence[PlannedAction], today: date) -> Projected | None:
    """One object, or one value code; None where it has no level."""
    place = position.find(item)
    if place is None or position.of_place(place) is None:
        return None
    taken = steps_taken(position, actions, today)
    return _project(place, position, taken, {(step.value_code, step.department) for step in taken}, None)


def _project(
    place: Place, position: Position, taken: Taken, bought: set[tuple[str, str]], wanted: int | None
) -> Projected:
    starts = {(code, name): level for code in place.codes for name, level in position.levels.get(code, {}).items()}
    climbs = {key: climb(*key, level, taken) for key, level in starts.items()}
    series = _series(position.day, starts, climbs)
    final = series[-1].level
    ends = {key: (climbs[key][-1][1] if climbs[key] else level) for key, level in starts.items()}
    holding = [key for key, level in ends.items() if level == final]
    is_enough = final >= (wanted or max(position.level_names))
    return Projected(
        place=place,
        series=series,
        sentence=_say(place, position, series, "" if is_enough else _hold(place, position, holding, bought, final)),
        held_by=() if is_enough else tuple(dict.fromkeys(code for code, _ in holding)),
    )


def _series(
    start: date,
    starts: Mapping[tuple[str, str], int],
    climbs: Mapping[tuple[str, str], Sequence[tuple[date, int, PlannedAction]]],
) -> tuple[Reached, ...]:
    """The lowest level on each day on which anything changes."""
    levels = dict(starts)
    changes: dict[date, list[tuple[tuple[str, str], int, PlannedAction]]] = defaultdict(list)
    for key, climbed in climbs.items():
        for day, level, action in climbed:
            changes[day].append((key, level, action))
    series = [Reached(start, min(levels.values()))]
    for day in sorted(changes):
        before = series[-1].level
        lifted = [action for key, _, action in changes[day] if levels[key] == before]
        for key, level, _ in changes[day]:
            levels[key] = max(level, levels[key])
        if (lowest := min(levels.values())) > before:
            series.append(Reached(day, lowest, tuple(dict.fromkeys(action.title for action in lifted))))
    return tuple(series)


def _say(place: Place, position: Position, series: Sequence[Reached], held: str) -> str:
    names, last = position.level_names, series[-1]
    if len(series) == 1:
        told = f"{place.name} {'stays' if held else 'stands'} at {names[last.level]}"
        return f"{told}, because {held}." if held else f"{told}, which is enough."
    told = f"{place.name} reaches {names[last.level]} on {_day(last.on)}"
    if last.because:
        told += f", when {_quoted(last.because)} {'is' if len(last.because) == 1 else 'are'} done"
    return f"{told}; it goes no higher, because {held}." if held else f"{told}."


def _hold(
    place: Place,
    position: Position,
    holding: Sequence[tuple[str, str]],
    bought: set[tuple[str, str]],
    level: int,
) -> str:
    """Who holds the object where it ends, and what no action does about it."""
    codes = list(dict.fromkeys(code for code, _ in holding))
    departments = list(dict.fromkeys(name for _, name in holding))
    who = (
        list_in_words(departments) if len(departments) <= _NAMED else f"{number_in_words(len(departments))} departments"
    )
    itself = codes == [place.id] or place.codes == (place.id,)
    if itself:
        where = ""
    elif len(codes) <= _NAMED:
        where = f" on {list_in_words([position.say_code(code) for code in codes])}"
    else:
        where = f" on {number_in_words(len(codes))} of {number_in_words(len(place.codes))} value codes"
    stays = "stays" if len(departments) == 1 else "stay"
    following = position.level_names[level + 1]
    if any(key in bought for key in holding):
        return f"{who} {stays} there{where}: what is planned leaves out the step to {following}"
    return f"{who} {stays} there{where}, and no action takes the step to {following}"


def _quoted(titles: Sequence[str]) -> str:
    shown = [f"“{title}”" for title in titles[:_NAMED]]
    more = len(titles) - len(shown)
    return list_in_words([*shown, f"{number_in_words(more)} more"] if more else shown)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
