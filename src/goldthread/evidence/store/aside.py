"""DuckDB in a short process of its own, for a process that asks it once: in itself it would hold 60 MB for good."""

import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from goldthread.evidence.store.connect import Connection, open_store

PROCESS = "goldthread.evidence.store.aside_process"
_asked: list[bool] = []


@contextmanager
def open_store_once() -> Iterator[Connection]:
    """A fresh connection as `open_store` gives one, in a process apart the first time that this process asks.

    A process that asks again, or has DuckDB already, has it in itself: it would wait for another start each time.
    """
    if _asked or "duckdb" in sys.modules:
        with open_store() as db:
            yield db
        return
    _asked.append(True)
    command = [sys.executable, "-m", PROCESS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield cast(Connection, _Aside(process))


class _Aside:
    """What is used of a connection, handed over call by call."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> "_Aside":
        self._call("execute", sql, list(parameters))
        return self

    def executemany(self, sql: str, parameters: Sequence[Sequence[object]]) -> "_Aside":
        self._call("executemany", sql, [list(row) for row in parameters])
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        return cast(list[tuple[Any, ...]], self._call("fetchall"))

    def fetchone(self) -> tuple[Any, ...] | None:
        return cast(tuple[Any, ...] | None, self._call("fetchone"))

    def _call(self, name: str, *arguments: object) -> object:
        asked, answered = self._process.stdin, self._process.stdout
        if asked is None or answered is None:
            raise RuntimeError("a process apart has both its pipes")
        pickle.dump((name, arguments), asked)
        asked.flush()
        is_done, answer = pickle.load(answered)  # noqa: S301  our own process writes it
        if not is_done:
            raise answer
        return answer
