"""The smallest set of actions for 60 gaps and 500 actions, and the pages of the plan over many councils."""

import random
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.measure import Figure, format_ms
from benchmarks.pages import COUNCILS, PageTimes, choose_stands, list_visits, measure_inside, measure_served
from benchmarks.pages import SECONDS_CEILING as PAGE_CEILING
from goldthread.plan.rules.smallest import smallest_set
from goldthread.plan.types import Aimed, Gain, Place, PlannedAction, Position, SmallestSet

GAPS, ACTIONS, DEPARTMENTS = 60, 500, 12
SECONDS_CEILING = 1.0
SEEDS = range(5)
TODAY = date(2026, 11, 26)
LEVELS = {1: "Minimum", 2: "Developing", 3: "Mature", 4: "Leader", 5: "Innovator"}


@dataclass(frozen=True)
class Solved:
    """One plan that was made up, and how long its smallest set took on the processor."""

    seed: int
    steps: int
    found: SmallestSet
    seconds: float


def make_plan(seed: int) -> tuple[Position, list[Aimed], list[PlannedAction]]:
    """30 value codes two levels below their ambition, which makes 60 gaps, and 500 actions.

    Half of the actions are for every department and half for some; most buy one step, some two or three.
    """
    chance = random.Random(seed)  # noqa: S311  no secret: the same plan at every run
    names = [f"Department {number}" for number in range(DEPARTMENTS)]
    codes = [f"C{number:02}" for number in range(GAPS // 2)]
    levels = {code: {name: chance.choice([2, 2, 3, 4]) for name in names} for code in codes}
    places = tuple(Place(f"O{number}", f"Object {number}", tuple(codes[number::5])) for number in range(5))
    steps = [(code, level) for code in codes for level in (3, 4)]
    actions = []
    for number in range(ACTIONS):
        who = frozenset() if chance.random() < 0.5 else frozenset(chance.sample(names, chance.randint(1, 8)))
        bought = chance.sample(steps, chance.choice([1, 1, 1, 2, 2, 3]))
        gains = tuple(Gain(code, level, who) for code, level in bought)
        due = TODAY + timedelta(days=chance.randint(30, 400))
        actions.append(PlannedAction(number, f"Action {number}", due, gains, effort_days=chance.randint(1, 60)))
    aims = [Aimed(place.id, 4, TODAY + timedelta(days=500)) for place in places]
    return Position(TODAY, levels, places, LEVELS), aims, actions


def solve(seed: int) -> Solved:
    position, aims, actions = make_plan(seed)
    began = time.process_time()
    found = smallest_set(position, aims, actions, TODAY)
    return Solved(seed, found.needed, found, time.process_time() - began)


def measure_plan(folder: Path) -> list[Figure]:
    """The smallest set of five plans, and the slowest of the plan's pages over the made councils."""
    solved = [solve(seed) for seed in SEEDS]
    slowest = max(solved, key=lambda each: each.seconds)
    proven = sum(each.found.is_proven for each in solved)
    visits = [visit for visit in list_visits() if visit.address.name.startswith("plan:")]
    stands = choose_stands(COUNCILS)
    pages = measure_inside(visits, stands, lambda _label: None)
    measure_served(pages, stands, folder, lambda _label: None)
    page = max(pages, key=lambda each: each.slow)
    home = next(each for each in pages if each.visit.address.name == "plan:home")
    return [
        Figure(
            "Plan",
            f"smallest set, {GAPS} gaps, {ACTIONS} actions",
            format_ms(slowest.seconds),
            format_ms(SECONDS_CEILING),
            slowest.seconds / SECONDS_CEILING,
            f"slowest of {len(solved)}, on the processor; {slowest.steps} steps, {len(slowest.found.chosen)} chosen",
        ),
        Figure("Plan", "of these proven smallest", f"{proven} of {len(solved)}", ratio=len(solved) / max(proven, 1)),
        _page("plan page at p95", home),
        _page(f"slowest of {len(pages)} pages at p95", page),
    ]


def _page(what: str, times: PageTimes) -> Figure:
    besides = f"{times.visit.label}, {times.queries} queries"
    return Figure("Plan", what, format_ms(times.slow), format_ms(PAGE_CEILING), times.slow / PAGE_CEILING, besides)
