"""See how far the register covers what is paid, and in which tier each contract and supplier is."""

from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

app = new_noun(__doc__, example="goldthread register coverage --council fellbeck-council --period 2026-27")

Council = Annotated[str, typer.Option("--council", help="The council's name, or the short one in its address.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Actor = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Act as this person, within their roles.")]


@app.callback()
def main() -> None:
    """See how far the register covers what is paid, and in which tier each contract and supplier is."""


@app.command(epilog="Example: goldthread register coverage --council fellbeck-council --period 2026-27 --json")
def coverage(
    council: Council,
    period: Annotated[
        str, typer.Option("--period", help='A financial year ("2025-26"), a quarter ("2025-26-q1"), or all.')
    ] = "all",
    again: Annotated[bool, typer.Option("--again", help="Set payments beside contracts anew, changed or not.")] = False,
    as_json: AsJson = False,
    actor: Actor = None,
) -> None:
    """Set payments beside contracts and show what is on contract, off contract and unknown, by department."""
    ensure_ready()
    from goldthread.cli.register_coverage import show_coverage

    show_coverage(council, period, again=again, as_json=as_json, actor=actor)


@app.command(epilog="Example: goldthread register tiers --council fellbeck-council --again --json")
def tiers(
    council: Council,
    *,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="Only contracts, or only suppliers.")] = "",
    tier: Annotated[
        str, typer.Option("--tier", metavar="TIER", help='Only this tier; "not settled" for what has none yet.')
    ] = "",
    again: Annotated[bool, typer.Option("--again", help="Place everything that is live today first.")] = False,
    as_json: AsJson = False,
    actor: Actor = None,
) -> None:
    """Show the tier of each live contract and supplier by the latest run, with the rule's version and the reason."""
    ensure_ready()
    from goldthread.cli.register_tiers import show_tiers

    show_tiers(council, kind, tier, again=again, as_json=as_json, actor=actor)
