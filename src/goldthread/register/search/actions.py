"""Keeping the index: what an action wrote is found at once; a rebuild makes everything again from the records."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import Model

from goldthread.organisation.models import Council
from goldthread.register.search.entries import SOURCES, build_entry, every_row
from goldthread.register.search.index import BATCH, drop_entries, make_empty, put_entries, tidy


def index_records(rows: Sequence[Model], *, is_new: bool = False) -> None:
    """Let records be found as they now stand. Call it inside the transaction that wrote them."""
    entries = []
    for row in rows:
        entry = build_entry(row)
        if entry is None:
            drop_entries(SOURCES[type(row)].kind, [row.pk])
        else:
            entries.append(entry)
    put_entries(entries, is_new=is_new)


@transaction.atomic
def rebuild_index(*, advance: Callable[[int], None] = lambda _count: None) -> int:
    """Make the whole index again, of every council; returns how many records can be found. Either all of it or none."""
    make_empty()
    return sum(_fill(council, advance, is_new=True) for council in Council.objects.order_by("pk"))


@transaction.atomic
def index_council(council: Council) -> int:
    """Let every record of one council be found, as after many were written at once."""
    return _fill(council, lambda _count: None, is_new=False)


def _fill(council: Council, advance: Callable[[int], None], *, is_new: bool) -> int:
    count = 0
    for model in SOURCES:
        batch: list[Model] = []
        for row in every_row(model, council):
            batch.append(row)
            if len(batch) == BATCH:
                count += _put(batch, advance, is_new=is_new)
                batch = []
        count += _put(batch, advance, is_new=is_new)
    tidy()
    return count


def _put(batch: Sequence[Model], advance: Callable[[int], None], *, is_new: bool) -> int:
    index_records(batch, is_new=is_new)
    advance(len(batch))
    return len(batch)
