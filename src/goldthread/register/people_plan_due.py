"""Parts of the people plan that are to be looked at again, for alerts, the calendar and the home page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from goldthread.organisation.models import Council, Person
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.register.due import AHEAD_DAYS
from goldthread.register.models import PeoplePlanPart
from goldthread.register.people_plan import is_late
from goldthread.register.types import PlanPart


@dataclass(frozen=True)
class PartDue:
    """One part with the day by which it is to be looked at again."""

    row: PeoplePlanPart
    day: date

    @property
    def part(self) -> PlanPart:
        return PlanPart(self.row.part)

    @property
    def title(self) -> str:
        return f"People plan: {self.part.value}"

    def is_late(self, today: date) -> bool:
        return is_late(self.day, today)

    def says(self, today: date) -> str:
        """What is to be done."""
        was = "was" if self.is_late(today) else "is"
        owner = f" Its owner is {self.row.owner}." if self.row.owner else " Nobody owns it."
        return f"It {was} to be looked at again by {self.day:%-d %B %Y}.{owner}"


def read_parts_due(council: Council, today: date, *, ahead: int = AHEAD_DAYS) -> list[PartDue]:
    """What is late or due within `ahead` days, the earliest first (one query)."""
    rows = PeoplePlanPart.objects.filter(council=council, review_on__lte=today + timedelta(days=ahead))
    found = rows.select_related("owner").order_by("review_on", "pk")
    return [PartDue(row, row.review_on) for row in found if row.review_on is not None]


def parts_for(dues: Sequence[PartDue], person: Person, *, hears_all: bool) -> list[PartDue]:
    """Those that the person owns; for somebody who keeps the plan, and wishes to hear of it, all."""
    return [due for due in dues if hears_all or due.row.owner_id == person.pk]


def part_path(standing: Standing, part: PlanPart) -> str:
    """The address of a part; empty for an owner whose role does not show the people plan."""
    if not standing.can(Action.VIEW_TRAINING):
        return ""
    return reverse("training:plan_part", args=[standing.council.slug, part.key])


def part_url(standing: Standing, part: PlanPart) -> str:
    """The same in whole; where there is none, the home of contracts."""
    path = part_path(standing, part) or reverse("register:home", args=[standing.council.slug])
    return f"{settings.SITE_URL}{path}"
