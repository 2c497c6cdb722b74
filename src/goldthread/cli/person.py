"""Give people roles at a council, list them, and set a password."""

from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.output import print_json, print_words
from goldthread.cli.setup import ensure_ready
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.organisation.types import Role

app = new_noun(__doc__, example="goldthread person list --council fellbeck-council")

CouncilOption = Annotated[str, typer.Option(help="The council's name, or the short one in its address.")]


@app.command(
    epilog="Example: goldthread person add --council fellbeck-council --email ada@fellbeck.example --role auditor"
)
def add(
    council: CouncilOption,
    email: Annotated[str, typer.Option(help="The e-mail address that the person signs in with.")],
    role: Annotated[Role, typer.Option(help="What the person is to the council.")],
    name: Annotated[str, typer.Option(help="The person's name.")] = "",
    department: Annotated[str | None, typer.Option(help="The department that a respondent answers for.")] = None,
) -> None:
    """Give a person a role at a council. A person may have several."""
    ensure_ready()
    from goldthread.cli.lookup import find_department
    from goldthread.organisation.actions import grant_role
    from goldthread.organisation.queries import find_council

    found = find_council(council)
    where = find_department(found, department) if department else None
    made = grant_role(council=found, email=email, name=name, role=role, department=where, by=None)
    of = f" of {where.name}" if where else ""
    print_words(f"{made.person} is {role.label.lower()}{of} at {found.name}.")


@app.command("list", epilog="Example: goldthread person list --council fellbeck-council --json")
def list_command(
    council: Annotated[str | None, typer.Option(help="One council's people; without it, everybody's.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """List people with their roles."""
    ensure_ready()
    from goldthread.organisation.models import Council
    from goldthread.organisation.queries import find_council, live_members

    councils = [find_council(council)] if council else list(Council.objects.all())
    rows = [
        {
            "council": each.slug,
            "name": member.person.name,
            "email": member.person.email,
            "role": member.role,
            "department": member.department.name if member.department else None,
        }
        for each in councils
        for member in live_members(each)
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(("Council", "Name", "E-mail", "Role", "Department"), [tuple(row.values()) for row in rows])


@app.command(
    "set-password", epilog="Example: echo 'correct horse battery' | goldthread person set-password ada@fellbeck.example"
)
def set_password(email: Annotated[str, typer.Argument(metavar="EMAIL", help="Whose password it is.")]) -> None:
    """Set a person's password, typed at the prompt or read from the input. Others sign in by an e-mailed link."""
    ensure_ready()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from goldthread.cli.lookup import find_person

    person = find_person(email)
    password = str(typer.prompt("Password", hide_input=True, err=True))
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise UserError(what=" ".join(error.messages), do="Choose another password; the old one stands.") from None
    person.set_password(password)
    person.save(update_fields=["password"])
    print_words(f"{person} can sign in with the new password.")
