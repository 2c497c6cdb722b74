"""Reads of names on the register that were not found among those paid: what is open, left and settled."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from goldthread.evidence.coverage.likely import SAME
from goldthread.evidence.coverage.models import CoverageDecision, NameNotFound
from goldthread.evidence.coverage.types import OF_NAMES, SETTLING, DecisionKind, name_key
from goldthread.evidence.matching.models import Supplier, SupplierName
from goldthread.evidence.matching.types import Standing
from goldthread.organisation.models import Council

MOST_OFFERED = 20


class NameState(StrEnum):
    """Where a name stands: nobody said anything, somebody left it, or it is settled."""

    OPEN = "open"
    LEFT = "left"
    SETTLED = "settled"


@dataclass(frozen=True)
class NameCounts:
    """How many names are open, left and settled, and the contracts and pounds of the open ones.

    `fitting` counts those of each state that hold the words that were looked for.
    """

    open: int
    left: int
    settled: int
    contracts: int
    value: Decimal | None
    fitting: Mapping[NameState, int]


@dataclass(frozen=True)
class Suggested:
    """A supplier of today that a name may be, why and how alike they are (0 to 1), its number, and what it was paid."""

    supplier: int
    payee: str
    reason: str
    confidence: float
    company_number: str
    paid: Decimal | None

    @property
    def because(self) -> str:
        """The reason, and how alike the two are where it is no more than a likeness."""
        if self.reason in SAME:
            return self.reason
        return f"{self.reason}; {round(self.confidence * 100)} in 100 alike"


def names_not_found(council: Council, state: NameState, words: str = "") -> QuerySet[NameNotFound]:
    """The names that are open or left, of most pounds first; `words` stand in the name."""
    rows = _unsettled(council).filter(_hold(words), Q(is_left=state is NameState.LEFT))
    return rows.order_by(F("value").desc(nulls_last=True), "-contracts", "key")


def names_settled(council: Council, words: str = "") -> QuerySet[CoverageDecision]:
    """What settles names and was not taken back, the latest first; `words` stand in the name or in the supplier's."""
    rows = CoverageDecision.objects.filter(council=council, taken_back_at=None, kind__in=SETTLING)
    rows = rows.filter(_hold_settled(words)).exclude(register_key="")
    return rows.select_related("by").order_by("-at", "-pk")


def count_names(council: Council, words: str = "") -> NameCounts:
    """All names by where they stand (two queries)."""
    is_open, is_left, holds = Q(is_left=False), Q(is_left=True), _hold(words)
    told = _unsettled(council).aggregate(
        names=Count("pk", filter=is_open),
        left=Count("pk", filter=is_left),
        open_fitting=Count("pk", filter=is_open & holds),
        left_fitting=Count("pk", filter=is_left & holds),
        held=Sum("contracts", filter=is_open),
        worth=Sum("value", filter=is_open),
    )
    settled = (
        names_settled(council).order_by().aggregate(names=Count("pk"), fitting=Count("pk", filter=_hold_settled(words)))
    )
    fitting = {
        NameState.OPEN: told["open_fitting"],
        NameState.LEFT: told["left_fitting"],
        NameState.SETTLED: settled["fitting"],
    }
    return NameCounts(told["names"], told["left"], settled["names"], told["held"] or 0, told["worth"], fitting)


def _unsettled(council: Council) -> QuerySet[NameNotFound, NameNotFound]:
    """The names that nobody settled, each with `is_left`."""
    settled, left = Exists(_standing(council, SETTLING)), Exists(_standing(council, {DecisionKind.LEFT}))
    return NameNotFound.objects.filter(~settled, council=council).annotate(is_left=left)


def _hold(words: str) -> Q:
    return Q(key__contains=name_key(words)) if words else Q(pk__isnull=False)


def _hold_settled(words: str) -> Q:
    held = Q(register_key__contains=name_key(words)) | Q(payee__icontains=words)
    return held if words else Q(pk__isnull=False)


def _standing(council: Council, kinds: Collection[DecisionKind]) -> QuerySet[CoverageDecision]:
    rows = CoverageDecision.objects.filter(council=council, taken_back_at=None, kind__in=kinds)
    return rows.filter(register_key=OuterRef("key"))


def decisions_of_name(council: Council, name: str) -> QuerySet[CoverageDecision]:
    """All that was ever said of a name, the latest first."""
    rows = CoverageDecision.objects.filter(council=council, register_key=name_key(name), kind__in=OF_NAMES)
    return rows.select_related("by", "taken_back_by").order_by("-at", "-pk")


def suggestions_of(council: Council, rows: Collection[NameNotFound]) -> Mapping[str, Sequence[Suggested]]:
    """For the key of each name the suppliers that it may be, by the names of today (one query)."""
    wanted = {int(each["supplier"]) for row in rows for each in row.likely}
    live = Supplier.objects.filter(council=council, pk__in=wanted, is_live=True)
    held = {row.pk: row for row in live.only("name", "company_number")}
    return {
        row.key: [_suggested(held[each["supplier"]], each) for each in row.likely if each["supplier"] in held]
        for row in rows
    }


def _suggested(supplier: Supplier, kept: Mapping[str, Any]) -> Suggested:
    paid = Decimal(kept["paid"]) if kept["paid"] else None
    return Suggested(supplier.pk, supplier.name, kept["reason"], kept["confidence"], supplier.company_number, paid)


def search_payees(council: Council, words: str) -> list[tuple[int, str]]:
    """Suppliers with all the words in one of their published names: number and name. Never a private person."""
    parts = words.split()
    if not parts:
        return []
    rows = SupplierName.objects.filter(council=council, standing=Standing.NAMED.value)
    for part in parts:
        rows = rows.filter(name__icontains=part)
    found = Supplier.objects.filter(pk__in=rows.values("supplier"), is_live=True).order_by("name", "pk")
    return list(found.values_list("pk", "name")[:MOST_OFFERED])


def find_payee(council: Council, number: int) -> Supplier | None:
    """The supplier of that number, where it may be what a name on the register is: live, and no private person."""
    named = SupplierName.objects.filter(supplier=OuterRef("pk"), standing=Standing.NAMED.value)
    return Supplier.objects.filter(Exists(named), council=council, pk=number, is_live=True).first()
