"""Waves: entries that one board decides together. Planned, filled, and decided once, never by who planned them."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person
from goldthread.organisation.permissions import NotAllowed, Standing
from goldthread.organisation.types import Action
from goldthread.register.actions.contracts import as_plain
from goldthread.register.actions.pipeline import save_entry, tell_entry
from goldthread.register.actions.records import RecordRefused, check_not_to_come, check_said
from goldthread.register.limits import check_may_approve
from goldthread.register.models import PipelineEntry, Wave
from goldthread.register.pipeline.queries import entry_state
from goldthread.register.rules import VAT
from goldthread.register.types import PipelineState, VatBasis


@transaction.atomic
def save_wave(
    *, council: Council, wave: Wave | None = None, name: str, board: str, meets_on: date | None, by: Person | None
) -> Wave:
    """Plan a wave, or change one that is not decided. Raises `RecordRefused`."""
    held = hold_wave(wave) if wave is not None else Wave(council=council)
    check_undecided(held)
    before = {each: getattr(held, each) for each in ("name", "board", "meets_on")} if wave is not None else None
    held.name = check_said(name, field="name", missing="The wave has no name.", do="Give it one, such as Spring 2027.")
    held.board = check_said(board, field="board", missing="No board is named.", do="Say which board decides.")
    if meets_on is not None and meets_on != (before or {}).get("meets_on") and meets_on < timezone.localdate():
        raise RecordRefused(
            what=f"The board would meet on {meets_on:%-d %B %Y}, which has passed.",
            do="Give the day of its next meeting.",
            field="meets_on",
        )
    others = Wave.objects.filter(council=council, name__iexact=held.name, meets_on=meets_on).exclude(pk=held.pk)
    if others.exists():
        raise RecordRefused(
            what=f"There is a wave “{held.name}” for that meeting already.",
            do="Put the entries in that one, or give this one another name.",
            field="name",
        )
    held.meets_on = meets_on
    after = {"name": held.name, "board": held.board, "meets_on": held.meets_on}
    if before == after:
        return held
    held.save()
    _tell(held, by=by, kind="changed" if before else "planned", before=before, after=after)
    return held


@transaction.atomic
def put_in_wave(*, wave: Wave, entries: Collection[int], by: Person | None) -> list[PipelineEntry]:
    """Put entries in a wave, those that it has already as they are. Raises `RecordRefused` for one that cannot go."""
    held = hold_wave(wave)
    check_undecided(held)
    rows = _rows(held.council, entries)
    if not rows:
        raise RecordRefused(
            what="No entry was chosen.", do="Tick those that the board should decide on.", field="entries"
        )
    moved = [entry for entry in rows if entry.wave_id != held.pk]
    for entry in moved:
        state = entry_state(entry)
        if state is not PipelineState.PLANNED:
            raise RecordRefused(
                what=f"“{entry}” is {state.value} and needs no decision in a wave.",
                do="Leave it out." if state is not PipelineState.REQUESTED else "Take it into the pipeline first.",
                field="entries",
            )
        entry.wave = held
        save_entry(entry, by=by)
        tell_entry(entry, by=by, kind="waved", done=f"was put before {held.board} in the wave {held}")
    return moved


@transaction.atomic
def take_from_wave(*, wave: Wave, entry: PipelineEntry, by: Person | None) -> PipelineEntry:
    """Take an entry out of a wave that is not decided."""
    held = hold_wave(wave)
    check_undecided(held)
    row = PipelineEntry.objects.select_for_update(of=("self",)).select_related("council").get(pk=entry.pk)
    if row.wave_id != held.pk:
        return row
    row.wave = None
    save_entry(row, by=by)
    tell_entry(row, by=by, kind="unwaved", done=f"was taken out of the wave {held}")
    return row


@transaction.atomic
def decide_wave(*, wave: Wave, approved: Collection[int], decision: str, on: date, standing: Standing) -> Wave:
    """Record what the board decided: which entries it approved, in what words, on which day.

    Raises `RecordRefused` for a wave that is decided, empty or not held yet, and `NotAllowed` for somebody who put an
    approved entry in the pipeline, or whose limit an approved entry is above.
    """
    standing.check(Action.DECIDE_CHANGES)
    held = hold_wave(wave)
    check_undecided(held)
    rows = list(held.entries.select_for_update(of=("self",)).select_related("council").order_by("needed_on", "pk"))
    if not rows:
        raise RecordRefused(what="The wave holds no entry.", do="Put entries in it before the board decides.")
    words = check_said(
        decision, field="decision", missing="The decision has no words.", do="Write it as the minutes have it."
    )
    check_not_to_come(on, field="on", what="The board decided")
    chosen = [entry for entry in rows if entry.pk in set(approved)]
    _check_decider(chosen, standing)
    for entry in chosen:
        entry.approved_on = on
        save_entry(entry, by=standing.person)
        tell_entry(
            entry,
            by=standing.person,
            kind="approved",
            done=f"was approved by {held.board}",
            after={"approved_on": on},
            why=words,
        )
    held.decided_on, held.decision, held.decided_by = on, words, standing.person
    held.save()
    after = {"decided_on": on, "decision": words, "approved": len(chosen), "of": len(rows)}
    _tell(held, by=standing.person, kind="decided", after=after)
    return held


def hold_wave(wave: Wave) -> Wave:
    return Wave.objects.select_for_update(of=("self",)).select_related("council", "decided_by").get(pk=wave.pk)


def check_undecided(wave: Wave) -> None:
    """Raise `RecordRefused`, naming who decided and when, for a wave that is decided."""
    if wave.decided_on is not None:
        who = wave.decided_by or "Somebody"
        raise RecordRefused(
            what=f"{who} has recorded the decision of {wave.decided_on:%-d %B %Y} on this wave already.",
            do="Put what is still to be decided in a new wave.",
        )


def amount_of(entry: PipelineEntry) -> Decimal | None:
    """The estimated value without VAT, which limits are held against; one whose basis is unknown as it stands."""
    value: Decimal | None = entry.estimated_value
    if value is None:
        return None
    return value / VAT if entry.estimated_vat == VatBasis.INCLUDED else value


def _check_decider(chosen: Sequence[PipelineEntry], standing: Standing) -> None:
    for entry in chosen:
        if entry.created_by_id == standing.person.pk:
            raise NotAllowed(
                what=f"You put “{entry}” in the pipeline, and nobody approves their own.",
                do="Ask somebody else to record the decision, or leave it out of what is approved.",
            )
        amount = amount_of(entry)
        if amount is None:
            raise RecordRefused(
                what=f"“{entry}” has no estimated value, so nobody can say who may approve it.",
                do="Give its value, or leave it out of what is approved.",
                field="approved",
            )
        check_may_approve(standing, amount)


def _rows(council: Council, keys: Collection[int]) -> list[PipelineEntry]:
    rows = PipelineEntry.objects.select_for_update(of=("self",)).filter(council=council, pk__in=list(keys))
    return list(rows.select_related("council").order_by("needed_on", "pk"))


def _tell(
    wave: Wave, *, by: Person | None, kind: str, after: dict[str, object], before: dict[str, object] | None = None
) -> None:
    done = {"planned": "was planned", "changed": "was changed", "decided": f"was decided by {wave.board}"}[kind]
    record_event(
        council=wave.council,
        by=by,
        kind=f"wave.{kind}",
        subject=f"wave:{wave.pk}",
        summary=f"The wave {wave} {done}",
        before={name: as_plain(value) for name, value in before.items()} if before else None,
        after={name: as_plain(value) for name, value in after.items()},
        why=wave.decision if kind == "decided" else "",
    )
