"""What a command names in words: departments, people, and who acts. Import it once Django is ready."""

from difflib import get_close_matches

from goldthread.common.errors import UserError
from goldthread.organisation.models import Council, Department, Person
from goldthread.organisation.permissions import Standing, standing_of
from goldthread.organisation.queries import live_departments
from goldthread.organisation.types import Action


class NotFound(UserError):
    """Nothing goes by the name that was given."""


def find_department(council: Council, name: str) -> Department:
    """A live department by its name or short name, whatever the case; raises `NotFound` with the nearest."""
    departments = list(live_departments(council))
    wanted = " ".join(name.split()).casefold()
    for department in departments:
        if wanted in {department.name.casefold(), department.short.casefold()}:
            return department
    names = [department.name for department in departments]
    near = get_close_matches(name, names, n=1)
    raise NotFound(
        what=f'{council.name} has no department "{name}".',
        do=f"Did you mean {near[0]}?" if near else f"See them with: goldthread council departments {council.slug}",
    )


def find_person(email: str) -> Person:
    """A person who can sign in, by e-mail address; raises `NotFound`."""
    found = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is None:
        raise NotFound(
            what=f'Nobody has the e-mail address "{email}".', do="See who there is with: goldthread person list"
        )
    return found


def find_actor(email: str | None, council: Council, action: Action) -> Person | None:
    """Who acts: the person named with --as, who must be allowed to; None for the command line of the server itself."""
    return None if email is None else standing_of_actor(email, council, action).person


def standing_of_actor(email: str, council: Council, action: Action) -> Standing:
    """The named person's standing; raises `NotAllowed` where their roles do not carry the action."""
    standing = standing_of(find_person(email), council)
    standing.check(action)
    return standing
