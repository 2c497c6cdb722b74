"""Writes of the plan room."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.framework.load import load_framework
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person
from goldthread.plan.models import Ambition, Kpi, PublishedRating
from goldthread.plan.types import KpiKind

LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5


class AmbitionRefused(UserError):
    """An ambition that cannot be set as asked. `field` names the part that is wrong."""

    def __init__(self, *, what: str, do: str, field: str = "level") -> None:
        super().__init__(what=what, do=do)
        self.field = field


@transaction.atomic
def set_ambition(
    *,
    council: Council,
    framework_id: str,
    object_id: str,
    level: int,
    by_date: date,
    reason: str,
    by: Person | None,
) -> Ambition:
    """Set the level aimed for by a date, with a reason; a second for the same date replaces the first."""
    item = load_framework(framework_id).object(object_id)
    if not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
        raise AmbitionRefused(what=f"{level} is not a level.", do="Choose a level from 1 Minimum to 5 Innovator.")
    if not reason.strip():
        raise AmbitionRefused(
            what="No reason was given.", do="Say why the council aims for this level.", field="reason"
        )
    current = Ambition.objects.filter(
        council=council, framework_id=framework_id, object_id=object_id, by_date=by_date
    ).first()
    before = {"level": current.level, "reason": current.reason} if current else None
    if before == {"level": level, "reason": reason.strip()} and current:
        return current
    if current is None:
        current = Ambition(council=council, framework_id=framework_id, object_id=object_id, by_date=by_date, version=0)
    current.level, current.reason, current.set_by, current.set_at = level, reason.strip(), by, timezone.now()
    current.version += 1
    current.save()
    record_event(
        council=council,
        by=by,
        kind="ambition.set",
        subject=f"ambition:{object_id}",
        summary=f"{item.name}: the ambition is level {level} by {by_date:%-d %B %Y}",
        before=before,
        after={"level": level, "reason": current.reason, "by_date": str(by_date)},
        why=current.reason,
    )
    return current


@transaction.atomic
def save_published_rating(
    *, council: Council, framework_id: str, object_id: str, level: int, as_of: date, source: str, by: Person | None
) -> PublishedRating:
    """Keep a level that a council published elsewhere. The same level of the same day again is no change."""
    item = load_framework(framework_id).object(object_id)
    found, made = PublishedRating.objects.get_or_create(
        council=council,
        framework_id=framework_id,
        object_id=object_id,
        as_of=as_of,
        defaults={"level": level, "source": source},
    )
    before = None if made else {"level": found.level, "source": found.source}
    after = {"level": level, "source": source}
    if before == after:
        return found
    found.level, found.source = level, source
    found.save(update_fields=["level", "source"])
    record_event(
        council=council,
        by=by,
        kind="rating.published",
        subject=f"published:{object_id}",
        summary=f"{item.name} was published at level {level} as of {as_of:%Y}",
        before=before,
        after=after,
    )
    return found


@transaction.atomic
def save_kpi(
    *,
    council: Council,
    number: int,
    area: str,
    measure: str,
    kind: KpiKind,
    direction: str,
    baseline: Mapping[str, object],
    targets: Sequence[Mapping[str, object]],
    value_codes: Sequence[str],
    by: Person | None,
) -> Kpi:
    """Keep a KPI of the council's strategy under its number. Equal content is no change."""
    content: dict[str, object] = {
        "area": area,
        "measure": measure,
        "kind": kind.value,
        "direction": direction,
        "baseline": dict(baseline),
        "targets": [dict(target) for target in targets],
        "value_codes": list(value_codes),
    }
    found = Kpi.objects.filter(council=council, number=number).first()
    before = {name: getattr(found, name) for name in content} if found else None
    if found is not None and before == content:
        return found
    saved, _made = Kpi.objects.update_or_create(council=council, number=number, defaults=content)
    record_event(
        council=council,
        by=by,
        kind="kpi.saved",
        subject=f"kpi:{number}",
        summary=f"KPI {number} was kept: {measure}",
        before=before,
        after=content,
    )
    return saved
