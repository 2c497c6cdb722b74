"""Which contracts a reader asks for: live or ended, by whom, of what, lacking what; and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from goldthread.register.models import Contract
from goldthread.register.rules import add_months
from goldthread.register.types import Lacking, LiveState, Regime, VatBasis, Visibility

NOBODY = "none"
"""Stands for contracts that name no department, or no manager."""
SEARCHED = ("title", "supplier_name", "reference", "manager_name", "category")
SORTABLE = (
    "title",
    "reference",
    "supplier_name",
    "department__name",
    "manager__name",
    "category",
    "start",
    "end",
    "awarded_value",
    "maximum_value",
    "annual_value",
    "estimated_value",
    "review_date",
)
BY_END = "end"


@dataclass(frozen=True)
class ContractFilter:
    """What narrows the register. `order` is a field of `SORTABLE`, with a minus before it for the reverse."""

    words: str = ""
    department: str = ""
    manager: str = ""
    supplier: str = ""
    category: str = ""
    regime: Regime | None = None
    state: LiveState = LiveState.LIVE
    ending: int | None = None
    lacks: Lacking | None = None
    visibility: Visibility | None = None
    order: str = BY_END


def is_live(day: date) -> Q:
    """Contracts that have begun and not ended on a day. One without an end is live; without a start too."""
    begun = Q(start__isnull=True) | Q(start__lte=day)
    going = Q(end__isnull=True) | Q(end__gte=day)
    return begun & going & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))


def in_state(state: LiveState, day: date) -> Q:
    """Every contract is in one of three states on a day: live, ended, or still to come."""
    ended = Q(ended_on__lte=day) | Q(end__lt=day)
    if state is LiveState.LIVE:
        return is_live(day)
    if state is LiveState.ENDED:
        return ended
    going = Q(end__isnull=True) | Q(end__gte=day)
    still = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    return (Q(start__gt=day) & going & still) if state is LiveState.TO_COME else Q()


def is_lacking(kind: Lacking) -> Q:
    """Contracts that lack one thing that a contract cannot be managed without."""
    return {
        Lacking.MANAGER: Q(manager__isnull=True, manager_name=""),
        Lacking.END: Q(end__isnull=True),
        Lacking.VALUE: Q(awarded_value__isnull=True, maximum_value__isnull=True),
        Lacking.DEPARTMENT: Q(department__isnull=True),
        Lacking.SUPPLIER: Q(supplier_name=""),
    }[kind]


def lacks_of(contract: Contract) -> tuple[Lacking, ...]:
    """What one contract lacks, by the same rules."""
    missing = {
        Lacking.MANAGER: contract.manager_id is None and not contract.manager_name,
        Lacking.END: contract.end is None,
        Lacking.VALUE: contract.awarded_value is None and contract.maximum_value is None,
        Lacking.DEPARTMENT: contract.department_id is None,
        Lacking.SUPPLIER: not contract.supplier_name,
    }
    return tuple(kind for kind in Lacking if missing[kind])


def narrow(rows: QuerySet[Contract], wanted: ContractFilter, day: date) -> QuerySet[Contract]:
    """The contracts that fit every part of the filter, unordered."""
    found = rows.filter(in_state(wanted.state, day))
    for word in wanted.words.split():
        holds = Q()
        for name in SEARCHED:
            holds |= Q(**{f"{name}__icontains": word})
        found = found.filter(holds)
    found = _by_key(found, "department", wanted.department)
    found = _by_key(found, "manager", wanted.manager)
    if wanted.manager == NOBODY:
        found = found.filter(manager_name="")
    if wanted.supplier:
        found = found.filter(supplier_name__icontains=wanted.supplier)
    if wanted.category:
        found = found.filter(category=wanted.category)
    if wanted.regime:
        found = found.filter(regime=wanted.regime.value)
    if wanted.ending is not None:
        found = found.filter(end__gte=day, end__lte=add_months(day, wanted.ending))
    if wanted.lacks:
        found = found.filter(is_lacking(wanted.lacks))
    if wanted.visibility:
        found = found.filter(visibility=wanted.visibility.value)
    return found


def _by_key(rows: QuerySet[Contract], name: str, key: str) -> QuerySet[Contract]:
    if key == NOBODY:
        return rows.filter(**{f"{name}__isnull": True})
    return rows.filter(**{f"{name}_id": int(key)}) if key.isdecimal() else rows


def in_order(rows: QuerySet[Contract], order: str) -> QuerySet[Contract]:
    """Sorted by one field, unknown values last either way, ties by title."""
    name = order.removeprefix("-")
    if name not in SORTABLE:
        name, order = BY_END, BY_END
    by = F(name).desc(nulls_last=True) if order.startswith("-") else F(name).asc(nulls_last=True)
    return rows.order_by(by, "pk") if name == "title" else rows.order_by(by, "title", "pk")


@dataclass(frozen=True)
class RegisterTotals:
    """Some contracts counted in one read: how many, what was awarded (None: no amount known), what they lack."""

    count: int
    awarded: Decimal | None
    with_value: int
    lacking: Mapping[Lacking, int] = field(default_factory=dict)
    by_basis: Mapping[VatBasis, int] = field(default_factory=dict)


def total(rows: QuerySet[Contract]) -> RegisterTotals:
    """Count contracts and add up what was awarded. Amounts stay as written: with VAT, without, or not said."""
    known = Q(awarded_value__isnull=False)
    got = rows.order_by().aggregate(
        count=Count("pk"),
        awarded=Sum("awarded_value"),
        with_value=Count("pk", filter=known),
        **{f"lacks_{kind.name}": Count("pk", filter=is_lacking(kind)) for kind in Lacking},
        **{f"basis_{basis.name}": Count("pk", filter=known & Q(awarded_vat=basis.value)) for basis in VatBasis},
    )
    return RegisterTotals(
        count=got["count"],
        awarded=got["awarded"],
        with_value=got["with_value"],
        lacking={kind: got[f"lacks_{kind.name}"] for kind in Lacking},
        by_basis={basis: got[f"basis_{basis.name}"] for basis in VatBasis},
    )
