"""What commands show of a plan. Import it once Django is ready."""

from collections.abc import Iterable

import typer

from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.organisation.queries import find_council
from goldthread.plan.as_json import gaps_as_json, plan_as_json, smallest_as_json
from goldthread.plan.models import PlanAction
from goldthread.plan.proposals import propose
from goldthread.plan.queries.whole import Plan, plan_of
from goldthread.plan.types import Projected
from goldthread.plan.words import say_local, say_plan, say_smallest


def print_plan(council: str, *, as_json: bool) -> None:
    """The whole plan: as the published JSON, or as tables under the finding."""
    plan = plan_of(find_council(council))
    if as_json:
        print_json(plan_as_json(plan))
        return
    print_words(say_plan(plan))
    print_table(("ID", "Area", "Now", "Ambition", "If delivered", "Why"), _projected_rows(plan, plan.projected))
    if plan.projected_local:
        typer.echo("")
        print_words(say_local(plan) or "No local code has an ambition.")
        heads = ("ID", "Local code", "Now", "Ambition", "If delivered", "Why")
        print_table(heads, _projected_rows(plan, plan.projected_local))
    if plan.live:
        typer.echo("")
        print_table(("No.", "Action", "Owner", "Due", "Status", "Buys"), [_action_row(plan, row) for row in plan.live])
    if plan.kpis:
        typer.echo("")
        print_table(
            ("KPI", "Measure", "Status", "Why"),
            [(each.kpi.number, each.kpi.measure, each.status.value, each.sentence) for each in plan.kpis],
        )
    if plan.contradictions:
        typer.echo("")
        print_table(("Contradiction", "What", "Do"), [(c.kind.value, c.what, c.do) for c in plan.contradictions])


def _projected_rows(plan: Plan, projected: Iterable[Projected]) -> list[tuple[object, ...]]:
    names = plan.position.level_names
    rows: list[tuple[object, ...]] = []
    for each in projected:
        aim = plan.last_aims.get(each.place.id)
        reached = each.on(aim.by) if aim else each.final
        aimed = f"{names[aim.level]} by {aim.by}" if aim else "–"
        rows.append((each.place.id, each.place.name, names[each.now or 1], aimed, names[reached or 1], each.sentence))
    return rows


def _action_row(plan: Plan, row: PlanAction) -> tuple[object, ...]:
    action = next(each for each in plan.actions if each.id == row.number)
    status = f"{action.status.value}, late" if action.is_late(plan.as_of) else action.status.value
    buys = ", ".join(f"{gain.value_code} {gain.level}" for gain in action.gains)
    return row.number, action.title, row.owner or "", action.due, status, buys


def print_gaps(council: str, item: str | None, *, as_json: bool) -> None:
    """The steps to each ambition."""
    plan = plan_of(find_council(council))
    if item is not None and plan.position.find(item) is None:
        plan.framework.object(item)  # says which ids there are
    found = plan.gaps([item] if item else None)
    if as_json:
        print_json(gaps_as_json(found))
        return
    proposed = {each.key for each in propose(found, plan.position, plan.dismissed)}
    print_words(f"{len(found)} steps to take; {len(proposed)} of them are proposed as actions.")
    print_table(
        ("Gap", "Level", "Held back by", "Not in place", "Contradicted by", "Actions"),
        [
            (
                gap.key,
                plan.position.level_names[gap.level],
                ", ".join(gap.departments),
                "; ".join(gap.statements),
                ", ".join(gap.against),
                ", ".join(map(str, gap.bought_by)) or ("proposed" if gap.key in proposed else "dismissed"),
            )
            for gap in found
        ],
    )


def print_smallest(council: str, *, as_json: bool) -> None:
    """The smallest set of actions."""
    plan = plan_of(find_council(council))
    if as_json:
        print_json(smallest_as_json(plan.smallest))
        return
    print_words(say_smallest(plan))
    chosen = set(plan.smallest.chosen)
    print_table(
        ("No.", "Action", "Owner", "Due", "Status", "Buys"),
        [_action_row(plan, row) for row in plan.live if row.number in chosen],
    )
    if plan.smallest.missing:
        typer.echo("")
        print_table(
            ("Code", "Level", "Department"), [(s.value_code, s.level, s.department) for s in plan.smallest.missing]
        )
