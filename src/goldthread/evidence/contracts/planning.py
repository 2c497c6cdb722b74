"""What a register's file would do, line by line, before anything is written: added, changed, unchanged, set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from goldthread.evidence.contracts.following import SECTION
from goldthread.evidence.contracts.known import GIVEN_REFERENCE, Known, lot_of, plain_name, reference_of
from goldthread.evidence.contracts.types import FieldDiff, Line, LineOutcome, Option, Reason
from goldthread.evidence.contracts.words import NO_CODE
from goldthread.register.actions.bulk import GivenContract, SaidDeparture, SaidOption
from goldthread.register.actions.contracts import as_plain
from goldthread.register.models import Contract
from goldthread.register.types import Arrangement, Procedure, Taken

OPTIONS, WAIVER, TENDER, BREAK = "extensions", "waiver", "tender", "break"
ALL = "all"
_PARENTS = {Arrangement.FRAMEWORK, Arrangement.DYNAMIC_MARKET, Arrangement.DPS, Arrangement.UNKNOWN}
_PASSED_ON = ("body", "owner_email", "manager_email", "parent_reference")


@dataclass
class PlannedLine:
    """One line and what becomes of it. `conflicts` are left as a person typed them."""

    line: Line
    outcome: LineOutcome
    contract: Contract | None = None
    write: GivenContract | None = None
    changes: tuple[FieldDiff, ...] = ()
    conflicts: tuple[FieldDiff, ...] = ()
    reason: Reason | None = None


@dataclass
class RegisterPlan:
    """Every line of a file in its order."""

    lines: list[PlannedLine] = field(default_factory=list)

    def count(self, outcome: LineOutcome) -> int:
        return sum(each.outcome is outcome for each in self.lines)

    def value(self, outcome: LineOutcome) -> Decimal:
        return sum((each.line.amount or Decimal(0) for each in self.lines if each.outcome is outcome), Decimal(0))

    @property
    def writes(self) -> list[GivenContract]:
        return [each.write for each in self.lines if each.write is not None]

    @property
    def conflicts(self) -> list[tuple[Contract, FieldDiff]]:
        return [(each.contract, diff) for each in self.lines if each.contract for diff in each.conflicts]

    @property
    def reasons(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for each in self.lines:
            if each.reason is not None:
                found[each.reason.value] = found.get(each.reason.value, 0) + 1
        return found

    @property
    def changes_anything(self) -> bool:
        return any(each.outcome in {LineOutcome.ADDED, LineOutcome.CHANGED} for each in self.lines)


@dataclass
class _Seen:
    """Lines of the file that came before."""

    texts: set[tuple[str, str]] = field(default_factory=set)
    contracts: set[tuple[object, ...]] = field(default_factory=set)
    references: set[str] = field(default_factory=set)
    new: dict[str, Contract] = field(default_factory=dict)


@dataclass(frozen=True)
class Planner:
    """All that decides what becomes of a line. `overwrite` names what a person typed and the file may replace."""

    known: Known
    own_bodies: frozenset[str]
    overwrite: frozenset[str]
    today: date
    file_name: str

    def plan(self, lines: Sequence[Line]) -> RegisterPlan:
        """Plan every line: first those under no other contract, so that call-offs find their framework."""
        seen = _Seen(references=set(self.known.references))
        places = sorted(range(len(lines)), key=lambda place: bool(lines[place].values.get("parent_reference")))
        planned = {place: self._plan_line(self._open_options(lines[place]), seen) for place in places}
        return RegisterPlan([planned[place] for place in range(len(lines))])

    def _open_options(self, line: Line) -> Line:
        """An option that a file says was not taken is still open as long as the contract runs."""
        end = line.values.get("end")
        if end is None or end < self.today or all(taken is not Taken.NO for _months, taken in line.options):
            return line
        options = tuple((months, Taken.OPEN if taken is Taken.NO else taken) for months, taken in line.options)
        return replace(line, options=options)

    def _plan_line(self, line: Line, seen: _Seen) -> PlannedLine:
        reason = line.reason or _seen_before(line, seen)
        if reason is not None:
            return PlannedLine(line, LineOutcome.SET_ASIDE, reason=reason)
        contract = self.known.find(line)
        values, extra = self._resolve(line, contract, seen)
        if contract is None:
            return self._plan_new(line, values, extra, seen)
        return self._plan_held(line, contract, values, extra)

    def _resolve(self, line: Line, contract: Contract | None, seen: _Seen) -> tuple[dict[str, Any], dict[str, str]]:
        """The line's values with departments, people, parents and joint buyers known by name."""
        values = {name: value for name, value in line.values.items() if name not in _PASSED_ON}
        extra = dict(line.extra)
        _number_reference(values, extra, contract, seen)
        department = self.known.department_of(values.get("department_name") or extra.get(SECTION, ""))
        if department is not None:
            values["department"] = department
        for role in ("owner", "manager"):
            name, email = values.get(f"{role}_name", ""), line.values.get(f"{role}_email", "")
            person = self.known.person_of(name, email)
            if person is not None:
                values[role] = person
            elif email and not name:
                values[f"{role}_name"] = email
        parent = self._parent(line.values.get("parent_reference", ""), seen)
        if parent is not None and parent != contract:
            values["parent"] = parent
        body = line.values.get("body", "")
        if body and plain_name(body) not in self.own_bodies:
            values["is_joint"], values["lead_authority"] = True, body[:200]
        return values, extra

    def _parent(self, reference: str, seen: _Seen) -> Contract | None:
        """What a contract is called off from: on the register, or new in this very file."""
        found = self.known.by_reference.get(reference.casefold(), []) if reference else []
        held = next((each for each in found if each.arrangement in _PARENTS), None)
        return held or (seen.new.get(reference.casefold()) if reference else None)

    def _plan_new(self, line: Line, values: dict[str, Any], extra: dict[str, str], seen: _Seen) -> PlannedLine:
        contract = Contract(reference=values.get("reference", ""), title=values.get("title", ""))
        if values.get("arrangement", Arrangement.UNKNOWN) in _PARENTS and line.values.get("reference"):
            seen.new.setdefault(line.values["reference"].casefold(), contract)
        write = GivenContract(
            contract=contract,
            values={**values, "extra": extra},
            given=_given(values, line.options),
            options=tuple(SaidOption(*each) for each in line.options) or None,
            tender=line.tender,
            departure=self._departure(line),
            break_on=line.break_on,
        )
        return PlannedLine(line, LineOutcome.ADDED, contract, write)

    def _plan_held(self, line: Line, contract: Contract, values: dict[str, Any], extra: dict[str, str]) -> PlannedLine:
        self._say_again(contract, values)
        differing = [FieldDiff(n, getattr(contract, n), v) for n, v in values.items() if getattr(contract, n) != v]
        changes = [diff for diff in differing if not self._is_typed(contract, diff.field)]
        conflicts = [diff for diff in differing if self._is_typed(contract, diff.field)]
        written = {diff.field: diff.given for diff in changes}
        changes += [
            FieldDiff(h, contract.extra.get(h), text) for h, text in extra.items() if contract.extra.get(h) != text
        ]
        if any(contract.extra.get(heading) != text for heading, text in extra.items()):
            written["extra"] = {**contract.extra, **extra}
        reason = _breaks_days(contract, written, self.known)
        if reason is not None:
            return PlannedLine(line, LineOutcome.SET_ASIDE, contract, reason=reason)
        options = self._options(line, contract, changes, conflicts)
        tender = self._tender(line, contract, changes)
        departure = self._departure(line) if contract.pk not in self.known.with_waiver else None
        if departure is not None:
            changes.append(FieldDiff(WAIVER, None, departure.reason))
        break_on = self._break(line, contract, changes)
        given = _given(values, line.options)
        overwritten = frozenset(diff.field for diff in changes if diff.field in contract.typed_fields)
        write = None
        if changes or {**contract.given, **_plain(given)} != contract.given:
            write = GivenContract(contract, written, given, overwritten, options, tender, departure, break_on)
        outcome = LineOutcome.CHANGED if changes else LineOutcome.UNCHANGED
        return PlannedLine(line, outcome, contract, write, tuple(changes), tuple(conflicts))

    def _say_again(self, contract: Contract, values: dict[str, Any]) -> None:
        """What a file takes back by saying something else: an end that is "TBC" now, a department by another name."""
        if "end" in values and contract.end_text:
            values["end_text"] = ""
        elif contract.end is not None and values.get("end_text"):
            values["end"] = None
            if self._is_typed(contract, "end"):
                del values["end_text"]
        is_renamed = values.get("department_name", contract.department_name) != contract.department_name
        if is_renamed and "department" not in values and contract.department_id is not None:
            values["department"] = None

    def _is_typed(self, contract: Contract, name: str) -> bool:
        """Whether a person typed the field, and nobody named it to be overwritten."""
        return name in contract.typed_fields and not self._may_overwrite(contract, name)

    def _may_overwrite(self, contract: Contract, name: str) -> bool:
        reference = reference_of(contract).casefold()
        names = {ALL, name, reference, f"{reference}:{name}", f"#{contract.pk}", f"#{contract.pk}:{name}"}
        return bool((names - {"", f":{name}"}) & self.overwrite)

    def _options(
        self, line: Line, contract: Contract, changes: list[FieldDiff], conflicts: list[FieldDiff]
    ) -> tuple[SaidOption, ...] | None:
        held = self.known.options.get(contract.pk, ())
        if not line.options or held == line.options:
            return None
        diff = FieldDiff(OPTIONS, _say_options(held), _say_options(line.options))
        as_given = not held or _say_options(held) == contract.given.get(OPTIONS)
        if not as_given and not self._may_overwrite(contract, OPTIONS):
            conflicts.append(diff)
            return None
        changes.append(diff)
        return tuple(SaidOption(*each) for each in line.options)

    def _tender(self, line: Line, contract: Contract, changes: list[FieldDiff]) -> Mapping[str, Any]:
        """What the record of the tender does not say yet."""
        held = self.known.tenders.get(contract.pk)
        empty = {n: v for n, v in line.tender.items() if held is None or getattr(held, n) in (None, "")}
        changes += [FieldDiff(f"{TENDER} {name}", None, value) for name, value in empty.items()]
        return empty

    def _break(self, line: Line, contract: Contract, changes: list[FieldDiff]) -> date | None:
        """A break that the register has not got yet; one that it has stays as it is."""
        if line.break_on is None or any(each.on == line.break_on for each in self.known.breaks.get(contract.pk, [])):
            return None
        changes.append(FieldDiff(BREAK, None, line.break_on))
        return line.break_on

    def _departure(self, line: Line) -> SaidDeparture | None:
        if line.values.get("procedure") != Procedure.WAIVER:
            return None
        values = line.values
        said = values.get("procedure_text", "")
        why = "The file does not say why." if line.waiver_code in {"", NO_CODE} else ""
        return SaidDeparture(
            reason_code=line.waiver_code or NO_CODE,
            reason=f'{self.file_name}, line {line.number}, says "{said}". {why}'.strip(),
            value=line.amount,
            on=values.get("awarded_on") or values.get("start") or self.today,
        )


def _seen_before(line: Line, seen: _Seen) -> Reason | None:
    """A line that stands there twice, or a second line of a contract that the file has described already."""
    text = (line.sheet, line.text)
    names = (plain_name(line.values["title"]), plain_name(line.values.get("supplier_name", "")))
    several = line.extra.get("Supplier", "")
    key = (line.values.get("reference", "").casefold(), *names, several, line.values.get("start"), lot_of(line.extra))
    is_same, is_second = text in seen.texts, key in seen.contracts
    seen.texts.add(text)
    seen.contracts.add(key)
    if is_same:
        return Reason.REPEATED
    return Reason.SECOND_LINE if is_second else None


def _number_reference(values: dict[str, Any], extra: dict[str, str], contract: Contract | None, seen: _Seen) -> None:
    """Where several contracts share a reference, each keeps its own number behind it, and the file's word beside it."""
    reference = values.get("reference", "")
    if not reference:
        return
    if contract is not None and reference_of(contract).casefold() == reference.casefold():
        values["reference"] = contract.reference
        return
    free, number = reference, 2
    while free.casefold() in seen.references:
        tail = f"-{number}"
        free, number = reference[: 80 - len(tail)] + tail, number + 1
    seen.references.add(free.casefold())
    values["reference"] = free
    if free != reference:
        extra[GIVEN_REFERENCE] = reference


def _breaks_days(contract: Contract, written: Mapping[str, Any], known: Known) -> Reason | None:
    start, end = written.get("start", contract.start), written.get("end", contract.end)
    if start and end and end < start:
        return Reason.ENDS_BEFORE
    if "end" in written and any(each.on > end for each in known.breaks.get(contract.pk, [])):
        return Reason.BREAK_AFTER
    return None


def _given(values: Mapping[str, Any], options: Sequence[Option]) -> dict[str, Any]:
    return {**values, OPTIONS: _say_options(options)} if options else dict(values)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: as_plain(value) for name, value in values.items()}


def _say_options(options: Sequence[Option]) -> str:
    """Options in words: "12 months, taken; 12 months, not decided"."""
    return "; ".join(f"{months} months, {taken.value}" for months, taken in options)
