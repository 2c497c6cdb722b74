"""Writes: ambitions, published ratings, and areas of the council's own."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from goldthread.framework.load import load_framework
from goldthread.framework.types import LOCAL_OBJECT, Framework, FrameworkObject, ValueCode
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person
from goldthread.plan.actions.refusals import PlanRefused, check_codes, check_retired, framework_of_plan
from goldthread.plan.models import Ambition, PlanArea, PublishedRating


class AmbitionRefused(PlanRefused):
    """An ambition that cannot be set as asked."""

    def __init__(self, *, what: str, do: str, field: str = "level") -> None:
        super().__init__(what=what, do=do, field=field)


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
    approved_by: str = "",
    approved_on: date | None = None,
) -> Ambition:
    """Set the level aimed for by a date, with a reason; a second for the same date replaces the first.

    `object_id` names a key area or an enabler, or a single value code, which may be one of the council's own.
    """
    framework = framework_of_plan(council, framework_id)
    item = _find_item(framework, object_id)
    _check_level(framework, level)
    if not reason.strip():
        raise AmbitionRefused(
            what="No reason was given.", do="Say why the council aims for this level.", field="reason"
        )
    current = Ambition.objects.filter(
        council=council, framework_id=framework_id, object_id=object_id, by_date=by_date
    ).first()
    approval = _approval(approved_by.strip(), approved_on)
    before = None
    if current is not None:
        known = _approval(current.approved_by, current.approved_on)
        before = {"level": current.level, "reason": current.reason, **known}
        if before == {"level": level, "reason": reason.strip(), **approval}:
            return current
    if current is None:
        current = Ambition(council=council, framework_id=framework_id, object_id=object_id, by_date=by_date, version=0)
    current.level, current.reason, current.set_by, current.set_at = level, reason.strip(), by, timezone.now()
    current.approved_by, current.approved_on = approved_by.strip(), approved_on
    current.version += 1
    current.save()
    record_event(
        council=council,
        by=by,
        kind="ambition.set",
        subject=f"ambition:{object_id}",
        summary=f"{item.name}: the ambition is level {level} by {by_date:%-d %B %Y}",
        before=before,
        after={"level": level, "reason": current.reason, "by_date": str(by_date), **approval},
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


def _approval(by: str, on: date | None) -> dict[str, str]:
    """Who approved it and when, as far as that was said."""
    return {name: value for name, value in (("approved_by", by), ("approved_on", str(on or ""))) if value}


def _check_level(framework: Framework, level: int) -> None:
    if not framework.has_level(level):
        raise AmbitionRefused(what=f"{level} is not a level.", do=f"Choose a level from {framework.levels_in_words}.")


def _find_item(framework: Framework, item_id: str) -> FrameworkObject | ValueCode:
    if item_id in {code.id for code in framework.every_code} - {item.id for item in framework.objects}:
        return framework.value_code(item_id)
    check_retired(framework, item_id, field="level")
    if item_id == LOCAL_OBJECT:
        raise AmbitionRefused(
            what="The local codes have no level together.", do="Set an ambition for one of them.", field="level"
        )
    return framework.object(item_id)


@transaction.atomic
def save_area(
    *,
    council: Council,
    framework_id: str,
    name: str,
    summary: str,
    objects: Sequence[str],
    codes: Sequence[str],
    order: int,
    by: Person | None,
    area: PlanArea | None = None,
) -> PlanArea:
    """Keep an area of the council's own under its name, mapped to the framework. Equal content is no change."""
    framework = framework_of_plan(council, framework_id)
    if not name.strip():
        raise PlanRefused(what="The area has no name.", do="Name it as the council's strategy does.", field="name")
    _check_objects(framework, objects)
    found = area or PlanArea.objects.filter(council=council, name=name.strip()).first()
    content: dict[str, object] = {
        "summary": summary.strip(),
        "objects_named": list(dict.fromkeys(objects)),
        "value_codes": check_codes(framework, codes, field="codes", kept=found.value_codes if found else ()),
        "order": order,
    }
    twin = PlanArea.objects.filter(council=council, name__iexact=name.strip())
    if found is not None and twin.exclude(pk=found.pk).exists():
        raise PlanRefused(what=f"There is an area named {name.strip()} already.", do="Change that one.", field="name")
    before = {key: getattr(found, key) for key in content} if found else None
    if found is not None and before == content and found.name == name.strip() and found.retired_at is None:
        return found
    found = found or PlanArea(council=council)
    found.name, found.retired_at = name.strip(), None
    for key, value in content.items():
        setattr(found, key, value)
    found.save()
    record_event(
        council=council,
        by=by,
        kind="area.saved",
        subject=f"area:{found.pk}",
        summary=f"The area {found.name} of the council's own strategy was kept",
        before=before,
        after=content,
    )
    return found


def _check_objects(framework: Framework, objects: Sequence[str]) -> None:
    known = {item.id for item in framework.objects}
    if unknown := [item for item in objects if item not in known]:
        raise PlanRefused(
            what=f"{framework.short_title} has no key area or enabler {', '.join(unknown)}.",
            do="Use ids such as CRM or ENB1.",
            field="objects",
        )
