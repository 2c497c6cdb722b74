"""Local codes for seeded councils: a draft of twelve codes and three priorities, published once."""

from collections.abc import Sequence
from datetime import UTC, datetime

from goldthread.assessment.local.models import LocalItem, LocalSupplement, LocalVersion
from goldthread.assessment.local.queries import draft_content
from goldthread.assessment.local.types import ItemKind
from goldthread.assessment.snapshots import canonical_json, digest
from goldthread.organisation.models import Council

AT = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
CODES, PRIORITIES = 12, ("SVL1", "SVL3", "CRM2")
LEVELS = {str(level): [f"What holds at level {level}", "Somebody owns it"] for level in range(1, 6)}


def make_local(councils: Sequence[Council], framework_id: str) -> None:
    """One supplement for each council, as if it had been drafted and published in February."""
    held = LocalSupplement.objects.bulk_create(
        LocalSupplement(council=each, framework_id=framework_id, prefix="LOC", title=f"Local codes of {each.name}")
        for each in councils
    )
    items = {each.pk: _items(each) for each in held}
    LocalItem.objects.bulk_create(item for rows in items.values() for item in rows)
    LocalVersion.objects.bulk_create(_version(each, items[each.pk]) for each in held)


def _items(held: LocalSupplement) -> list[LocalItem]:
    codes = [
        LocalItem(
            supplement=held,
            kind=ItemKind.CODE,
            item_id=f"LOC-C{number}",
            name=f"Local code {number}",
            description="The extent to which something of our own is done",
            object_id="SVL",
            levels=LEVELS,
            since=1,
            changed_at=AT,
        )
        for number in range(1, CODES + 1)
    ]
    marks = [
        LocalItem(supplement=held, kind=ItemKind.PRIORITY, item_id=code, reason="It matters", since=1, changed_at=AT)
        for code in PRIORITIES
    ]
    return codes + marks


def _version(held: LocalSupplement, items: Sequence[LocalItem]) -> LocalVersion:
    text = canonical_json(draft_content(held, items, number=1, author=held.council.name, published=AT.date()))
    return LocalVersion(supplement=held, number=1, content=text, sha256=digest(text), because="Agreed", published_at=AT)
