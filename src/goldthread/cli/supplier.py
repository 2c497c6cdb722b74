"""Find out which published names are one supplier, see why, and decide otherwise."""

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun

app = new_noun(__doc__, example="goldthread supplier cluster examples/suppliers.csv --output clusters.csv")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@app.callback()
def _noun() -> None:
    """Keeps the verb in the command."""


@app.command(epilog="Example: goldthread supplier cluster examples/suppliers.csv --output clusters.csv")
def cluster(
    records: Annotated[
        Path,
        typer.Argument(
            metavar="RECORDS.CSV",
            help="Columns id, name and, where known, company_number, charity_number, vat, postcode.",
        ),
    ],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="CLUSTERS.CSV", help="Where to write id, cluster, confidence.")
    ],
    as_json: AsJson = False,
) -> None:
    """Say of any file of supplier records which of them are one supplier, and how surely."""
    from goldthread.cli.supplier_cluster import cluster_records

    cluster_records(records, output, as_json=as_json)
