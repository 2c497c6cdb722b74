"""The published pipeline: what of it everybody may read, by rule, where the council has opened its register.

An entry is read by everybody from the day on which it is published. What follows a restricted contract is left out,
and so are reasons, budget codes and names of people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from goldthread.organisation.models import Council
from goldthread.register.lead_times import latest_launch
from goldthread.register.models import PipelineEntry
from goldthread.register.own_lead_times import own_lead_times
from goldthread.register.pipeline.queries import entry_state
from goldthread.register.rules import without_personal_data
from goldthread.register.types import Procedure, Visibility


@dataclass(frozen=True)
class PublicEntry:
    """One entry as everybody may read it. `launch` is the day of the first notice: held, planned, or worked back."""

    title: str
    department: str
    category: str
    estimated: Decimal | None
    estimated_vat: str
    procedure: str
    launch: date | None
    needed: date | None
    stands: str
    published: date


def published_rows(council: Council, day: date) -> QuerySet[PipelineEntry]:
    """Open entries that are published by a day and follow no restricted contract."""
    rows = PipelineEntry.objects.filter(council=council, is_closed=False, is_request=False, published_on__lte=day)
    hidden = Q(replaces__visibility=Visibility.RESTRICTED.value) | Q(becomes__visibility=Visibility.RESTRICTED.value)
    return rows.exclude(hidden).select_related("department").order_by("needed_on", "title", "pk")


def list_published(council: Council, day: date, words: str = "") -> Iterator[PublicEntry]:
    """The published pipeline by the day of need, narrowed to what holds every word in what is published of it."""
    own, wanted = own_lead_times(council), [word.casefold() for word in words.split()]
    for entry in published_rows(council, day):
        procedure = Procedure(entry.procedure)
        worked = latest_launch(entry.needed_on, procedure, own=own) if entry.needed_on else None
        line = PublicEntry(
            title=without_personal_data(entry.title),
            department=entry.department.name if entry.department else "",
            category=entry.category,
            estimated=entry.estimated_value,
            estimated_vat=entry.estimated_vat if entry.estimated_value is not None else "",
            procedure=entry.procedure,
            launch=entry.launched_on or entry.launch_on or worked,
            needed=entry.needed_on,
            stands=entry_state(entry).value,
            published=entry.published_on,
        )
        text = " ".join((line.title, line.department, line.category)).casefold()
        if all(word in text for word in wanted):
            yield line
