"""Load a council's register of contracts from its own spreadsheet, and see what each load did."""

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

app = new_noun(__doc__, example="goldthread contract loads --council fellbeck-council")

Council = Annotated[str, typer.Option("--council", help="The council's name, or the short one in its address.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show every difference field by field and write nothing.")]
Actor = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Act as this person, within their roles.")]
Maps = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=HEADING", help='Say which column holds a field: --map supplier="Firm".'),
]


@app.command(epilog="Example: goldthread contract load --council fellbeck-council examples/register.csv --dry-run")
def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Spreadsheets or CSV files, or folders.")],
    *,
    council: Council,
    maps: Maps = None,
    overwrite: Annotated[
        list[str] | None,
        typer.Option(
            "--overwrite",
            metavar="NAME",
            help="Let the file replace what a person typed: a contract's reference, a field, REFERENCE:FIELD, or all.",
        ),
    ] = None,
    any_body: Annotated[bool, typer.Option("--any-body", help="Load a register that names another council.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    actor: Actor = None,
) -> None:
    """Load register files, whatever they look like. Loaded again, a file changes only what is different."""
    ensure_ready()
    from goldthread.cli.contract_load import load_registers, read_register_wishes

    wishes = read_register_wishes(maps or [], overwrite or [], any_body=any_body, is_dry_run=dry_run)
    load_registers(council, files, wishes, as_json=as_json, actor=actor)


@app.command(epilog="Example: goldthread contract loads --council fellbeck-council --json")
def loads(council: Council, as_json: AsJson = False) -> None:
    """List the register files that were loaded, with their control totals."""
    ensure_ready()
    from goldthread.cli.contract_show import list_contract_loads

    list_contract_loads(council, as_json=as_json)


@app.command("set-aside", epilog="Example: goldthread contract set-aside register.csv --council fellbeck-council")
def set_aside(
    load: Annotated[str, typer.Argument(metavar="LOAD", help="A load's key, the beginning of it, or its file name.")],
    *,
    council: Council,
    as_json: AsJson = False,
) -> None:
    """List the lines of a register file that were set aside, each with its reason."""
    ensure_ready()
    from goldthread.cli.contract_show import show_lines_set_aside

    show_lines_set_aside(council, load, as_json=as_json)


@app.command(epilog="Example: goldthread contract conflicts --council fellbeck-council")
def conflicts(council: Council, as_json: AsJson = False) -> None:
    """List what a person typed and a later file gives otherwise."""
    ensure_ready()
    from goldthread.cli.contract_show import list_conflicts

    list_conflicts(council, as_json=as_json)


@app.command(
    epilog="Example: goldthread contract withdraw register.csv --council fellbeck-council --because Old --dry-run"
)
def withdraw(
    load: Annotated[str, typer.Argument(metavar="LOAD", help="A load's key, the beginning of it, or its file name.")],
    *,
    council: Council,
    why: Annotated[str, typer.Option("--because", "--why", metavar="TEXT", help="The reason; it is kept.")],
    dry_run: DryRun = False,
    as_json: AsJson = False,
    actor: Actor = None,
) -> None:
    """Take back what a register file added and changed. What was done since stays; the record keeps every value."""
    ensure_ready()
    from goldthread.cli.contract_withdraw import withdraw_contracts

    withdraw_contracts(council, load, why, is_dry_run=dry_run, as_json=as_json, actor=actor)
