"""Load published notices of Contracts Finder and Find a Tender, and match them to contracts."""

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

app = new_noun(__doc__, example="goldthread notice list --council fellbeck-council")

Council = Annotated[str, typer.Option("--council", help="The council's name, or the short one in its address.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Actor = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Act as this person, within their roles.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The proposal's number in the list.")]


@app.command(epilog="Example: goldthread notice load examples/notices.json --council fellbeck-council --dry-run")
def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="OCDS releases or packages, or folders.")],
    *,
    council: Annotated[
        str | None, typer.Option("--council", help="The council; else the one that the notices name as buyer.")
    ] = None,
    any_buyer: Annotated[bool, typer.Option("--any-buyer", help="Load notices that name another buyer too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen and write nothing.")] = False,
    as_json: AsJson = False,
    actor: Actor = None,
) -> None:
    """Load notices: merged by procurement, matched to contracts, or proposed as new ones."""
    ensure_ready()
    from goldthread.cli.notice_load import load_notice_files

    load_notice_files(council, files, any_buyer=any_buyer, is_dry_run=dry_run, as_json=as_json, actor=actor)


@app.command("list", epilog="Example: goldthread notice list --council fellbeck-council --json")
def list_command(
    council: Council,
    everything: Annotated[bool, typer.Option("--all", help="Also those that are matched or decided.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the contracts that notices propose."""
    ensure_ready()
    from goldthread.cli.notice_load import list_awards

    list_awards(council, everything=everything, as_json=as_json)


@app.command(epilog="Example: goldthread notice accept 2 --council fellbeck-council --as head@fellbeck.example")
def accept(
    number: Number,
    *,
    council: Council,
    actor: Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who decides; they keep the register.")],
    contract: Annotated[
        str | None, typer.Option("--contract", metavar="REFERENCE", help="It is this contract, and no new one.")
    ] = None,
) -> None:
    """Put a proposed contract on the register, or say which one it is."""
    ensure_ready()
    from goldthread.cli.notice_load import accept_one

    accept_one(council, number, reference=contract, actor=actor)


@app.command(
    epilog="Example: goldthread notice dismiss 3 --council fellbeck-council --because Grant --as head@fellbeck.example"
)
def dismiss(
    number: Number,
    *,
    council: Council,
    why: Annotated[str, typer.Option("--because", metavar="TEXT", help="The reason; it is kept.")],
    actor: Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who decides; they keep the register.")],
) -> None:
    """Say that a proposed contract is none of the council's."""
    ensure_ready()
    from goldthread.cli.notice_load import dismiss_one

    dismiss_one(council, number, why=why, actor=actor)
