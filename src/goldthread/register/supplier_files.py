"""How the file of a strategic supplier stands: what is known of its aspects, when a meeting is due, what it lacks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.common.words import list_in_words
from goldthread.register.actions.suppliers import DAY_OF
from goldthread.register.models import SegmentationRow, SupplierFile, SupplierMeeting
from goldthread.register.rules import add_months
from goldthread.register.types import Aspect

YEAR, QUARTER = 12, 3
"""Months within which an aspect is to be looked at, and within which a supplier is to be met."""


@dataclass(frozen=True)
class AspectKnown:
    """One of the five aspects: when it was last known, and whether that is within a year."""

    aspect: Aspect
    day: date | None
    is_current: bool


@dataclass(frozen=True)
class FileState:
    """How a file stands on a day. `meeting_due` is None where nobody met the supplier yet: then it is due at once."""

    aspects: tuple[AspectKnown, ...]
    met: date | None
    meeting_due: date | None
    is_meeting_due: bool
    lacks: tuple[str, ...]

    @property
    def current(self) -> int:
        """How many aspects were looked at within a year."""
        return sum(each.is_current for each in self.aspects)


def know_aspects(file: SupplierFile, today: date) -> tuple[AspectKnown, ...]:
    return tuple(_know(aspect, getattr(file, name), today) for aspect, name in DAY_OF.items())


def _know(aspect: Aspect, day: date | None, today: date) -> AspectKnown:
    return AspectKnown(aspect, day, day is not None and day > add_months(today, -YEAR))


def state_of(file: SupplierFile, met: date | None, today: date) -> FileState:
    """`met` is the day of the last meeting, as `last_meetings` gives it."""
    aspects = know_aspects(file, today)
    is_due = met is None or met <= add_months(today, -QUARTER)
    lacks = [] if file.owner_id else ["an owner"]
    lacks += ["a meeting within three months"] if is_due else []
    lacks += [] if file.plan else ["a plan"]
    lacks += [] if file.contingency else ["a contingency plan"]
    stale = [each.aspect.label.lower() for each in aspects if not each.is_current]
    lacks += [f"a look within a year at {list_in_words(stale)}"] if stale else []
    return FileState(aspects, met, add_months(met, QUARTER) if met else None, is_due, tuple(lacks))


def last_meetings(files: Sequence[SupplierFile]) -> dict[int, date]:
    """The latest meeting of each file (one query)."""
    rows = SupplierMeeting.objects.filter(file__in=files).order_by("on").values_list("file", "on")
    return dict(rows)


def without_file(rows: Sequence[SegmentationRow], held: Collection[str]) -> list[SegmentationRow]:
    """Suppliers of the first tier none of whose names has a file."""
    return [row for row in rows if not set(held) & set(row.names)]


def names_of_run(rows: Sequence[SegmentationRow]) -> set[str]:
    return {name for row in rows for name in row.names}
