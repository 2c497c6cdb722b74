"""List and load what real councils have published: their levels, ambitions and KPIs."""

from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.output import print_json, print_words
from goldthread.cli.setup import ensure_ready
from goldthread.cli.tables import print_table

app = new_noun(__doc__, example="goldthread example list")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@app.command("list", epilog="Example: goldthread example list --json")
def list_command(as_json: AsJson = False) -> None:
    """List the examples that this installation ships."""
    ensure_ready()
    from goldthread.demo.examples import list_examples

    rows = [
        {
            "id": row.id,
            "title": row.title,
            "council": row.council,
            "framework": row.framework,
            "objects": len(row.levels),
            "kpis": len(row.kpis),
            "source": row.source,
        }
        for row in list_examples()
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(
            ("Id", "Title", "Framework", "Areas", "KPIs"),
            [(row["id"], row["title"], row["framework"], row["objects"], row["kpis"]) for row in rows],
        )


@app.command(epilog="Example: goldthread example load leeds-2019 --json")
def load(
    example: Annotated[str, typer.Argument(metavar="ID", help="See: goldthread example list")],
    grant: Annotated[list[str] | None, typer.Option(help="E-mail address of somebody who may look at it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Load an example as a council of its own. Loading it again changes nothing."""
    ensure_ready()
    from django.db import transaction

    from goldthread.demo.examples import load_example
    from goldthread.organisation.actions import grant_role
    from goldthread.organisation.types import Role

    with transaction.atomic():
        loaded = load_example(example)
        for email in grant or []:
            grant_role(council=loaded.council, email=email, role=Role.COUNCILLOR, by=None)
    if as_json:
        print_json(
            {
                "council": loaded.council.slug,
                "name": loaded.council.name,
                "ratings": loaded.ratings,
                "ambitions": loaded.ambitions,
                "kpis": loaded.kpis,
                "changed": loaded.changed > 0,
            }
        )
        return
    what = "was loaded" if loaded.changed else "was here already and nothing changed"
    print_words(
        f"{loaded.council.name} {what}: {loaded.ratings} levels, {loaded.ambitions} ambitions, {loaded.kpis} KPIs."
    )
    typer.echo(loaded.council.slug)
