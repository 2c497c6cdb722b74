"""The event log: every write of people's work passes through `record_event`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from goldthread.organisation.models import Council, Event, Person

Plain = str | int | bool | None | Sequence[object] | Mapping[str, object]

SUMMARY_LIMIT = 400


def record_event(
    *,
    council: Council,
    by: Person | None,
    kind: str,
    subject: str,
    summary: str,
    before: Plain = None,
    after: Plain = None,
    why: str = "",
) -> Event:
    """Write one event; `by` is None for the command line. Call it inside the transaction of the change it tells of."""
    return Event.objects.create(
        council=council,
        by=by,
        kind=kind,
        subject=subject,
        summary=summary[:SUMMARY_LIMIT],
        before=before,
        after=after,
        why=why,
    )


@dataclass(frozen=True)
class Told:
    """One event among many that are written together."""

    kind: str
    subject: str
    summary: str
    before: Plain = None
    after: Plain = None


def record_events(*, council: Council, by: Person | None, told: Iterable[Told], why: str = "") -> int:
    """Write many events at once, in order, for a change of many records; answers how many."""
    rows = [
        Event(
            council=council,
            by=by,
            kind=each.kind,
            subject=each.subject,
            summary=each.summary[:SUMMARY_LIMIT],
            before=each.before,
            after=each.after,
            why=why,
        )
        for each in told
    ]
    return len(Event.objects.bulk_create(rows, batch_size=500))
