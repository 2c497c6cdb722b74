"""The rules of changes.yaml: each old item goes somewhere, each new one comes from somewhere, once."""

from collections.abc import Iterator
from typing import Any

from goldthread.framework.carry import reused_ids
from goldthread.framework.changes import Carry, Change, ChangeFile, ChangeKind
from goldthread.framework.faults import Fault
from goldthread.framework.files import Document, PathInFile
from goldthread.framework.outline import Outline

# kind -> how many old ids, how many new ids: each a (fewest, most) pair
MANY = 99
SIDES = {
    ChangeKind.UNCHANGED: ((1, 1), (1, 1)),
    ChangeKind.RENAMED: ((1, 1), (1, 1)),
    ChangeKind.REWORDED: ((1, 1), (1, 1)),
    ChangeKind.SPLIT: ((1, 1), (2, MANY)),
    ChangeKind.JOINED: ((2, MANY), (1, 1)),
    ChangeKind.ADDED: ((0, 0), (1, MANY)),
    ChangeKind.RETIRED: ((1, MANY), (0, 0)),
}
CARRIES_SCORE_UNSAID = (ChangeKind.UNCHANGED, ChangeKind.RENAMED, ChangeKind.REWORDED)


def build_changes(value: dict[str, Any]) -> ChangeFile:
    """The change file of a document that has the right shape."""
    return ChangeFile(
        old_framework=value["old_framework"],
        new_framework=value["new_framework"],
        changes=tuple(_build_change(entry) for entry in value["changes"]),
        notes=tuple(value.get("notes", ())),
    )


def _build_change(entry: dict[str, Any]) -> Change:
    kind = ChangeKind(entry["kind"])
    unsaid = dict.fromkeys(entry["new"], Carry.SCORE) if kind in CARRIES_SCORE_UNSAID else {}
    carry = {new: Carry(what) for new, what in entry.get("carry", {}).items()}
    return Change(
        kind=kind,
        old=tuple(entry["old"]),
        new=tuple(entry["new"]),
        carry=unsaid | carry,
        reconfirm=tuple(entry.get("reconfirm", ())),
        reason=entry["reason"],
    )


def check_changes(document: Document, file: ChangeFile, old: Outline | None, new: Outline) -> list[Fault]:
    """Every fault of a change file. Where the old framework is missing, only the new side is checked."""
    faults = list(_check_frameworks(document, file, new))
    for place, change in enumerate(file.changes):
        faults += _check_change(document, ("changes", place), change, new)
    gone = frozenset() if old is None else old.known_ids - new.known_ids
    faults += _check_side(document, file, new, "new", must_stand=new.object_ids, retired=gone)
    if old is None:
        message = f'The older framework "{file.old_framework}" cannot be found.'
        return [*faults, document.fault(("old_framework",), message, "Put its folder beside this one.")]
    must_go_somewhere = (*old.object_ids, *(code for code in old.code_ids if code not in new.code_ids))
    faults += _check_side(document, file, old, "old", must_stand=must_go_somewhere)
    return [*faults, *_check_reuse(document, file, old, new)]


def _check_reuse(document: Document, file: ChangeFile, old: Outline, new: Outline) -> Iterator[Fault]:
    for item_id in reused_ids(file.changes, old.known_ids, new.known_ids):
        message = f'"{item_id}" names something else in {new.id} than in {old.id}.'
        yield document.fault(("changes",), message, "Give the newer item an id that was never used.")


def _check_frameworks(document: Document, file: ChangeFile, new: Outline) -> Iterator[Fault]:
    if file.new_framework != new.id:
        message = f'The changes lead to "{file.new_framework}" but stand in "{new.id}".'
        yield document.fault(("new_framework",), message, "Name the framework of this folder.")
    if file.old_framework != new.supersedes:
        message = f'The changes start from "{file.old_framework}", which framework.yaml does not supersede.'
        yield document.fault(("old_framework",), message, "Name the same framework as `supersedes`.")


def _check_change(document: Document, path: PathInFile, change: Change, new: Outline) -> Iterator[Fault]:
    for side, ids, (fewest, most) in zip(("old", "new"), (change.old, change.new), SIDES[change.kind], strict=True):
        if not fewest <= len(ids) <= most:
            wanted = str(fewest) if fewest == most else f"at least {fewest}"
            message = f'A change of kind "{change.kind}" has {len(ids)} {side} ids.'
            yield document.fault((*path, side), message, f"It takes {wanted}.")
    for item_id in change.new:
        if change.old and item_id not in change.carry:
            message = f'It is not said what "{item_id}" carries.'
            yield document.fault(path, message, "Add it to `carry` with score, comment or nothing.")
    for item_id in change.carry:
        if item_id not in change.new or not change.old:
            message = f'"{item_id}" has nothing to carry in this change.'
            yield document.fault((*path, "carry", item_id), message, "Name only new ids that come from an old one.")
    for place, level in enumerate(change.reconfirm):
        if level not in new.levels:
            yield document.fault(
                (*path, "reconfirm", place), f"There is no level {level}.", "Name a level of this one."
            )
    if change.reconfirm and Carry.SCORE not in change.carry.values():
        yield document.fault((*path, "reconfirm"), "No score is carried.", "Take `reconfirm` out.")


def _check_side(
    document: Document,
    file: ChangeFile,
    outline: Outline,
    side: str,
    *,
    must_stand: tuple[str, ...],
    retired: frozenset[str] = frozenset(),
) -> Iterator[Fault]:
    """Ids of one side: known, named once, none left out that must be named."""
    known = outline.known_ids
    named: set[str] = set()
    for place, change in enumerate(file.changes):
        for position, item_id in enumerate(change.old if side == "old" else change.new):
            path: PathInFile = ("changes", place, side, position)
            if item_id in retired:
                message = f'"{item_id}" retired: {outline.id} has no such item.'
                yield document.fault(path, message, "Lead to an item of the newer framework, or retire the old one.")
            elif item_id not in known:
                yield document.fault(path, f'{outline.id} has no item "{item_id}".', "Correct the id, or take it out.")
            elif item_id in named:
                yield document.fault(path, f'"{item_id}" stands in two changes.', "Keep it in one.")
            named.add(item_id)
    for item_id in must_stand:
        if item_id not in named:
            message = (
                f'No change says what becomes of "{item_id}".'
                if side == "old"
                else f'No change says whence "{item_id}" comes.'
            )
            yield document.fault(("changes",), message, f"Add a change that names it as {side}.")
