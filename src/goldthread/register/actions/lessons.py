"""Lessons: written down from a contract, a review or by themselves, changed with history, withdrawn with a reason."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.register.actions.contracts import as_plain
from goldthread.register.actions.records import RecordRefused, check_said, tell
from goldthread.register.models import Contract, Lesson, Review
from goldthread.register.search.actions import index_records
from goldthread.register.types import Audience


@dataclass(frozen=True)
class SaidLesson:
    """What somebody learned that the next procurement of its kind should know."""

    title: str
    text: str
    category: str = ""
    value_codes: tuple[str, ...] = ()
    audience: Audience = Audience.SERVICE_HEADS


@transaction.atomic
def add_lesson(
    *,
    council: Council,
    said: SaidLesson,
    by: Person | None,
    contract: Contract | None = None,
    review: Review | None = None,
) -> Lesson:
    """Write a lesson down. Without a category of its own it takes that of its contract. Sent twice it is one."""
    values = _checked(said, contract)
    Council.objects.select_for_update().get(pk=council.pk)
    same = Lesson.objects.filter(council=council, contract=contract, title=values["title"], text=values["text"], by=by)
    if (held := same.filter(withdrawn_at=None).first()) is not None:
        return held
    lesson = Lesson.objects.create(
        council=council, contract=contract, review=review, on=timezone.localdate(), by=by, **values
    )
    index_records([lesson], is_new=True)
    tell(
        council=council,
        by=by,
        kind="lesson.added",
        about=contract,
        summary=f"{lesson}: the lesson was written down",
        after=values,
    )
    return lesson


@transaction.atomic
def change_lesson(*, lesson: Lesson, said: SaidLesson, by: Person | None) -> Lesson:
    """Write a lesson anew; the event keeps what it said before."""
    held = Lesson.objects.select_for_update(of=("self",)).select_related("council", "contract").get(pk=lesson.pk)
    if held.withdrawn_at is not None:
        raise RecordRefused(what="The lesson was withdrawn.", do="Write a new one.")
    values = _checked(said, None)
    before = {name: as_plain(getattr(held, name)) for name, value in values.items() if getattr(held, name) != value}
    if not before:
        return held
    for name in before:
        setattr(held, name, values[name])
    held.save(update_fields=list(before))
    index_records([held])
    tell(
        council=held.council,
        by=by,
        kind="lesson.changed",
        about=held.contract,
        summary=f"{held}: the lesson was changed",
        before=before,
        after={name: values[name] for name in before},
    )
    return held


@transaction.atomic
def withdraw_lesson(*, lesson: Lesson, because: str, by: Person | None) -> Lesson:
    """Withdraw a lesson that holds no more. It stays on record; again changes nothing."""
    held = Lesson.objects.select_for_update(of=("self",)).select_related("council", "contract").get(pk=lesson.pk)
    if held.withdrawn_at is not None:
        return held
    why = check_said(because, field="because", missing="No reason was given.", do="Say why it holds no more.")
    held.withdrawn_at, held.withdrawn_because = timezone.now(), why[:300]
    held.save(update_fields=["withdrawn_at", "withdrawn_because"])
    index_records([held])
    tell(
        council=held.council,
        by=by,
        kind="lesson.withdrawn",
        about=held.contract,
        summary=f"{held}: the lesson was withdrawn",
        why=why,
    )
    return held


def _checked(said: SaidLesson, contract: Contract | None) -> dict[str, object]:
    title = check_said(said.title, field="title", missing="The lesson has no title.", do="Say it in a few words.")
    text = check_said(
        said.text, field="text", missing="The lesson has no words.", do="Say what the next one should do."
    )
    category = said.category.strip() or (contract.category if contract else "")
    return {
        "title": title,
        "text": text,
        "category": category,
        "value_codes": list(said.value_codes),
        "audience": said.audience.value,
    }
