"""The event log: every write of people's work passes through `record_event`."""

from collections.abc import Mapping, Sequence

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
