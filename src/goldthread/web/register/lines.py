"""Lines of what is due: the day, the words, the money at risk, and the next action as a link."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.register.due import Due, DueKind
from goldthread.register.models import Contract
from goldthread.register.people_plan_due import part_path, parts_for, read_parts_due
from goldthread.web.evidence.wording import exact_pounds, short_pounds

_ACTS = {
    DueKind.TOO_LATE: "Choose a route",
    DueKind.LAUNCH: "Plan it",
    DueKind.NOTICE: "Decide",
    DueKind.BREAK: "Decide",
    DueKind.EXTENSION: "Decide",
    DueKind.END: "Plan it",
    DueKind.REVIEW: "Review",
    DueKind.RATING: "Rate",
    DueKind.DATA: "Check",
    DueKind.LOOK_BACK: "Look back",
    DueKind.RETURN: "Record it",
}


@dataclass(frozen=True)
class PartLine:
    """One part of the people plan that is due. `url` and `edit` are empty where the reader may not go there."""

    name: str
    when: str
    is_late: bool
    says: str
    url: str
    edit: str


@dataclass(frozen=True)
class DueLine:
    """One thing that is due, in words."""

    contract: Contract
    when: str
    is_late: bool
    says: str
    money: str
    exact: str
    act: str
    url: str


def own_parts(standing: Standing, today: date) -> list[PartLine]:
    """The parts of the people plan that are due: the person's own, all of them for who keeps the plan."""
    may_keep = standing.can(Action.KEEP_TRAINING)
    dues = parts_for(read_parts_due(standing.council, today), standing.person, hears_all=may_keep)
    return [
        PartLine(
            name=due.part.label,
            when=_short(due.day, today),
            is_late=due.is_late(today),
            says=due.says(today),
            url=part_path(standing, due.part),
            edit=reverse("training:plan_edit", args=[standing.council.slug, due.part.key]) if may_keep else "",
        )
        for due in dues
    ]


def _short(day: date, today: date) -> str:
    return f"{day:%-d %b}" if day.year == today.year else f"{day:%-d %b %Y}"


def present_due(due: Due, *, today: date, may_keep: bool = True) -> DueLine:
    """The line of one thing that is due; without a link where the reader may not act."""
    if due.kind is DueKind.TOO_LATE:
        when = "Too late"
    elif due.day is None:
        when = "Now"
    else:
        when = _short(due.day, today)
    return DueLine(
        contract=due.contract,
        when=when,
        is_late=due.is_late(today),
        says=due.says,
        money=short_pounds(due.money) if due.money is not None else "",
        exact=exact_pounds(due.money) if due.money is not None else "",
        act=_ACTS[due.kind] if may_keep else "",
        url=_url(due),
    )


def _url(due: Due) -> str:
    slug, pk = due.contract.council.slug, due.contract.pk
    page = reverse("register:show", args=[slug, pk])
    if due.kind in {DueKind.NOTICE, DueKind.BREAK} and due.about:
        return reverse("register:break_edit", args=[slug, pk, due.about])
    if due.kind is DueKind.EXTENSION and due.about:
        return reverse("register:extension_edit", args=[slug, pk, due.about])
    if due.kind is DueKind.DATA:
        return f"{reverse('register:edit', args=[slug, pk])}#id_holds_personal_data"
    if due.kind is DueKind.LOOK_BACK:
        return reverse("knowledge:review_after", args=[slug, pk])
    if due.kind is DueKind.RETURN:
        return reverse("work:chain_return_add", args=[slug, pk])
    if due.kind is DueKind.REVIEW:
        return reverse("work:review_add", args=[slug, pk])
    places = {DueKind.RATING: "kpis", DueKind.TOO_LATE: "next", DueKind.LAUNCH: "next", DueKind.END: "next"}
    return f"{page}#{places.get(due.kind, 'days')}"
