"""Opening DuckDB: in memory, offline, with room to spill to disk.

It is imported where it is first needed: a process that asks nothing of it is spared the memory and the start.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import duckdb

Connection: TypeAlias = "duckdb.DuckDBPyConnection"


@contextmanager
def open_store(
    *, temporary: Path | None = None, threads: int | None = None, memory: str | None = None, macros: str = ""
) -> Iterator[Connection]:
    """A fresh connection. It fetches no extension; what does not fit into `memory` spills into `temporary`."""
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads is not None:
        settings["threads"] = threads
    if memory is not None:
        settings["memory_limit"] = memory
    if temporary is not None:
        settings["temp_directory"] = str(temporary)
    with duckdb.connect(config=settings) as db:
        db.execute("SET enable_progress_bar = false")
        if macros:
            db.execute(macros)
        yield db
