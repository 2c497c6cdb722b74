"""Who may do what: one table of role against action, read by check/can pairs. Rows come from domain section F."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from goldthread.common.errors import UserError
from goldthread.organisation.models import Council, Department, Membership, Person
from goldthread.organisation.types import Action, Role

_C, _R, _M, _A = Role.COORDINATOR, Role.RESPONDENT, Role.MODERATOR, Role.APPROVER
_V, _U, _S = Role.COUNCILLOR, Role.AUDITOR, Role.ADMINISTRATOR
_K, _F = Role.CONTRACT_MANAGER, Role.FINANCE

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.VIEW_SIGNED_RESULTS: frozenset({_C, _R, _M, _A, _V, _U, _K, _F}),
    Action.VIEW_WORKING_RESULTS: frozenset({_C, _M, _A, _U}),
    Action.VIEW_ALL_ANSWERS: frozenset({_C, _M, _A, _U}),
    Action.ANSWER: frozenset({_R}),
    Action.MANAGE_ROUND: frozenset({_C}),
    Action.RETURN_RESPONSE: frozenset({_C, _M}),
    Action.MODERATE: frozenset({_C, _M}),
    Action.SIGN_OFF: frozenset({_A}),
    Action.REOPEN_ROUND: frozenset({_C, _A}),
    Action.SET_AMBITION: frozenset({_C, _A}),
    Action.KEEP_LOCAL_CODES: frozenset({_C, _M}),
    Action.PUBLISH_LOCAL_CODES: frozenset({_C, _A}),
    Action.KEEP_PLAN: frozenset({_C, _A}),
    Action.KEEP_OWN_ACTIONS: frozenset({_C, _R, _M, _A, _K, _F}),
    Action.EXPORT_ANSWERS: frozenset({_C, _M, _U}),
    Action.IMPORT_ANSWERS: frozenset({_C}),
    Action.MANAGE_PEOPLE: frozenset({_C, _S}),
    Action.VIEW_EVENTS: frozenset({_C, _M, _A, _U, _S}),
    Action.VIEW_EVIDENCE: frozenset({_C, _R, _M, _A, _U, _K, _F}),
    Action.LOAD_EVIDENCE: frozenset({_C, _F}),
    Action.VIEW_REGISTER: frozenset({_C, _R, _M, _A, _V, _U, _K, _F}),
    Action.KEEP_REGISTER: frozenset({_C}),
    Action.KEEP_OWN_CONTRACTS: frozenset({_C, _K}),
    Action.DECIDE_CHANGES: frozenset({_C, _A}),
    Action.VIEW_RESTRICTED: frozenset({_C, _A, _U}),
    Action.VALIDATE_SAVINGS: frozenset({_F}),
    Action.VIEW_TRAINING: frozenset({_C, _M, _A, _U}),
    Action.KEEP_TRAINING: frozenset({_C}),
    Action.LOG_REPORTS: frozenset({_C, _M}),
    Action.ASK_FOR_PROCUREMENT: frozenset({_C, _R, _M, _A, _K, _F}),
    Action.PLAN_PROCUREMENTS: frozenset({_C}),
    Action.VIEW_SUPPLIER_FILES: frozenset({_C, _R, _M, _A, _U, _K, _F}),
    Action.KEEP_OWN_SUPPLIER_FILES: frozenset({_C, _R, _M, _A, _K, _F}),
    Action.VIEW_DISTRESS: frozenset({_C, _M, _A, _U, _F}),
    Action.KEEP_DISTRESS: frozenset({_C, _F}),
}


class NotAllowed(UserError):
    """The person's roles do not carry the action."""


@dataclass(frozen=True)
class Held:
    """One live membership: the role, and for a respondent the department."""

    role: Role
    department_id: int | None = None


class Standing:
    """What one person is to one council, read once per request."""

    def __init__(self, person: Person, council: Council, memberships: Iterable[Held]) -> None:
        self.person = person
        self.council = council
        held = tuple(memberships)
        self.roles = frozenset(one.role for one in held)
        self.departments = frozenset(
            one.department_id for one in held if one.role is Role.RESPONDENT and one.department_id is not None
        )

    @property
    def belongs(self) -> bool:
        return bool(self.roles)

    def can(self, action: Action) -> bool:
        return bool(self.roles & ALLOWED[action])

    def can_answer_for(self, department: Department) -> bool:
        return self.can(Action.ANSWER) and department.pk in self.departments

    def check(self, action: Action) -> None:
        """Raise `NotAllowed` with the roles that may, unless this person may."""
        if not self.can(action):
            raise NotAllowed(
                what=f"You are not able to {action.value} for {self.council.name}.",
                do=f"Ask somebody who is {_roles_in_words(ALLOWED[action])}, or the council's administrator.",
            )

    def check_answer_for(self, department: Department) -> None:
        if not self.can_answer_for(department):
            raise NotAllowed(
                what=f"You are not a respondent of {department.name}.",
                do="Ask your head of procurement to add you to the department.",
            )


def _roles_in_words(roles: frozenset[Role]) -> str:
    names = [f"{'an' if role.label[0] in 'AEIOU' else 'a'} {role.label.lower()}" for role in Role if role in roles]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]


def standing_of(person: Person, council: Council, *, since: datetime | None = None) -> Standing:
    """Read the person's live memberships of the council (one query), or those of them that held at `since` already."""
    rows = Membership.objects.filter(person=person, council=council, ended_at__isnull=True)
    rows = rows.filter(created_at__lte=since) if since is not None else rows
    return Standing(person, council, [Held(Role(role), pk) for role, pk in rows.values_list("role", "department_id")])


# Grain: one row for each live membership of the person at the council. Every page below /c/ begins with it; Django
# would take five times as long to write it each time.
_MEMBER = """
    SELECT organisation_council.*, membership.role AS held_role, membership.department_id AS held_department
    FROM organisation_council
    JOIN organisation_membership AS membership ON membership.council_id = organisation_council.id
    WHERE organisation_council.slug = %s AND membership.person_id = %s AND membership.ended_at IS NULL
"""


def find_standing(person: Person, council_slug: str) -> Standing | None:
    """The person's standing at the council of this short name; None where they are no member, or there is none."""
    rows = list(Council.objects.raw(_MEMBER, [council_slug, person.pk]))
    if not rows:
        return None
    return Standing(person, rows[0], [_held(row) for row in rows])


def _held(row: Council) -> Held:
    beside = vars(row)
    return Held(Role(beside["held_role"]), beside["held_department"])
