"""Reads of the plan room."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from goldthread.organisation.models import Council
from goldthread.plan.models import Ambition, Kpi, PublishedRating


def ambitions_of(council: Council, framework_id: str) -> dict[str, list[Ambition]]:
    """Every ambition by object, the nearest date first."""
    found: dict[str, list[Ambition]] = {}
    for row in Ambition.objects.filter(council=council, framework_id=framework_id).select_related("set_by"):
        found.setdefault(row.object_id, []).append(row)
    return found


def next_ambitions(council: Council, framework_id: str, today: date | None = None) -> dict[str, Ambition]:
    """Per object the ambition to show: the nearest date still to come, else the last one past."""
    return choose_shown(ambitions_of(council, framework_id), today)


def choose_shown(ambitions: Mapping[str, Sequence[Ambition]], today: date | None = None) -> dict[str, Ambition]:
    """The same, of ambitions that have been read already; each object's stand with the nearest date first."""
    day = today or timezone.localdate()
    shown: dict[str, Ambition] = {}
    for object_id, rows in ambitions.items():
        coming = [row for row in rows if row.by_date >= day]
        shown[object_id] = coming[0] if coming else rows[-1]
    return shown


def published_ratings_of(council: Council) -> Sequence[PublishedRating]:
    return list(PublishedRating.objects.filter(council=council).order_by("pk"))


def kpis_of(council: Council) -> Sequence[Kpi]:
    return list(Kpi.objects.filter(council=council))
