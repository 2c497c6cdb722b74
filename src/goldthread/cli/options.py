"""Arguments and options that several commands share. Nothing here needs Django."""

from typing import Annotated

import typer

RoundName = Annotated[str, typer.Argument(metavar="ROUND", help="COUNCIL/REF, or REF where one council alone has it.")]
As = Annotated[
    str | None, typer.Option("--as", metavar="EMAIL", help="Who does it; without it, the server's own hand.")
]
DateOption = typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="A date such as 2026-09-01.")
