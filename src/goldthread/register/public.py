"""The public register: what of it everybody may read, by rule, and the switch that a council keeps in its own hand.

Restricted contracts are left out whole. Names of managers and owners, postcodes and descriptions are never part of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Event, Person
from goldthread.register.models import Contract, PublicRegister
from goldthread.register.narrowing import in_state, is_live
from goldthread.register.rules import published_supplier, without_personal_data
from goldthread.register.types import LiveState, Visibility

A_CHUNK = 2000
_READ = (
    "reference",
    "title",
    "supplier_name",
    "company_number",
    "charity_number",
    "department",
    "department_name",
    "category",
    "start",
    "end",
    "review_date",
    "awarded_value",
    "awarded_vat",
    "maximum_value",
    "maximum_vat",
    "procedure",
    "is_sme",
    "is_vcse",
    "visibility",
)


@dataclass(frozen=True)
class PublicContract:
    """One contract as everybody may read it."""

    reference: str
    title: str
    supplier: str
    company_number: str
    charity_number: str
    department: str
    category: str
    start: date | None
    end: date | None
    review: date | None
    awarded: Decimal | None
    awarded_vat: str
    maximum: Decimal | None
    maximum_vat: str
    procedure: str
    is_sme: bool | None
    is_vcse: bool | None

    def holds(self, words: Sequence[str]) -> bool:
        """Whether every word stands in what is published."""
        text = " ".join((self.title, self.reference, self.supplier, self.department, self.category)).casefold()
        return all(word.casefold() in text for word in words)


def is_open(council: Council) -> bool:
    return PublicRegister.objects.filter(council=council, is_open=True).exists()


@transaction.atomic
def set_public_register(*, council: Council, is_open: bool, by: Person | None) -> PublicRegister:
    """Show the register to everybody, or stop showing it. The same again is no change."""
    register, _made = PublicRegister.objects.select_for_update(of=("self",)).get_or_create(council=council)
    if register.is_open == is_open:
        return register
    register.is_open, register.changed_at, register.changed_by = is_open, timezone.now(), by
    register.save()
    record_event(
        council=council,
        by=by,
        kind="register.opened" if is_open else "register.closed",
        subject="register",
        summary=f"The contract register is {'now open to everybody' if is_open else 'no longer open to everybody'}",
        before={"open": not is_open},
        after={"open": is_open},
    )
    return register


def public_rows(council: Council, day: date) -> QuerySet[Contract]:
    """Contracts that run or are still to begin, and that are not restricted."""
    shown = Contract.objects.filter(council=council, visibility=Visibility.PUBLIC.value)
    return shown.filter(is_live(day) | in_state(LiveState.TO_COME, day)).select_related("department")


def list_public(council: Council, day: date, words: str = "") -> Iterator[PublicContract]:
    """The public register by title, narrowed to what holds every word in what is published of it."""
    wanted = words.split()
    for contract in _in_order(council, day, wanted).iterator(chunk_size=A_CHUNK):
        line = publish(contract)
        if not wanted or line.holds(wanted):
            yield line


def read_public(
    council: Council, day: date, words: str = "", *, skip: int, most: int
) -> tuple[int, list[PublicContract]]:
    """How many contracts fit, and some of them. Without words the database counts; with words each is looked at."""
    if not words.split():
        rows = _in_order(council, day, [])
        return public_rows(council, day).count(), [publish(row) for row in rows[skip : skip + most]]
    lines = list_public(council, day, words)
    passed = sum(1 for _line in islice(lines, skip))
    shown = list(islice(lines, most))
    return passed + len(shown) + sum(1 for _line in lines), shown


def _in_order(council: Council, day: date, words: Sequence[str]) -> QuerySet[Contract]:
    rows = public_rows(council, day).order_by("title", "pk")
    for word in words:
        rows = rows.filter(_may_hold(word))
    return rows.only(*_READ, "department__name")


def _may_hold(word: str) -> Q:
    """Wider than what is published: `PublicContract.holds` decides. `holds` folds case as Python does."""
    if not word.isascii():
        return Q()
    fields = ("title", "reference", "supplier_name", "department__name", "department_name", "category")
    found = Q()
    for name in fields:
        found |= Q(**{f"{name}__icontains": word})
    return found


def publish(contract: Contract) -> PublicContract:
    """The contract as everybody may read it. Raises ValueError for a restricted one, which no caller may ask for."""
    if contract.visibility != Visibility.PUBLIC:
        raise ValueError("a restricted contract is never published")
    department = contract.department.name if contract.department else contract.department_name
    return PublicContract(
        reference=contract.reference,
        title=without_personal_data(contract.title),
        supplier=published_supplier(
            contract.supplier_name, has_number=bool(contract.company_number or contract.charity_number)
        ),
        company_number=contract.company_number,
        charity_number=contract.charity_number,
        department=department,
        category=contract.category,
        start=contract.start,
        end=contract.end,
        review=contract.review_date,
        awarded=contract.awarded_value,
        awarded_vat=contract.awarded_vat if contract.awarded_value is not None else "",
        maximum=contract.maximum_value,
        maximum_vat=contract.maximum_vat if contract.maximum_value is not None else "",
        procedure=contract.procedure,
        is_sme=contract.is_sme,
        is_vcse=contract.is_vcse,
    )


def stamp_of(council: Council, day: date) -> str:
    """Changes whenever anything at the council does: every write records an event. With the day, as contracts end."""
    last = Event.objects.filter(council=council).order_by("-at", "-pk").values_list("pk", "at").first()
    return f"{council.pk}-{last[0]}-{last[1].timestamp()}-{day:%Y%m%d}" if last else f"{council.pk}-{day:%Y%m%d}"
