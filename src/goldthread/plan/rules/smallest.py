"""Which smallest set of actions reaches what is aimed for: an exact weighted set cover by branch and bound.

What has to be covered are steps: one department, one value code, one level. Fewest actions come first; among sets of
one size, the one of least effort, where an effort that nobody has said counts as more than any that somebody has.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from goldthread.plan.rules.cover import cover
from goldthread.plan.rules.projection import counts, steps_of
from goldthread.plan.types import Aimed, PlannedAction, Position, SmallestSet, Step


def steps_needed(position: Position, aims: Iterable[Aimed]) -> dict[Step, date]:
    """Every step between where departments stand and what is aimed for, with the day by which it must be taken."""
    needed: dict[Step, date] = {}
    for aim in aims:
        place = position.find(aim.item)
        for code in place.codes if place else ():
            for department, level in position.levels.get(code, {}).items():
                for wanted in range(level + 1, aim.level + 1):
                    step = Step(code, department, wanted)
                    needed[step] = min(aim.by, needed.get(step, aim.by))
    return needed


def smallest_set(
    position: Position, aims: Iterable[Aimed], actions: Sequence[PlannedAction], today: date
) -> SmallestSet:
    """The fewest live actions that take every step in time; where some has no action, the rest is still covered."""
    needed = steps_needed(position, aims)
    covers: dict[int, set[Step]] = {}
    for action in actions:
        if counts(action, position):
            day = action.delivered_by(today)
            took = {
                step for gain in action.gains for step in steps_of(gain, position) if needed.get(step, date.min) >= day
            }
            if took:
                covers[action.id] = took
    reachable = set().union(*covers.values()) if covers else set()
    missing = tuple(step for step in needed if step not in reachable)
    efforts = {action.id: action.effort_days for action in actions}
    unknown = max((effort for effort in efforts.values() if effort is not None), default=0) + 1
    ids = list(covers)
    known = [efforts[key] for key in ids]
    found = cover(
        [covers[key] for key in ids],
        [unknown if effort is None else effort for effort in known],
    )
    return SmallestSet(
        chosen=tuple(ids[place] for place in found.chosen),
        missing=missing,
        is_proven=found.is_proven,
        needed=len(needed),
    )
