"""Who a name on the register is among those whom the council paid: the same as coverage holds it to be.

What a person said of a name comes first, then what the latest run of coverage found, then the name itself as it is
spelled, whatever its legal form. A name that is two suppliers' is neither's.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet, Value

from goldthread.evidence.coverage.decided import names_decided
from goldthread.evidence.coverage.models import CoverageDecision, RegisterName
from goldthread.evidence.coverage.register_names import beside_of, has_number
from goldthread.evidence.coverage.types import SETTLING, name_key
from goldthread.evidence.matching.models import Supplier, SupplierName
from goldthread.evidence.matching.types import Standing
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


@dataclass(frozen=True)
class KnownAs:
    """A supplier by one name, and every name of it, that one among them."""

    who: Who | None
    names: frozenset[str]

    @property
    def spelt(self) -> frozenset[str]:
        """The names, each as it may be spelled."""
        return self.names.union(*map(spellings, self.names))


@dataclass
class Found:
    """The suppliers of names; and of a name with the numbers beside it, where contracts bear it (None: nobody's)."""

    by_name: dict[str, Who] = field(default_factory=dict)
    by_numbers: dict[tuple[str, str], Who | None] = field(default_factory=dict)

    def of(self, name: str, company_number: str = "", charity_number: str = "", postcode: str = "") -> Who | None:
        """The supplier of a name, with whatever stands beside it on the contract."""
        key = name_key(name), beside_of(company_number, charity_number, postcode)
        return self.by_numbers[key] if key in self.by_numbers else self.by_name.get(name)


def who_is(council: Council, names: Collection[str]) -> Mapping[str, Who]:
    """The supplier of each name that is one supplier's. Two queries for 2,000 names."""
    return find_who(council, names).by_name


def find_who(council: Council, names: Collection[str]) -> Found:
    """As `who_is`, with what is known of contracts that bear one name and several numbers."""
    wanted = sorted({name for name in names if name.strip()})
    found = Found()
    for start in range(0, len(wanted), _CHUNK):
        _find(council, wanted[start : start + _CHUNK], found)
    return found


def _find(council: Council, names: Collection[str], found: Found) -> None:
    keys = {name_key(name) for name in names}
    said = list(_said_of(council, Q(register_key__in=keys)))
    spelt = {spelling for name in names for spelling in spellings(name)} | {row.payee for row in said}
    held, by_run = _read_known(council, spelt, keys)
    told, _unpaid = names_decided(said, {name: who.number for name, who in held.items()})
    by_number = {who.number: who for who in held.values()}
    for name in names:
        key = name_key(name)
        if key in told:
            found.by_name[name] = by_number[told[key]]
            continue
        run = by_run.get(key)
        found.by_numbers |= {(key, beside): who for beside, who in (run or {}).items()}
        whose = _spelt(name, held) if run is None else _bearers(run)
        if len(whose) == 1 and (who := whose.pop()) is not None:
            found.by_name[name] = who


def _spelt(name: str, held: Mapping[str, Who]) -> set[Who | None]:
    return {held[name]} if name in held else {held[each] for each in spellings(name) if each in held}


def _bearers(run: Mapping[str, Who | None]) -> set[Who | None]:
    """Who bears a name by the run: one that nobody paid counts where a number tells it from the others."""
    return {who for beside, who in run.items() if who is not None or has_number(beside)}


def _said_of(council: Council, which: Q) -> QuerySet[CoverageDecision]:
    rows = CoverageDecision.objects.filter(which, council=council, taken_back_at=None, kind__in=SETTLING)
    return rows.exclude(register_key="").order_by("at", "pk")


def _read_known(
    council: Council, published: Collection[str], keys: Collection[str]
) -> tuple[dict[str, Who], dict[str, dict[str, Who | None]]]:
    """Who is paid under each published name; and whom the latest run found for each key, by what stands beside it.

    What the run held on a person's word alone is left out. One query.
    """
    names = SupplierName.objects.filter(
        council=council, name__in=published, supplier__is_live=True, standing=Standing.NAMED.value
    )
    kept = RegisterName.objects.filter(council=council, key__in=keys, is_said=False).exclude(supplier__is_live=False)
    rows = names.order_by().values_list(Value(""), "name", Value(""), *_KNOWN)
    rows = rows.union(kept.order_by().values_list(Value("run"), "key", "beside", *_KNOWN), all=True)
    held: dict[str, Who] = {}
    by_run: dict[str, dict[str, Who | None]] = {}
    for which, name, beside, number, *known in rows:
        who = None if number is None else Who(number, *known)
        if which:
            by_run.setdefault(name, {})[beside] = who
        elif who is not None:
            held[name] = who
    return held, by_run


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


def names_of_each(council: Council, numbers: Collection[int]) -> Mapping[int, set[str]]:
    """Every name of each of these suppliers: those that were published, and those on contracts (three queries)."""
    found: dict[int, set[str]] = {number: set() for number in numbers}
    published = SupplierName.objects.filter(council=council, supplier__in=numbers, standing=Standing.NAMED.value)
    supplier_of: dict[str, int] = dict(published.values_list("name", "supplier_id"))
    held = RegisterName.objects.filter(council=council, supplier__in=numbers)
    said = list(_said_of(council, Q(payee__in=supplier_of) | Q(register_key__in=held.values("key"))))
    told, _unpaid = names_decided(said, supplier_of)
    for name, number in supplier_of.items():
        found[number].add(name)
    elsewhere = {row.register_key for row in said} - set(told)
    rows = RegisterName.objects.filter(Q(supplier__in=numbers) | Q(key__in=told), council=council)
    for name, key, number, is_said in rows.values_list("name", "key", "supplier", "is_said"):
        whose = told.get(key, None if is_said or key in elsewhere else number)
        if whose is not None and whose in found:
            found[whose].add(name)
    for row in said:
        if row.register_key in told:
            found[told[row.register_key]].add(row.register_name)
    return found


def known_as(council: Council, names: Collection[str]) -> Mapping[str, KnownAs]:
    """Who each of these names is, and what else the same supplier is called (five queries)."""
    who = who_is(council, names)
    called = names_of_each(council, {each.number for each in who.values()}) if who else {}
    return {
        name: KnownAs(who.get(name), frozenset({name, *(called[who[name].number] if name in who else ())}))
        for name in names
    }


def keys_for(council: Council, names: Collection[str]) -> Mapping[str, str]:
    """For each name that is known the key of its supplier."""
    return {name: f"supplier:{who.number}" for name, who in who_is(council, names).items()}


def register_keys(council: Council, day: date) -> Mapping[str, str]:
    """The same for the supplier's name of every contract that is live on a day."""
    rows = Contract.objects.filter(council=council).filter(is_live(day)).order_by()
    return keys_for(council, [name.strip() for name in rows.values_list("supplier_name", flat=True).distinct()])
