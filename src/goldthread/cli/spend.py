"""Load a council's published payments, see what was loaded, and take a load back."""

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

app = new_noun(__doc__, example="goldthread spend list --council fellbeck-council")
departments = typer.Typer(
    help="Say for which of the council's departments finance's names stand.",
    no_args_is_help=True,
    epilog="Example: goldthread spend departments list --council fellbeck-council",
)
app.add_typer(departments, name="departments")

Council = Annotated[str, typer.Option("--council", help="The council's name, or the short one in its address.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would happen and write nothing.")]
Actor = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Act as this person, within their roles.")]
LoadKey = Annotated[str, typer.Argument(metavar="LOAD", help="A load's key, or the beginning of it, or its file name.")]
Maps = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=HEADING", help='Say which column holds a field: --map supplier="Name: ".'),
]


@app.command(epilog="Example: goldthread spend load --council fellbeck-council examples/payments.csv --dry-run")
def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files, or folders of files.")],
    *,
    council: Council,
    maps: Maps = None,
    kind: Annotated[str | None, typer.Option(help="spend or card, where the file does not show it.")] = None,
    any_body: Annotated[bool, typer.Option("--any-body", help="Load payments that name another council too.")] = False,
    keep_repeats: Annotated[
        bool, typer.Option("--keep-repeats", help="Count rows again that another load holds already.")
    ] = False,
    match: Annotated[bool, typer.Option("--match/--no-match", help="Match suppliers when all is loaded.")] = True,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    actor: Actor = None,
) -> None:
    """Load published payment files, whatever they look like, and match their suppliers."""
    ensure_ready()
    from goldthread.cli.spend_load import load_files, read_wishes

    wishes = read_wishes(maps or [], kind, any_body=any_body, keep_repeats=keep_repeats, is_dry_run=dry_run)
    load_files(council, files, wishes, as_json=as_json, actor=actor, may_match=match)


@app.command("list", epilog="Example: goldthread spend list --council fellbeck-council --json")
def list_command(
    council: Council,
    everything: Annotated[bool, typer.Option("--all", help="Withdrawn loads too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List a council's loads with their control totals."""
    ensure_ready()
    from goldthread.cli.spend_show import list_loads

    list_loads(council, everything=everything, as_json=as_json)


@app.command(
    epilog='Example: goldthread spend withdraw payments.csv --council fellbeck-council --because "Wrong month"'
)
def withdraw(
    load: LoadKey,
    *,
    council: Council,
    why: Annotated[str, typer.Option("--because", "--why", metavar="TEXT", help="The reason; it is kept.")],
    dry_run: DryRun = False,
    as_json: AsJson = False,
    actor: Actor = None,
) -> None:
    """Take a load out of every figure. Nothing is erased."""
    ensure_ready()
    from goldthread.cli.spend_load import withdraw_one

    withdraw_one(council, load, why, dry_run=dry_run, as_json=as_json, actor=actor)


@app.command(epilog="Example: goldthread spend reload payments.csv --council fellbeck-council")
def reload(
    load: LoadKey,
    *,
    council: Council,
    maps: Maps = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    actor: Actor = None,
) -> None:
    """Read a kept file again with what is known of its columns today."""
    ensure_ready()
    from goldthread.cli.spend_load import read_wishes, reload_one

    wishes = read_wishes(maps or [], None, any_body=False, keep_repeats=False, is_dry_run=dry_run)
    reload_one(council, load, wishes, as_json=as_json, actor=actor)


@app.command(epilog="Example: goldthread spend quality --council fellbeck-council")
def quality(
    council: Council,
    load: Annotated[str | None, typer.Option(help="One load instead of all that count.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is missing, withheld or doubtful in the payments, and which figures that weakens."""
    ensure_ready()
    from goldthread.cli.spend_show import show_quality

    show_quality(council, load, as_json=as_json)


@app.command("set-aside", epilog="Example: goldthread spend set-aside payments.csv --council fellbeck-council")
def set_aside(load: LoadKey, council: Council, as_json: AsJson = False) -> None:
    """List the rows of a load that were set aside, with line and reason."""
    ensure_ready()
    from goldthread.cli.spend_show import show_set_aside

    show_set_aside(council, load, as_json=as_json)


@departments.command("list", epilog="Example: goldthread spend departments list --council fellbeck-council --json")
def departments_list(council: Council, as_json: AsJson = False) -> None:
    """List finance's names, and the department that each stands for."""
    ensure_ready()
    from goldthread.cli.spend_departments import list_names

    list_names(council, only_open=False, as_json=as_json)


@departments.command("suggest", epilog="Example: goldthread spend departments suggest --council fellbeck-council")
def departments_suggest(council: Council, as_json: AsJson = False) -> None:
    """Suggest a department for every name that nobody has confirmed."""
    ensure_ready()
    from goldthread.cli.spend_departments import list_names

    list_names(council, only_open=True, as_json=as_json)


@departments.command(
    "confirm",
    epilog='Example: goldthread spend departments confirm "Housing Svcs" --to Housing --council fellbeck-council',
)
def departments_confirm(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Finance's name.")] = None,
    *,
    council: Council,
    to: Annotated[str | None, typer.Option(help="The department, by its name. Leave it out for none.")] = None,
    suggested: Annotated[
        float | None, typer.Option(help="Confirm every suggestion that is at least so like (0 to 1).")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    actor: Actor = None,
) -> None:
    """Confirm for which department a name stands. Only confirmed names count for departments."""
    ensure_ready()
    from goldthread.cli.spend_departments import Choice, confirm_names

    confirm_names(council, Choice(name, to, suggested), dry_run=dry_run, as_json=as_json, actor=actor)
