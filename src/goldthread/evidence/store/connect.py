"""Opening DuckDB: in memory, offline, with room to spill to disk; one for a piece of work, or one kept for pages.

It is imported where it is first needed: a process that asks nothing of it is spared the memory and the start.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import duckdb

Connection: TypeAlias = "duckdb.DuckDBPyConnection"
Settings: TypeAlias = dict[str, str | bool | int | float | list[str]]

MOST_TAKEN = 1000
"""It remembers where in each file the columns lie, also of files that are gone; so it is opened anew now and then."""
_lock = Lock()
_kept: "_Kept | None" = None


@contextmanager
def open_store(
    *, temporary: Path | None = None, threads: int | None = None, memory: str | None = None, macros: str = ""
) -> Iterator[Connection]:
    """A fresh connection. It fetches no extension; what does not fit into `memory` spills into `temporary`."""
    more: Settings = {}
    if threads is not None:
        more["threads"] = threads
    if memory is not None:
        more["memory_limit"] = memory
    with _connect(temporary, more) as db:
        if macros:
            db.execute(macros)
        yield db


@contextmanager
def open_page_store(*, temporary: Path) -> Iterator[Connection]:
    """A connection for one page, to a DuckDB that this process keeps: opening another takes 25 ms of each page.

    Its temporary tables, views and macros are its own and go with it; make no others.
    """
    import duckdb

    kept = _take_kept(temporary)
    try:
        with kept.cursor() as db:
            db.execute("SET enable_progress_bar = false")
            yield db
    except (duckdb.FatalException, duckdb.InternalException):
        _forget(kept)  # it would refuse every later page
        raise


@dataclass
class _Kept:
    """The DuckDB that is kept, where it spills to, the process that opened it, and how often it was taken."""

    temporary: Path
    process: int
    db: Connection
    taken: int = 0

    def serves(self, temporary: Path) -> bool:
        return (self.temporary, self.process) == (temporary, os.getpid()) and self.taken < MOST_TAKEN


def _take_kept(temporary: Path) -> Connection:
    """The kept one, or a new one in its place. Pages that are still on the one before end there undisturbed."""
    global _kept  # noqa: PLW0603  there is one in a process
    with _lock:
        if _kept is None or not _kept.serves(temporary):
            _kept = _Kept(temporary, os.getpid(), _connect(temporary, {}))
        _kept.taken += 1
        return _kept.db


def _forget(db: Connection) -> None:
    global _kept  # noqa: PLW0603  there is one in a process
    with _lock:
        if _kept is not None and _kept.db is db:
            _kept = None


def _connect(temporary: Path | None, more: Settings) -> Connection:
    import duckdb

    settings: Settings = {"autoinstall_known_extensions": False, "autoload_known_extensions": False, **more}
    if temporary is not None:
        settings["temp_directory"] = str(temporary)
    db = duckdb.connect(config=settings)
    db.execute("SET enable_progress_bar = false")
    return db
