"""Reads of the organisation room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from django.db.models import Count, Q, QuerySet

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


def live_respondents(council: Council) -> Sequence[Membership]:
    """Who answers for the council's departments, by name."""
    rows = Membership.objects.filter(council=council, ended_at__isnull=True, role=Role.RESPONDENT)
    return list(rows.select_related("person").order_by("person__name", "person__email"))


@dataclass(frozen=True)
class Staffing:
    """How many people hold how many live roles at a council, and the departments that somebody answers for."""

    people: int
    roles: int
    answered_for: frozenset[int]


def staffing_of(council: Council) -> Staffing:
    """The council's people in numbers (two queries, however many they are)."""
    rows = Membership.objects.filter(council=council, ended_at__isnull=True)
    counted = rows.aggregate(people=Count("person_id", distinct=True), roles=Count("pk"))
    covered = rows.filter(role=Role.RESPONDENT, department__isnull=False).order_by().values_list("department_id")
    return Staffing(counted["people"], counted["roles"], frozenset(key for (key,) in covered.distinct()))


def find_members(
    council: Council, *, words: str = "", role: Role | None = None, department_id: int | None = None
) -> QuerySet[Membership]:
    """Live roles at the council by name, narrowed by words of the name or address, a role and a department."""
    rows = Membership.objects.filter(council=council, ended_at__isnull=True).select_related("person", "department")
    for word in words.split():
        rows = rows.filter(Q(person__name__icontains=word) | Q(person__email__icontains=word))
    if role is not None:
        rows = rows.filter(role=role)
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    return rows.order_by("person__name", "person__email", "role", "department__order", "pk")


def events_of(council: Council, *, subject: str = "") -> QuerySet[Event]:
    """The council's record of changes, newest first; `subject` narrows by its beginning."""
    rows = Event.objects.filter(council=council).select_related("by")
    return rows.filter(subject__startswith=subject) if subject else rows


@dataclass(frozen=True)
class EventFilter:
    """What narrows the record of changes. `by` is a person's key, or COMMAND_LINE; `families` begin kinds."""

    by: int | None = None
    families: tuple[str, ...] = ()
    words: str = ""
    since: datetime | None = None
    before: datetime | None = None


COMMAND_LINE = 0


def find_events(council: Council, wanted: EventFilter) -> QuerySet[Event]:
    """The council's events that fit, newest first."""
    rows = events_of(council)
    if wanted.by is not None:
        rows = rows.filter(by=None) if wanted.by == COMMAND_LINE else rows.filter(by=wanted.by)
    if wanted.families:
        kinds = Q()
        for family in wanted.families:
            kinds |= Q(kind__startswith=f"{family}.")
        rows = rows.filter(kinds)
    for word in wanted.words.split():
        rows = rows.filter(Q(summary__icontains=word) | Q(why__icontains=word))
    if wanted.since is not None:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.before is not None:
        rows = rows.filter(at__lt=wanted.before)
    return rows


def people_in_record(council: Council) -> QuerySet[Person]:
    """Everybody who changed something at the council, by name."""
    writers = Event.objects.filter(council=council, by__isnull=False).order_by().values("by_id").distinct()
    return Person.objects.filter(pk__in=writers).order_by("name", "email")
