"""Writes of the evidence room's catalogue: a load recorded or withdrawn, finance's names confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.models import ColumnMemory, DepartmentName, Load
from goldthread.evidence.sources.account import Account
from goldthread.evidence.sources.bytes import FileFacts
from goldthread.evidence.sources.ingest import Ingested
from goldthread.evidence.sources.mapping import fingerprint_headings
from goldthread.evidence.sources.types import Field
from goldthread.evidence.types import LoadState
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Department, Person

_MOST_BODIES = 50


@dataclass(frozen=True)
class NewLoad:
    """All that the catalogue keeps of a load."""

    name: str
    facts: FileFacts
    ingested: Ingested
    account: Account
    repeats: Mapping[str, int]
    raw_name: str
    key: str
    told: Mapping[Field, str]


@transaction.atomic
def record_load(*, council: Council, new: NewLoad, folder: str, replaces: Load | None, by: Person | None) -> Load:
    """Make a kept load count: its row, what was said of its columns, and finance's names that it brought."""
    if replaces is not None:
        _put_out(load=replaces, why=f"Loaded again as {new.key}", by=by)
        _lean_on(council, old=replaces.key, new=new.key)
    ingested, account = new.ingested, new.account
    load = Load.objects.create(
        key=new.key,
        council=council,
        kind=ingested.kind,
        file_name=new.name[-255:],
        sha256=new.facts.sha256,
        folder=folder,
        raw_name=new.raw_name,
        layout=ingested.layout[:80],
        encoding=ingested.encoding,
        mapping=mapping_as_json(ingested),
        amount_basis=ingested.choice.basis,
        amount_why=ingested.choice.why[:300],
        rows_read=ingested.rows_read,
        rows_loaded=account.rows_loaded,
        rows_set_aside=account.rows_set_aside,
        net_read=ingested.net_read,
        net_loaded=account.net_loaded,
        net_set_aside=account.net_set_aside,
        credit_total=account.credit_total,
        reasons=dict(account.reasons),
        repeats=dict(new.repeats),
        bodies=sorted(ingested.bodies, key=lambda body: -ingested.bodies[body])[:_MOST_BODIES],
        dates_in_doubt=ingested.dates_in_doubt,
        first_date=account.first_date,
        last_date=account.last_date,
        created_by=by,
    )
    _remember_columns(council, new, by)
    known = DepartmentName.objects.filter(council=council).values_list("name", flat=True)
    fresh = {name[:255] for name in account.departments} - set(known)
    DepartmentName.objects.bulk_create([DepartmentName(council=council, name=name) for name in sorted(fresh)])
    record_event(
        council=council,
        by=by,
        kind="evidence.loaded",
        subject=f"load:{load.key}",
        summary=f"{load.file_name}: {load.rows_loaded:,} payments of £{load.net_loaded:,} were loaded",
        after={"sha256": load.sha256, "rows_set_aside": load.rows_set_aside, "net_set_aside": str(load.net_set_aside)},
    )
    return load


def mapping_as_json(ingested: Ingested) -> dict[str, dict[str, object]]:
    """Each field with the column taken for it, how sure that is, and how it was found."""
    return {
        field.value: {"column": match.column, "confidence": match.confidence, "how": match.told_how}
        for field, match in ingested.mapping.items()
    }


def _remember_columns(council: Council, new: NewLoad, by: Person | None) -> None:
    """Keep what a person said of these headings for every later file that has them."""
    if not new.told:
        return
    fingerprint = fingerprint_headings(new.ingested.headings)
    memory, _made = ColumnMemory.objects.get_or_create(
        council=council,
        fingerprint=fingerprint,
        defaults={"headings": list(new.ingested.headings), "mapping": {}, "created_by": by},
    )
    memory.mapping = {**memory.mapping, **{field.value: heading for field, heading in new.told.items()}}
    memory.save(update_fields=["mapping"])


def _lean_on(council: Council, *, old: str, new: str) -> None:
    """Loads whose rows repeat the old load's now repeat the new one's."""
    for load in Load.objects.filter(council=council, state=LoadState.LIVE):
        if old in load.repeats:
            load.repeats = {new if key == old else key: count for key, count in load.repeats.items()}
            load.save(update_fields=["repeats"])


def _put_out(*, load: Load, why: str, by: Person | None) -> None:
    load.state = LoadState.WITHDRAWN
    load.withdrawn_why, load.withdrawn_by, load.withdrawn_at = why, by, timezone.now()
    load.save(update_fields=["state", "withdrawn_why", "withdrawn_by", "withdrawn_at"])


@transaction.atomic
def withdraw_load(*, load: Load, why: str, by: Person | None) -> Load:
    """Take a load out of every figure. Its files stay, so that whoever asks can see what it was."""
    load = Load.objects.select_for_update().get(pk=load.pk)
    if load.state == LoadState.WITHDRAWN:
        raise UserError(what=f"{load.file_name} is withdrawn already.", do="There is nothing to do.")
    if not why.strip():
        raise UserError(what="A withdrawal needs a reason.", do='Give one with --because "…".')
    _put_out(load=load, why=why.strip(), by=by)
    record_event(
        council=load.council,
        by=by,
        kind="evidence.withdrawn",
        subject=f"load:{load.key}",
        summary=f"{load.file_name}: {load.rows_loaded:,} payments of £{load.net_loaded:,} were withdrawn",
        before={"state": "live"},
        after={"state": "withdrawn"},
        why=why.strip(),
    )
    return load


@transaction.atomic
def confirm_department(*, name: DepartmentName, department: Department | None, by: Person | None) -> DepartmentName:
    """Say for which department one of finance's names stands; None says for none of them."""
    if department is not None and department.council_id != name.council_id:
        raise UserError(what=f"{department.name} is a department of another council.", do="Choose one of this council.")
    before = name.department.name if name.department else None
    name.department, name.is_confirmed = department, True
    name.confirmed_by, name.confirmed_at = by, timezone.now()
    name.save(update_fields=["department", "is_confirmed", "confirmed_by", "confirmed_at"])
    record_event(
        council=name.council,
        by=by,
        kind="evidence.department",
        subject=f"finance-name:{name.pk}",
        summary=f'"{name.name}" stands for {department.name if department else "no department"}',
        before={"department": before},
        after={"department": department.name if department else None},
    )
    return name
