"""Who a name on the register is among those whom the council paid, whatever the spelling of its legal form.

A name that nobody was paid under is nobody's here; a contract's supplier by number or by rules is coverage's work.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from goldthread.evidence.coverage.models import CoverageDecision
from goldthread.evidence.coverage.types import DecisionKind, name_key
from goldthread.evidence.matching.models import Supplier, SupplierName
from goldthread.organisation.models import Council
from goldthread.register.models import Contract
from goldthread.register.narrowing import is_live

_CHUNK = 2000  # names asked for at once, each with its spellings
_KNOWN = (
    *("supplier_id", "supplier__name", "supplier__company_number", "supplier__company_status"),
    *("supplier__incorporated_on", "supplier__number_confidence"),
)
_FORMS = (("Limited", "Ltd"), ("LIMITED", "LTD"), ("Plc", "PLC"))


@dataclass(frozen=True)
class Who:
    """A supplier: its number, the name by which it is shown, and what the companies' register said when it matched."""

    number: int
    name: str
    company_number: str = ""
    company_status: str = ""
    incorporated_on: date | None = None
    number_confidence: float | None = None


def who_is(council: Council, names: Collection[str]) -> Mapping[str, Who]:
    """The supplier of each name that was paid; one that is two suppliers' is neither's. One query for 2,000 names."""
    wanted = sorted({name for name in names if name.strip()})
    found: dict[str, Who] = {}
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        spelt = {spelling for name in part for spelling in spellings(name)}
        rows = SupplierName.objects.filter(council=council, name__in=spelt, supplier__is_live=True)
        held = {row[0]: Who(*row[1:]) for row in rows.values_list("name", *_KNOWN)}
        for name in part:
            exact = {held[name]} if name in held else {held[each] for each in spellings(name) if each in held}
            if len(exact) == 1:
                found[name] = exact.pop()
    return found


def spellings(name: str) -> frozenset[str]:
    """The name as written, in capitals, and with its legal form in full or in short."""
    plain = " ".join(name.split())
    made = {plain, plain.upper()}
    for full, short in _FORMS:
        made |= {each.replace(full, short) for each in made} | {each.replace(short, full) for each in made}
    return frozenset(made)


def names_of(supplier: Supplier) -> set[str]:
    """Every published name of a supplier."""
    return set(SupplierName.objects.filter(supplier=supplier).values_list("name", flat=True))


def keys_for(council: Council, names: Collection[str]) -> Mapping[str, str]:
    """For each name that is known the key of its supplier: what a person said of a name comes first."""
    keys = {name: f"supplier:{who.number}" for name, who in who_is(council, names).items()}
    decisions = CoverageDecision.objects.filter(council=council, kind=DecisionKind.SAME_SUPPLIER.value)
    standing = decisions.filter(taken_back_at__isnull=True).order_by("at", "pk")
    said = {row.register_key: row.payee for row in standing}
    told = {name: said[name_key(name)] for name in names if name_key(name) in said}
    meant = who_is(council, list(told.values()))
    return keys | {name: f"supplier:{meant[payee].number}" for name, payee in told.items() if payee in meant}


def register_keys(council: Council, day: date) -> Mapping[str, str]:
    """The same for the supplier's name of every contract that is live on a day."""
    rows = Contract.objects.filter(council=council).filter(is_live(day)).order_by()
    return keys_for(council, [name.strip() for name in rows.values_list("supplier_name", flat=True).distinct()])
