"""Show a council's plan, what it takes, and keep its ambitions, actions and KPIs."""

from datetime import datetime
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

app = new_noun(__doc__, example="goldthread plan show --council fellbeck-council")

Council = Annotated[str, typer.Option("--council", metavar="NAME", help="The council's name or short name.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
As = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Act as this person, within their roles.")]
DateOption = typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="A date such as 2027-06-30.")
Day = Annotated[datetime, DateOption]
MaybeDay = Annotated[datetime | None, DateOption]
Buys = Annotated[
    list[str] | None,
    typer.Option("--buys", metavar="CODE:LEVEL", help="A step that it buys, such as CRM1:3; give it once for each."),
]
For = Annotated[
    list[str] | None,
    typer.Option("--for", metavar="DEPARTMENT", help="For this department; without it, for every one."),
]
Owner = Annotated[str | None, typer.Option(metavar="EMAIL", help="Who sees to it.")]
Effort = Annotated[int | None, typer.Option(min=0, metavar="DAYS", help="Days of work, where somebody has said.")]
Cost = Annotated[str | None, typer.Option(metavar="POUNDS", help="What it costs, where somebody has said.")]
Evidence = Annotated[str | None, typer.Option(help="What will show that it worked.")]
Notes = Annotated[str | None, typer.Option(help="Anything else; a reason where it is stopped.")]


@app.command(epilog="Example: goldthread plan show --council fellbeck-council --json")
def show(council: Council, as_json: AsJson = False) -> None:
    """Show ambitions, what is reached if the plan is delivered, actions, KPIs and contradictions."""
    ensure_ready()
    from goldthread.cli.plan_read import print_plan

    print_plan(council, as_json=as_json)


@app.command(epilog="Example: goldthread plan gaps --council fellbeck-council --object CRM")
def gaps(
    council: Council,
    object_id: Annotated[
        str | None, typer.Option("--object", metavar="ID", help="One key area, enabler or value code.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what it takes: the steps to each ambition, who holds them back, and which of them no action takes."""
    ensure_ready()
    from goldthread.cli.plan_read import print_gaps

    print_gaps(council, object_id, as_json=as_json)


@app.command(epilog="Example: goldthread plan smallest --council fellbeck-council")
def smallest(council: Council, as_json: AsJson = False) -> None:
    """Show the smallest set of the plan's actions that reaches every ambition, or what no action brings."""
    ensure_ready()
    from goldthread.cli.plan_read import print_smallest

    print_smallest(council, as_json=as_json)


@app.command(
    epilog="Example: goldthread plan aim CRM 4 --council fellbeck-council --by 2028-03-31 --reason 'Audit asked for it'"
)
def aim(
    item: Annotated[str, typer.Argument(metavar="ID", help="A key area, an enabler or a value code.")],
    level: Annotated[int, typer.Argument(metavar="LEVEL", help="From 1 Minimum to 5 Innovator.")],
    *,
    council: Council,
    by: Day,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why this level; it is kept.")],
    approved_by: Annotated[str, typer.Option(metavar="WHO", help="Who approved it, such as: Cabinet.")] = "",
    actor: As = None,
) -> None:
    """Set the level that the council aims for, by a day and for a reason. The same day again replaces it."""
    ensure_ready()
    from goldthread.cli.plan_write import set_aim

    set_aim(council, item, level, by=by.date(), reason=reason, approved_by=approved_by, actor=actor)


@app.command(
    epilog="Example: goldthread plan add 'Put the distress clause into contracts' --council fellbeck-council"
    " --due 2027-06-30 --buys CRM3:4 --effort 20"
)
def add(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What is to be done, in a few words.")],
    *,
    council: Council,
    due: Day,
    buys: Buys = None,
    departments: For = None,
    owner: Owner = None,
    effort: Effort = None,
    cost: Cost = None,
    evidence: Evidence = None,
    actor: As = None,
) -> None:
    """Add an action to the plan, with the steps that it buys."""
    ensure_ready()
    from goldthread.cli.plan_write import Wishes, add_action_of

    wishes = Wishes(title, due.date(), buys, departments, owner, effort, cost, evidence, None)
    add_action_of(council, wishes, actor=actor)


@app.command(epilog="Example: goldthread plan take CRM1:4 --council fellbeck-council --due 2027-09-30")
def take(
    gap: Annotated[str, typer.Argument(metavar="GAP", help="A proposal, as plan gaps names it.")],
    *,
    council: Council,
    due: Day,
    owner: Owner = None,
    effort: Effort = None,
    cost: Cost = None,
    actor: As = None,
) -> None:
    """Take a proposal into the plan: an action for the departments that hold the value code back."""
    ensure_ready()
    from goldthread.cli.plan_write import Wishes, take_proposal

    wishes = Wishes(None, due.date(), None, None, owner, effort, cost, None, None)
    take_proposal(council, gap, wishes, actor=actor)


@app.command(
    epilog="Example: goldthread plan dismiss CRM2:4 --council fellbeck-council --because 'The new system does it'"
)
def dismiss(
    gap: Annotated[str, typer.Argument(metavar="GAP", help="A proposal, as plan gaps names it.")],
    *,
    council: Council,
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="The reason; it is kept.")],
    actor: As = None,
) -> None:
    """Turn a proposal down, so that it is not proposed again."""
    ensure_ready()
    from goldthread.cli.plan_write import dismiss_gap

    dismiss_gap(council, gap, because, actor=actor)


@app.command(
    epilog="Example: goldthread plan change 1 --council fellbeck-council --due 2027-09-30 --why 'The system came late'"
)
def change(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The action's number.")],
    *,
    council: Council,
    status: Annotated[str | None, typer.Option(help="planned, under way, done or stopped.")] = None,
    due: MaybeDay = None,
    done_on: MaybeDay = None,
    buys: Buys = None,
    owner: Owner = None,
    notes: Notes = None,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why it changes; it is kept.")] = "",
    actor: As = None,
) -> None:
    """Change an action. What is not given stays as it is."""
    ensure_ready()
    from goldthread.cli.plan_write import Wishes, change_action_of

    wishes = Wishes(None, due.date() if due else None, buys, None, owner, None, None, None, notes)
    done = done_on.date() if done_on else None
    change_action_of(council, number, wishes, status=status, done_on=done, why=why, actor=actor)


@app.command(
    epilog="Example: goldthread plan record 4 --council leeds-city-council-published-2019-example --value 171"
    " --measure waivers --period 2019/20 --until 2020-03-31 --source 'Annual report 2020'"
)
def record(
    number: Annotated[int, typer.Argument(metavar="KPI", help="The KPI's number.")],
    *,
    council: Council,
    value: Annotated[str, typer.Option(help="The figure; a level from 1 to 5; or 1 for delivered and 0 for not.")],
    period: Annotated[str, typer.Option(help="Such as 2026/27.")],
    until: Day,
    source: Annotated[str, typer.Option(help="Where the figure comes from.")],
    measure: Annotated[str | None, typer.Option(help="Which of its figures, where it has several.")] = None,
    provisional: Annotated[bool, typer.Option("--provisional", help="It may still change.")] = False,
    actor: As = None,
) -> None:
    """Record a KPI's figure, or its rating, for a period."""
    ensure_ready()
    from goldthread.cli.plan_write import record_figure

    said = (value, period, until.date(), source)
    record_figure(council, number, said, measure=measure, is_provisional=provisional, actor=actor)


@app.command(epilog="Example: goldthread plan fill --council fellbeck-council")
def fill(council: Council, actor: As = None) -> None:
    """Fill KPIs from the indicators that they name. What a person recorded is never replaced."""
    ensure_ready()
    from goldthread.cli.plan_write import fill_kpis

    fill_kpis(council, actor=actor)
