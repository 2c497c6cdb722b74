"""Releases of one procurement put together, the later over the earlier, as the standard says."""

import warnings
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import orjson
from ocdsmerge import Merger
from ocdsmerge.exceptions import OCDSMergeError

from goldthread.evidence.notices.parts import read_instant
from goldthread.evidence.notices.reading import release_schema
from goldthread.evidence.notices.types import Release

_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)
_LISTS = ("awards", "contracts")


def moment_of(release: Release) -> datetime:
    """Sorts releases: zones are written in two ways, so as moments and never as text."""
    return read_instant(release.get("date")) or _EARLIEST


def compile_releases(history: Sequence[Release]) -> tuple[Release | None, list[Release]]:
    """The releases, the oldest first, merged, and those that cannot be merged with the ones before them."""
    whole = _compile(history)
    if whole is not None:
        return whole, []
    fit: list[Release] = []
    unfit: list[Release] = []
    for each in history:
        (unfit if _compile([*fit, each]) is None else fit).append(each)
    return (_compile(fit) if fit else None), unfit


def _compile(history: Sequence[Release]) -> Release | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # identifiers that stand twice in a list: see `_number`
        try:
            return dict(_merger().create_compiled_release([_ready(each, n) for n, each in enumerate(history)]))
        except (OCDSMergeError, TypeError, AttributeError, KeyError, ValueError):
            return None


@cache
def _merger() -> Merger:
    return Merger(schema=release_schema())


def _ready(release: Release, place: int) -> Release:
    """A copy that can be merged: its place instead of its date, each award and contract with an id of its own."""
    ready = {**orjson.loads(orjson.dumps(release)), "date": f"{place:09}"}  # a copy: merging writes into lists
    ready |= {name: list(_number(ready[name])) for name in _LISTS if isinstance(ready.get(name), list)}
    return ready


def _number(rows: list[Any]) -> Iterator[Release]:
    """Awards of a release, none of which is lost because it has no id, or another one's.

    Merging keeps the last of those that share an id. One that only repeats another is left out.
    """
    seen: dict[str, Release] = {}
    said: list[Release] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            continue
        own = str(row.get("id") if row.get("id") is not None else number)
        if own in seen and row in said:
            continue
        said.append(row)
        name, again = own, 1
        while name in seen:
            again += 1
            name = f"{own} ({again})"
        seen[name] = row
        yield {**row, "id": name}
