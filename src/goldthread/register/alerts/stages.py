"""At how many days before a thing is due its person is told, and how far a message looks ahead. Reads a data file."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import yaml

from goldthread.register.due import DueKind
from goldthread.register.types import Frequency

_FILE = files("goldthread.definitions").joinpath("thresholds/alert-days.yaml")
_WEEK = 7
SATURDAY = 5


@cache
def load_stages() -> Mapping[DueKind, tuple[int, ...]]:
    """Days before each kind of thing at which it is told once, the most days first."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {DueKind(kind): tuple(sorted(days, reverse=True)) for kind, days in raw.items()}


def stage_of(days_left: int | None, stages: Sequence[int], *, until_next: int = 0) -> int | None:
    """The least of `stages` that is reached before the next message comes; None while none is.

    Something that has been due all along (None) is told at once, and then no more.
    """
    if days_left is None:
        return 0
    reached = [stage for stage in stages if days_left - until_next <= stage]
    return min(reached) if reached else None


def days_until_next(frequency: Frequency, today: date) -> int:
    """For how many days after this one no further message comes."""
    if frequency is Frequency.WEEKLY:
        return _WEEK - 1
    following = today + timedelta(days=1)
    return max(0, _WEEK - following.weekday()) if following.weekday() >= SATURDAY else 0


def period_start(frequency: Frequency, today: date) -> date:
    """The first day of the time in which one message is sent: the day itself, or the Monday of its week."""
    return today - timedelta(days=today.weekday()) if frequency is Frequency.WEEKLY else today
