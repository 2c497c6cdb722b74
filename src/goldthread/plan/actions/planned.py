"""Writes: actions, taken from a proposal or made freely, changed, done, or dismissed with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from goldthread.framework.types import Framework
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Department, Person
from goldthread.plan.actions.refusals import PlanMoved, PlanRefused, check_codes, framework_of_plan
from goldthread.plan.models import PlanAction
from goldthread.plan.types import ActionStatus


@dataclass(frozen=True)
class SaidAction:
    """What a person says of an action. `gains` are pairs of value code and level; no department means every one."""

    title: str
    due: date
    gains: tuple[tuple[str, int], ...]
    for_departments: tuple[Department, ...] = ()
    owner: Person | None = None
    department: Department | None = None
    starts: date | None = None
    effort_days: int | None = None
    cost: Decimal | None = None
    evidence_expected: str = ""
    status: ActionStatus = ActionStatus.PLANNED
    done_on: date | None = None
    notes: str = ""
    kpi_number: int | None = None
    proposal: str = ""


_KEPT = tuple(each.name for each in fields(SaidAction) if each.name not in {"gains", "for_departments", "proposal"})


@transaction.atomic
def add_action(*, council: Council, framework_id: str, said: SaidAction, by: Person | None) -> PlanAction:
    """Add an action to the plan. The same action said twice, as by a double press, is one."""
    framework = framework_of_plan(council, framework_id)
    _check(said, framework, council)
    Council.objects.select_for_update().get(pk=council.pk)
    alike = PlanAction.objects.filter(council=council, framework_id=framework.id, title=said.title.strip())
    same = next((row for row in alike if row.proposal == said.proposal and content_of(row) == _content(said)), None)
    if same is not None:
        return same
    last = PlanAction.objects.filter(council=council).aggregate(last=Max("number"))["last"]
    made = PlanAction(council=council, framework_id=framework.id, number=(last or 0) + 1, first_due=said.due)
    made.proposal = said.proposal
    return _write(made, said, by, before=None, kind="action.added")


@transaction.atomic
def change_action(
    *, action: PlanAction, said: SaidAction, expected_version: int, by: Person | None, why: str = ""
) -> PlanAction:
    """Change an action, unless somebody else did since `expected_version` was read."""
    if action.version != expected_version:
        raise PlanMoved(
            what=f"{action.changed_by or 'Somebody'} changed this action in the meantime.",
            do="What you typed is below. Look at the action in another window, and save again to replace what it says.",
            field="title",
        )
    named = tuple(gain["code"] for gain in action.gains)
    _check(said, framework_of_plan(action.council, action.framework_id), action.council, kept=named)
    before = content_of(action)
    return _write(action, said, by, before=before, kind="action.changed", why=why)


@transaction.atomic
def dismiss_proposal(
    *, council: Council, framework_id: str, gap: str, title: str, because: str, by: Person | None
) -> PlanAction:
    """Turn a proposal down, with the reason; it is not proposed again and buys nothing."""
    if not because.strip():
        raise PlanRefused(what="No reason was given.", do="Say why the council does not do this.", field="because")
    code, _, level = gap.partition(":")
    today = timezone.localdate()
    said = SaidAction(
        title=title,
        due=today,
        gains=((code, int(level)),),
        status=ActionStatus.DISMISSED,
        notes=because.strip(),
        proposal=gap,
    )
    return add_action(council=council, framework_id=framework_id, said=said, by=by)


def _check(said: SaidAction, framework: Framework, council: Council, kept: Sequence[str] = ()) -> None:
    if not said.title.strip():
        raise PlanRefused(what="The action has no name.", do="Say in a few words what is to be done.", field="title")
    check_codes(framework, [code for code, _ in said.gains], field="gains", kept=kept)
    second, top = framework.levels[1], framework.levels[-1]  # nobody has to buy the lowest level
    for code, level in said.gains:
        if not second.number <= level <= top.number:
            raise PlanRefused(
                what=f"{code} {level}: an action cannot buy level {level}.",
                do=f"Name a level from {second.number} {second.name} to {top.number} {top.name}.",
                field="gains",
            )
    if said.starts is not None and said.starts > said.due:
        raise PlanRefused(
            what=f"It would be due on {said.due:%-d %B %Y}, before it starts.",
            do="Correct one of the days.",
            field="due",
        )
    if said.done_on is not None and said.done_on > timezone.localdate():
        raise PlanRefused(
            what=f"{said.done_on:%-d %B %Y} is still to come.", do="Give the day on which it was done.", field="done_on"
        )
    if said.status is ActionStatus.DONE and said.done_on is None:
        raise PlanRefused(
            what="It is done, but no day is given.", do="Give the day on which it was done.", field="done_on"
        )
    if said.status is ActionStatus.STOPPED and not said.notes.strip():
        raise PlanRefused(what="It was stopped without a reason.", do="Say why in the notes.", field="notes")
    strangers = [each for each in said.for_departments if each.council_id != council.pk]
    if strangers or (said.department is not None and said.department.council_id != council.pk):
        raise PlanRefused(what="That department is of another council.", do="Choose one of this council's.")


def said_of(action: PlanAction) -> SaidAction:
    """An action as somebody would say it again, to change a part of it."""
    return SaidAction(
        **{name: getattr(action, name) for name in _KEPT if name != "status"},
        status=ActionStatus(action.status),
        gains=tuple((each["code"], each["level"]) for each in action.gains),
        for_departments=tuple(action.for_departments.all()),
        proposal=action.proposal,
    )


def content_of(action: PlanAction) -> dict[str, object]:
    """The action as plain values, for the record of changes."""
    return _content(said_of(action))


def _content(said: SaidAction) -> dict[str, object]:
    """What was said as plain values, as it is kept."""
    found: dict[str, object] = {name: _plain(getattr(said, name)) for name in _KEPT}
    found["done_on"] = found["done_on"] if said.status is ActionStatus.DONE else None
    found["gains"] = _as_rows(said.gains)
    found["for_departments"] = sorted(each.name for each in said.for_departments)
    return found


def _plain(value: object) -> str | int | None:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value).strip()


def _write(
    action: PlanAction,
    said: SaidAction,
    by: Person | None,
    *,
    before: dict[str, object] | None,
    kind: str,
    why: str = "",
) -> PlanAction:
    for name in _KEPT:
        value = getattr(said, name)
        setattr(
            action, name, value.strip() if isinstance(value, str) and not isinstance(value, ActionStatus) else value
        )
    if said.status is not ActionStatus.DONE:
        action.done_on = None
    action.status = said.status.value
    action.gains = _as_rows(said.gains)
    action.changed_by, action.changed_at = by, timezone.now()
    action.version = action.version + 1 if action.pk else 1
    action.save()
    action.for_departments.set(said.for_departments)
    record_event(
        council=action.council,
        by=by,
        kind=kind,
        subject=f"action:{action.number}",
        summary=f"Action {action.number}: {action.title} ({said.status.value}, due {action.due:%-d %B %Y})",
        before=before,
        after=content_of(action),
        why=why,
    )
    return action


def _as_rows(gains: Sequence[tuple[str, int]]) -> list[dict[str, object]]:
    return [{"code": code, "level": level} for code, level in dict.fromkeys(gains)]
