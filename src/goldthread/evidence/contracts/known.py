"""What the council's register, departments and people hold already, read once for a whole file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from goldthread.evidence.contracts.types import Line, Option
from goldthread.evidence.contracts.words import is_lot_heading
from goldthread.evidence.models import DepartmentName
from goldthread.organisation.models import Council, Department, Membership, Person
from goldthread.organisation.queries import live_departments
from goldthread.register.models import Break, Contract, Extension, Tender, Waiver
from goldthread.register.types import Taken

GIVEN_REFERENCE = "Reference in the file"
"""Where several lines have one reference, the contracts get numbers behind it, and this is what the file says."""


@lru_cache(maxsize=100_000)
def plain_name(text: str) -> str:
    """A name to compare by: letters and figures alone."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def reference_of(contract: Contract) -> str:
    """The reference as the file gives it."""
    return str(contract.extra.get(GIVEN_REFERENCE) or contract.reference)


@dataclass
class Known:
    """The register before the file, by whatever a line may be known by."""

    by_reference: Mapping[str, list[Contract]]
    by_names: Mapping[tuple[str, str], list[Contract]]
    references: set[str]
    options: Mapping[int, tuple[Option, ...]]
    breaks: Mapping[int, list[Break]]
    tenders: Mapping[int, Tender]
    with_waiver: frozenset[int | None]
    departments: Mapping[str, Department]
    by_email: Mapping[str, Person]
    by_person: Mapping[str, Person]
    taken: set[int] = field(default_factory=set)

    def find(self, line: Line) -> Contract | None:
        """The contract that a line is: by reference, else by title, supplier and start. Each is found once."""
        found = self._find(line)
        if found is not None:
            self.taken.add(found.pk)
        return found

    def _find(self, line: Line) -> Contract | None:
        title, supplier = plain_name(line.values["title"]), plain_name(line.values.get("supplier_name", ""))
        reference = line.values.get("reference", "")
        if reference and (same := self._free(self.by_reference.get(reference.casefold(), []))):
            named = [c for c in same if plain_name(c.title) == title]
            both = [c for c in named if plain_name(c.supplier_name) == supplier]
            like = both or named or [c for c in same if supplier and plain_name(c.supplier_name) == supplier]
            if like:
                return _by_start(like, line)
            return same[0] if len(self.by_reference[reference.casefold()]) == 1 else None
        rows = self._free(self.by_names.get((title, supplier), []))
        start = line.values.get("start")
        rows = [c for c in rows if not (reference and reference_of(c))]
        return next((c for c in rows if c.start == start or c.start is None or start is None), None)

    def _free(self, rows: Iterable[Contract]) -> list[Contract]:
        return [row for row in rows if row.pk not in self.taken]

    def department_of(self, name: str) -> Department | None:
        """The department that a name stands for: its own, or one that a person has confirmed."""
        return self.departments.get(plain_name(name))

    def person_of(self, name: str, email: str) -> Person | None:
        """Somebody of the council by e-mail address or exact name, and nobody by likeness."""
        return self.by_email.get(email) or self.by_email.get(name.casefold()) or self.by_person.get(plain_name(name))


def lot_of(extra: Mapping[str, str]) -> str:
    """The lot that a line, or the contract made of it, says it is."""
    return plain_name(" ".join(text for heading, text in extra.items() if is_lot_heading(heading)))


def _by_start(rows: Sequence[Contract], line: Line) -> Contract:
    lot = lot_of(line.extra)
    same = [row for row in rows if lot_of(row.extra) == lot] or rows
    return next((row for row in same if row.start == line.values.get("start")), same[0])


def read_known(council: Council) -> Known:
    """Read it all in a handful of queries."""
    by_reference: dict[str, list[Contract]] = defaultdict(list)
    by_names: dict[tuple[str, str], list[Contract]] = defaultdict(list)
    contracts = list(
        Contract.objects.filter(council=council).select_related("department", "owner", "manager").order_by("pk")
    )
    for contract in contracts:
        if reference_of(contract):
            by_reference[reference_of(contract).casefold()].append(contract)
        by_names[plain_name(contract.title), plain_name(contract.supplier_name)].append(contract)
    options: dict[int, list[Option]] = defaultdict(list)
    for row in Extension.objects.filter(contract__council=council).order_by("contract", "number"):
        options[row.contract_id].append((row.months, Taken(row.taken)))
    breaks: dict[int, list[Break]] = defaultdict(list)
    for each in Break.objects.filter(contract__council=council):
        breaks[each.contract_id].append(each)
    by_email, by_person = _people(council)
    return Known(
        by_reference=by_reference,
        by_names=by_names,
        references={contract.reference.casefold() for contract in contracts if contract.reference},
        options={key: tuple(rows) for key, rows in options.items()},
        breaks=breaks,
        tenders={row.contract_id: row for row in Tender.objects.filter(contract__council=council)},
        with_waiver=frozenset(
            Waiver.objects.filter(council=council, contract__isnull=False).values_list("contract_id", flat=True)
        ),
        departments=_departments(council),
        by_email=by_email,
        by_person=by_person,
    )


def _departments(council: Council) -> dict[str, Department]:
    live = list(live_departments(council))
    found = {plain_name(d.short_name): d for d in live if d.short_name} | {plain_name(d.name): d for d in live}
    confirmed = DepartmentName.objects.filter(council=council, is_confirmed=True).select_related("department")
    for row in confirmed:
        if row.department is not None:
            found[plain_name(row.name)] = row.department
        else:
            found.pop(plain_name(row.name), None)
    return found


def _people(council: Council) -> tuple[dict[str, Person], dict[str, Person]]:
    """Live members by e-mail address and by name; two of one name are nobody."""
    members = Membership.objects.filter(council=council, ended_at__isnull=True).select_related("person")
    people = {row.person_id: row.person for row in members}
    names: dict[str, list[Person]] = defaultdict(list)
    for person in people.values():
        if person.name:
            names[plain_name(person.name)].append(person)
    return {p.email.casefold(): p for p in people.values()}, {n: rows[0] for n, rows in names.items() if len(rows) == 1}
