"""Asking DuckDB, with its faults told apart: a table that is not regular, a disk that is full, and bugs."""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from goldthread.common.errors import UserError
from goldthread.evidence.store.connect import Connection

Row = tuple[Any, ...]
_FULL = ("no space left", "disk quota", "file too large", "could not write", "out of disk", "max_temp_directory_size")


class UnreadableTable(Exception):
    """DuckDB could not read a delimited file as regular rows; it has to be cleaned row by row."""


class StoreFull(UserError):
    """There was no room for what had to be written. Nothing of it is left."""


@contextmanager
def watch_faults(name: str) -> Iterator[None]:
    """Raise `StoreFull` for a full disk and `UnreadableTable` for an irregular table; other errors are bugs."""
    import duckdb

    try:
        yield
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        raise UnreadableTable(str(error).splitlines()[0]) from None
    except duckdb.OutOfMemoryException:
        raise StoreFull(
            what=f"{name} was not loaded: there was not enough memory and no room to spill to.",
            do="Free some room on the disk of GOLDTHREAD_DATA and load it again; nothing of it was kept.",
        ) from None
    except (OSError, duckdb.IOException, duckdb.FatalException) as error:
        if not _is_full(error):
            raise
        raise StoreFull(
            what=f"{name} was not loaded: the disk of GOLDTHREAD_DATA is full.",
            do="Free some room and load it again; nothing of it was kept.",
        ) from None


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return True
    return any(sign in str(error).lower() for sign in _FULL)


def ask(db: Connection, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
    """All rows of a SELECT."""
    return db.execute(sql, list(parameters)).fetchall()
