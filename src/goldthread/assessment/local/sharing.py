"""Sharing local codes without forking a framework: a published version as a file, a file of another council's taken in,
and the council's own codes taken over to a newer framework. Who wrote an item, and its version, stay with it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.assessment.local.actions import LocalRefused, begin_supplement
from goldthread.assessment.local.models import LocalItem, LocalSupplement, LocalVersion
from goldthread.assessment.local.queries import read_content
from goldthread.assessment.local.types import ItemKind
from goldthread.framework.carry import plan_carry
from goldthread.framework.changes import ChangeKind
from goldthread.framework.files import Document
from goldthread.framework.load import load_changes, load_framework
from goldthread.framework.local import build_supplement, write_supplement
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person

STAYS = frozenset({ChangeKind.UNCHANGED, ChangeKind.RENAMED, ChangeKind.REWORDED})


@dataclass(frozen=True)
class Loaded:
    """What taking in a file came to: ids that are new, changed, retired, and those left as they were, with why."""

    supplement: LocalSupplement
    added: tuple[str, ...]
    changed: tuple[str, ...]
    retired: tuple[str, ...]
    left: tuple[tuple[str, str], ...]


def export_version(version: LocalVersion) -> str:
    """A published version as one YAML file in the frameworks' own grammar."""
    return write_supplement(read_content(version))


@transaction.atomic
def load_supplement(*, council: Council, document: Document, by: Person | None, prefix: str = "") -> Loaded:
    """Take another council's published items into this council's draft; raises `LocalRefused` or `SupplementFaults`.

    They keep their ids, their author and their version, and are not edited here. A newer file of the same council
    brings them up to date. What this council wrote itself is never touched.
    """
    framework = load_framework(_framework_named(document))
    given = build_supplement(document, framework)
    if given.council == council.name:
        raise LocalRefused(
            what=f"The file holds {council.name}'s own local codes, version {given.version}.",
            do="Load it at another council; here they are there already.",
        )
    held = LocalSupplement.objects.filter(council=council, framework_id=given.framework).first()
    if held is None:
        held = begin_supplement(
            council=council, framework_id=given.framework, prefix=prefix or _own_prefix(council), title="", by=by
        )
    if held.prefix == given.prefix:
        raise LocalRefused(
            what=f"{given.council} uses the prefix {given.prefix} too, so their ids could not be told from yours.",
            do="One of the two councils has to begin with another prefix.",
            field="prefix",
        )
    taking = _Taking(held, document.value, by)
    taking.take_all()
    found = Loaded(held, tuple(taking.added), tuple(taking.changed), tuple(taking.retired), tuple(taking.left))
    record_event(
        council=council,
        by=by,
        kind="local.loaded",
        subject=f"local:{held.pk}",
        summary=f"Version {given.version} of {given.council}'s local codes was taken into the draft",
        after={"added": list(found.added), "changed": list(found.changed), "retired": list(found.retired)},
    )
    return found


def _framework_named(document: Document) -> str:
    named = document.value.get("framework") if isinstance(document.value, dict) else None
    if not isinstance(named, str):
        raise LocalRefused(
            what=f"{document.file} does not say which framework it adds to.", do="Give a file that was exported here."
        )
    return named


def _own_prefix(council: Council) -> str:
    return "".join(letter for letter in council.slug.upper() if "A" <= letter <= "Z")[:4]


class _Taking:
    """Takes the items of one file into a draft, one after another, and remembers what became of each."""

    def __init__(self, supplement: LocalSupplement, value: dict[str, Any], by: Person | None) -> None:
        self.supplement, self.value, self.by = supplement, value, by
        self.rows = {(row.kind, row.item_id): row for row in supplement.items.select_for_update()}
        self.added: list[str] = []
        self.changed: list[str] = []
        self.retired: list[str] = []
        self.left: list[tuple[str, str]] = []

    def take_all(self) -> None:
        for code in self.value["value_codes"]:
            self._take(ItemKind.CODE, code["id"], code)
        for priority in self.value["priorities"]:
            self._take(ItemKind.PRIORITY, priority["value_code"], priority)
        for gone in self.value["retired"]:
            self._retire(gone)

    def _take(self, kind: ItemKind, item_id: str, given: dict[str, Any]) -> None:
        origin = given.get("origin") or {
            "council": self.value["council"],
            "version": self.value["version"],
            "author": self.value["author"],
        }
        row = self.rows.get((kind, item_id))
        if origin["council"] == self.supplement.council.name:
            self.left.append((item_id, "it is the council's own"))
            return
        if row is not None and (row.origin is None or row.origin["council"] != origin["council"]):
            self.left.append(
                (item_id, f"{row.origin['council'] if row.origin else 'the council itself'} wrote it here")
            )
            return
        if row is not None and row.retired_in is not None:
            self.left.append((item_id, f"it retired here in version {row.retired_in}"))
            return
        fresh = row is None
        row = row or LocalItem(supplement=self.supplement, kind=kind, item_id=item_id, version=0)
        columns = _columns_of(given)
        if not fresh and all(getattr(row, name) == value for name, value in columns.items()):
            self.left.append((item_id, "nothing in it has changed"))
            return
        for name, value in {**columns, "origin": origin, "changed_at": timezone.now(), "changed_by": self.by}.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        (self.added if fresh else self.changed).append(item_id)

    def _retire(self, gone: dict[str, Any]) -> None:
        row = self.rows.get((gone["kind"], gone["id"]))
        if row is None or row.retired_in is not None or not row.origin:
            return
        if row.origin["council"] == self.value["council"]:
            latest = self.supplement.versions.first()
            row.retired_in = (latest.number if latest else 0) + 1
            row.retired_because = f"{self.value['council']} retired it: {gone['reason']}"
            row.version += 1
            row.save()
            self.retired.append(row.item_id)


def _columns_of(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": given.get("name", ""),
        "description": given.get("description", ""),
        "object_id": given.get("object", ""),
        "area": given.get("area", ""),
        "levels": given.get("levels", {}),
        "notes": given.get("notes", []),
        "reason": given.get("reason", ""),
        "statements": given.get("statements", []),
    }


@dataclass(frozen=True)
class TakenOver:
    """A draft for a newer framework: ids that stay where they were, and those that somebody has to decide, with why."""

    supplement: LocalSupplement
    kept: tuple[str, ...]
    to_decide: tuple[tuple[str, str], ...]


@transaction.atomic
def carry_supplement(*, supplement: LocalSupplement, framework_id: str, by: Person | None) -> TakenOver:
    """Draft the same additions for the framework that supersedes theirs; nothing of the older ones changes.

    An item whose object or code became exactly one keeps its place. Where it was split, joined or retired, the item
    comes without a place, and the draft cannot be published before somebody gives it one or retires it.
    """
    old, new = load_framework(supplement.framework_id), load_framework(framework_id)
    plan = plan_carry(old, new, load_changes(framework_id))
    made = begin_supplement(
        council=supplement.council, framework_id=framework_id, prefix=supplement.prefix, title=supplement.title, by=by
    )
    known = {code.id for code in new.value_codes}
    kept, to_decide = [], []
    for row in supplement.items.order_by("pk"):
        where = row.object_id if row.kind == ItemKind.CODE else row.item_id
        change = plan.changes.get(where)
        stays = change is None or (change.kind in STAYS and len(change.new) == 1)
        target = change.new[0] if change and stays else where
        row.pk, row.supplement, row.version, row.since = None, made, 1, None
        if row.retired_in is not None:
            row.retired_in = 1
        elif row.kind == ItemKind.PRIORITY and (not stays or target not in known):
            to_decide.append((row.item_id, change.reason if change else "The newer framework has no such code."))
            row.retired_in, row.retired_because = 1, f"{new.short_title} changed {where}: {to_decide[-1][1]}"
        elif row.kind == ItemKind.PRIORITY:
            row.item_id = target
            kept.append(target)
        elif row.object_id and not stays:
            to_decide.append((row.item_id, change.reason if change else ""))
            row.object_id = ""
        else:
            row.object_id = target if row.object_id else ""
            kept.append(row.item_id)
        row.save()
    record_event(
        council=supplement.council,
        by=by,
        kind="local.carried",
        subject=f"local:{made.pk}",
        summary=f"The local codes for {old.short_title} were taken over to {new.short_title} as a draft",
        before={"framework": old.id},
        after={"framework": new.id, "kept": kept, "to_decide": [item for item, _ in to_decide]},
    )
    return TakenOver(made, tuple(kept), tuple(to_decide))
