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


@app.command(epilog="Example: goldthread contract names --council fellbeck-council --json")
def names(
    council: Council,
    state: Annotated[
        str, typer.Option("--state", metavar="STATE", help="Those that are open, left or settled.")
    ] = "open",
    words: Annotated[str, typer.Option("--words", metavar="TEXT", help="Only names that hold these words.")] = "",
    as_json: AsJson = False,
    actor: Actor = None,
) -> None:
    """List suppliers' names of the register that are not found among those paid, each with whom it may be."""
    ensure_ready()
    from goldthread.cli.contract_names import list_names

    list_names(council, state, words, as_json=as_json, actor=actor)


@app.command(
    "settle-name",
    epilog='Example: goldthread contract settle-name "Beckside Training CIC" --council fellbeck-council --no-payments',
)
def settle_name(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A supplier's name as the register writes it.")],
    *,
    council: Council,
    supplier: Annotated[
        str, typer.Option("--supplier", metavar="SUPPLIER", help="It is this one: a number, or any name it is paid by.")
    ] = "",
    no_payments: Annotated[bool, typer.Option("--no-payments", help="It is a supplier with no payments.")] = False,
    leave: Annotated[bool, typer.Option("--leave", help="Leave it as it is; it can be settled later.")] = False,
    take_back: Annotated[bool, typer.Option("--take-back", help="What was said of it counts no more.")] = False,
    why: Annotated[
        str, typer.Option("--because", "--why", metavar="TEXT", help="The reason; it is kept. --take-back needs one.")
    ] = "",
    as_json: AsJson = False,
    actor: Actor = None,
) -> None:
    """Say once who a name of the register is, for every contract of that name, loaded now or later."""
    ensure_ready()
    from goldthread.cli.contract_names import Answer, settle

    answer = Answer(supplier=supplier, no_payments=no_payments, leave=leave, take_back=take_back, why=why)
    settle(council, name, answer, as_json=as_json, actor=actor)
