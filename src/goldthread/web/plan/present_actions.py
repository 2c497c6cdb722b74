"""Presents actions: the list with its filters, and the timeline with its bars."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from goldthread.common.words import number_in_words
from goldthread.organisation.permissions import Standing
from goldthread.plan.models import PlanAction
from goldthread.plan.queries.whole import Plan
from goldthread.plan.types import ActionStatus
from goldthread.web.choosing import Narrowing, Option
from goldthread.web.plan.shown import May
from goldthread.web.register.choices import offer
from goldthread.web.wording import count_of, day_in_words, opening

LATE, SLIPPED, OPEN = "late", "slipped", "open"
STATUSES = {
    OPEN: "Open",
    LATE: "Late",
    SLIPPED: "Put off or late",
    **{each.value: each.label for each in ActionStatus if each is not ActionStatus.DISMISSED},
    "dismissed": "Proposals turned down",
}
KEYS = ("q", "status", "owner", "department", "object")
_WHOLE = 100


@dataclass(frozen=True)
class ActionChoice:
    """What narrows the list; each as text of the address."""

    q: str = ""
    status: str = ""
    owner: str = ""
    department: str = ""
    object: str = ""

    def query(self, **changed: str) -> str:
        parts = {name: changed.get(name, getattr(self, name)) for name in KEYS}
        return urlencode({name: text for name, text in parts.items() if text})


def read_choice(asked: Mapping[str, str]) -> ActionChoice:
    found = {name: asked.get(name, "").strip()[:100] for name in KEYS}
    if found["status"] not in STATUSES:
        found["status"] = ""
    return ActionChoice(**found)


def narrow(plan: Plan, choice: ActionChoice) -> list[PlanAction]:
    """The actions that fit, the nearest first. Proposals turned down are shown only where they are asked for."""
    late = {each.id for each in plan.actions if each.is_late(plan.as_of)}
    place = plan.position.find(choice.object) if choice.object else None
    codes = set(place.codes) if place else set()

    def fits(row: PlanAction) -> bool:
        is_late, status = row.number in late, ActionStatus(row.status)
        by_status = {
            "": status is not ActionStatus.DISMISSED,
            OPEN: status.is_open,
            LATE: is_late,
            SLIPPED: is_late or (status.is_live and row.due > row.first_due),
        }.get(choice.status, row.status == choice.status)
        return (
            by_status
            and (not choice.q or choice.q.casefold() in f"{row.title} {row.notes}".casefold())
            and (not choice.owner or str(row.owner_id or "none") == choice.owner)
            and (not choice.department or str(row.department_id or "none") == choice.department)
            and (not choice.object or any(gain["code"] in codes for gain in row.gains))
        )

    return [row for row in plan.action_rows if fits(row)]


@dataclass(frozen=True)
class ActionShown:
    """One action of the list."""

    row: PlanAction
    buys: str
    whom: str
    status: str
    is_late: bool
    put_off: str
    may_change: bool


def present_actions(plan: Plan, rows: Iterable[PlanAction], may: May, standing: Standing) -> list[ActionShown]:
    return [show_action(plan, row, may_change=may.change(row, standing)) for row in rows]


def show_action(plan: Plan, row: PlanAction, *, may_change: bool) -> ActionShown:
    names = plan.position.level_names
    seen = next(each for each in plan.actions if each.id == row.number)
    is_late = seen.is_late(plan.as_of)
    status = ActionStatus(row.status)
    whom = [each.short for each in row.for_departments.all()]
    return ActionShown(
        row=row,
        buys=", ".join(f"{gain['code']} {names[gain['level']]}" for gain in row.gains) or "No level",
        whom=", ".join(whom) or "Every department",
        status=f"{status.label}, late" if is_late else status.label,
        is_late=is_late,
        put_off=day_in_words(row.first_due) if status.is_live and row.due > row.first_due else "",
        may_change=may_change,
    )


def say_actions(plan: Plan, rows: Sequence[PlanAction], choice: ActionChoice) -> str:
    if not plan.live and not choice.query():
        return "No action is planned yet. Open an area on the plan page to see what it takes, or add an action."
    if not rows:
        return "No action fits. Take a filter away."
    late = sum(1 for each in plan.actions if each.is_late(plan.as_of) and any(r.number == each.id for r in rows))
    following = min(
        (row for row in rows if ActionStatus(row.status).is_open and row.due >= plan.as_of),
        default=None,
        key=lambda row: row.due,
    )
    told = f"{opening(count_of(len(rows), 'action'))}"
    told += f", {number_in_words(late)} of them late" if late else ", none of them late"
    return f"{told}; the next is due on {day_in_words(following.due)}." if following else f"{told}."


def offers(plan: Plan, choice: ActionChoice) -> dict[str, list[Option]]:
    """The lists of the toolbar: only what some action has."""
    rows = plan.action_rows
    owners = {str(row.owner_id): str(row.owner) for row in rows if row.owner}
    departments = {str(row.department_id): row.department.name for row in rows if row.department}
    return {
        "statuses": offer(list(STATUSES.items()), choice.status, everything="Every status"),
        "owners": offer(
            [*sorted(owners.items(), key=lambda p: p[1]), ("none", "Nobody named")],
            choice.owner,
            everything="Everybody",
        ),
        "departments": offer(
            [*sorted(departments.items(), key=lambda p: p[1]), ("none", "No department")],
            choice.department,
            everything="Every department",
        ),
        "objects": offer(
            [(place.id, place.name) for place in (*plan.position.places, *plan.position.local)],
            choice.object,
            everything="Every area",
        ),
    }


def narrowings(choice: ActionChoice, lists: Mapping[str, Sequence[Option]]) -> list[Narrowing]:
    """What narrows the list, each with the address without it."""
    names = {"status": "statuses", "owner": "owners", "department": "departments", "object": "objects"}
    found = [Narrowing(f"“{choice.q}”", choice.query(q=""))] if choice.q else []
    for key, name in names.items():
        if getattr(choice, key):
            text = next(each.text for each in lists[name] if each.is_chosen)
            found.append(Narrowing(text, choice.query(**{key: ""})))
    return found


@dataclass(frozen=True)
class TimelineRow:
    """One action on the timeline: where its bar begins and how long it is, in whole per cent."""

    row: PlanAction
    at: int
    width: int
    style: str
    status: str
    days: str


@dataclass(frozen=True)
class Timeline:
    """The bars, today's place among them, and the years along the foot."""

    rows: tuple[TimelineRow, ...]
    today: int
    first: date
    last: date
    sentence: str


def present_timeline(plan: Plan) -> Timeline | None:
    """Every action that was not stopped or turned down, the earliest due first; None where there is none."""
    rows = [row for row in plan.live if row.status != ActionStatus.STOPPED]
    if not rows:
        return None
    first = min([plan.as_of, *(row.starts or row.due for row in rows)])
    last = max([plan.as_of, *(row.due for row in rows)])
    whole = max(1, (last - first).days)

    def at(day: date) -> int:
        return max(0, min(_WHOLE, round((day - first).days * _WHOLE / whole)))

    shown = tuple(_bar(plan, row, at) for row in sorted(rows, key=lambda row: (row.due, row.number)))
    late = sum(1 for each in shown if each.style == "late")
    told = f"{opening(count_of(len(rows), 'action'))} from {first:%B %Y} to {last:%B %Y}"
    return Timeline(
        shown,
        at(plan.as_of),
        first,
        last,
        f"{told}; {number_in_words(late)} late." if late else f"{told}; none is late.",
    )


def _bar(plan: Plan, row: PlanAction, at: Callable[[date], int]) -> TimelineRow:
    begins, ends = at(row.starts or row.due), at(row.due)
    status = ActionStatus(row.status)
    is_late = status.is_open and row.due < plan.as_of
    start = day_in_words(row.starts) if row.starts else ""
    return TimelineRow(
        row=row,
        at=min(begins, 98),
        width=max(2, ends - begins),
        style="late" if is_late else "done" if status is ActionStatus.DONE else "open",
        status=f"{status.label}, late" if is_late else status.label,
        days=f"{start} to {day_in_words(row.due)}" if start else f"due {day_in_words(row.due)}",
    )
