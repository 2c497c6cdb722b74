"""Tell people what is due on their contracts, and see what they would be told."""

from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

app = new_noun(__doc__, example="goldthread alert send --council fellbeck-council --dry-run")

Council = Annotated[str, typer.Option("--council", help="The council's name, or the short one in its address.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what each person would be told, and send nothing.")]


@app.callback()
def main() -> None:
    """Tell people what is due on their contracts, and see what they would be told."""


@app.command(epilog="Example: goldthread alert send --council fellbeck-council --dry-run --json")
def send(council: Council, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Send each person what is new on their contracts, at most once in the time that they chose.

    The background worker of `goldthread serve` does the same on working days from seven in the morning on.
    """
    ensure_ready()
    from goldthread.cli.alert_send import send_now

    send_now(council, is_dry_run=dry_run, as_json=as_json)
