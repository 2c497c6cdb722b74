"""Reviews after contracts: which are due, and the share that was done by department."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Least

from goldthread.organisation.models import Council
from goldthread.register.models import Contract, Extension, Review
from goldthread.register.rules import add_months
from goldthread.register.types import ReviewKind, Taken

MONTHS_BACK = 12
"""How far back an end still asks for a review: what is older is for the next contract to look up."""
DAYS_AFTER = 90
"""How soon after an end or an extension a review is done in time, as the indicator of COM6 counts it."""


@dataclass(frozen=True)
class AfterLine:
    """A contract that ended or was extended, by when it is to be reviewed, and the review, where there is one."""

    contract: Contract
    on: date
    is_extension: bool
    is_reviewed: bool

    @property
    def due(self) -> date:
        return self.on + timedelta(days=DAYS_AFTER)

    def is_late(self, today: date) -> bool:
        return not self.is_reviewed and self.due < today


@dataclass(frozen=True)
class AfterShare:
    """How many of a department's contracts that ended or were extended have been reviewed."""

    name: str
    asked: int
    done: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.asked)


def list_after(rows: QuerySet[Contract], today: date) -> list[AfterLine]:
    """The contracts that ended or took an extension within a year, the earliest due first (one query)."""
    since = add_months(today, -MONTHS_BACK)
    taken = Extension.objects.filter(
        contract=OuterRef("pk"), taken=Taken.YES.value, decided_on__gte=since, decided_on__lte=today
    )
    found = rows.annotate(over_on=Least(Coalesce("ended_on", "end"), Coalesce("end", "ended_on")))
    found = found.annotate(extended_on=taken.order_by("-decided_on").values("decided_on")[:1])
    found = found.filter(Q(over_on__gte=since, over_on__lte=today) | Q(extended_on__isnull=False))
    found = found.annotate(asked_on=Coalesce("extended_on", "over_on"))
    after = Review.objects.filter(
        contract=OuterRef("pk"),
        kind=ReviewKind.POST_CONTRACT.value,
        on__gte=OuterRef("asked_on") - timedelta(days=DAYS_AFTER),
    )
    return [_line(row, today) for row in found.annotate(is_reviewed=Exists(after)).order_by(F("asked_on"), "pk")]


def _line(row: Contract, today: date) -> AfterLine:
    beside = vars(row)
    over = beside["over_on"]
    has_ended = over is not None and over <= today
    on = over if has_ended else beside["extended_on"]
    return AfterLine(row, on, not has_ended, bool(beside["is_reviewed"]))


def shares(lines: Sequence[AfterLine], council: Council) -> list[AfterShare]:
    """By department, the lowest share first; a contract of no department stands under its own words."""
    held: dict[str, list[AfterLine]] = {}
    for line in lines:
        held.setdefault(str(line.contract.department or f"{council.name}, no department"), []).append(line)
    found = [AfterShare(name, len(rows), sum(row.is_reviewed for row in rows)) for name, rows in held.items()]
    return sorted(found, key=lambda each: (each.percent, each.name))
