"""Writes of the catalogue of register files: a load with its lines, its conflicts, and what was said of columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.evidence.contracts.models import ContractColumnMemory, ContractLine, ContractLoad, FileConflict
from goldthread.evidence.contracts.planning import PlannedLine, RegisterPlan
from goldthread.evidence.contracts.reading import RegisterRead
from goldthread.evidence.contracts.types import ContractField, FieldDiff, LineOutcome
from goldthread.evidence.models import DepartmentName
from goldthread.evidence.sources.bytes import FileFacts
from goldthread.evidence.sources.mapping import fingerprint_headings
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person
from goldthread.register.actions.bulk import keep_given_contracts
from goldthread.register.actions.contracts import as_plain

_LONGEST_TEXT = 4000
LATER = "a later file"
"""What ends a conflict that nobody has settled."""


@dataclass(frozen=True)
class NewContractLoad:
    """All that the catalogue keeps of a register's file."""

    name: str
    key: str
    facts: FileFacts
    read: RegisterRead
    plan: RegisterPlan
    folder: str
    raw_name: str
    told: Mapping[ContractField, str]


@transaction.atomic
def record_contract_load(*, council: Council, new: NewContractLoad, by: Person | None) -> ContractLoad:
    """Write what was planned: contracts, the load with every line, open conflicts, and what was said of columns."""
    keep_given_contracts(council=council, contracts=new.plan.writes, by=by, why=f"Register file {new.name}")
    load = _create_load(council, new, by)
    ContractLine.objects.bulk_create([_line(load, each) for each in new.plan.lines], batch_size=500)
    _keep_conflicts(council, load, new.plan)
    _remember_columns(council, new, by)
    _keep_department_names(council, new.plan)
    record_event(
        council=council,
        by=by,
        kind="register.loaded",
        subject=f"contract-load:{load.key}",
        summary=f"{load.file_name}: {load.added:,} contracts were added and {load.changed:,} changed",
        after={
            "sha256": load.sha256,
            "unchanged": load.unchanged,
            "set_aside": load.set_aside,
            "value_read": str(load.value_read),
            "conflicts": len(new.plan.conflicts),
        },
    )
    return load


def _create_load(council: Council, new: NewContractLoad, by: Person | None) -> ContractLoad:
    read, plan = new.read, new.plan
    return ContractLoad.objects.create(
        key=new.key,
        council=council,
        file_name=new.name[-255:],
        sha256=new.facts.sha256,
        folder=new.folder,
        raw_name=new.raw_name,
        layout=read.layout[:120],
        encoding=read.encoding[:40],
        mapping=columns_as_json(read),
        value_column=read.value_column[:300],
        rows_read=read.rows_read,
        added=plan.count(LineOutcome.ADDED),
        changed=plan.count(LineOutcome.CHANGED),
        unchanged=plan.count(LineOutcome.UNCHANGED),
        set_aside=plan.count(LineOutcome.SET_ASIDE),
        value_read=read.value_read,
        value_added=plan.value(LineOutcome.ADDED),
        value_changed=plan.value(LineOutcome.CHANGED),
        value_unchanged=plan.value(LineOutcome.UNCHANGED),
        value_set_aside=plan.value(LineOutcome.SET_ASIDE),
        reasons=plan.reasons,
        dates_in_doubt=read.dates_in_doubt,
        waivers=sum(write.departure is not None for write in plan.writes),
        created_by=by,
    )


def columns_as_json(read: RegisterRead) -> dict[str, dict[str, object]]:
    """Each field with the column taken for it, how sure that is, and how it was found."""
    return {
        field.value: {"column": found.column, "confidence": found.confidence, "how": found.how.value}
        for field, found in read.mapping.items()
    }


def diffs_as_json(diffs: Sequence[FieldDiff]) -> list[dict[str, Any]]:
    """Differences field by field, as the catalogue and `--json` hold them."""
    return [{"field": d.field, "from": as_plain(d.held), "to": as_plain(d.given)} for d in diffs]


def _line(load: ContractLoad, planned: PlannedLine) -> ContractLine:
    line = planned.line
    return ContractLine(
        load=load,
        contract=planned.contract,
        sheet=line.sheet[:255],
        number=line.number,
        outcome=planned.outcome.value,
        reason=planned.reason.value if planned.reason else "",
        amount=line.amount,
        changes=_changes(planned),
        text=line.text[:_LONGEST_TEXT],
    )


def _changes(planned: PlannedLine) -> list[dict[str, Any]]:
    """The differences; `typed` marks a field that a person had typed, so that withdrawing the load can say so again."""
    overwritten = planned.write.overwritten if planned.write else frozenset()
    found = diffs_as_json(planned.changes)
    return [each | ({"typed": True} if each["field"] in overwritten else {}) for each in found]


def _keep_conflicts(council: Council, load: ContractLoad, plan: RegisterPlan) -> None:
    """Every conflict of this file is open; those that earlier files left for the same contracts are over, and kept."""
    lines = [each for each in plan.lines if each.contract is not None and each.outcome is not LineOutcome.SET_ASIDE]
    seen = [each.contract for each in lines if each.contract is not None]
    FileConflict.objects.filter(contract__in=seen, chosen="").update(chosen=LATER, chosen_at=timezone.now())
    rows = [
        FileConflict(
            council=council,
            load=load,
            contract=contract,
            field=diff.field,
            typed=as_plain(diff.held),
            given=as_plain(diff.given),
            given_id=getattr(diff.given, "pk", None),
        )
        for contract, diff in plan.conflicts
    ]
    FileConflict.objects.bulk_create(rows, batch_size=500)


def _remember_columns(council: Council, new: NewContractLoad, by: Person | None) -> None:
    if not new.told:
        return
    memory, _made = ContractColumnMemory.objects.get_or_create(
        council=council,
        fingerprint=fingerprint_headings(new.read.headings),
        defaults={"headings": list(new.read.headings), "mapping": {}, "created_by": by},
    )
    memory.mapping = {**memory.mapping, **{field.value: heading for field, heading in new.told.items()}}
    memory.save(update_fields=["mapping"])


def _keep_department_names(council: Council, plan: RegisterPlan) -> None:
    """Names of departments that stand for none yet are asked about where finance's names are."""
    said = {
        str(each.line.values["department_name"])
        for each in plan.lines
        if each.outcome is not LineOutcome.SET_ASIDE
        and "department_name" in each.line.values
        and each.contract is not None
        and each.contract.department_id is None
    }
    known = set(DepartmentName.objects.filter(council=council).values_list("name", flat=True))
    DepartmentName.objects.bulk_create([DepartmentName(council=council, name=name) for name in sorted(said - known)])
