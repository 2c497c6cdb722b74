"""A reader's choice of pipeline entries in the address: filters and order, and the addresses that carry them on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from goldthread.organisation.models import Department
from goldthread.register.models import PipelineEntry, Wave
from goldthread.register.pipeline.queries import in_pipeline_state
from goldthread.register.rules import add_months
from goldthread.register.types import PipelineState, Procedure
from goldthread.web.choosing import Narrowing, Option
from goldthread.web.register.choices import offer

SEARCHED = ("title", "category", "why", "budget_code", "replaces__title", "replaces__reference", "board_route")
OPEN, ALL, NONE = "", "all", "none"
MONTHS_AHEAD = (6, 12, 18, 24)
LONGEST = 200
ORDERS = {"needed_on": "Needed first", "-estimated_value": "Largest first", "title": "Title"}
BY_NEED = "needed_on"
STATES = {OPEN: "Open", **{each.value: each.label for each in PipelineState}, ALL: "All"}


@dataclass(frozen=True)
class PipelineChoice:
    """What narrows the pipeline, as the address says it. Keys are digits, or `none`."""

    words: str = ""
    department: str = ""
    state: str = OPEN
    procedure: str = ""
    wave: str = ""
    months: str = ""
    is_late: bool = False
    order: str = BY_NEED

    @property
    def query(self) -> str:
        """The choice as the part of an address after the question mark."""
        parts = QueryDict(mutable=True)
        plain = {
            "q": self.words,
            "department": self.department,
            "state": self.state,
            "procedure": self.procedure,
            "wave": self.wave,
            "months": self.months,
            "late": "1" if self.is_late else "",
            "order": self.order if self.order != BY_NEED else "",
        }
        parts.update({name: value for name, value in plain.items() if value})
        return parts.urlencode()


def read_choice(asked: QueryDict) -> PipelineChoice:
    """What the address asks for; what it cannot ask for narrows nothing."""
    state, procedure, order = asked.get("state", OPEN), asked.get("procedure", ""), asked.get("order", BY_NEED)
    months = asked.get("months", "")
    return PipelineChoice(
        words=" ".join(asked.get("q", "").replace("\x00", "").split())[:LONGEST],
        department=_key(asked.get("department", "")),
        state=state if state in STATES else OPEN,
        procedure=procedure if procedure in set(Procedure) else "",
        wave=_key(asked.get("wave", "")),
        months=months if months.isdecimal() and len(months) < 4 and int(months) > 0 else "",
        is_late=asked.get("late", "") == "1",
        order=order if order in ORDERS else BY_NEED,
    )


def narrow(rows: QuerySet[PipelineEntry], choice: PipelineChoice, today: date) -> QuerySet[PipelineEntry]:
    """The entries that fit, in order. Lateness is worked out, not kept: the caller narrows to it."""
    if choice.state in set(PipelineState):
        rows = rows.filter(in_pipeline_state(PipelineState(choice.state)))
    elif choice.state == OPEN:
        rows = rows.filter(is_closed=False)
    for word in choice.words.split():
        holds = Q()
        for name in SEARCHED:
            holds |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(holds)
    for name, key in (("department", choice.department), ("wave", choice.wave)):
        if key:
            rows = rows.filter(**({f"{name}__isnull": True} if key == NONE else {f"{name}_id": int(key)}))
    if choice.procedure:
        rows = rows.filter(procedure=choice.procedure)
    if choice.months:
        rows = rows.filter(needed_on__lte=add_months(today, int(choice.months)))
    name = choice.order.removeprefix("-")
    by = F(name).desc(nulls_last=True) if choice.order.startswith("-") else F(name).asc(nulls_last=True)
    return rows.order_by(by, "title", "pk")


def narrowings(choice: PipelineChoice, departments: Sequence[Department], waves: Sequence[Wave]) -> list[Narrowing]:
    """What narrows the list beyond the state, each with the way to take it off."""
    named = {NONE: "no department"} | {str(each.pk): each.name for each in departments}
    boards = {NONE: "in no wave"} | {str(each.pk): f"wave {each.name}" for each in waves}
    parts: list[tuple[object, str, Mapping[str, object]]] = [
        (choice.words, f"“{choice.words}”", {"words": ""}),
        (choice.department, named.get(choice.department, "another department"), {"department": ""}),
        (choice.procedure, choice.procedure, {"procedure": ""}),
        (choice.wave, boards.get(choice.wave, "another wave"), {"wave": ""}),
        (choice.months, f"needed within {choice.months} months", {"months": ""}),
        (choice.is_late, "late for the next step", {"is_late": False}),
    ]
    return [
        Narrowing(text, replace(choice, **without).query)  # type: ignore[arg-type]  # one field each
        for is_set, text, without in parts
        if is_set
    ]


def offers(choice: PipelineChoice, departments: Sequence[Department], waves: Sequence[Wave]) -> dict[str, list[Option]]:
    """The lists of the toolbar."""
    months = sorted({*MONTHS_AHEAD, *([int(choice.months)] if choice.months else [])})
    return {
        "states": offer(list(STATES.items()), choice.state),
        "departments": offer(
            [*((str(each.pk), each.name) for each in departments), (NONE, "No department")],
            choice.department,
            everything="All departments",
        ),
        "procedures": offer([(each.value, each.label) for each in Procedure], choice.procedure, everything="All"),
        "waves": offer(
            [*((str(each.pk), each.name) for each in waves), (NONE, "In no wave")], choice.wave, everything="All"
        ),
        "months": offer([(str(each), f"{each} months") for each in months], choice.months, everything="Whenever"),
        "lates": offer([("1", "Late ones")], "1" if choice.is_late else "", everything="Late or not"),
        "orders": offer(list(ORDERS.items()), choice.order),
    }


def _key(text: str) -> str:
    return text if text == NONE or (text.isdecimal() and len(text) < 19) else ""
