"""Taking back what a file brought: each answer says again what it said before, unless somebody changed it since."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from goldthread.assessment.actions.answers import AnswerContent, content_of, save_answer
from goldthread.assessment.exchange.apply import BEGINS_AFTER, IMPORTED
from goldthread.assessment.models import Answer, Round
from goldthread.assessment.transitions import ANSWERING_ROUND_STATES
from goldthread.assessment.types import AnswerState, ResponseState, RoundState
from goldthread.common.errors import UserError
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Event, Person

TAKEN_BACK = "answers.taken-back"


class TakingBackRefused(UserError):
    """A file whose answers cannot be taken back; nothing was written."""


@dataclass(frozen=True)
class LoadedFile:
    """A file of answers that was loaded into a round. `taken_back_at` None: it stands."""

    key: int
    file: str
    at: datetime
    by: str
    changed: int
    taken_back_at: datetime | None


@dataclass(frozen=True)
class TakingBack:
    """What taking a file back comes to: answers that say again what they said, and those that stay, with why."""

    load: LoadedFile
    restored: tuple[tuple[Answer, AnswerContent], ...]
    changed_since: tuple[Answer, ...]
    submitted: tuple[Answer, ...]


def loaded_files(round: Round) -> list[LoadedFile]:
    """The files of answers that were loaded into the round, the newest first (two queries)."""
    backs = Event.objects.filter(council=round.council_id, kind=TAKEN_BACK, subject=f"round:{round.pk}")
    back = {(event.after or {}).get("load"): event.at for event in backs}
    return [_loaded(event, back.get(event.pk)) for event in _events(round)]


def plan_taking_back(round: Round, key: int) -> TakingBack:
    """What would be taken back; nothing is written. Raises `TakingBackRefused`."""
    load = next((each for each in loaded_files(round) if each.key == key), None)
    event = next((each for each in _events(round) if each.pk == key), None)
    if load is None or event is None:
        raise TakingBackRefused("This round has no such file.", "Choose one of those that are listed.")
    if load.taken_back_at is not None:
        raise TakingBackRefused(f"{load.file} was taken back already.", "There is nothing left of it to take back.")
    if round.state not in ANSWERING_ROUND_STATES:
        raise TakingBackRefused(
            f"The round is {RoundState(round.state).label}, so answers cannot be changed.",
            "Open or reopen it first.",
        )
    written = _written(round, event)
    if not written:
        raise TakingBackRefused(
            f"{load.file} was loaded before Goldthread kept what it replaced.",
            "Return the responses to their departments, and correct them there.",
        )
    rows = Answer.objects.filter(round=round, pk__in=written).select_related("response__department").order_by("pk")
    newer = _saved(round).filter(pk__gt=event.pk, subject__in=[each.subject for each in written.values()])
    changed = set(newer.values_list("subject", flat=True))
    untouched = [row for row in rows if written[row.pk].subject not in changed]
    return TakingBack(
        load=load,
        restored=tuple((row, _before(row, written[row.pk])) for row in untouched if not _is_submitted(row)),
        changed_since=tuple(row for row in rows if written[row.pk].subject in changed),
        submitted=tuple(row for row in untouched if _is_submitted(row)),
    )


@transaction.atomic
def take_back_load(*, round: Round, key: int, by: Person | None, why: str) -> TakingBack:
    """Let each answer say again what it said before the file, unless it was changed or submitted since."""
    held = Round.objects.select_for_update(of=("self",)).select_related("council").get(pk=round.pk)
    plan = plan_taking_back(held, key)
    if not why.strip():
        raise TakingBackRefused("No reason was given.", "Say why the file is taken back; the record keeps it.")
    if not plan.restored:
        raise TakingBackRefused(
            f"Every answer of {plan.load.file} was changed or submitted since, so there is nothing to take back.",
            "Return the responses to their departments, and correct them there.",
        )
    for row, content in plan.restored:
        save_answer(answer=row, content=content, expected_version=row.version, by=by)
    record_event(
        council=held.council,
        by=by,
        kind=TAKEN_BACK,
        subject=f"round:{held.pk}",
        summary=f"{len(plan.restored)} answers of {plan.load.file} were taken back",
        after={"load": key, "restored": [row.pk for row, _ in plan.restored]},
        why=why.strip(),
    )
    return plan


def _events(round: Round) -> list[Event]:
    rows = Event.objects.filter(council=round.council_id, kind=IMPORTED, subject=f"round:{round.pk}")
    return list(rows.select_related("by").order_by("-pk"))


def _loaded(event: Event, taken_back_at: datetime | None) -> LoadedFile:
    after: Mapping[str, Any] = event.after or {}
    return LoadedFile(
        key=event.pk,
        file=str(after.get("file", "")),
        at=event.at,
        by=str(event.by) if event.by else "the command line",
        changed=int(after.get("changed", 0)),
        taken_back_at=taken_back_at,
    )


def _saved(round: Round) -> QuerySet[Event]:
    return Event.objects.filter(
        council=round.council_id, kind="answer.saved", subject__startswith=f"round:{round.pk}/answer:"
    )


def _written(round: Round, load: Event) -> dict[int, Event]:
    """What the file saved, by answer: the events of its loader that lie between the beginning and the end."""
    start = (load.after or {}).get(BEGINS_AFTER)
    if start is None:
        return {}
    rows = _saved(round).filter(pk__gt=start, pk__lt=load.pk, by=load.by_id)
    return {int(event.subject.rpartition(":")[2]): event for event in rows}


def _is_submitted(row: Answer) -> bool:
    return row.response.state == ResponseState.SUBMITTED


def _before(row: Answer, saved: Event) -> AnswerContent:
    """The answer as it stood before the file, by the record of what the file changed of it."""
    kept: Mapping[str, Any] = saved.before or {}
    content = replace(content_of(row), **kept)
    return replace(content, state=AnswerState(content.state), in_place=tuple(content.in_place))
