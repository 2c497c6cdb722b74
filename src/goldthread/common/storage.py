"""Tells faults of the disk and of the database's file, which a person can mend, from bugs. Knows no Django."""

import errno
import sqlite3
from collections.abc import Iterator

from goldthread.common.errors import UserError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_ROOM = ("The disk that holds the data is full.", "Free some room there, then try again.")
_SAID_BY_SQLITE: dict[str, tuple[str, str]] = {
    "SQLITE_FULL": _NO_ROOM,
    "SQLITE_IOERR": (
        "The disk that holds the data cannot be read or written.",
        "See that it is whole and has room, then try again.",
    ),
    "SQLITE_READONLY": (
        "The database may only be read, not written.",
        "Let the account that runs Goldthread write to the data directory.",
    ),
    "SQLITE_CANTOPEN": (
        "The database cannot be opened.",
        "Let the account that runs Goldthread read and write the data directory, GOLDTHREAD_DATA.",
    ),
    "SQLITE_BUSY": (
        "The database is busy with another change.",
        "Try again in a minute; if it goes on, see what else works in the data directory.",
    ),
    "SQLITE_NOTADB": (
        "The database's file is damaged, or is not a database.",
        "Put a backup in its place with: goldthread restore FILE --replace",
    ),
}
_SAID_BY_SQLITE["SQLITE_CORRUPT"] = _SAID_BY_SQLITE["SQLITE_NOTADB"]


class StorageFault(UserError):
    """The disk or the database's file does not do its work. Nothing was changed."""


def storage_fault(error: BaseException) -> StorageFault | None:
    """What to tell where `error`, or what brought it about, is a fault of the disk; None for anything else."""
    for link in _chain(error):
        if isinstance(link, OSError) and link.errno in _FULL:
            return StorageFault(*_NO_ROOM)
        if isinstance(link, sqlite3.Error):
            name: str = getattr(link, "sqlite_errorname", "")
            for beginning, said in _SAID_BY_SQLITE.items():
                if name.startswith(beginning):
                    return StorageFault(*said)
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
