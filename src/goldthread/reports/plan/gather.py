"""Gathers what a pack rests on: the plan, its period, days that were put off in it, and levels of the last round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from goldthread.assessment.models import Round
from goldthread.assessment.queries.signed import last_signed_levels
from goldthread.common.errors import UserError
from goldthread.evidence.explorer.periods import Period, financial_year_of, quarter_of, read_period
from goldthread.organisation.models import Council, Event
from goldthread.plan.queries.whole import Plan

APRIL = 4


class NoSuchPeriod(UserError):
    """A period that is no quarter and no year."""


class NothingPlanned(UserError):
    """There is no plan to report on."""


@dataclass(frozen=True)
class PutOff:
    """An action whose day was put off, once or more, in the period: from the first of the days to the last."""

    number: int
    before: date
    after: date
    why: str


@dataclass(frozen=True)
class Material:
    """Everything that the pack is built from."""

    plan: Plan
    period: Period
    first: date
    last: date
    made_on: date
    put_off: tuple[PutOff, ...]
    last_round: str
    last_levels: Mapping[str, int]


def gather(plan: Plan, period: Period | None = None) -> Material:
    """The material of one quarter or year; without a period it is the quarter of the plan's day."""
    chosen = period or quarter_on(plan.as_of)
    if chosen.first is None or chosen.last is None:
        raise NoSuchPeriod(what="A pack is of a quarter or a year.", do="Name one, such as 2026-27-q3 or 2026-27.")
    if not plan.live and not plan.aims:
        raise NothingPlanned(
            what=f"{plan.council.name} has no ambition and no action yet, so there is nothing to report.",
            do="Set ambitions and plan actions first.",
        )
    before = last_signed_levels(plan.round) if isinstance(plan.round, Round) else None
    return Material(
        plan=plan,
        period=chosen,
        first=chosen.first,
        last=chosen.last,
        made_on=timezone.localdate(),
        put_off=_put_off(plan.council, chosen.first, chosen.last),
        last_round=before[0].name if before else "",
        last_levels={key: level for key, level in before[1].objects.items() if level} if before else {},
    )


def quarter_on(day: date) -> Period:
    """The quarter of the financial year in which a day lies."""
    year = financial_year_of(day)
    begins = year.first.year if year.first else day.year
    return quarter_of(begins, (day.month - APRIL) % 12 // 3 + 1)


def find_period(key: str) -> Period:
    """A period by its key; raises `NoSuchPeriod`."""
    found = read_period(key.strip()) if key.strip() else None
    if found is None or found.first is None:
        raise NoSuchPeriod(what=f"“{key}” is no quarter and no year.", do="Write 2026-27-q3 or 2026-27.")
    return found


def _put_off(council: Council, first: date, last: date) -> tuple[PutOff, ...]:
    """From the record of changes: each action whose due day was later after the period than before it."""
    rows = Event.objects.filter(council=council, kind="action.changed", at__date__gte=first, at__date__lte=last)
    found: dict[int, PutOff] = {}
    for event in rows.order_by("at", "pk"):
        before, after = (event.before or {}).get("due"), (event.after or {}).get("due")
        if before and after and before != after:
            number = int(event.subject.removeprefix("action:"))
            start = found[number].before if number in found else date.fromisoformat(before)
            found[number] = PutOff(number, start, date.fromisoformat(after), event.why)
    return tuple(each for each in found.values() if each.after > each.before)
