"""What it takes: the steps between where the council stands and what it aims for, each with what stands in its way."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from goldthread.plan.rules.projection import counts, steps_of
from goldthread.plan.types import Aimed, Gap, Place, PlannedAction, Position

Statements = Mapping[tuple[str, int], Sequence[str]]
InPlace = Mapping[tuple[str, str], frozenset[str]]
Against = Mapping[tuple[str, int], Sequence[str]]


def next_aims(aims: Iterable[Aimed], today: date) -> dict[str, Aimed]:
    """Per object the ambition furthest ahead: what the plan as a whole has to reach; else the last one past."""
    found: dict[str, Aimed] = {}
    for aim in sorted(aims, key=lambda each: (each.by >= today, each.by)):
        found[aim.item] = aim
    return found


def highest_wanted(position: Position, aims: Iterable[Aimed]) -> dict[str, tuple[Place, int]]:
    """Per value code the place on whose account, and the highest level that any ambition asks of it."""
    wanted: dict[str, tuple[Place, int]] = {}
    for aim in aims:
        place = position.find(aim.item)
        for code in place.codes if place else ():
            if place is not None and (code not in wanted or wanted[code][1] < aim.level):
                wanted[code] = (position.place_of(code) or place, aim.level)
    return wanted


def _takes(action: PlannedAction, code: str, level: int, position: Position) -> bool:
    gains = [gain for gain in action.gains if (gain.value_code, gain.level) == (code, level)]
    return any(True for gain in gains for _ in steps_of(gain, position))


def find_gaps(
    position: Position,
    aims: Iterable[Aimed],
    actions: Sequence[PlannedAction],
    *,
    statements: Statements,
    in_place: InPlace,
    against: Against,
) -> tuple[Gap, ...]:
    """One gap for each step of a value code that some department has to take, the nearest step first.

    Its statements are those of the level that not every one of these departments has ticked as in place ("3.1" is the
    first of level 3); `against` are indicators that contradict the level; `bought_by` the actions that take the step.
    """
    found = []
    for code, (place, level) in highest_wanted(position, aims).items():
        for step in range(1, level + 1):
            behind = tuple(name for name, now in position.levels.get(code, {}).items() if now < step)
            if not behind:
                continue
            texts = statements.get((code, step), ())
            missing = tuple(
                text
                for number, text in enumerate(texts, 1)
                if not all(f"{step}.{number}" in in_place.get((code, name), frozenset()) for name in behind)
            )
            bought = tuple(
                action.id for action in actions if counts(action, position) and _takes(action, code, step, position)
            )
            found.append(Gap(place.id, code, step, behind, missing, tuple(against.get((code, step), ())), bought))
    return tuple(found)
