"""A clock that the demonstration sets, so that its story lies in the past and each load is the same to the second."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from unittest import mock
from zoneinfo import ZoneInfo

from django.utils import timezone

_PLACE = ZoneInfo("Europe/London")


class StoryClock:
    """Stands still but for a second at each look, until it is set again."""

    def __init__(self) -> None:
        self._next = datetime(2024, 1, 1, 9, tzinfo=UTC)

    def set_to(self, day: date, hour: int = 9, minute: int = 0) -> None:
        self._next = datetime.combine(day, time(hour, minute), tzinfo=_PLACE).astimezone(UTC)

    def pass_minutes(self, minutes: int) -> None:
        self._next += timedelta(minutes=minutes)

    def look(self) -> datetime:
        self._next += timedelta(seconds=1)
        return self._next


@contextmanager
def story_time() -> Iterator[StoryClock]:
    """Have `django.utils.timezone.now` read the story's clock. For loading alone: never while the site is served.

    Tables keep the function itself as their default, so the clock is changed where that function reads it.
    """
    clock = StoryClock()

    class StoryDatetime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain datetime is meant
            return clock.look()

    with mock.patch.object(timezone, "datetime", StoryDatetime):
        yield clock
