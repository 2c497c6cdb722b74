"""Loading a register's file: kept, read, planned, and written in one go, or only shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path, PurePath
from uuid import uuid4

from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.contracts.actions import NewContractLoad, record_contract_load
from goldthread.evidence.contracts.amounts import AMOUNT_OF
from goldthread.evidence.contracts.following import FROM_ABOVE
from goldthread.evidence.contracts.known import plain_name, read_known
from goldthread.evidence.contracts.models import ContractColumnMemory, ContractLoad
from goldthread.evidence.contracts.planning import Planner, RegisterPlan
from goldthread.evidence.contracts.reading import RegisterFile, RegisterRead, read_register
from goldthread.evidence.contracts.types import ContractField, Line, LineOutcome, Reason
from goldthread.evidence.contracts.words import says_either
from goldthread.evidence.keeping import drop_kept, keep_draft, lock_council, start_draft, sweep_kind
from goldthread.evidence.queries import evidence_folder
from goldthread.evidence.sources.bodies import is_known, is_own, others_among
from goldthread.evidence.sources.bytes import FileFacts, measure_file
from goldthread.evidence.sources.types import FileRefused
from goldthread.evidence.store import watch_faults
from goldthread.organisation.models import Council, Person

AMOUNTS = frozenset(AMOUNT_OF.values())
KIND = "contracts"
"""The folder of register files beside those of payments."""


class RegisterTotalsDiffer(UserError):
    """The lines do not add up to what was read."""


@dataclass(frozen=True)
class RegisterWishes:
    """What the person who loads asks for. `overwrite` names fields, references or both, "all" for everything."""

    told: Mapping[ContractField, str] = field(default_factory=dict)
    overwrite: frozenset[str] = frozenset()
    any_body: bool = False
    is_dry_run: bool = False


@dataclass(frozen=True)
class RegisterOutcome:
    """What became of one file. `load` is None in a dry run, and where the file brought nothing new."""

    file: str
    facts: FileFacts
    read: RegisterRead
    plan: RegisterPlan
    load: ContractLoad | None = None
    already_loaded: bool = False
    warnings: tuple[str, ...] = ()


def load_register(
    *, council: Council, path: Path, by: Person | None, wishes: RegisterWishes, name: str = ""
) -> RegisterOutcome:
    """Load one register; raises `FileRefused`, and then nothing of it is left."""
    name = name or path.name
    if not path.is_file():
        raise FileRefused(what=f"There is no file {path}.", do="Check the name, or give the folder as well.")
    with lock_council(council) as folder:
        sweep_kind(folder, KIND, set(ContractLoad.objects.filter(council=council).values_list("folder", flat=True)))
    with watch_faults(name), lock_council(council) as folder, start_draft(folder, uuid4().hex) as draft:
        raw = draft.raw(PurePath(name).suffix.lower()[:10])
        facts = measure_file(path, keep=raw)
        read = read_register(RegisterFile(raw, name, facts, council.slug, wishes.told, _memories(council)), draft.work)
        _check_read(name, read)
        own, warnings = _own_bodies(name, read, council, any_body=wishes.any_body)
        planner = Planner(read_known(council), own, wishes.overwrite, timezone.localdate(), name)
        plan = planner.plan(read.lines)
        _check_totals(name, read, plan)
        outcome = RegisterOutcome(name, facts, read, plan, None, False, (*warnings, *_warnings(name, read, plan)))
        same = ContractLoad.objects.filter(council=council, sha256=facts.sha256).last()
        if wishes.is_dry_run:
            return outcome
        if same is not None and not plan.changes_anything and not wishes.told:
            return RegisterOutcome(name, facts, read, plan, same, True, outcome.warnings)
        place = keep_draft(draft, council, KIND)
        new = NewContractLoad(
            name=name,
            key=draft.key,
            facts=facts,
            read=read,
            plan=plan,
            folder=str(place.relative_to(evidence_folder())),
            raw_name=raw.name,
            told=wishes.told,
        )
        try:
            load = record_contract_load(council=council, new=new, by=by)
        except BaseException:
            drop_kept(place)
            raise
        return RegisterOutcome(name, facts, read, plan, load, False, outcome.warnings)


def _memories(council: Council) -> dict[str, dict[ContractField, str]]:
    rows = ContractColumnMemory.objects.filter(council=council)
    return {
        row.fingerprint: {ContractField(f): heading for f, heading in row.mapping.items() if f in set(ContractField)}
        for row in rows
    }


def _check_read(name: str, read: RegisterRead) -> None:
    """Refuse a file of which nothing would count."""
    if read.rows_read == 0:
        raise FileRefused(what=f"{name} has headings and no lines.", do="Export it again: there is nothing to load.")
    if all(line.reason is not None for line in read.lines):
        counted: dict[str, int] = {}
        for line in read.lines:
            counted[str(line.reason)] = counted.get(str(line.reason), 0) + 1
        reasons = ", ".join(f"{count:,}: {reason}" for reason, count in counted.items())
        raise FileRefused(
            what=f"{name} holds no line that can be loaded ({reasons}).",
            do="Look at the file, and name its columns with --map where they were taken wrongly.",
        )


def _own_bodies(
    name: str, read: RegisterRead, council: Council, *, any_body: bool
) -> tuple[frozenset[str], tuple[str, ...]]:
    """Names by which the file means this council; refuses a register that is another council's."""
    if not read.bodies:
        return frozenset(), ()
    own = {body for body in read.bodies if is_own(body, council.name)}
    most = max(read.bodies, key=lambda body: read.bodies[body])
    if not own:
        others = others_among([most], council.name)
        if others and is_known(council.name) and not any_body:
            raise FileRefused(
                what=f"{name} is the register of {most}, not of {council.name}.",
                do="Load it for that council, or add --any-body if it is this council's after all.",
            )
        own = {most} if len(read.bodies) < 10 else set(read.bodies)
    joint = sum(count for body, count in read.bodies.items() if body not in own)
    said: tuple[str, ...] = ()
    if joint:
        said = (f"{name}: {_say(joint, 'line is', 'lines are')} led by another body and kept as joint.",)
    if not any(is_own(body, council.name) for body in own):
        said += (f"{name} names {most}, and was taken for the register of {council.name}; withdraw it if it is not.",)
    return frozenset(map(plain_name, own)), said


def _check_totals(name: str, read: RegisterRead, plan: RegisterPlan) -> None:
    """Every line and every penny that was read ends in one of the four places."""
    rows = sum(plan.count(outcome) for outcome in LineOutcome)
    pounds = sum((plan.value(outcome) for outcome in LineOutcome), Decimal(0))
    if (rows, pounds) != (read.rows_read, read.value_read):
        raise RegisterTotalsDiffer(
            what=f"{name} was not loaded: {read.rows_read:,} lines of £{read.value_read:,} were read, but {rows:,} of "
            f"£{pounds:,} are accounted for.",
            do="Nothing was kept. Save the file again as CSV and load that; please report the file if it goes on.",
        )


def _warnings(name: str, read: RegisterRead, plan: RegisterPlan) -> Sequence[str]:
    """What a reader should know of the file: sentences that a person can act on."""
    kept = [each.line for each in plan.lines if each.outcome is not LineOutcome.SET_ASIDE]
    found = []
    if not read.value_column:
        found.append(f"{name} has no column of amounts, so the values of its contracts are unknown.")
    else:
        found += _of_amounts(name, read, kept)
    waivers = sum(bool(line.waiver_code) for line in kept)
    if waivers:
        one = _say(waivers, "line says", "lines say")
        found.append(f"{name}: {one} that the council's own rules were departed from; a waiver is recorded for each.")
    if read.dates_in_doubt:
        one = _say(read.dates_in_doubt, "day", "days")
        found.append(f"{name}: {one} could be read two ways; the day was taken to come before the month.")
    if read.has_months_first:
        found.append(f"{name}: the month stands before the day in its dates, so 4/3/2026 is the 3rd of April.")
    told = read.mapping.get(ContractField.BREAK_ON)
    if told and (outside := sum(told.column in line.extra for line in kept)):
        one = _say(outside, "break is", "breaks are")
        found.append(f"{name}: {one} no day within the contract, and kept in words.")
    from_above = sum(FROM_ABOVE in line.extra for line in kept)
    if from_above:
        one = _say(from_above, "line names", "lines name")
        found.append(f"{name}: {one} a supplier and no title; title, reference and days are those of the line above.")
    seconds = plan.reasons.get(Reason.SECOND_LINE.value, 0)
    if seconds:
        one = _say(seconds, "further line describes a contract", "further lines describe contracts")
        found.append(f"{name}: {one} that the file has described already.")
    return found


def _of_amounts(name: str, read: RegisterRead, kept: Sequence[Line]) -> Sequence[str]:
    """What is unknown, what could be either of two amounts, and what is said to be nothing."""
    found = []
    column = read.value_column
    either = [line for line in kept if column in line.extra and line.amount is not None and says_either(column)]
    unread = [line for line in kept if not AMOUNTS & line.values.keys() and line not in either]
    if unread:
        one = _say(len(unread), "contract has", "contracts have")
        found.append(f"{name}: {one} no amount that can be read; it is unknown, not zero.")
    if either:
        one = _say(len(either), "amount does", "amounts do")
        found.append(
            f'{name}: "{column}" holds totals and sums for a year alike, and {one} not say which; each is kept in '
            f'words. Where all are one of them, say so with --map value="{column}" or --map annual_value="{column}".'
        )
    nothing = sum(line.values.get("awarded_value") == 0 for line in kept)
    if nothing:
        one = _say(nothing, "contract is", "contracts are")
        found.append(f"{name}: {one} given at £0. Where the value is not known, leave the cell empty.")
    return found


def _say(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
