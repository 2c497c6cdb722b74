"""Chance that is the same at each run and in each version of Python: every name has its own numbers."""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_SEED = "Wharfemoor 2026"


class Chance:
    """Numbers between 0 and 1 that belong to a name. Only `random()` is used: it is promised not to change."""

    def __init__(self, *name: object) -> None:
        seed = hashlib.sha256("\n".join(map(str, (_SEED, *name))).encode()).digest()
        self._numbers = random.Random(int.from_bytes(seed[:16], "big"))  # noqa: S311 no secret hangs on it

    def share(self) -> float:
        return self._numbers.random()

    def pick(self, rows: Sequence[T]) -> T:
        return rows[int(self._numbers.random() * len(rows))]

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._numbers.random() * (high - low + 1))

    def shuffle(self, rows: Sequence[T]) -> list[T]:
        mixed = list(rows)
        for place in range(len(mixed) - 1, 0, -1):
            other = int(self._numbers.random() * (place + 1))
            mixed[place], mixed[other] = mixed[other], mixed[place]
        return mixed
