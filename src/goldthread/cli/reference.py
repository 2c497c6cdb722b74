"""Load the registers that suppliers are looked up in: companies, charities, postcodes."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

app = new_noun(__doc__, example="goldthread reference list")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@app.command(epilog="Example: goldthread reference load companies examples/companies.csv --as-of 2026-11-01")
def load(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="companies, charities or postcodes.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The register as published: CSV, or a zip with one.")],
    *,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The register's own date.")] = None,
    as_json: AsJson = False,
) -> None:
    """Put a register in the place of the one before. Matching uses it from its next run."""
    ensure_ready()
    from goldthread.cli.reference_load import load_register

    load_register(kind, file, as_of.date() if as_of else _today(), as_json=as_json)


@app.command("list", epilog="Example: goldthread reference list --json")
def list_command(as_json: AsJson = False) -> None:
    """List the registers that count, with their dates."""
    ensure_ready()
    from goldthread.cli.reference_load import list_registers

    list_registers(as_json=as_json)


def _today() -> date:
    return datetime.now(UTC).date()
