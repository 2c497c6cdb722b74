"""Reads of the organisation room."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import Q, QuerySet

from goldthread.common.errors import UserError
from goldthread.organisation.models import Council, Department, Event, Membership, Person
from goldthread.organisation.types import CouncilKind, Role


class UnknownCouncil(UserError):
    """No council has the name that was given."""


@dataclass(frozen=True)
class CouncilRoles:
    """A council, and the roles that a person holds there, in the order of the roles."""

    council: Council
    roles: tuple[Role, ...]

    @property
    def kind_in_words(self) -> str:
        return CouncilKind(self.council.kind).label


def roles_by_council(person: Person) -> list[CouncilRoles]:
    """The councils at which the person holds a live role, by name, with the roles (one query)."""
    rows = Membership.objects.filter(person=person, ended_at__isnull=True).select_related("council")
    held: dict[Council, set[Role]] = {}
    for row in rows.order_by("council__name"):
        held.setdefault(row.council, set()).add(Role(row.role))
    return [CouncilRoles(council, tuple(role for role in Role if role in roles)) for council, roles in held.items()]


def councils_of(person: Person) -> QuerySet[Council]:
    """Councils at which the person holds a live role, by name."""
    live = Membership.objects.filter(person=person, ended_at__isnull=True)
    return Council.objects.filter(pk__in=live.values("council_id")).order_by("name")


def find_council(name: str) -> Council:
    """A council by slug or name, whatever the case; raises `UnknownCouncil` with the nearest names."""
    found = Council.objects.filter(Q(slug__iexact=name.strip()) | Q(name__iexact=name.strip())).first()
    if found is None:
        names = list(Council.objects.values_list("name", flat=True)) + list(
            Council.objects.values_list("slug", flat=True)
        )
        near = get_close_matches(name, names, n=2, cutoff=0.5)
        do = f"Did you mean {' or '.join(near)}?" if near else "See the councils with: goldthread council list"
        raise UnknownCouncil(what=f'There is no council named "{name}".', do=do)
    return found


def live_departments(council: Council) -> QuerySet[Department]:
    return council.departments.filter(retired_at__isnull=True).order_by("order", "name")


def live_members(council: Council) -> Sequence[Membership]:
    rows = Membership.objects.filter(council=council, ended_at__isnull=True)
    return list(rows.select_related("person", "department").order_by("person__name", "person__email", "role"))


def events_of(council: Council, *, subject: str = "") -> QuerySet[Event]:
    """The council's record of changes, newest first; `subject` narrows by its beginning."""
    rows = Event.objects.filter(council=council).select_related("by")
    return rows.filter(subject__startswith=subject) if subject else rows
