"""Presents people and departments: the sentence above the table, and what was asked for in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from goldthread.common.words import list_in_words
from goldthread.organisation.models import Council, Department, Membership
from goldthread.organisation.queries import Staffing
from goldthread.organisation.types import CouncilKind, Role
from goldthread.web.wording import count_of, opening


@dataclass(frozen=True)
class PeopleFilter:
    """What the address narrows the list by. A role or a department that does not exist narrows nothing."""

    words: str
    role: Role | None
    department_id: int | None

    @property
    def address(self) -> str:
        """The filter as the query of an address."""
        given = {"q": self.words, "role": self.role or "", "department": self.department_id or ""}
        return urlencode({name: str(value) for name, value in given.items() if value})

    @property
    def is_set(self) -> bool:
        return bool(self.words or self.role or self.department_id)


@dataclass(frozen=True)
class DepartmentRow:
    """A department with the people who answer for it."""

    department: Department
    people: str


def read_filter(asked: QueryDict) -> PeopleFilter:
    """The filter that an address asks for."""
    role, department = asked.get("role", ""), asked.get("department", "")
    return PeopleFilter(
        words=asked.get("q", "").strip()[:100],
        role=Role(role) if role in set(Role) else None,
        department_id=int(department) if department.isdecimal() and len(department) < 10 else None,
    )


def say_people(staffing: Staffing, departments: Sequence[Department]) -> str:
    """How many people hold roles, and which departments nobody answers for yet."""
    without = [found.name for found in departments if found.pk not in staffing.answered_for]
    head = opening(f"{count_of(staffing.people, 'person holds', 'people hold')} {count_of(staffing.roles, 'role')}. ")
    if not departments:
        return head + "There is no department yet: add them first."
    if not without:
        return head + "Every department has somebody who answers for it."
    return head + f"Nobody answers for {list_in_words(without)} yet."


def say_departments(rows: Sequence[DepartmentRow]) -> str:
    """How many departments there are, and how many have nobody."""
    if not rows:
        return "There is no department yet. Add each part of the council that answers for itself."
    without = sum(not row.people for row in rows)
    tail = f"; nobody answers for {count_of(without, 'of them', 'of them')} yet." if without else "."
    return opening(f"{count_of(len(rows), 'department')} can be asked in a round{tail}")


def department_rows(departments: Sequence[Department], members: Sequence[Membership]) -> list[DepartmentRow]:
    """Each department with the names of the people who answer for it."""
    people: dict[int, list[str]] = {}
    for member in members:
        if member.department_id is not None:
            people.setdefault(member.department_id, []).append(str(member.person))
    return [DepartmentRow(found, list_in_words(people.get(found.pk, []))) for found in departments]


def say_kind(council: Council) -> str:
    """ "Unitary council", "London borough", "Combined authority"."""
    label = CouncilKind(council.kind).label
    return label if council.kind in {CouncilKind.LONDON_BOROUGH, CouncilKind.COMBINED_AUTHORITY} else f"{label} council"
