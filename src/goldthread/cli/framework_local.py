"""Check, list, export and take in the codes that a council adds to a framework for itself."""

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.options import As
from goldthread.cli.output import print_json, print_words
from goldthread.framework.load import load_framework
from goldthread.framework.local import check_supplement, read_supplement
from goldthread.framework.present import faults_json

app = typer.Typer(help=__doc__, no_args_is_help=True)

FAULTS_EXIT = 2
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
CouncilName = Annotated[str, typer.Argument(metavar="COUNCIL", help="The council, by its name or short name.")]
FrameworkOption = Annotated[
    str, typer.Option("--framework", metavar="FRAMEWORK", help="The framework that they are added to.")
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A YAML file as `framework local export` writes it.")]


@app.command(epilog="Example: goldthread framework local check examples/local-codes.yaml")
def check(file: File, as_json: AsJson = False) -> None:
    """Check a file of local codes and print every fault with its place. Faults end with exit code 2."""
    document, faults = read_supplement(file)
    if document is not None and not faults:
        named = document.value.get("framework") if isinstance(document.value, dict) else None
        faults = check_supplement(document, load_framework(str(named)))
    if as_json:
        print_json(faults_json(str(file), faults))
    else:
        for fault in faults:
            typer.echo(str(fault))
        print_words(
            f"{file}: {'no faults' if not faults else '1 fault' if len(faults) == 1 else f'{len(faults)} faults'}."
        )
    if faults:
        raise typer.Exit(FAULTS_EXIT)


@app.command("list", epilog="Example: goldthread framework local list fellbeck-council")
def list_command(council: CouncilName, as_json: AsJson = False) -> None:
    """List a council's local codes, priorities and what retired, as its draft has them."""
    from goldthread.cli.setup import ensure_ready

    ensure_ready()
    from goldthread.cli import framework_local_work

    framework_local_work.list_items(council, as_json=as_json)


@app.command(epilog="Example: goldthread framework local export fellbeck-council --to local-codes.yaml")
def export(
    council: CouncilName,
    *,
    framework: FrameworkOption = "nps-2018",
    number: Annotated[int | None, typer.Option("--version", help="An older version; without it, the latest.")] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="A file; without it, stdout.")] = None,
) -> None:
    """Write a published version as one YAML file, which another council can take in."""
    from goldthread.cli.setup import ensure_ready

    ensure_ready()
    from goldthread.cli import framework_local_work

    framework_local_work.export(council, framework, number, to)


@app.command(epilog="Example: goldthread framework local load fellbeck-council examples/local-codes.yaml")
def load(
    council: CouncilName,
    file: File,
    *,
    prefix: Annotated[
        str, typer.Option(help="What begins the ids of the council's own codes, where it has none yet.")
    ] = "",
    actor: As = None,
    as_json: AsJson = False,
) -> None:
    """Take another council's local codes into this council's draft. They keep their ids, author and version."""
    from goldthread.cli.setup import ensure_ready

    ensure_ready()
    from goldthread.cli import framework_local_work

    framework_local_work.load(council, file, prefix=prefix, actor=actor, as_json=as_json)


@app.command(epilog='Example: goldthread framework local publish fellbeck-council --why "Agreed by the group"')
def publish(
    council: CouncilName,
    *,
    why: Annotated[str, typer.Option("--why", help="What is new in this version, and who agreed it.")],
    framework: FrameworkOption = "nps-2018",
    actor: As = None,
) -> None:
    """Publish the draft as the next version. Rounds that begin afterwards ask its codes; nobody can change it."""
    from goldthread.cli.setup import ensure_ready

    ensure_ready()
    from goldthread.cli import framework_local_work

    framework_local_work.publish(council, framework, why=why, actor=actor)


@app.command(epilog="Example: goldthread framework local carry COUNCIL --from nps-2018-draft --to nps-2018")
def carry(
    council: CouncilName,
    *,
    begin: Annotated[
        str, typer.Option("--from", metavar="FRAMEWORK", help="The framework that they stand beside now.")
    ],
    to: Annotated[str, typer.Option("--to", metavar="FRAMEWORK", help="The framework that supersedes it.")],
    actor: As = None,
    as_json: AsJson = False,
) -> None:
    """Draft the same local codes for a newer framework, and say which need somebody's decision. Nothing is lost."""
    from goldthread.cli.setup import ensure_ready

    ensure_ready()
    from goldthread.cli import framework_local_work

    framework_local_work.carry(council, begin, to, actor=actor, as_json=as_json)
