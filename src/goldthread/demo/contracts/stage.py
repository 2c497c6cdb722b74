"""What the register's story is told with: who is there, which contract is meant, what day it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from goldthread.demo.clock import StoryClock
from goldthread.demo.contracts.tables import Cells
from goldthread.organisation.events import Told, record_events
from goldthread.organisation.models import Council, Department, Person
from goldthread.organisation.permissions import Standing, standing_of
from goldthread.organisation.types import Role
from goldthread.register.models import Contract

_HOUR = 10


class Stage:
    """The council with its departments by short name, its people by what stands before the @, and its contracts."""

    def __init__(self, council: Council, clock: StoryClock, today: date) -> None:
        self.council, self.clock, self.cells = council, clock, Cells(today)
        self.departments: dict[str, Department] = {row.short: row for row in council.departments.all()}
        rows = council.memberships.filter(ended_at=None).select_related("person").order_by("pk")
        held = [(row.role, row.department_id, row.person) for row in rows]
        self._people = {person.email.partition("@")[0]: person for _, _, person in held}
        self._by_role = {role: person for role, _, person in reversed(held)}
        self._respondents = {pk: person for role, pk, person in reversed(held) if role == Role.RESPONDENT}
        self.contracts: dict[str, Contract] = {}

    def person(self, name: str) -> Person | None:
        return self._people[name] if name else None

    def who(self, role: Role) -> Person:
        return self._by_role[role]

    def standing(self, role: Role) -> Standing:
        return standing_of(self.who(role), self.council)

    def department(self, name: str) -> Department | None:
        return self.departments[name] if name else None

    def contract(self, reference: str) -> Contract | None:
        return self.contracts[reference] if reference else None

    def keeper(self, contract: Contract) -> Person:
        """Who works on a contract: its manager where they sign in, else the respondent of its department."""
        return contract.manager or self._respondents[contract.department_id]

    def record(self, told: Sequence[Told]) -> None:
        record_events(council=self.council, by=self.who(Role.COORDINATOR), told=told)


@dataclass
class Timeline:
    """What happens on which day. Things of one day happen in the order in which they were put down."""

    _steps: list[tuple[date, int, Callable[[], object]]] = field(default_factory=list)

    def put(self, day: date, step: Callable[[], object]) -> None:
        self._steps.append((day, len(self._steps), step))

    def play(self, clock: StoryClock) -> None:
        """Do everything in order, each on its day."""
        for day, _, step in sorted(self._steps, key=lambda told: told[:2]):
            clock.set_to(day, _HOUR)
            step()
