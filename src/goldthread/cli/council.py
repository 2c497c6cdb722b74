"""List councils, make one, and see its departments."""

from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.output import print_json, print_words
from goldthread.cli.setup import ensure_ready
from goldthread.cli.tables import print_table
from goldthread.organisation.types import CouncilKind

app = new_noun(__doc__, example="goldthread council list")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
CouncilName = Annotated[
    str, typer.Argument(metavar="COUNCIL", help="The council's name, or the short one in its address.")
]


@app.command("list", epilog="Example: goldthread council list --json")
def list_command(as_json: AsJson = False) -> None:
    """List the councils that are kept here."""
    ensure_ready()
    from goldthread.organisation.models import Council

    councils = list(Council.objects.prefetch_related("departments"))
    if as_json:
        print_json(
            [
                {
                    "slug": council.slug,
                    "name": council.name,
                    "kind": council.kind,
                    "departments": [d.name for d in council.departments.all() if d.retired_at is None],
                    "is_demonstration": council.is_demonstration,
                    "is_example": council.is_example,
                }
                for council in councils
            ]
        )
        return
    print_table(
        ("Short name", "Name", "Kind", "Departments"),
        [
            (c.slug, c.name, CouncilKind(c.kind).label, sum(d.retired_at is None for d in c.departments.all()))
            for c in councils
        ],
    )
    if not councils:
        print_words('There is no council yet. Make one with: goldthread council create "NAME" --kind district')


@app.command(epilog='Example: goldthread council create "Fellbeck Council" --kind district --department Housing')
def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The council's name.")],
    kind: Annotated[CouncilKind, typer.Option(help="What kind of council it is.")],
    department: Annotated[
        list[str] | None, typer.Option(help="A department of it; give the option once for each.")
    ] = None,
) -> None:
    """Make a council, with departments if you like."""
    ensure_ready()
    from django.db import transaction

    from goldthread.organisation.actions import add_department, create_council

    with transaction.atomic():
        council = create_council(name=name, kind=kind, by=None)
        for each in department or []:
            add_department(council=council, name=each, by=None)
    print_words(f"{council.name} was made. Commands know it as:")
    typer.echo(council.slug)


@app.command("add-department", epilog='Example: goldthread council add-department fellbeck-council "Leisure Services"')
def add_department_command(
    council: CouncilName,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The department's name.")],
    short: Annotated[str, typer.Option(help="A shorter name, for tables.")] = "",
) -> None:
    """Add a department to a council."""
    ensure_ready()
    from goldthread.organisation.actions import add_department
    from goldthread.organisation.queries import find_council

    made = add_department(council=find_council(council), name=name, short_name=short, by=None)
    print_words(f"{made.name} was added to {made.council.name}.")


@app.command(epilog="Example: goldthread council departments fellbeck-council --json")
def departments(council: CouncilName, as_json: AsJson = False) -> None:
    """List a council's departments in their order."""
    ensure_ready()
    from goldthread.organisation.queries import find_council, live_departments

    found = list(live_departments(find_council(council)))
    if as_json:
        print_json([{"name": department.name, "short_name": department.short} for department in found])
    else:
        print_table(("Department", "Short name"), [(department.name, department.short) for department in found])
