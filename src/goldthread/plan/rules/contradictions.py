"""Parts of a plan that cannot both hold. Each is found by a rule of its own and said with what to do."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date

from goldthread.common.words import list_in_words
from goldthread.plan.rules.gaps import highest_wanted, next_aims
from goldthread.plan.rules.kpis import baseline_of, say_value
from goldthread.plan.rules.projection import counts, steps_of, steps_taken
from goldthread.plan.types import (
    ActionStatus,
    Aimed,
    Contradiction,
    KpiKind,
    KpiSeen,
    Place,
    PlannedAction,
    Position,
    Step,
    Target,
    TargetRule,
)
from goldthread.plan.types import (
    ContradictionKind as Kind,
)


def find_contradictions(
    position: Position, aims: Sequence[Aimed], actions: Sequence[PlannedAction], kpis: Sequence[KpiSeen], today: date
) -> tuple[Contradiction, ...]:
    """All of them: of ambitions, then of KPIs by number, then of actions."""
    wanted, taken = highest_wanted(position, aims), steps_taken(position, actions, today).keys()
    return (
        *_of_aims(position, aims, actions, today),
        *(each for kpi in kpis for each in _of_kpi(kpi, position, aims)),
        *(each for action in actions for each in _of_action(action, position, wanted, taken)),
    )


def _of_aims(
    position: Position, aims: Sequence[Aimed], actions: Sequence[PlannedAction], today: date
) -> Iterable[Contradiction]:
    bought = {gain.value_code for action in actions if counts(action, position) for gain in action.gains}
    for aim in next_aims(aims, today).values():
        place = position.find(aim.item)
        now = position.of_place(place) if place else None
        if place is None or now is None:
            continue
        names = position.level_names
        if aim.level < now:
            yield Contradiction(
                Kind.AMBITION_BELOW_CURRENT,
                aim.item,
                f"{place.name}: the ambition is {names[aim.level]}, and the council stands at {names[now]} already.",
                "Raise the ambition, or say in its reason why the council means to let the level go.",
            )
        elif aim.level > now and not bought & set(place.codes):
            yield Contradiction(
                Kind.AMBITION_WITHOUT_ACTION,
                aim.item,
                f"{place.name}: the ambition is {names[aim.level]} by {_day(aim.by)}, the level now {names[now]},"
                " and no action moves it.",
                "Take one of the actions that are proposed for it, or lower the ambition.",
            )


def _of_kpi(kpi: KpiSeen, position: Position, aims: Sequence[Aimed]) -> Iterable[Contradiction]:
    subject = f"kpi:{kpi.number}"
    if not kpi.codes:
        yield Contradiction(
            Kind.MOVES_NO_CODE,
            subject,
            f"KPI {kpi.number} ({kpi.measure}) moves no value code, so no level follows from it.",
            "Name the value codes that it measures, or keep it out of the plan.",
        )
    yield from _above_ambition(kpi, position, aims)
    for target in kpi.targets:
        yield from _below_baseline(kpi, target)
    if kpi.kind is KpiKind.VALUE and any(t.rule.is_yearly and baseline_of(kpi, t) is None for t in kpi.targets):
        yield Contradiction(
            Kind.NO_BASELINE,
            subject,
            f"KPI {kpi.number} ({kpi.measure}) is to rise or fall year on year and has no baseline.",
            "Give the figure of the year from which it is counted.",
        )


def _above_ambition(kpi: KpiSeen, position: Position, aims: Sequence[Aimed]) -> Iterable[Contradiction]:
    """A target that asks for a higher level than the ambition for the same object; the highest target is said."""
    # of several at the highest level the last, which is what a strategy leads up to
    target = max(reversed([t for t in kpi.targets if t.level]), key=lambda t: t.level or 0, default=None)
    if target is None or target.level is None:
        return
    said: set[str] = set()
    for code in kpi.codes:
        place = position.place_of(code)
        if place is None or place.id in said:
            continue
        # an area stands at its lowest code, so one code beyond the area's ambition is no contradiction
        items = {code, place.id} if place.codes == (code,) else {code}
        highest = max((aim for aim in aims if aim.item in items), key=lambda aim: aim.level, default=None)
        if highest is not None and target.level > highest.level:
            said.add(place.id)
            names = position.level_names
            yield Contradiction(
                Kind.TARGET_ABOVE_AMBITION,
                f"kpi:{kpi.number}",
                f"{place.name}: the ambition is {names[highest.level]} by {_day(highest.by)}, while KPI {kpi.number}"
                f" asks for {names[target.level]} in {target.horizon}: “{target.text}”.",
                "Raise the ambition, or ask less of the KPI: one of the two will be missed, or passed unseen.",
            )


def _below_baseline(kpi: KpiSeen, target: Target) -> Iterable[Contradiction]:
    """A target that the baseline has passed already, in the direction that the KPI calls better."""
    baseline = baseline_of(kpi, target)
    if baseline is None or baseline.value is None or target.value is None or target.rule.is_yearly:
        return
    low_is_good = target.rule is TargetRule.AT_MOST or (target.rule is TargetRule.VALUE and kpi.direction == "fall")
    passed = baseline.value < target.value if low_is_good else baseline.value > target.value
    if passed:
        yield Contradiction(
            Kind.TARGET_BELOW_CURRENT,
            f"kpi:{kpi.number}",
            f"KPI {kpi.number} ({kpi.measure}): the target of {say_value(target.value, target.unit)} in"
            f" {target.horizon} is worse than the {say_value(baseline.value, baseline.measure)} from which it starts.",
            "Set a target beyond the baseline, or say that it is a floor to be held.",
        )


def _of_action(
    action: PlannedAction, position: Position, wanted: Mapping[str, tuple[Place, int]], taken: Set[Step]
) -> Iterable[Contradiction]:
    subject = f"action:{action.id}"
    if action.status is ActionStatus.DONE and not counts(action, position):
        yield from _not_felt(action, position, subject)
        return
    if not counts(action, position):
        return
    for gain in action.gains:
        steps = list(steps_of(gain, position))
        stuck = [step for step in steps if _missing_below(step, position, taken)]
        if stuck:
            yield _out_of_reach(action, stuck, position, taken, subject)
        level = wanted[gain.value_code][1] if gain.value_code in wanted else max(position.level_names)
        if gain.level > level and steps:
            names = position.level_names
            yield Contradiction(
                Kind.ABOVE_AMBITION,
                subject,
                f"“{action.title}” buys {names[gain.level]} on {position.say_code(gain.value_code)}, where no ambition"
                f" asks for more than {names[level]}.",
                "Raise the ambition, or spend the effort where a level is wanted.",
            )


def _missing_below(step: Step, position: Position, taken: Set[Step]) -> int | None:
    """The lowest step below this one that nothing takes."""
    start = position.levels[step.value_code][step.department]
    for level in range(start + 1, step.level):
        if Step(step.value_code, step.department, level) not in taken:
            return level
    return None


def _out_of_reach(
    action: PlannedAction, stuck: Sequence[Step], position: Position, taken: Set[Step], subject: str
) -> Contradiction:
    first = stuck[0]
    names, missing = position.level_names, _missing_below(first, position, taken) or first.level
    who = list_in_words([step.department for step in stuck]) if len(stuck) <= 3 else f"{len(stuck)} departments"
    now = names[position.levels[first.value_code][first.department]]
    return Contradiction(
        Kind.OUT_OF_REACH,
        subject,
        f"“{action.title}” buys {names[first.level]} on {position.say_code(first.value_code)} for {who}, who"
        f" {'stands' if len(stuck) == 1 else 'stand'} at {now}; no action takes the step to {names[missing]} first.",
        f"Plan an action for {names[missing]}, or let this one buy that step as well.",
    )


def _not_felt(action: PlannedAction, position: Position, subject: str) -> Iterable[Contradiction]:
    """Done before the levels were given, and a department that it was for stands below what it was to buy."""
    for gain in action.gains:
        below = [step.department for step in steps_of(gain, position)]
        if below:
            names = position.level_names
            who = list_in_words(below) if len(below) <= 3 else f"{len(below)} departments"
            yield Contradiction(
                Kind.DONE_NOT_FELT,
                subject,
                f"“{action.title}” was done on {_day(action.done_on or action.due)} to bring {names[gain.level]} on"
                f" {position.say_code(gain.value_code)}, and {who}"
                f" {'stands' if len(below) == 1 else 'stand'} below it since.",
                "Ask the departments what is still missing, and plan for that.",
            )


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
