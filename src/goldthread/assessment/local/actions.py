"""Writes of local codes: beginning a supplement, saving and retiring its items, publishing a version."""

import re

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from goldthread.assessment.actions.rounds import CONFLICT_EXIT
from goldthread.assessment.local.models import LocalItem, LocalSupplement, LocalVersion
from goldthread.assessment.local.queries import (
    check_draft,
    content_of,
    draft_content,
    read_content,
    without_date,
)
from goldthread.assessment.local.types import CONTENT_FIELDS, ItemContent, ItemKind
from goldthread.assessment.snapshots import canonical_json, digest
from goldthread.common.errors import UserError
from goldthread.framework.load import load_framework
from goldthread.framework.local import clash_of_prefix
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person

PREFIX = re.compile(r"[A-Z]{2,6}")
REST = re.compile(r"[A-Z0-9]{1,12}")


class LocalRefused(UserError):
    """A step with local codes that cannot be taken. `field` names the part that is wrong."""

    def __init__(self, *, what: str, do: str, field: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(what=what, do=do, details=details)
        self.field = field


class ItemConflict(UserError):
    """Somebody saved a newer text: `current`. `attempted` is what this person wrote; nothing was overwritten."""

    def __init__(self, *, current: LocalItem, attempted: ItemContent) -> None:
        super().__init__(
            what=f"{current.changed_by or 'Somebody'} saved a different text of {current.item_id} meanwhile.",
            do="Look at both and save the one to keep; nothing has been overwritten.",
            exit_code=CONFLICT_EXIT,
        )
        self.current = current
        self.attempted = attempted


@transaction.atomic
def begin_supplement(
    *, council: Council, framework_id: str, prefix: str, title: str, by: Person | None
) -> LocalSupplement:
    """Begin a council's additions to a framework; raises `LocalRefused` for a prefix that could clash."""
    framework = load_framework(framework_id)
    prefix = prefix.strip().upper().rstrip("-")
    if not PREFIX.fullmatch(prefix):
        raise LocalRefused(
            what=f'"{prefix}" cannot begin ids.', do="Use two to six capital letters, such as WH.", field="prefix"
        )
    if clash := clash_of_prefix(prefix, framework):
        raise LocalRefused(
            what=f"{framework.short_title} has an id {clash}, which begins like that.",
            do="Choose another prefix.",
            field="prefix",
        )
    if LocalSupplement.objects.filter(council=council, framework_id=framework_id).exists():
        raise LocalRefused(
            what=f"{council.name} has local codes for {framework.short_title} already.",
            do="Add to those.",
            field="title",
        )
    made = LocalSupplement.objects.create(
        council=council,
        framework_id=framework_id,
        prefix=prefix,
        title=title.strip() or f"Local codes of {council.name}",
    )
    record_event(
        council=council,
        by=by,
        kind="local.begun",
        subject=f"local:{made.pk}",
        summary=f"Local codes for {framework.short_title} were begun, with the prefix {prefix}",
        after={"framework": framework_id, "prefix": prefix},
    )
    return made


@transaction.atomic
def add_item(
    *, supplement: LocalSupplement, kind: ItemKind, item_id: str, content: ItemContent, by: Person | None
) -> LocalItem:
    """Add a code or a priority to the draft; raises `LocalRefused` for an id that was used before."""
    item_id = item_id.strip().upper()
    held = _lock(supplement)
    if kind is ItemKind.CODE:
        item_id = _own_id(held, item_id)
    else:
        load_framework(held.framework_id).value_code(item_id)
    same = held.items.filter(kind=kind, item_id=item_id).first()
    if same is not None:
        raise _taken(same)
    made = LocalItem.objects.create(supplement=held, kind=kind, item_id=item_id, **_columns(content), changed_by=by)
    _record(made, "local.saved", f"{item_id} was added to the draft of the local codes", by, after=_columns(content))
    return made


def _own_id(supplement: LocalSupplement, item_id: str) -> str:
    rest = item_id.removeprefix(f"{supplement.prefix}-")
    if not REST.fullmatch(rest):
        raise LocalRefused(
            what=f'"{item_id}" cannot name a local code.' if item_id else "The code has no id.",
            do=f"Use at most twelve letters and digits after {supplement.prefix}-, such as {supplement.prefix}-GREEN.",
            field="item_id",
        )
    return f"{supplement.prefix}-{rest}"


def _taken(item: LocalItem) -> LocalRefused:
    if item.retired_in is None:
        what, do = f"{item.item_id} is among the local items already.", "Change that one."
    elif item.kind == ItemKind.PRIORITY:
        what = f"The priority on {item.item_id} retired in version {item.retired_in}."
        do = "Look among what retired and take it up again there."
    else:
        what = f"{item.item_id} retired in version {item.retired_in}, and answers may still hang on that id."
        do = "Choose an id that was never used."
    return LocalRefused(what=what, do=do, field="item_id")


@transaction.atomic
def save_item(*, item: LocalItem, content: ItemContent, expected_version: int, by: Person | None) -> LocalItem:
    """Keep a draft text, whether it is complete or not; raises `ItemConflict` where somebody saved a newer one."""
    current = LocalItem.objects.select_for_update(of=("self",)).select_related("supplement__council").get(pk=item.pk)
    _check_own(current)
    before = content_of(current)
    if before == content:
        return current
    if current.version != expected_version:
        raise ItemConflict(current=current, attempted=content)
    was, now = _columns(before), _columns(content)
    changed = [name for name in CONTENT_FIELDS if was[name] != now[name]]
    for name in changed:
        setattr(current, name, now[name])
    current.version, current.changed_at, current.changed_by = current.version + 1, timezone.now(), by
    current.save(update_fields=[*changed, "version", "changed_at", "changed_by"])
    _record(
        current,
        "local.saved",
        f"The draft of {current.item_id} was changed",
        by,
        before={name: was[name] for name in changed},
        after={name: now[name] for name in changed},
    )
    return current


def _check_own(item: LocalItem) -> None:
    if item.retired_in is not None:
        raise LocalRefused(
            what=f"{item.item_id} retired in version {item.retired_in}, so it is kept as it was.",
            do="Add a new code with an id of its own.",
        )
    if item.origin:
        raise LocalRefused(
            what=f"{item.item_id} is written by {item.origin['council']}, so it is not changed here.",
            do="Ask them, and load their next version.",
        )


@transaction.atomic
def retire_item(*, item: LocalItem, reason: str, by: Person | None) -> LocalItem:
    """Take an item out of the next version. The row stays with version and reason; its id is not used again."""
    if not reason.strip():
        raise LocalRefused(
            what="No reason was given.", do="Say why it retires; the reason is published.", field="reason"
        )
    held = _lock(item.supplement)
    current = held.items.select_for_update().get(pk=item.pk)
    if current.retired_in is None:
        current.retired_in, current.retired_because = next_number(held), reason.strip()
        current.version, current.changed_at, current.changed_by = current.version + 1, timezone.now(), by
        current.save()
        _record(
            current, "local.retired", f"{current.item_id} retires with version {current.retired_in}", by, why=reason
        )
    return current


@transaction.atomic
def take_up_again(*, item: LocalItem, by: Person | None) -> LocalItem:
    """Undo a retirement that no version has published, or take up a priority again: it is the same item."""
    held = _lock(item.supplement)
    current = held.items.select_for_update().get(pk=item.pk)
    if current.retired_in is None:
        return current
    if current.retired_in < next_number(held) and current.kind == ItemKind.CODE:
        raise _taken(current)
    before = {"retired_in": current.retired_in, "reason": current.retired_because}
    current.retired_in, current.retired_because = None, ""
    current.version, current.changed_at, current.changed_by = current.version + 1, timezone.now(), by
    current.save()
    _record(current, "local.saved", f"{current.item_id} was taken up again", by, before=before)
    return current


@transaction.atomic
def publish_supplement(
    *, supplement: LocalSupplement, because: str, by: Person | None, expected_sha256: str = ""
) -> LocalVersion:
    """Publish the draft as the next version, which nobody can change; rounds that begin from now on ask its codes.

    `expected_sha256` is of the draft that the person looked at: where it was changed since, nothing is published.
    """
    held = _lock(supplement)
    if not because.strip():
        raise LocalRefused(
            what="No reason was given.", do="Say what is new in this version and who agreed it.", field="because"
        )
    items, number = list(held.items.select_related("supplement__council")), next_number(held)
    author = f"{by}, {held.council.name}" if by else held.council.name
    content = draft_content(held, items, number=number, author=author, published=timezone.localdate())
    if expected_sha256 and draft_digest(content) != expected_sha256:
        raise LocalRefused(
            what="Somebody changed the draft while you were looking at it, so nothing was published.",
            do="Read it again and publish then.",
        )
    if faults := check_draft(content):
        raise LocalRefused(
            what=f"The draft has {len(faults)} {'fault' if len(faults) == 1 else 'faults'}, so nothing was published.",
            do="Mend what is listed and publish again.",
            details=tuple(f"{fault.message} {fault.remedy}" for fault in faults),
        )
    _check_news(held, content)
    text = canonical_json(content)
    made = LocalVersion.objects.create(
        supplement=held, number=number, content=text, sha256=digest(text), because=because.strip(), published_by=by
    )
    held.items.filter(since__isnull=True, retired_in__isnull=True).update(since=number)
    record_event(
        council=held.council,
        by=by,
        kind="local.published",
        subject=f"local:{held.pk}",
        summary=f"Version {number} of {held.title} was published",
        after={"sha256": made.sha256, "codes": len(content["value_codes"]), "priorities": len(content["priorities"])},
        why=because.strip(),
    )
    return made


def draft_digest(content: dict[str, object]) -> str:
    """The SHA-256 of what a draft says, whoever publishes it and when."""
    return digest(canonical_json(without_date(content)))


def _check_news(supplement: LocalSupplement, content: dict[str, object]) -> None:
    last = supplement.versions.first()
    if last is not None and without_date(read_content(last)) == without_date(content):
        raise LocalRefused(
            what=f"Nothing has changed since version {last.number}.", do="Change something first, then publish."
        )
    if last is None and not content["value_codes"] and not content["priorities"]:
        raise LocalRefused(what="The draft is empty.", do="Add a code or a priority first.")


def next_number(supplement: LocalSupplement) -> int:
    """The number that the draft will have once it is published."""
    return int(supplement.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _lock(supplement: LocalSupplement) -> LocalSupplement:
    return LocalSupplement.objects.select_for_update(of=("self",)).select_related("council").get(pk=supplement.pk)


def _columns(content: ItemContent) -> dict[str, object]:
    """The content as the row's columns hold it."""
    values: dict[str, object] = {name: getattr(content, name) for name in CONTENT_FIELDS}
    values["levels"] = {level: list(lines) for level, lines in content.levels.items()}
    return values | {"notes": list(content.notes), "statements": list(content.statements)}


def _record(
    item: LocalItem,
    kind: str,
    summary: str,
    by: Person | None,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    why: str = "",
) -> None:
    record_event(
        council=item.supplement.council,
        by=by,
        kind=kind,
        subject=f"local:{item.supplement_id}/item:{item.pk}",
        summary=summary,
        before=before,
        after=after,
        why=why.strip(),
    )
