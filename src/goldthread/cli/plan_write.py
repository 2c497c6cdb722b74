"""What commands write to a plan. Import it once Django is ready."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

import typer

from goldthread.cli.lookup import NotFound, find_actor, find_department, find_person
from goldthread.cli.output import print_words
from goldthread.organisation.models import Council, Department, Person
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action
from goldthread.plan.actions.ambitions import set_ambition
from goldthread.plan.actions.fill import fill_from_indicators
from goldthread.plan.actions.kpis import SaidFigure, measures_of, record_actual
from goldthread.plan.actions.planned import SaidAction, add_action, change_action, dismiss_proposal, said_of
from goldthread.plan.actions.refusals import PlanRefused
from goldthread.plan.models import Kpi, PlanAction
from goldthread.plan.proposals import Proposal, make_proposal
from goldthread.plan.queries.whole import plan_of
from goldthread.plan.types import ActionStatus


@dataclass(frozen=True)
class Wishes:
    """What the options ask of an action; None: not given."""

    title: str | None
    due: date | None
    buys: Sequence[str] | None
    departments: Sequence[str] | None
    owner: str | None
    effort: int | None
    cost: str | None
    evidence: str | None
    notes: str | None


def set_aim(name: str, item: str, level: int, *, by: date, reason: str, approved_by: str, actor: str | None) -> None:
    """Set an ambition."""
    council = find_council(name)
    person = find_actor(actor, council, Action.SET_AMBITION)
    framework = plan_of(council).framework
    saved = set_ambition(
        council=council,
        framework_id=framework.id,
        object_id=item,
        level=level,
        by_date=by,
        reason=reason,
        by=person,
        approved_by=approved_by,
    )
    print_words(f"{item}: the ambition is {framework.level_name(saved.level)} by {saved.by_date:%-d %B %Y}.")


def add_action_of(name: str, wishes: Wishes, *, actor: str | None) -> None:
    """Add an action and print its number."""
    council = find_council(name)
    by = find_actor(actor, council, Action.KEEP_PLAN)
    said = _said(council, wishes, SaidAction(title="", due=date.max, gains=()))
    made = add_action(council=council, framework_id=plan_of(council).framework.id, said=said, by=by)
    print_words(f"Action {made.number} was added, due on {made.due:%-d %B %Y}.")
    typer.echo(str(made.number))


def take_proposal(name: str, gap: str, wishes: Wishes, *, actor: str | None) -> None:
    """Take a proposal and print the action's number."""
    council = find_council(name)
    by = find_actor(actor, council, Action.KEEP_PLAN)
    plan = plan_of(council)
    proposal = _proposal(council, gap)
    departments = {each.name: each for each in Department.objects.filter(council=council)}
    start = SaidAction(
        title=proposal.title,
        due=date.max,
        gains=((proposal.gap.value_code, proposal.gap.level),),
        for_departments=tuple(departments[each] for each in proposal.gap.departments if each in departments),
        evidence_expected=proposal.evidence,
        proposal=gap,
    )
    made = add_action(council=council, framework_id=plan.framework.id, said=_said(council, wishes, start), by=by)
    print_words(f"Action {made.number} was taken into the plan: {made.title}.")
    typer.echo(str(made.number))


def dismiss_gap(name: str, gap: str, because: str, *, actor: str | None) -> None:
    """Turn a proposal down."""
    council = find_council(name)
    by = find_actor(actor, council, Action.KEEP_PLAN)
    title = _proposal(council, gap).title
    framework = plan_of(council).framework
    dismiss_proposal(council=council, framework_id=framework.id, gap=gap, title=title, because=because, by=by)
    print_words(f"{gap} is not proposed again.")


def _proposal(council: Council, gap: str) -> Proposal:
    plan = plan_of(council)
    for each in plan.gaps(with_records=False):
        if each.key == gap:
            return make_proposal(each, plan.position)
    raise NotFound(
        what=f"No step “{gap}” lies between {council.name} and its ambitions.",
        do=f"See them with: goldthread plan gaps --council {council.slug}",
    )


def change_action_of(
    name: str,
    number: int,
    wishes: Wishes,
    *,
    status: str | None,
    done_on: date | None,
    why: str,
    actor: str | None,
) -> None:
    """Change an action; what is not given stays."""
    council = find_council(name)
    by = find_actor(actor, council, Action.KEEP_PLAN)
    action = PlanAction.objects.filter(council=council, number=number).select_related("council").first()
    if action is None:
        raise NotFound(
            what=f"{council.name} has no action {number}.",
            do=f"See them with: goldthread plan show --council {council.slug}",
        )
    said = _said(council, wishes, said_of(action))
    if status is not None:
        said = replace(said, status=_status(status))
    if done_on is not None:
        said = replace(said, done_on=done_on, status=ActionStatus.DONE)
    saved = change_action(action=action, said=said, expected_version=action.version, by=by, why=why)
    print_words(f"Action {saved.number} is {saved.status}, due on {saved.due:%-d %B %Y}.")


def _status(text: str) -> ActionStatus:
    known = [each.value for each in ActionStatus if each is not ActionStatus.DISMISSED]
    if text not in known:
        raise PlanRefused(what=f"“{text}” is no status of an action.", do=f"Give one of: {', '.join(known)}.")
    return ActionStatus(text)


def _said(council: Council, wishes: Wishes, start: SaidAction) -> SaidAction:
    """The action as it was, with what is asked for in its place."""
    return replace(
        start,
        title=start.title if wishes.title is None else wishes.title,
        due=wishes.due or start.due,
        gains=start.gains if wishes.buys is None else tuple(_gain(text) for text in wishes.buys),
        for_departments=start.for_departments
        if wishes.departments is None
        else tuple(find_department(council, each) for each in wishes.departments),
        owner=start.owner if wishes.owner is None else find_person(wishes.owner),
        effort_days=start.effort_days if wishes.effort is None else wishes.effort,
        cost=start.cost if wishes.cost is None else _number(wishes.cost),
        evidence_expected=start.evidence_expected if wishes.evidence is None else wishes.evidence,
        notes=start.notes if wishes.notes is None else wishes.notes,
    )


def _gain(text: str) -> tuple[str, int]:
    code, _, level = text.partition(":")
    if not code.strip() or not level.strip().isdecimal():
        raise PlanRefused(what=f"“{text}” is no step.", do="Write a value code and a level, such as CRM1:3.")
    return code.strip().upper(), int(level)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "").replace("£", "").replace("%", ""))
    except InvalidOperation:
        raise PlanRefused(what=f"“{text}” is no number.", do="Write figures, such as 96.6.") from None


def record_figure(
    name: str,
    number: int,
    given: tuple[str, str, date, str],
    *,
    measure: str | None,
    is_provisional: bool,
    actor: str | None,
) -> None:
    """Record a figure of a KPI; where it has one measure alone, that one is meant."""
    council = find_council(name)
    by: Person | None = find_actor(actor, council, Action.KEEP_PLAN)
    kpi = Kpi.objects.filter(council=council, number=number).select_related("council").first()
    if kpi is None:
        raise NotFound(what=f"{council.name} has no KPI {number}.", do="See them with: goldthread plan show")
    value, period, until, source = given
    known = measures_of(kpi)
    if measure is None and len(known) != 1:
        raise PlanRefused(what=f"KPI {number} has several figures.", do=f"Name one with --measure: {'; '.join(known)}.")
    said = SaidFigure(
        measure=measure or known[0],
        value=_number(value),
        period=period,
        until=until,
        source=source,
        is_provisional=is_provisional,
    )
    record_actual(kpi=kpi, said=said, by=by)
    print_words(f"KPI {number}, {period}: {value}.")


def fill_kpis(name: str, *, actor: str | None) -> None:
    """Fill KPIs from indicators and say what stayed silent."""
    council = find_council(name)
    by = find_actor(actor, council, Action.KEEP_PLAN)
    filled = fill_from_indicators(council=council, by=by)
    for row in filled.kept:
        print_words(f"KPI {row.kpi.number}, {row.period}: {row.value.normalize():f} {row.measure}.")
    for line in filled.silent:
        print_words(line)
    print_words(f"{len(filled.kept)} figures were filled from indicators.")
