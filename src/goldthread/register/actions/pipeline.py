"""Pipeline entries: planned or asked for, changed with a version, taken in, closed with a reason and opened again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Department, Person
from goldthread.register.actions.contracts import CONFLICT_EXIT, as_plain
from goldthread.register.actions.records import RecordRefused, check_said
from goldthread.register.models import Contract, PipelineEntry
from goldthread.register.pipeline.queries import days_of
from goldthread.register.pipeline.rules import check_entry
from goldthread.register.rules import Fault
from goldthread.register.search.actions import index_records

NOT_EDITABLE = frozenset(
    {
        *("id", "council", "wave", "is_request", "is_closed", "closed_on", "closed_because", "closed_by"),
        *("created_by", "created_at", "changed_by", "changed_at", "version"),
    }
)
EDITABLE: tuple[str, ...] = tuple(each.name for each in PipelineEntry._meta.fields if each.name not in NOT_EDITABLE)


class EntryRefused(UserError):
    """An entry that cannot be saved as it stands. `faults` names every field that is wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults[0].what, faults[0].do, details=tuple(f"{each.what} {each.do}" for each in faults[1:]))
        self.faults = faults


class EntryConflict(UserError):
    """Somebody saved a newer version: `current`. `attempted` is what this person wrote; nothing was overwritten."""

    def __init__(self, *, current: PipelineEntry, attempted: Mapping[str, Any]) -> None:
        who = str(current.changed_by) if current.changed_by else "Somebody"
        super().__init__(
            what=f"{who} saved “{current}” while you were writing.",
            do="Look at both and choose which to keep; nothing has been overwritten.",
            exit_code=CONFLICT_EXIT,
        )
        self.current = current
        self.attempted = dict(attempted)


@transaction.atomic
def add_entry(
    *, council: Council, values: Mapping[str, Any], by: Person | None, is_request: bool = False
) -> PipelineEntry:
    """Put an entry in the pipeline, or ask for one. Raises `EntryRefused` with every fault."""
    entry = PipelineEntry(council=council, created_by=by, changed_by=by, is_request=is_request)
    _set(entry, values)
    _check(entry, frozenset(values))
    entry.save()
    index_records([entry], is_new=True)
    done = "was asked for" if is_request else "was put in the pipeline"
    tell_entry(entry, by=by, kind="requested" if is_request else "added", done=done, after=values)
    return entry


@transaction.atomic
def change_entry(
    *, entry: PipelineEntry, values: Mapping[str, Any], expected_version: int, by: Person | None
) -> PipelineEntry:
    """Change some fields of an entry. The same values again are no change.

    Raises `EntryConflict` where somebody saved a newer version, `EntryRefused` with every fault.
    """
    held = hold_entry(entry)
    before = {name: getattr(held, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return held
    if held.version != expected_version:
        raise EntryConflict(current=held, attempted=values)
    check_open(held)
    _set(held, changed)
    _check(held, frozenset(changed))
    save_entry(held, by=by)
    names = ", ".join(name.replace("_", " ") for name in sorted(changed))
    tell_entry(
        held,
        by=by,
        kind="changed",
        done=f"{names} changed",
        before={name: before[name] for name in sorted(changed)},
        after=dict(sorted(changed.items())),
    )
    return held


@transaction.atomic
def accept_request(*, entry: PipelineEntry, by: Person | None) -> PipelineEntry:
    """Take what somebody asked for into the pipeline. Accepted twice it is accepted once."""
    held = hold_entry(entry)
    check_open(held)
    if not held.is_request:
        return held
    held.is_request = False
    save_entry(held, by=by)
    tell_entry(held, by=by, kind="accepted", done="was taken into the pipeline")
    return held


@transaction.atomic
def close_entry(*, entry: PipelineEntry, because: str, by: Person | None) -> PipelineEntry:
    """Close an entry that is bought, or no longer wanted, with a reason. It stays on the record."""
    held = hold_entry(entry)
    check_open(held)
    held.closed_because = check_said(
        because, field="because", missing="No reason was given.", do="Say what became of it, or why it is not wanted."
    )
    held.is_closed, held.closed_on, held.closed_by = True, timezone.localdate(), by
    save_entry(held, by=by)
    tell_entry(held, by=by, kind="closed", done="was closed", why=held.closed_because)
    return held


@transaction.atomic
def reopen_entry(*, entry: PipelineEntry, because: str, by: Person | None) -> PipelineEntry:
    """Open a closed entry again, with a reason."""
    held = hold_entry(entry)
    why = check_said(because, field="because", missing="No reason was given.", do="Say why it is wanted after all.")
    if not held.is_closed:
        return held
    held.is_closed, held.closed_on, held.closed_because, held.closed_by = False, None, "", None
    save_entry(held, by=by)
    tell_entry(held, by=by, kind="reopened", done="was opened again", why=why)
    return held


def hold_entry(entry: PipelineEntry) -> PipelineEntry:
    """The entry as it stands now, held until the transaction ends."""
    rows = PipelineEntry.objects.select_for_update(of=("self",)).select_related("council", "changed_by")
    return rows.get(pk=entry.pk)


def check_open(entry: PipelineEntry) -> None:
    if entry.is_closed:
        when = f" on {entry.closed_on:%-d %B %Y}" if entry.closed_on else ""
        raise RecordRefused(what=f"“{entry}” was closed{when}.", do="Open it again first.")


def save_entry(entry: PipelineEntry, *, by: Person | None) -> None:
    """Count the version up and save; the entry is found by its new words at once."""
    entry.version += 1
    entry.changed_at, entry.changed_by = timezone.now(), by
    entry.save()
    index_records([entry])


def subject_of_entry(entry: PipelineEntry) -> str:
    """What the events of an entry name it by."""
    return f"pipeline:{entry.pk}"


def tell_entry(
    entry: PipelineEntry,
    *,
    by: Person | None,
    kind: str,
    done: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    why: str = "",
) -> None:
    """Record one event of an entry."""
    record_event(
        council=entry.council,
        by=by,
        kind=f"pipeline.{kind}",
        subject=subject_of_entry(entry),
        summary=f"{entry}: {done}",
        before={name: as_plain(value) for name, value in before.items()} if before is not None else None,
        after={name: as_plain(value) for name, value in after.items()} if after is not None else None,
        why=why,
    )


def _set(entry: PipelineEntry, values: Mapping[str, Any]) -> None:
    unknown = sorted(set(values) - set(EDITABLE))
    if unknown:
        raise ValueError(f"no fields of a pipeline entry: {', '.join(unknown)}")
    for name, value in values.items():
        setattr(entry, name, value)


def _check(entry: PipelineEntry, changed: frozenset[str]) -> None:
    faults = [*check_entry(days_of(entry), changed, today=timezone.localdate()), *_check_links(entry)]
    if faults:
        raise EntryRefused(tuple(faults))


def _check_links(entry: PipelineEntry) -> list[Fault]:
    faults = []
    for name in ("replaces", "becomes"):
        contract: Contract | None = getattr(entry, name)
        if contract is not None and contract.council_id != entry.council_id:
            verb = "replace" if name == "replaces" else "become"
            what = f"It would {verb} a contract that is not on this council's register."
            faults.append(Fault(name, what, "Choose one of the council's own contracts."))
    if entry.replaces_id is not None and entry.replaces_id == entry.becomes_id:
        what = "It would become the very contract that it replaces."
        faults.append(Fault("becomes", what, "Choose the new contract, or leave it empty until there is one."))
    department: Department | None = entry.department
    if department is not None and department.council_id != entry.council_id:
        faults.append(Fault("department", "That department belongs to another council.", "Choose one of your own."))
    if entry.estimated_value is not None and entry.estimated_value < 0:
        faults.append(Fault("estimated_value", "The estimated value is below zero.", "Give what it is likely to cost."))
    return faults
