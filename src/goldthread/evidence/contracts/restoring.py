"""What a contract said before a load changed it, read out of the load's lines, as far as it still says the file's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from goldthread.evidence.contracts.types import FieldDiff
from goldthread.organisation.models import Council, Department, Person
from goldthread.register.actions.contracts import EDITABLE, as_plain, check_contract
from goldthread.register.models import Contract
from goldthread.register.rules import check_dates

CHANGED_SINCE = "changed since, and stays"
NOT_RESTORED = "is not undone by itself: look at it"
_CHECKED = frozenset({"start", "end", "reference", "parent"})


@dataclass(frozen=True)
class Back:
    """What goes back on one contract. `extra` is None, or all its columns without a field as they were."""

    diffs: tuple[FieldDiff, ...]
    extra: Mapping[str, Any] | None
    typed: tuple[str, ...]
    left: tuple[str, ...]


@dataclass
class Restorer:
    """A council's departments, people and contracts by what an event calls them."""

    council: Council

    def read(self, contract: Contract, changes: Sequence[Mapping[str, Any]]) -> Back:
        """What of the changes can go back. A field that says something else by now, or that a person typed, stays."""
        diffs, left, typed = [], [], []
        extra, is_extra = dict(contract.extra), False
        for change in changes:
            name, before, after = change["field"], change["from"], change["to"]
            words = name.replace("_", " ")
            if name in EDITABLE:
                if as_plain(getattr(contract, name)) != after or name in contract.typed_fields:
                    left.append(f"{words} was {CHANGED_SINCE}")
                elif (value := self._value(name, before)) is None and before is not None:
                    left.append(f"{words} was “{before}”, which is no longer there")
                else:
                    diffs.append(FieldDiff(name, getattr(contract, name), value))
                    typed += [name] if change.get("typed") else []
            elif name in extra and extra[name] == after:
                is_extra = True
                extra = {key: before if key == name else value for key, value in extra.items()}
                if before is None:
                    del extra[name]
            elif name in contract.extra:
                left.append(f"{words} was {CHANGED_SINCE}")
            else:
                left.append(f"{words} {NOT_RESTORED}")
        fault = _fault(contract, diffs)
        if fault:
            return Back((), None, (), (*left, fault))
        return Back(tuple(diffs), extra if is_extra else None, tuple(typed), tuple(left))

    def _value(self, name: str, plain: Any) -> Any:
        """The value that an event's plain one stands for; None where there is none."""
        found = Contract._meta.get_field(name)
        if found.related_model is None:
            return found.to_python(plain)
        return None if plain is None else self._rows_of(name).get(str(plain))

    def _rows_of(self, name: str) -> dict[str, Any]:
        if name == "department":
            return self._departments
        return self._contracts if name == "parent" else self._people

    @cached_property
    def _departments(self) -> dict[str, Department]:
        return {str(row): row for row in Department.objects.filter(council=self.council)}

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {str(row): row for row in Person.objects.filter(memberships__council=self.council)}

    @cached_property
    def _contracts(self) -> dict[str, Contract]:
        return {str(row): row for row in Contract.objects.filter(council=self.council).only("reference", "title")}


def _fault(contract: Contract, diffs: Sequence[FieldDiff]) -> str:
    """Why the contract cannot say again what it said, or nothing. The contract is left as it is."""
    if not _CHECKED & {diff.field for diff in diffs}:
        return ""
    for diff in diffs:
        setattr(contract, diff.field, diff.given)
    names = {diff.field for diff in diffs}
    breaks = [each.on for each in contract.breaks.all()]
    is_named = bool(names & {"reference", "parent"})
    faults = check_contract(contract) if is_named else check_dates(contract.start, contract.end, breaks)
    for diff in diffs:
        setattr(contract, diff.field, diff.held)
    return f"it stays as it is: {faults[0].what}" if faults else ""
