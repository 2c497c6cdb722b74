"""The one way to the index: which database keeps it is decided here and nowhere else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from types import ModuleType

from django.db import connection, transaction

from goldthread.register.models import SearchEntry
from goldthread.register.search import postgres, sqlite
from goldthread.register.search.rules import plain_text, split_marked
from goldthread.register.search.types import Entry, Found, Hit, Reader, SearchKind, Term

BATCH = 500
MOST = 2_000
"""So many records are ranked at most: a word that more of them hold tells little."""
_TITLE = 300


def dialect() -> ModuleType:
    """FTS5 in SQLite, its own full-text search in PostgreSQL."""
    return postgres if connection.vendor == "postgresql" else sqlite


@transaction.atomic
def put_entries(entries: Sequence[Entry], *, is_new: bool = False) -> None:
    """Keep the entries, each in place of what was kept of its record before; nothing was where they are new."""
    words = dialect()
    for start in range(0, len(entries), BATCH):
        batch = entries[start : start + BATCH]
        for kind in set() if is_new else {entry.kind for entry in batch}:
            drop_entries(kind, [entry.key for entry in batch if entry.kind is kind])
        rows = SearchEntry.objects.bulk_create([_row(entry) for entry in batch])
        with connection.cursor() as cursor:
            cursor.executemany(
                words.PUT,
                [(row.pk, row.title, plain_text(entry.body)) for row, entry in zip(rows, batch, strict=True)],
            )


@transaction.atomic
def drop_entries(kind: SearchKind, keys: Iterable[int]) -> None:
    """Forget records of one kind."""
    rows = SearchEntry.objects.filter(kind=kind.value, key__in=list(keys))
    held = list(rows.values_list("pk", flat=True))
    if not held:
        return
    with connection.cursor() as cursor:
        cursor.executemany(dialect().FORGET, [(pk,) for pk in held])
    SearchEntry.objects.filter(pk__in=held).delete()


def make_empty() -> None:
    """Begin an index anew, whatever was there."""
    words = dialect()
    with connection.cursor() as cursor:
        for statement in (*words.DROP, *words.CREATE):
            cursor.execute(statement)
    SearchEntry.objects.all().delete()


def tidy() -> None:
    """Put an index that was filled into its quickest form."""
    with connection.cursor() as cursor:
        for statement in dialect().TIDY:
            cursor.execute(statement)


def search(
    terms: Sequence[Term], reader: Reader, *, kinds: Sequence[SearchKind] = (), limit: int = 20, offset: int = 0
) -> Found:
    """What the reader may see that holds every term, the best first. Without a term nothing is found.

    Of what holds very common words no more than `MOST` are ranked, those that hold them in their title before others.
    """
    if not terms:
        return Found((), {}, False)
    weighed = _weigh(terms, reader, kinds)
    counts = Counter(kind for kind, _score in weighed.values())
    if kinds:
        counts = Counter(kind for kind, _score in _weigh(terms, reader, ()).values()) | counts
    best = sorted(weighed, key=lambda key: (weighed[key][1], -key))[offset : offset + limit]
    hits = _show(terms, best) if best else {}
    return Found([hits[key] for key in best if key in hits], counts, is_cut=len(weighed) >= MOST, total=len(weighed))


def _weigh(terms: Sequence[Term], reader: Reader, kinds: Sequence[SearchKind]) -> dict[int, tuple[SearchKind, float]]:
    """Each entry that holds the terms, by its key: its kind, and how well it holds them (low: well)."""
    held: dict[int, tuple[SearchKind, float]] = {}
    with connection.cursor() as cursor:
        for is_in_title in (False, True):
            cursor.execute(*dialect().weigh(terms, reader, kinds=kinds, is_in_title=is_in_title, most=MOST))
            for key, kind, score in cursor.fetchall():
                held[key] = (SearchKind(kind), min(score, held[key][1] if key in held else score))
            if len(held) < MOST:
                break  # all of them are weighed, those with a title among them
    return held


def _show(terms: Sequence[Term], keys: Sequence[int]) -> dict[int, Hit]:
    with connection.cursor() as cursor:
        cursor.execute(*dialect().show(terms, keys))
        return {row[0]: _hit(row[1:]) for row in cursor.fetchall()}


def _row(entry: Entry) -> SearchEntry:
    return SearchEntry(
        council_id=entry.council_id,
        kind=entry.kind.value,
        key=entry.key,
        contract_id=entry.contract_id,
        title=plain_text(entry.title)[:_TITLE],
        on=entry.on,
        is_restricted=entry.is_restricted,
        added_by_id=entry.added_by_id,
    )


def _hit(row: Sequence[object]) -> Hit:
    kind, key, contract_id, contract_title, title, on, marked = row
    return Hit(
        kind=SearchKind(str(kind)),
        key=int(str(key)),
        contract_id=int(str(contract_id)) if contract_id is not None else None,
        contract_title=str(contract_title or ""),
        title=str(title),
        on=_day(on),
        parts=split_marked(str(marked)),
    )


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value)[:10])
