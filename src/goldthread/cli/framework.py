"""List, show, check and compare frameworks, and carry a round from one to the next."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.framework_local import app as local_app
from goldthread.cli.framework_tables import print_comparison, print_framework, print_item, print_list
from goldthread.cli.nouns import new_noun
from goldthread.cli.options import As, DateOption, RoundName
from goldthread.cli.output import print_json, print_words
from goldthread.common.errors import UserError
from goldthread.framework.changes import ChangeFile
from goldthread.framework.compare import compare_frameworks
from goldthread.framework.load import (
    FRAMEWORK_FILE,
    check_framework,
    framework_ids,
    list_frameworks,
    load_changes,
    load_changes_from,
    load_framework,
    load_framework_from,
)
from goldthread.framework.mappings import check_mapping
from goldthread.framework.present import comparison_json, faults_json, framework_json, item_json, summary_json
from goldthread.framework.types import Framework

app = new_noun(__doc__, example="goldthread framework list")
app.add_typer(local_app, name="local")

FAULTS_EXIT = 2

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
NameOrFolder = "The id of a shipped framework, or a folder that holds framework.yaml."


@app.command("list", epilog="Example: goldthread framework list --json")
def list_command(as_json: AsJson = False) -> None:
    """List the frameworks that this installation ships."""
    frameworks = list_frameworks()
    if as_json:
        print_json([summary_json(framework) for framework in frameworks])
    else:
        print_list(frameworks)


@app.command(epilog="Example: goldthread framework show nps-2018 CLR1")
def show(
    framework: Annotated[str, typer.Argument(metavar="ID", help=NameOrFolder)],
    item: Annotated[
        str | None,
        typer.Argument(metavar="[ITEM]", help="A key area, enabler or value code: show it alone, in full."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show a framework, or one key area, enabler or value code with its levels."""
    found = _find(framework)
    if as_json:
        print_json(item_json(found, item) if item else framework_json(found))
    elif item:
        print_item(found, item)
    else:
        print_framework(found)


@app.command(epilog="Example: goldthread framework check docs/reference/example-framework")
def check(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="The folder of framework.yaml, or the file of a mapping.")
    ],
    as_json: AsJson = False,
) -> None:
    """Check the files of a framework and print every fault with its place. Faults end with exit code 2."""
    folder = path.parent if path.name == FRAMEWORK_FILE else path
    faults = check_mapping(path) if folder.is_file() else check_framework(folder)
    if as_json:
        print_json(faults_json(str(folder), faults))
    else:
        for fault in faults:
            typer.echo(str(fault))
        print_words(f"{folder}: {_count(len(faults))}.")
    if faults:
        raise typer.Exit(FAULTS_EXIT)


@app.command(epilog="Example: goldthread framework diff nps-2018-draft nps-2018")
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=NameOrFolder)],
    new: Annotated[str, typer.Argument(metavar="NEW", help=NameOrFolder)],
    as_json: AsJson = False,
) -> None:
    """Show what differs from OLD to NEW, and what becomes of old answers where NEW supersedes OLD."""
    comparison = compare_frameworks(_find(old), _find(new), _find_changes(new))
    if as_json:
        print_json(comparison_json(comparison))
    else:
        print_comparison(comparison)


@app.command(epilog="Example: goldthread framework carry fellbeck-council/2018 --to nps-2018 --dry-run")
def carry(
    name: Annotated[
        str | None, typer.Argument(metavar="[ROUND]", help="COUNCIL/REF, or REF where one council alone has it.")
    ] = None,
    *,
    to: Annotated[str, typer.Option("--to", metavar="FRAMEWORK", help="The framework that supersedes the round's.")],
    council: Annotated[
        list[str] | None,
        typer.Option("--council", metavar="NAME", help="Carry this council's newest round; give it once for each."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Carry the newest round of every council.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the report and write nothing.")] = False,
    ref: Annotated[
        str, typer.Option(help="A short name for the new round; without it, the old one's with -carried.")
    ] = "",
    title: Annotated[str, typer.Option(help="A name for people for the new round.")] = "",
    closes: Annotated[datetime | None, DateOption] = None,
    actor: As = None,
    as_json: AsJson = False,
) -> None:
    """Carry a round into a newer framework, as a new round to be confirmed. The old round stays as it is.

    The report is printed first: what is carried, what needs review, and what stays in the old round alone. No level
    counts before its department confirms it. Done twice, it makes no second round.

    With --council or --all, every council is reported on first and then carried by itself: what one of them is refused
    stops no other, and is said at the end.
    """
    from goldthread.cli.setup import ensure_ready

    ensure_ready()
    from goldthread.cli import framework_carry, framework_carry_many

    closes_on = closes.date() if closes else None
    if [name is not None, bool(council), everything].count(True) != 1:
        raise UserError("It is not said what to carry.", "Name one round, or councils with --council, or give --all.")
    if name is None:
        if ref or title:
            raise UserError("--ref and --title name one round.", "Leave them out: rounds are named after the old.")
        framework_carry_many.carry_several(
            to, council or (), dry_run=dry_run, closes_on=closes_on, actor=actor, as_json=as_json
        )
        return
    framework_carry.carry(
        name, to, dry_run=dry_run, ref=ref, title=title, closes_on=closes_on, actor=actor, as_json=as_json
    )


@app.command(
    epilog="Example: goldthread framework reuse fellbeck-council/2026 --to fellbeck-council/practice --dry-run"
)
def reuse(
    name: RoundName,
    to: Annotated[str, typer.Option("--to", metavar="ROUND", help="The round under the other framework.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what is put forward and write nothing.")] = False,
    actor: As = None,
    as_json: AsJson = False,
) -> None:
    """Put answers of a round forward in a round under another framework, by the mapping between the two.

    Each proposal is shown to its department with its source. None counts before a person confirms it.
    """
    from goldthread.cli.setup import ensure_ready

    ensure_ready()
    from goldthread.cli import framework_reuse

    framework_reuse.reuse(name, to, dry_run=dry_run, actor=actor, as_json=as_json)


def _find(name: str) -> Framework:
    return load_framework_from(Path(name)) if _is_folder(name) else load_framework(name)


def _find_changes(name: str) -> ChangeFile | None:
    return load_changes_from(Path(name)) if _is_folder(name) else load_changes(name)


def _is_folder(name: str) -> bool:
    return name not in framework_ids() and Path(name).is_dir()


def _count(faults: int) -> str:
    match faults:
        case 0:
            return "no faults"
        case 1:
            return "1 fault"
    return f"{faults} faults"
