"""Find out which published names are one supplier, decide otherwise, and see which suppliers need looking after."""

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

app = new_noun(__doc__, example="goldthread supplier match --council fellbeck-council")

Council = Annotated[str, typer.Option("--council", help="The council's name, or the short one in its address.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would happen and write nothing.")]
Actor = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Act as this person, within their roles.")]
Why = Annotated[str, typer.Option("--because", "--why", metavar="TEXT", help="The reason; it is kept.")]
Supplier = Annotated[str, typer.Argument(metavar="SUPPLIER", help="A supplier's number, or any name it goes by.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A name as published.")]


@app.command(epilog="Example: goldthread supplier cluster examples/supplier-records.csv --output clusters.csv")
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


@app.command(epilog="Example: goldthread supplier match --council fellbeck-council --json")
def match(council: Council, dry_run: DryRun = False, as_json: AsJson = False, actor: Actor = None) -> None:
    """Match the names of a council's live payments. What people decided is applied first."""
    ensure_ready()
    from goldthread.cli.supplier_match import match_council

    match_council(council, dry_run=dry_run, as_json=as_json, actor=actor)


@app.command("list", epilog="Example: goldthread supplier list --council fellbeck-council --merged")
def list_command(
    council: Council,
    merged: Annotated[bool, typer.Option("--merged", help="Only suppliers of several names.")] = False,
    as_json: AsJson = False,
) -> None:
    """List a council's suppliers with their numbers, size, sector and names."""
    ensure_ready()
    from goldthread.cli.supplier_match import list_suppliers

    list_suppliers(council, merged=merged, as_json=as_json)


@app.command(epilog='Example: goldthread supplier show "Ashdale Fostering Ltd" --council fellbeck-council')
def show(supplier: Supplier, council: Council, as_json: AsJson = False) -> None:
    """Show a supplier: its names with the reason of each merge, its numbers, and where each thing comes from."""
    ensure_ready()
    from goldthread.cli.supplier_match import show_supplier

    show_supplier(council, supplier, as_json=as_json)


@app.command(epilog="Example: goldthread supplier merge A B --council fellbeck-council --because 'Renamed in May'")
def merge(
    left: Supplier, right: Supplier, *, council: Council, why: Why, as_json: AsJson = False, actor: Actor = None
) -> None:
    """Make two suppliers one, for good."""
    ensure_ready()
    from goldthread.cli.supplier_decide import merge_two

    merge_two(council, left, right, why, as_json=as_json, actor=actor)


@app.command(epilog="Example: goldthread supplier split A --council fellbeck-council --because 'Another branch'")
def split(name: Name, *, council: Council, why: Why, as_json: AsJson = False, actor: Actor = None) -> None:
    """Take one published name out of its supplier, for good."""
    ensure_ready()
    from goldthread.cli.supplier_decide import split_one

    split_one(council, name, why, as_json=as_json, actor=actor)


@app.command(
    "never-merge", epilog="Example: goldthread supplier never-merge A B --council fellbeck-council --because X"
)
def never_merge(
    left: Name, right: Name, *, council: Council, why: Why, as_json: AsJson = False, actor: Actor = None
) -> None:
    """Keep two published names apart, for good, whatever speaks for them."""
    ensure_ready()
    from goldthread.cli.supplier_decide import keep_apart

    keep_apart(council, left, right, why, as_json=as_json, actor=actor)


@app.command(epilog="Example: goldthread supplier strategic --council fellbeck-council --json")
def strategic(council: Council, as_json: AsJson = False, actor: Actor = None) -> None:
    """Show each strategic supplier: criteria, owner, plan, meetings due and assessments, and who still lacks a file."""
    ensure_ready()
    from goldthread.cli.supplier_strategic import list_strategic

    list_strategic(council, as_json=as_json, actor=actor)


@app.command(epilog="Example: goldthread supplier distress --council fellbeck-council --json")
def distress(council: Council, as_json: AsJson = False, actor: Actor = None) -> None:
    """Show signals of financial distress with their rows and sources, the watch list and cases. None is a finding."""
    ensure_ready()
    from goldthread.cli.supplier_distress import show_distress

    show_distress(council, as_json=as_json, actor=actor)
