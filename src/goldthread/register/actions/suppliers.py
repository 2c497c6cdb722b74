"""Files of strategic suppliers: opened by the criteria, changed with a version, met, assessed, joined, ended."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.organisation.models import Council, Person
from goldthread.organisation.permissions import NotAllowed, Standing
from goldthread.organisation.types import Action
from goldthread.register.actions.contracts import as_plain
from goldthread.register.actions.records import RecordRefused, check_not_to_come, check_said, tell
from goldthread.register.models import SupplierAssessment, SupplierFile, SupplierMeeting
from goldthread.register.types import Aspect, AssessmentRating

DAY_OF = {
    Aspect.PERFORMANCE: "performance_on",
    Aspect.COST: "cost_on",
    Aspect.FINANCE: "finance_on",
    Aspect.ADDED_VALUE: "added_value_on",
    Aspect.RISK: "risk_on",
}
"""The day on which each aspect was last known, as the file keeps it."""
_TEXTS, _LISTS = ("plan", "contingency"), ("sub_suppliers", "shared_with")


@dataclass(frozen=True)
class SaidFile:
    """What somebody says in a supplier file."""

    owner: Person | None = None
    lead_council: str = ""
    plan: str = ""
    plan_on: date | None = None
    contingency: str = ""
    contingency_on: date | None = None
    sub_suppliers: tuple[str, ...] = ()
    shared_with: tuple[str, ...] = ()
    turnover: Decimal | None = None
    living_wage_on: date | None = None
    slavery_statement_on: date | None = None


class FileChanged(UserError):
    """Somebody saved the file, or joined it into another: `current` is the one to look at. Nothing was overwritten."""

    def __init__(self, current: SupplierFile, differs: tuple[str, ...], what: str) -> None:
        super().__init__(what, "What you wrote is below, beside what stands now. Save again to keep yours.")
        self.current = current
        self.differs = differs


def can_keep_file(standing: Standing, file: SupplierFile) -> bool:
    """Whether the person may change the file: every one, or those that they own."""
    if standing.can(Action.KEEP_REGISTER):
        return True
    return file.owner_id == standing.person.pk and standing.can(Action.KEEP_OWN_SUPPLIER_FILES)


def check_keep_file(standing: Standing, file: SupplierFile) -> None:
    """Raise `NotAllowed`, naming who may, unless the person may change the file."""
    if not can_keep_file(standing, file):
        owner = f"{file.owner} owns it" if file.owner else "Nobody owns it yet"
        raise NotAllowed(
            what=f"You do not own the file of {file}.", do=f"{owner}: ask them, or your head of procurement."
        )


@transaction.atomic
def open_file(
    *,
    council: Council,
    name: str,
    because: str,
    by: Person | None,
    tier: str = "",
    criteria_version: str = "",
    criteria_run_on: date | None = None,
) -> SupplierFile:
    """Open the file of a strategic supplier with the reason. One that is open stays; one that was ended opens again."""
    plain = check_said(
        " ".join(name.split())[:300], field="name", missing="No supplier was named.", do="Name it as the register does."
    )
    said = check_said(because, field="because", missing="No reason was given.", do="Say why it is strategic.")
    Council.objects.select_for_update().get(pk=council.pk)
    held = SupplierFile.objects.filter(council=council, name=plain).first()
    if held is not None and held.joined_into_id:
        held = _end_of_chain(held)
    if held is not None and held.is_strategic:
        return held
    held = held or SupplierFile(council=council, name=plain)
    held.is_strategic, held.strategic_because, held.ended_because = True, said, ""
    if criteria_version:
        held.tier, held.criteria_version, held.criteria_run_on = tier, criteria_version, criteria_run_on
    _save(held, by)
    tell(
        council=council,
        by=by,
        kind="supplier_file.opened",
        about=None,
        summary=f"{held}: its file was opened",
        why=said,
    )
    return held


@transaction.atomic
def save_file(*, file: SupplierFile, said: SaidFile, expected_version: int, by: Person | None) -> SupplierFile:
    """Change a file. The same again is no change.

    Raises `FileChanged` where a newer version was saved, or where the file was joined into another meanwhile.
    """
    held = SupplierFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if held.joined_into_id:
        whole = _end_of_chain(held)
        what = f"The file of {held} was joined into that of {whole} while you were writing."
        raise FileChanged(whole, _differing(whole, said), what)
    changed = _differing(held, said)
    if not changed:
        return held
    if held.version != expected_version:
        raise FileChanged(held, changed, f"{held.changed_by or 'Somebody'} saved this file while you were writing.")
    for label, day in (("The plan is", said.plan_on), ("The contingency plan is", said.contingency_on)):
        if day is not None:
            check_not_to_come(day, field="plan_on" if "cont" not in label else "contingency_on", what=label)
    before = {name: as_plain(getattr(held, name)) for name in changed}
    for name in changed:
        value = getattr(said, name)
        setattr(held, name, list(value) if name in _LISTS else value)
    _save(held, by)
    after = {name: _plain(getattr(held, name)) for name in changed}
    summary = f"{held}: {', '.join(name.replace('_', ' ') for name in changed)} changed"
    tell(
        council=held.council,
        by=by,
        kind="supplier_file.changed",
        about=None,
        summary=summary,
        before=before,
        after=after,
    )
    return held


@transaction.atomic
def add_meeting(
    *, file: SupplierFile, on: date, note: str, is_after_incident: bool, by: Person | None
) -> SupplierMeeting:
    """Write down a meeting. The same by the same person is one."""
    said = check_said(note, field="note", missing="The meeting has no note.", do="Say what was agreed.")
    check_not_to_come(on, field="on", what="The meeting is")
    meeting, is_new = SupplierMeeting.objects.get_or_create(
        file=_open(file), on=on, note=said, is_after_incident=is_after_incident, by=by
    )
    if is_new:
        tell(
            council=file.council, by=by, kind="supplier_file.met", about=None, summary=f"{file}: met on {on:%-d %B %Y}"
        )
    return meeting


@transaction.atomic
def assess_supplier(
    *, file: SupplierFile, aspect: Aspect, on: date, rating: AssessmentRating, findings: str, by: Person | None
) -> SupplierAssessment:
    """Assess one aspect of a supplier. The file keeps the latest day of each; an older look never takes it back."""
    said = check_said(findings, field="findings", missing="Nothing was found.", do="Say what it rests on.")
    check_not_to_come(on, field="on", what="The assessment is")
    held = _open(file)
    made, is_new = SupplierAssessment.objects.get_or_create(
        file=held, aspect=aspect.value, on=on, rating=rating.value, findings=said, by=by
    )
    if is_new:
        known: date | None = getattr(held, DAY_OF[aspect])
        if rating is not AssessmentRating.UNKNOWN and (known is None or known < on):
            setattr(held, DAY_OF[aspect], on)
            held.save(update_fields=[DAY_OF[aspect]])
        summary = f"{held}: {aspect.value} was assessed as {rating.value}"
        tell(council=held.council, by=by, kind="supplier_file.assessed", about=None, summary=summary)
    return made


@transaction.atomic
def join_files(*, kept: SupplierFile, other: SupplierFile, by: Person | None) -> SupplierFile:
    """Join two files of one supplier: all of `other` comes to `kept`, and nothing is lost. Again changes nothing.

    Texts that differ stand one below the other, lists are united, and of two days the later counts.
    """
    into = SupplierFile.objects.select_for_update(of=("self",)).get(pk=kept.pk)
    held = SupplierFile.objects.select_for_update(of=("self",)).get(pk=other.pk)
    if held.joined_into_id == into.pk:
        return into
    if into.pk == held.pk or into.joined_into_id or held.joined_into_id or into.council_id != held.council_id:
        raise RecordRefused(what="One of the two files was joined already.", do="Look at the list again.")
    before = {"kept": _whole(into), "joined": _whole(held)}
    for name in _TEXTS:
        setattr(into, name, _both(into, held, name))
    for name in _LISTS:
        setattr(into, name, sorted({*getattr(into, name), *getattr(held, name)}))
    for name in (
        *DAY_OF.values(),
        "plan_on",
        "contingency_on",
        "criteria_run_on",
        "living_wage_on",
        "slavery_statement_on",
    ):
        days = [day for day in (getattr(into, name), getattr(held, name)) if day is not None]
        setattr(into, name, max(days, default=None))
    for name in ("owner", "lead_council", "turnover", "tier", "criteria_version", "strategic_because"):
        setattr(into, name, getattr(into, name) or getattr(held, name))
    into.is_strategic = into.is_strategic or held.is_strategic
    held.meetings.update(file=into)
    held.assessments.update(file=into)
    held.joined_into, held.is_strategic = into, False
    _save(held, by)
    _save(into, by)
    summary = f"The file of {held} was joined into that of {into}"
    tell(council=into.council, by=by, kind="supplier_file.joined", about=None, summary=summary, before=before)
    return into


@transaction.atomic
def end_file(*, file: SupplierFile, because: str, by: Person | None) -> SupplierFile:
    """Say that a supplier is strategic no longer. Its file stays."""
    held = _open(file)
    held.ended_because = check_said(
        because, field="because", missing="No reason was given.", do="Say why it is strategic no longer."
    )
    held.is_strategic = False
    _save(held, by)
    summary = f"{held} is no longer a strategic supplier"
    tell(council=held.council, by=by, kind="supplier_file.ended", about=None, summary=summary, why=held.ended_because)
    return held


def said_of(file: SupplierFile) -> SaidFile:
    """What a file says, as its form takes it."""
    held = {each.name: getattr(file, each.name) for each in fields(SaidFile)}
    return SaidFile(**(held | {name: tuple(held[name]) for name in _LISTS}))


def _differing(file: SupplierFile, said: SaidFile) -> tuple[str, ...]:
    now = said_of(file)
    return tuple(each.name for each in fields(SaidFile) if getattr(now, each.name) != getattr(said, each.name))


def _open(file: SupplierFile) -> SupplierFile:
    """The file as it is kept now, or the one that it was joined into: what is written is never lost."""
    held = SupplierFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    return _end_of_chain(held)


def _end_of_chain(file: SupplierFile) -> SupplierFile:
    while file.joined_into_id:
        file = SupplierFile.objects.get(pk=file.joined_into_id)
    return file


def _save(file: SupplierFile, by: Person | None) -> None:
    file.version += 1
    file.changed_at, file.changed_by = timezone.now(), by
    file.save()


def _both(into: SupplierFile, other: SupplierFile, name: str) -> str:
    mine, theirs = str(getattr(into, name)).strip(), str(getattr(other, name)).strip()
    if not theirs or theirs == mine:
        return mine
    return f"{mine}\n\nFrom the file of {other}:\n{theirs}" if mine else theirs


def _whole(file: SupplierFile) -> Mapping[str, Any]:
    return {each.name: _plain(getattr(file, each.name)) for each in fields(SaidFile)}


def _plain(value: object) -> Any:
    return list(value) if isinstance(value, tuple) else as_plain(value)
