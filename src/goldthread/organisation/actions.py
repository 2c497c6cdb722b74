"""Writes of the organisation room: councils, departments, people and their roles."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from goldthread.common.errors import UserError
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Department, Membership, Person
from goldthread.organisation.types import CouncilKind, Role


class OrganisationError(UserError):
    """A council, department or membership that cannot be made or changed as asked."""


COUNCIL_NAME_LIMIT, PERSON_NAME_LIMIT = 200, 200  # characters: what the tables hold
DEPARTMENT_NAME_LIMIT, SHORT_NAME_LIMIT = 120, 40


def _plain_name(name: str, of_what: str, limit: int) -> str:
    """The name on one line; raises `OrganisationError` where there is none, or more than the table holds."""
    name = " ".join(name.split())
    if not name:
        raise OrganisationError(what=f"The {of_what} has no name.", do=f"Give the {of_what}'s name.")
    if len(name) > limit:
        raise OrganisationError(
            what=f"The {of_what}'s name is {len(name)} characters long.", do=f"Shorten it to {limit} characters."
        )
    return name


@transaction.atomic
def create_council(
    *,
    name: str,
    kind: CouncilKind,
    by: Person | None,
    is_demonstration: bool = False,
    is_example: bool = False,
) -> Council:
    """Make a council with a slug of its name; raises `OrganisationError` where the name is taken."""
    name = _plain_name(name, "council", COUNCIL_NAME_LIMIT)
    slug = slugify(name)[:80].rstrip("-")
    if not slug:
        raise OrganisationError(
            what=f'"{name}" has no letter or figure for an address.', do="Give the name in Latin letters."
        )
    if Council.objects.filter(name__iexact=name).exists() or Council.objects.filter(slug=slug).exists():
        raise OrganisationError(what=f"There is a council named {name} already.", do="Open it, or choose another name.")
    council = Council.objects.create(
        name=name, slug=slug, kind=kind.value, is_demonstration=is_demonstration, is_example=is_example
    )
    record_event(
        council=council,
        by=by,
        kind="council.created",
        subject=f"council:{council.pk}",
        summary=f"{name} was added",
    )
    return council


@transaction.atomic
def add_department(*, council: Council, name: str, by: Person | None, short_name: str = "") -> Department:
    """Add a department at the end of the council's list; raises where the name is taken."""
    name, short_name = _plain_name(name, "department", DEPARTMENT_NAME_LIMIT), short_name.strip()[:SHORT_NAME_LIMIT]
    if council.departments.filter(name__iexact=name).exists():
        raise OrganisationError(
            what=f"{council.name} has a department named {name} already.",
            do="Use that one, or choose another name.",
        )
    department = Department.objects.create(
        council=council, name=name, short_name=short_name, order=council.departments.count() + 1
    )
    record_event(
        council=council,
        by=by,
        kind="department.added",
        subject=f"department:{department.pk}",
        summary=f"{name} was added",
    )
    return department


@transaction.atomic
def rename_department(*, department: Department, name: str, short_name: str, by: Person | None) -> Department:
    """Rename a department; rounds that are signed keep the name of their day in the snapshot."""
    name, short_name = _plain_name(name, "department", DEPARTMENT_NAME_LIMIT), short_name.strip()[:SHORT_NAME_LIMIT]
    if department.council.departments.filter(name__iexact=name).exclude(pk=department.pk).exists():
        raise OrganisationError(what=f"Another department is named {name}.", do="Choose another name.")
    before = {"name": department.name, "short_name": department.short_name}
    department.name, department.short_name = name, short_name
    department.save(update_fields=["name", "short_name"])
    record_event(
        council=department.council,
        by=by,
        kind="department.renamed",
        subject=f"department:{department.pk}",
        summary=f"{before['name']} was renamed {name}",
        before=before,
        after={"name": name, "short_name": department.short_name},
    )
    return department


@transaction.atomic
def retire_department(*, department: Department, why: str, by: Person | None) -> Department:
    """Take a department out of future rounds; its answers stay."""
    if not why.strip():
        raise OrganisationError(what="No reason was given.", do="Say why the department is retired.")
    department.retired_at = timezone.now()
    department.save(update_fields=["retired_at"])
    record_event(
        council=department.council,
        by=by,
        kind="department.retired",
        subject=f"department:{department.pk}",
        summary=f"{department.name} was retired",
        why=why.strip(),
    )
    return department


@transaction.atomic
def grant_role(
    *,
    council: Council,
    email: str,
    role: Role,
    by: Person | None,
    name: str = "",
    department: Department | None = None,
) -> Membership:
    """Give a person a role, making the person where the e-mail address is new. Granting twice changes nothing."""
    email = email.strip().lower()
    if "@" not in email or email.startswith("@") or email.endswith("@") or " " in email:
        raise OrganisationError(
            what=f'"{email}" is not an e-mail address.', do="Give an address such as name@council.gov.uk."
        )
    if (role is Role.RESPONDENT) != (department is not None):
        raise OrganisationError(
            what="A respondent answers for one department, and only a respondent does.",
            do="Choose a department for a respondent, and none for the other roles.",
        )
    if department is not None and department.council_id != council.pk:
        raise OrganisationError(
            what=f"{department.name} is not a department of {council.name}.",
            do="Choose one of its departments.",
        )
    name = _plain_name(name, "person", PERSON_NAME_LIMIT) if name.strip() else ""
    person = Person.objects.filter(email=email).first() or Person.objects.create_user(email, name=name)
    if name and not person.name:
        person.name = name
        person.save(update_fields=["name"])
    live = Membership.objects.filter(person=person, council=council, role=role, department=department, ended_at=None)
    found = live.first()
    if found is not None:
        return found
    membership = Membership.objects.create(person=person, council=council, role=role.value, department=department)
    where = f" of {department.name}" if department else ""
    record_event(
        council=council,
        by=by,
        kind="role.granted",
        subject=f"person:{person.pk}",
        summary=f"{person} became {role.label.lower()}{where}",
        after={"role": role.value, "department": department.name if department else None},
    )
    return membership


@transaction.atomic
def end_role(*, membership: Membership, why: str, by: Person | None) -> Membership:
    """End a role. What the person wrote keeps its author; the last administrator or coordinator cannot go."""
    if membership.ended_at is not None:
        return membership
    keepers = Membership.objects.filter(
        council=membership.council, ended_at=None, role__in=[Role.COORDINATOR, Role.ADMINISTRATOR]
    )
    if membership.role in {Role.COORDINATOR, Role.ADMINISTRATOR} and keepers.count() == 1:
        raise OrganisationError(
            what="This is the last person who can manage people for the council.",
            do="Give somebody else the role first.",
        )
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    record_event(
        council=membership.council,
        by=by,
        kind="role.ended",
        subject=f"person:{membership.person_id}",
        summary=f"{membership.person} is no longer {Role(membership.role).label.lower()}",
        before={"role": membership.role},
        why=why.strip(),
    )
    return membership
