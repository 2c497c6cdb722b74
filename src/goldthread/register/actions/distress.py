"""The watch list and cases of financial distress. What the record of changes says of them names no supplier."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.register.actions.records import RecordRefused, check_not_to_come, check_said, tell
from goldthread.register.models import DistressCase, DistressEntry, WatchedSupplier


@transaction.atomic
def put_on_watch(
    *, council: Council, supplier_name: str, because: str, by: Person | None, names: Collection[str] = ()
) -> WatchedSupplier:
    """Put a supplier on the watch list with a reason. One that is on it, by any of its `names`, stays as it is."""
    name = _name(supplier_name)
    said = check_said(because, field="because", missing="No reason was given.", do="Say what worries the council.")
    Council.objects.select_for_update().get(pk=council.pk)
    listed = WatchedSupplier.objects.filter(council=council, taken_off__isnull=True)
    held = listed.filter(supplier_name__in={name, *names}).first()
    if held is not None:
        return held
    made = WatchedSupplier.objects.create(
        council=council, supplier_name=name, because=said, put_on=timezone.localdate(), put_by=by
    )
    tell(
        council=council,
        by=by,
        kind="watch.put",
        about=None,
        summary=f"A supplier was put on the watch list ({made.pk})",
    )
    return made


@transaction.atomic
def take_off_watch(*, watched: WatchedSupplier, because: str, by: Person | None) -> WatchedSupplier:
    """Take a supplier off the watch list with a reason. Again changes nothing."""
    held = WatchedSupplier.objects.select_for_update(of=("self",)).get(pk=watched.pk)
    if held.taken_off:
        return held
    held.taken_because = check_said(
        because, field="because", missing="No reason was given.", do="Say why it need not be watched any more."
    )
    held.taken_off, held.taken_by = timezone.localdate(), by
    held.save(update_fields=["taken_because", "taken_off", "taken_by"])
    summary = f"A supplier was taken off the watch list ({held.pk})"
    tell(council=held.council, by=by, kind="watch.taken", about=None, summary=summary)
    return held


@transaction.atomic
def open_case(
    *,
    council: Council,
    supplier_name: str,
    because: str,
    by: Person | None,
    signals: Sequence[str] = (),
    backup_supplier: str = "",
    names: Collection[str] = (),
) -> DistressCase:
    """Open a case with what was seen. Where one is open under another of the supplier's `names`, it is that one.

    Raises `RecordRefused` without a reason.
    """
    name = _name(supplier_name)
    said = check_said(because, field="because", missing="No reason was given.", do="Say what worries the council.")
    Council.objects.select_for_update().get(pk=council.pk)
    open_ = DistressCase.objects.filter(council=council, closed_on__isnull=True, supplier_name__in={name, *names})
    if (held := open_.first()) is not None:
        return held
    made = DistressCase.objects.create(
        council=council,
        supplier_name=name,
        signals=list(signals),
        because=said,
        backup_supplier=backup_supplier.strip(),
        opened_on=timezone.localdate(),
        opened_by=by,
    )
    summary = f"A case of financial distress was opened ({made.pk})"
    tell(council=council, by=by, kind="distress.opened", about=None, summary=summary)
    return made


@transaction.atomic
def add_entry(*, case: DistressCase, on: date, text: str, by: Person | None) -> DistressEntry:
    """Write a line into a case's log. The same line by the same person on the same day is one."""
    said = check_said(text, field="text", missing="The line is empty.", do="Say what was learnt or done.")
    check_not_to_come(on, field="on", what="It happened")
    held = _open(case)
    entry, is_new = DistressEntry.objects.get_or_create(case=held, on=on, text=said, by=by)
    if is_new:
        summary = f"A line was written into a case of financial distress ({held.pk})"
        tell(council=held.council, by=by, kind="distress.logged", about=None, summary=summary)
    return entry


@transaction.atomic
def name_backup(*, case: DistressCase, backup_supplier: str, by: Person | None) -> DistressCase:
    """Say who could step in."""
    held = _open(case)
    before, held.backup_supplier = held.backup_supplier, backup_supplier.strip()
    if before != held.backup_supplier:
        held.save(update_fields=["backup_supplier"])
        summary = f"The back-up supplier of a case of financial distress was named ({held.pk})"
        tell(council=held.council, by=by, kind="distress.backup", about=None, summary=summary)
    return held


@transaction.atomic
def close_case(*, case: DistressCase, outcome: str, failed_on: date | None, by: Person | None) -> DistressCase:
    """Close a case with its outcome, and the day on which the supplier failed where it did. Again changes nothing."""
    held = DistressCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if held.closed_on:
        return held
    held.outcome = check_said(outcome, field="outcome", missing="No outcome was given.", do="Say how it ended.")
    if failed_on is not None:
        check_not_to_come(failed_on, field="failed_on", what="It failed")
    held.failed_on, held.closed_on, held.closed_by = failed_on, timezone.localdate(), by
    held.save(update_fields=["outcome", "failed_on", "closed_on", "closed_by"])
    summary = f"A case of financial distress was closed ({held.pk})"
    tell(council=held.council, by=by, kind="distress.closed", about=None, summary=summary)
    return held


def _open(case: DistressCase) -> DistressCase:
    held = DistressCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if held.closed_on:
        raise RecordRefused(
            what=f"The case was closed on {held.closed_on:%-d %B %Y}.", do="Open a new one if there is more to say."
        )
    return held


def _name(text: str) -> str:
    name = " ".join(text.split())[:300]
    return check_said(
        name, field="supplier_name", missing="No supplier was named.", do="Name one as the register does."
    )
