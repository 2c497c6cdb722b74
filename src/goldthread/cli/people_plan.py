"""See how far the six parts of the people plan are."""

from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

app = new_noun(__doc__, example="goldthread people-plan show --council fellbeck-council")

Council = Annotated[str, typer.Option("--council", help="The council's name, or the short one in its address.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Actor = Annotated[
    str | None, typer.Option("--as", metavar="EMAIL", help="Show what this person may see; else everything.")
]


@app.callback()
def main() -> None:
    """See how far the six parts of the people plan are."""


@app.command(epilog="Example: goldthread people-plan show --council fellbeck-council --json")
def show(council: Council, as_json: AsJson = False, actor: Actor = None) -> None:
    """Print each part: how far it is, whose it is, when it was agreed, when it is looked at again, what shows it."""
    ensure_ready()
    from goldthread.cli.people_plan_show import show_plan

    show_plan(council, as_json=as_json, actor=actor)
