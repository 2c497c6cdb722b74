"""Saying how far a part of the people plan is, with a version, so that nobody's newer word is overwritten."""

from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.register.actions.contracts import as_plain
from goldthread.register.actions.records import RecordRefused, check_not_to_come
from goldthread.register.models import PeoplePlanPart
from goldthread.register.types import PartState, PlanPart


@dataclass(frozen=True)
class SaidPart:
    """What somebody says of one part. A day of agreement and of review belong to what is agreed or in use."""

    state: PartState
    owner: Person | None = None
    agreed_on: date | None = None
    review_on: date | None = None
    note: str = ""


class PartChanged(UserError):
    """Somebody saved the part meanwhile: `current` is what stands now. Nothing was overwritten."""

    def __init__(self, current: PeoplePlanPart, differs: tuple[str, ...]) -> None:
        who = current.changed_by or "Somebody"
        super().__init__(
            f"{who} saved this part while you were writing.",
            "What you wrote is below, beside what stands now. Save again to keep yours.",
        )
        self.current = current
        self.differs = differs


def subject_of(part: PlanPart) -> str:
    """What the events of a part name it by."""
    return f"people_plan:{part.key}"


@transaction.atomic
def save_part(*, standing: Standing, part: PlanPart, said: SaidPart, expected_version: int) -> PeoplePlanPart:
    """Say how far a part is. The same again is no change.

    `expected_version` is what the writer saw, 0 for a part that nobody had told of. Raises `PartChanged` where somebody
    saved a newer one, `RecordRefused` for what cannot hold.
    """
    standing.check(Action.KEEP_TRAINING)
    _check(said)
    council = Council.objects.select_for_update().get(pk=standing.council.pk)
    held = PeoplePlanPart.objects.filter(council=council, part=part.value).select_related("owner", "changed_by").first()
    row = held or PeoplePlanPart(council=council, part=part.value)
    changed = tuple(field.name for field in fields(said) if getattr(row, field.name) != getattr(said, field.name))
    if held is not None and not changed:
        return row
    if row.version != expected_version:
        raise PartChanged(row, changed)
    before = {name: as_plain(getattr(row, name)) for name in changed} if held is not None else None
    for name in changed:
        setattr(row, name, getattr(said, name))
    row.version += 1
    row.changed_by, row.changed_at = standing.person, timezone.now()
    row.save()
    record_event(
        council=council,
        by=standing.person,
        kind="people_plan.changed" if held else "people_plan.added",
        subject=subject_of(part),
        summary=f"{part.label}: {_say_state(said)}",
        before=before,
        after={name: as_plain(getattr(row, name)) for name in changed},
    )
    return row


def _check(said: SaidPart) -> None:
    """Raise `RecordRefused` for days that cannot hold."""
    agreed, review = said.agreed_on, said.review_on
    if said.state.is_agreed and agreed is None:
        raise RecordRefused(
            what=f"The part is {said.state.value}, but nobody said when it was agreed.",
            do="Give the day of the decision.",
            field="agreed_on",
        )
    if agreed is not None and not said.state.is_agreed:
        raise RecordRefused(
            what=f"The part was agreed on {agreed:%-d %B %Y}, but does not stand as agreed.",
            do="Say that it is agreed or in use, or leave the day empty.",
            field="agreed_on",
        )
    if agreed is not None:
        check_not_to_come(agreed, field="agreed_on", what="The part would be agreed")
    if review is not None and agreed is None:
        raise RecordRefused(
            what="What is not agreed yet cannot be due for review.",
            do="Leave the day of the review empty until it is.",
            field="review_on",
        )
    if review is not None and agreed is not None and review <= agreed:
        raise RecordRefused(
            what=f"The review on {review:%-d %B %Y} is not after the agreement on {agreed:%-d %B %Y}.",
            do="Correct one of the two.",
            field="review_on",
        )


def _say_state(said: SaidPart) -> str:
    if said.state is PartState.NONE:
        return "there is none"
    return f"it is {said.state.value}" + (f", agreed on {said.agreed_on:%-d %B %Y}" if said.agreed_on else "")
