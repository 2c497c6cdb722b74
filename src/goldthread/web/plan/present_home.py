"""Presents the plan page: the finding, a row per object with its ladder, what is reached and when, and the figures."""

from dataclasses import dataclass

from goldthread.common.words import number_in_words
from goldthread.framework.types import LOCAL_SECTION
from goldthread.plan.queries.whole import Plan
from goldthread.plan.types import ActionStatus, Place, Projected
from goldthread.plan.words import say_local, say_plan, say_smallest
from goldthread.web.ladders import DrawnLadder, draw_ladder
from goldthread.web.wording import count_of, day_in_words, opening


@dataclass(frozen=True)
class PlanRow:
    """One object: where it stands, what it aims for, and what it reaches."""

    id: str
    name: str
    ladder: DrawnLadder
    aim: str
    reaches: str
    sentence: str
    is_short: bool
    is_late: bool
    actions: int


@dataclass(frozen=True)
class PlanSection:
    """A theme, the enablers, or the council's own codes, of which `says` is the finding."""

    name: str
    rows: tuple[PlanRow, ...]
    says: str = ""


@dataclass(frozen=True)
class PlanFigures:
    """How many actions there are, by where they stand; `slipped` counts the late and those put off."""

    planned: int
    under_way: int
    done: int
    late: int
    slipped: int
    contradictions: int


def present_plan(plan: Plan) -> tuple[PlanSection, ...]:
    """Every object that has an ambition or an action, by section. What is in neither is not in the plan.

    The council's own codes come last and apart, with those that no round has asked yet.
    """
    codes = {gain.value_code for action in plan.actions if action.status.is_live for gain in action.gains}
    sections: dict[str, list[PlanRow]] = {}
    for each in plan.projected:
        if each.place.id in plan.last_aims or codes & set(each.place.codes):
            section = plan.framework.object(each.place.id).section
            sections.setdefault(section, []).append(_row(plan, each))
    own = [place for place in plan.position.local if place.id in plan.last_aims or place.id in codes]
    return (
        *(PlanSection(name, tuple(rows)) for name, rows in sections.items()),
        *([PlanSection(LOCAL_SECTION, tuple(_local_row(plan, place) for place in own), _say_own(plan))] if own else ()),
    )


def _say_own(plan: Plan) -> str:
    return f"{say_local(plan, is_short=True)} No level above depends on them.".strip()


def _local_row(plan: Plan, place: Place) -> PlanRow:
    found = next((each for each in plan.projected_local if each.place.id == place.id), None)
    return _row(plan, found or Projected(place, (), f"{place.name} has no level yet."))


def _row(plan: Plan, each: Projected) -> PlanRow:
    aim = plan.last_aims.get(each.place.id)
    names = plan.position.level_names
    reached = each.on(aim.by) if aim else each.final
    is_known = each.now is not None
    moves = set(each.place.codes)
    return PlanRow(
        id=each.place.id,
        name=each.place.name,
        ladder=draw_ladder(
            plan.framework,
            level=each.now,
            final=plan.position.is_final,
            ambition=aim.level if aim else None,
            projected=reached,
        ),
        aim=f"{names[aim.level]} by {day_in_words(aim.by)}" if aim else "",
        reaches=names[reached] if reached else "",
        sentence=each.sentence,
        is_short=is_known and aim is not None and (reached or 0) < aim.level,
        is_late=aim is not None and (reached or 0) < aim.level <= (each.final or 0),
        actions=sum(
            1 for action in plan.actions if action.status.is_live and any(g.value_code in moves for g in action.gains)
        ),
    )


def figures_of(plan: Plan) -> PlanFigures:
    status = [ActionStatus(row.status) for row in plan.live]
    late = {each.id for each in plan.actions if each.is_late(plan.as_of)}
    put_off = {row.number for row in plan.live if row.status != ActionStatus.STOPPED and row.due > row.first_due}
    return PlanFigures(
        planned=status.count(ActionStatus.PLANNED),
        under_way=status.count(ActionStatus.UNDER_WAY),
        done=status.count(ActionStatus.DONE),
        late=len(late),
        slipped=len(late | put_off),
        contradictions=len(plan.contradictions),
    )


def finding_of(plan: Plan) -> str:
    return say_plan(plan)


def smallest_of(plan: Plan) -> tuple[str, tuple[object, ...]]:
    """The sentence, and the chosen actions where they are fewer than all."""
    chosen = set(plan.smallest.chosen)
    return say_smallest(plan), tuple(row for row in plan.live if row.number in chosen)


def say_figures(figures: PlanFigures) -> str:
    """A sentence for those who read rather than look."""
    told = f"{opening(count_of(figures.done, 'action'))} done, {number_in_words(figures.under_way)} under way"
    late = f"{number_in_words(figures.late)} late" if figures.late else "none is late"
    return f"{told}, {number_in_words(figures.planned)} planned; {late}."
