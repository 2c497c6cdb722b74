"""Show what a council's own records say of each level: supports, contradicts or silent."""

from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

EXAMPLE = "goldthread evidence show --council fellbeck-council --json"
app = new_noun(__doc__, example=EXAMPLE)


@app.callback()
def _noun() -> None:
    """Keeps the verb in the command while there is one alone."""


@app.command(epilog=f"Example: {EXAMPLE}")
def show(
    *,
    council: Annotated[str, typer.Option(help="The council's name, or the short one in its address.")],
    round_ref: Annotated[
        str | None, typer.Option("--round", metavar="REF", help="Only the value codes that this round asks.")
    ] = None,
    period: Annotated[
        str | None, typer.Option(help="A year such as 2025-26; without it, the last one that is on hand.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every indicator's verdict, not the one that speaks for each level.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Print the verdict on every value code and level: the figure, the threshold and the department that decides."""
    ensure_ready()
    from goldthread.cli.evidence_show import print_verdicts

    print_verdicts(council, round_ref=round_ref, period=period, every=every, as_json=as_json)
