"""Presents register files: what each would do or did, its columns, and the question which column holds what."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from goldthread.evidence.contracts.actions import diffs_as_json
from goldthread.evidence.contracts.columns import REQUIRED
from goldthread.evidence.contracts.loading import RegisterOutcome
from goldthread.evidence.contracts.models import ContractLoad
from goldthread.evidence.contracts.planning import PlannedLine
from goldthread.evidence.contracts.types import ContractColumns, ContractField, LineOutcome
from goldthread.evidence.contracts.unsure import MISSING
from goldthread.evidence.contracts.withdrawing import Restored, Withdrawal
from goldthread.register.actions.contracts import as_plain
from goldthread.register.models import Contract
from goldthread.web.evidence.present_loads import AccountRow, say_sureness
from goldthread.web.evidence.wording import exact_pounds, say_count, short_pounds
from goldthread.web.forms import Fault

MOST_SHOWN = 100
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMES = {
    "supplier_name": "supplier",
    "department_name": "department in the file",
    "awarded_value": "contract value",
    "end_text": "end, in words",
    "is_sme": "SME",
    "is_vcse": "VCSE",
    "sme_or_vcse": "SME or VCSE",
    "ocid": "ocid",
    "cpv_code": "CPV code",
    "value": "contract value",
    "expiry": "current end",
    "latest_end": "latest end, with extensions",
    "has_personal_data": "personal data",
}
_NAMES |= {f"extension_{n}": f"extension {n} taken" for n in range(1, 5)}
_FIRST = (ContractField.TITLE, ContractField.SUPPLIER, ContractField.START, ContractField.END, ContractField.VALUE)


@dataclass(frozen=True)
class ShownDiff:
    """One field of one contract, before and after, in words."""

    line: int
    contract: str
    contract_id: int | None
    field: str
    held: str
    given: str


@dataclass(frozen=True)
class ShownColumn:
    """A column with some values, and what it is taken for."""

    place: int
    heading: str
    samples: tuple[str, ...]
    field: str
    field_name: str
    sureness: str
    is_fixed: bool


@dataclass(frozen=True)
class ShownAside:
    """A line that is set aside."""

    line: str
    reason: str
    amount: str
    text: str


@dataclass(frozen=True)
class ShownPlan:
    """All that the page of a file shows before it is loaded."""

    finding: str
    account: tuple[AccountRow, ...]
    added: tuple[tuple[int, str, str], ...]
    added_more: int
    changes: tuple[ShownDiff, ...]
    changes_more: int
    conflicts: tuple[ShownDiff, ...]
    aside: tuple[ShownAside, ...]
    aside_more: int
    columns: tuple[ShownColumn, ...]
    warnings: tuple[str, ...]
    layout: str
    is_new: bool


def name_field(name: str) -> str:
    """A field in words."""
    return _NAMES.get(name, name.replace("_", " "))


def present_plan(outcome: RegisterOutcome) -> ShownPlan:
    """What a file would do."""
    plan = outcome.plan
    lines = plan.lines
    added = [each for each in lines if each.outcome is LineOutcome.ADDED]
    aside = [each for each in lines if each.outcome is LineOutcome.SET_ASIDE]
    changes = [diff for each in lines if each.outcome is LineOutcome.CHANGED for diff in _diffs(each, each.changes)]
    read = outcome.read
    return ShownPlan(
        finding=say_plan(outcome),
        account=_account(
            (read.rows_read, read.value_read), [(each, plan.count(each), plan.value(each)) for each in LineOutcome]
        ),
        added=tuple(
            (each.line.number, str(each.line.values["title"]), str(each.line.values.get("supplier_name", "")))
            for each in added[:MOST_SHOWN]
        ),
        added_more=max(0, len(added) - MOST_SHOWN),
        changes=tuple(changes[:MOST_SHOWN]),
        changes_more=max(0, len(changes) - MOST_SHOWN),
        conflicts=tuple(diff for each in lines for diff in _diffs(each, each.conflicts)),
        aside=tuple(_aside(each) for each in aside[:MOST_SHOWN]),
        aside_more=max(0, len(aside) - MOST_SHOWN),
        columns=present_columns(read.headings, read.samples, read.mapping),
        warnings=tuple(each.partition(": ")[2] or each for each in outcome.warnings),
        layout=f"{read.layout}, {read.encoding}",
        is_new=plan.changes_anything,
    )


def say_plan(outcome: RegisterOutcome) -> str:
    """The finding of the page."""
    plan = outcome.plan
    added, changed = plan.count(LineOutcome.ADDED), plan.count(LineOutcome.CHANGED)
    if not added and not changed:
        left = len(plan.conflicts)
        typed = (
            f" {say_count(left, 'field that somebody typed stays', 'fields that somebody typed stay')}." if left else ""
        )
        return f"Every contract is on the register as the file gives it.{typed}"
    parts = []
    if added:
        parts.append(f"add {say_count(added, 'contract')} worth {short_pounds(plan.value(LineOutcome.ADDED))}")
    if changed:
        parts.append(f"change {say_count(changed, 'contract')}")
    aside = plan.count(LineOutcome.SET_ASIDE)
    end = f" {say_count(aside, 'line is', 'lines are')} set aside." if aside else ""
    left = len(plan.conflicts)
    typed = f" {say_count(left, 'field that somebody typed stays', 'fields that somebody typed stay')}." if left else ""
    return f"The file would {' and '.join(parts)}.{end}{typed} Nothing is written yet."


def say_load(load: ContractLoad) -> str:
    """The finding of a load."""
    first = f"{say_count(load.added, 'contract was', 'contracts were')} added and {load.changed:,} changed"
    aside = say_count(load.set_aside, "line was", "lines were")
    return f"{first}; {load.unchanged:,} stayed as they were and {aside} set aside."


def say_withdrawal(plan: Withdrawal, *, is_done: bool) -> str:
    """What withdrawing a load does, or did, in one sentence."""
    off = say_count(len(plan.removed), "contract")
    back, left = say_count(len(plan.restored), "contract"), len({contract.pk for contract, _why in plan.left})
    ends = "was" if len(plan.removed) == 1 else "were"
    says = "says" if len(plan.restored) == 1 else "say"
    told = (
        f"{off} {ends} taken off the register, and {back} {says} again what was said before"
        if is_done
        else f"{off} would be taken off the register, and {back} would say again what was said before"
    )
    if not left:
        return f"{told}."
    stay = "stayed, in part or whole" if is_done else "would stay, in part or whole"
    return f"{told}; {left:,} {stay}, because something was done since."


def present_restored(rows: Sequence[Restored]) -> list[tuple[Contract, list[tuple[str, str, str]]]]:
    """Each contract that goes back, with the name of each field, what it says now and what it will say."""
    return [
        (
            row.contract,
            [
                (name_field(d.field), say_value(as_plain(d.held), d.field), say_value(as_plain(d.given), d.field))
                for d in row.diffs
            ],
        )
        for row in rows
    ]


def account_of(load: ContractLoad) -> tuple[AccountRow, ...]:
    """The control totals of a load."""
    parts = [
        (LineOutcome.ADDED, load.added, load.value_added),
        (LineOutcome.CHANGED, load.changed, load.value_changed),
        (LineOutcome.UNCHANGED, load.unchanged, load.value_unchanged),
        (LineOutcome.SET_ASIDE, load.set_aside, load.value_set_aside),
    ]
    return _account((load.rows_read, load.value_read), parts)


def _account(read: tuple[int, Any], parts: Iterable[tuple[LineOutcome, int, Any]]) -> tuple[AccountRow, ...]:
    rows = [AccountRow("Read", read[0], exact_pounds(read[1]))]
    return (*rows, *(AccountRow(name.value.capitalize(), count, exact_pounds(value)) for name, count, value in parts))


def _diffs(each: PlannedLine, diffs: Sequence[Any]) -> list[ShownDiff]:
    contract = each.contract
    return [
        ShownDiff(
            each.line.number,
            str(contract),
            contract.pk if contract else None,
            name_field(told["field"]),
            say_value(told["from"], told["field"]),
            say_value(told["to"], told["field"]),
        )
        for told in diffs_as_json(diffs)
    ]


def say_value(value: object, field: str = "") -> str:
    """A field's value in words: a day as it is read, an amount in pounds, "nothing" where there is none."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if field.endswith("_value"):
        return exact_pounds(Decimal(text))
    if _DAY.fullmatch(text):
        return f"{date.fromisoformat(text):%-d %B %Y}"
    return text


def _aside(each: PlannedLine) -> ShownAside:
    where = f"{each.line.sheet} {each.line.number}".strip()
    amount = exact_pounds(each.line.amount) if each.line.amount is not None else ""
    return ShownAside(where, each.reason.value if each.reason else "", amount, each.line.text[:300])


def present_columns(
    headings: Sequence[str],
    samples: Sequence[Sequence[str]],
    mapping: ContractColumns,
    typed: Mapping[int, str] | None = None,
) -> tuple[ShownColumn, ...]:
    """Every column with what it is taken for, or with what was chosen for it on the page."""
    by_place = {found.position: (name, found) for name, found in mapping.items()}
    shown = []
    for place, heading in enumerate(headings):
        name, found = by_place.get(place, (None, None))
        chosen = (typed or {}).get(place, name.value if name else "")
        shown.append(
            ShownColumn(
                place=place,
                heading=heading or f"column {place + 1}",
                samples=tuple(samples[place]) if place < len(samples) else (),
                field=chosen,
                field_name=name_field(chosen).capitalize() if chosen else "",
                sureness=say_sureness(found.confidence) if found else "",
                is_fixed=False,
            )
        )
    return tuple(shown)


def offer_fields() -> list[tuple[str, str]]:
    """The fields to choose from: those that every contract needs first."""
    rest = sorted((field for field in ContractField if field not in _FIRST), key=lambda f: name_field(f.value))
    return [(field.value, name_field(field.value).capitalize()) for field in (*_FIRST, *rest)]


def read_told(headings: Sequence[str], typed: Mapping[int, str]) -> tuple[dict[str, str], list[Fault]]:
    """Field to heading for everything that was chosen, and what is wrong with it."""
    told: dict[str, str] = {}
    faults: list[Fault] = []
    for place, chosen in typed.items():
        if chosen not in set(ContractField):
            continue
        if chosen in told:
            text = f'Two columns are chosen for "{name_field(chosen)}". Choose one of them.'
            faults.append(Fault(f"column-{place}", text))
        told[chosen] = headings[place]
    for wanted, fields in REQUIRED.items():
        if not any(field.value in told for field in fields):
            faults.append(Fault("column-0", f"Choose the column that says {MISSING[wanted]}."))
    return told, faults
