"""Moderation: leaving an answer out with a reason, notes of what was agreed, and levels rated directly."""

from django.db import transaction
from django.utils import timezone

from goldthread.assessment.actions.rounds import CONFLICT_EXIT
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, Exclusion, ObjectRating, Resolution, Round
from goldthread.assessment.types import RoundState
from goldthread.common.errors import UserError
from goldthread.framework.load import load_framework
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Person


class ModerationRefused(UserError):
    """A step of moderation that cannot be taken."""


class ResolutionConflict(ModerationRefused):
    """Somebody saved a newer note. `current` is theirs and `attempted` what was written; nothing was overwritten."""

    def __init__(self, *, current: Resolution, attempted: str) -> None:
        super().__init__(
            what=f"{current.by or 'Somebody'} saved a different note on {current.value_code} meanwhile.",
            do="Look at both and save the one to keep; nothing has been overwritten.",
            exit_code=CONFLICT_EXIT,
        )
        self.current = current
        self.attempted = attempted


def check_in_moderation(round: Round) -> None:
    """Raise `ModerationRefused` unless the round is being answered or moderated."""
    state = RoundState(Round.objects.values_list("state", flat=True).get(pk=round.pk))
    if state not in {RoundState.OPEN, RoundState.MODERATION}:
        raise ModerationRefused(what=f"The round is {state.label}.", do="Reopen it, with a reason, before changing it.")


@transaction.atomic
def exclude_answer(*, answer: Answer, reason: str, by: Person | None) -> Exclusion:
    """Leave an answer out of the council's level; it stays as given, and the report prints the reason."""
    round_ = answer.response.round
    check_in_moderation(round_)
    if not reason.strip():
        raise ModerationRefused(
            what="No reason was given.", do="Say why this answer is left out; the report prints it."
        )
    if answer.exclusions.filter(lifted_at__isnull=True).exists():
        raise ModerationRefused(
            what="This answer is left out already.", do="Take it back in first to change the reason."
        )
    made = Exclusion.objects.create(answer=answer, reason=reason.strip(), by=by)
    record_event(
        council=round_.council,
        by=by,
        kind="answer.excluded",
        subject=f"round:{round_.pk}/answer:{answer.pk}",
        summary=f"{answer.response.department.name}'s answer to {answer.value_code} was left out",
        after={"level": answer.level},
        why=reason.strip(),
    )
    return made


@transaction.atomic
def lift_exclusion(*, exclusion: Exclusion, by: Person | None) -> Exclusion:
    """Take an answer back into the council's level."""
    answer = exclusion.answer
    check_in_moderation(answer.response.round)
    if exclusion.lifted_at is None:
        exclusion.lifted_at = timezone.now()
        exclusion.save(update_fields=["lifted_at"])
        record_event(
            council=answer.response.round.council,
            by=by,
            kind="answer.included",
            subject=f"round:{answer.round_id}/answer:{answer.pk}",
            summary=f"{answer.response.department.name}'s answer to {answer.value_code} counts again",
            before={"reason": exclusion.reason},
        )
    return exclusion


@transaction.atomic
def save_resolution(
    *, round: Round, value_code: str, note: str, expected_version: int, by: Person | None
) -> Resolution:
    """Keep what was agreed about a code; raises `ResolutionConflict` where somebody saved a newer note."""
    check_in_moderation(round)
    framework_of(round).value_code(value_code)
    if not note.strip():
        raise ModerationRefused(what="The note is empty.", do="Write what was agreed, and with whom.")
    current = Resolution.objects.select_for_update().filter(round=round, value_code=value_code).first()
    before = current.note if current else ""
    if before == note.strip() and current:
        return current
    if current and current.version != expected_version:
        raise ResolutionConflict(current=current, attempted=note)
    if current is None:
        current = Resolution(round=round, value_code=value_code, version=0)
    current.note, current.by, current.at, current.version = (
        note.strip(),
        by,
        timezone.now(),
        current.version + 1,
    )
    current.save()
    record_event(
        council=round.council,
        by=by,
        kind="resolution.saved",
        subject=f"round:{round.pk}/code:{value_code}",
        summary=f"A note was kept on {value_code}",
        before=before,
        after=current.note,
    )
    return current


@transaction.atomic
def rate_object(
    *, round: Round, object_id: str, level: int | None, reason: str, by: Person | None
) -> ObjectRating | None:
    """Rate a key area or enabler directly, beside its roll-up, with a reason; None takes the rating away."""
    check_in_moderation(round)
    framework = load_framework(round.framework_id)
    item = framework.object(object_id)
    current = ObjectRating.objects.filter(round=round, object_id=object_id).first()
    before = current.level if current else None
    if level is not None and not framework.has_level(level):
        raise ModerationRefused(what=f"{level} is not a level.", do=f"Choose a level from {framework.levels_in_words}.")
    if not reason.strip():
        raise ModerationRefused(what="No reason was given.", do="Say what the rating rests on.")
    made: ObjectRating | None = None
    if level is None:
        ObjectRating.objects.filter(round=round, object_id=object_id).delete()
    else:
        made, _ = ObjectRating.objects.update_or_create(
            round=round,
            object_id=object_id,
            defaults={"level": level, "reason": reason.strip(), "by": by, "at": timezone.now()},
        )
    record_event(
        council=round.council,
        by=by,
        kind="object.rated",
        subject=f"round:{round.pk}/object:{object_id}",
        summary=f"{item.name} was rated {level} {framework.level_name(level)}"
        if level
        else f"The council's own rating of {item.name} was taken away",
        before=before,
        after=level,
        why=reason.strip(),
    )
    return made
