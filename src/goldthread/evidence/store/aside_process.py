"""The other side of `aside`, run as a process: calls on stdin, answers on stdout, both pickled."""

import pickle
import sys
from typing import BinaryIO

from goldthread.evidence.store.connect import open_store

_CALLS = ("execute", "executemany", "fetchall", "fetchone")


def answer_calls(asked: BinaryIO, answers: BinaryIO) -> None:
    """Do what is asked until nothing more is; a fault is handed over, to be raised where it was asked for."""
    with open_store() as db:
        while True:
            try:
                name, arguments = pickle.load(asked)  # noqa: S301  our own process writes it
            except EOFError:
                return
            if name not in _CALLS:
                raise ValueError(f"{name} is no call of a connection")
            try:
                found = getattr(db, name)(*arguments)
                reply = (True, found if name.startswith("fetch") else None)
            except Exception as fault:  # noqa: BLE001  it is raised on the other side
                reply = (False, fault)
            pickle.dump(reply, answers)
            answers.flush()


if __name__ == "__main__":
    answer_calls(sys.stdin.buffer, sys.stdout.buffer)
