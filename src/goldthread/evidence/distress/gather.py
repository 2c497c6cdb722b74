"""Signals of every supplier that matters: one with a live contract, a file, a place on the watch list or a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise

from django.core.cache import cache as kept
from django.db.models import BooleanField, DecimalField, ExpressionWrapper, Q, Value
from django.db.models.functions import Cast

from goldthread.evidence.distress.load import load_signals
from goldthread.evidence.distress.rules import signals_of_filing, signals_of_pace
from goldthread.evidence.distress.types import Filing, OnHand, Pace, Signal
from goldthread.evidence.explorer.index import open_index
from goldthread.evidence.matching.council import read_day
from goldthread.evidence.matching.models import ReferenceLoad
from goldthread.evidence.matching.reference import latest_references, reference_file
from goldthread.evidence.matching.types import ReferenceKind
from goldthread.evidence.queries import Loads, live_loads
from goldthread.evidence.store import Connection, ask, open_store, quote
from goldthread.evidence.who_is import Who, find_who
from goldthread.organisation.models import Council
from goldthread.register.models import Contract, DistressCase, SupplierFile, WatchedSupplier
from goldthread.register.narrowing import is_live
from goldthread.register.public import stamp_of

_SECONDS_KEPT = 3600
_SIGNED = ("supplier_name", "company_number", "charity_number", "postcode")


@dataclass(frozen=True)
class Concern:
    """One supplier of concern with what was seen of it. `names` are those of the register; `number` the evidence's."""

    name: str
    number: int | None
    names: tuple[str, ...]
    contracts: int
    at_stake: Decimal | None
    signals: tuple[Signal, ...]


@dataclass(frozen=True)
class Seen:
    """Every supplier of concern that shows a signal, and how far the evidence reaches. None is unknown.

    `called` gives of each name of a file, of the watch list and of a case the other names of the supplier.
    """

    concerns: tuple[Concern, ...]
    looked_at: int
    on_hand: OnHand | None
    filings_of: date | None
    called: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass
class _Group:
    name: str
    who: Who | None
    names: set[str]
    live: int = 0
    value: Decimal | None = None
    turnover: Decimal | None = None


def read_signals(council: Council, today: date) -> Seen:
    """What is seen as the evidence and the register stand; kept until either changes."""
    loads = live_loads(council)
    reference = latest_references().get(ReferenceKind.COMPANIES)
    rests_on = (stamp_of(council, today), reference.pk if reference else 0, loads[0].match_run if loads else 0)
    key = f"distress-seen:{council.pk}:{rests_on!r}:{len(loads)}".replace(" ", "")
    found: Seen | None = kept.get(key)
    if found is None:
        found = _read(council, today, reference, loads)
        kept.set(key, found, _SECONDS_KEPT)
    return found


def _read(council: Council, today: date, reference: ReferenceLoad | None, loads: Loads) -> Seen:
    rules = load_signals()
    groups, called = _groups(council, today)
    on_hand, paces = _read_paces(council, loads) if loads else (None, {})
    filings = _read_filings([group.who for group in groups if group.who is not None], reference)
    concerns = []
    for group in groups:
        number = group.who.number if group.who else None
        pace = paces.get(number) if number is not None else None
        seen: list[Signal] = []
        if number in filings:
            seen += signals_of_filing(filings[number], rules, paid=pace.year if pace else None)
        if pace is not None and on_hand is not None:
            has_contract = group.live > 0
            seen += signals_of_pace(pace, rules, on_hand=on_hand, has_contract=has_contract, turnover=group.turnover)
        if seen:
            names = tuple(sorted(group.names))
            concerns.append(Concern(group.name, number, names, group.live, group.value, tuple(seen)))
    concerns.sort(key=lambda each: (-(each.at_stake or 0), each.name))
    return Seen(tuple(concerns), len(groups), on_hand, reference.as_of if reference else None, called)


def _groups(council: Council, today: date) -> tuple[list[_Group], dict[str, frozenset[str]]]:
    """Names of the register that are one supplier by the evidence stand together; and what else each is called."""
    live = Contract.objects.filter(council=council).filter(is_live(today)).exclude(supplier_name="").order_by()
    contracts = list(live.values_list("annual_value", *_SIGNED))
    others = _read_others(council)
    who = find_who(council, {row[1] for row in contracts} | {name for name, _turnover, _is_open in others})
    groups: dict[object, _Group] = {}
    for value, name, *numbers in contracts:
        group = _group_of(groups, name, who.of(name, *numbers))
        group.live += 1
        if value is not None:
            group.value = (group.value or Decimal(0)) + value
    for name, turnover, _is_open in (row for row in others if row[2]):
        group = _group_of(groups, name, who.of(name))
        group.turnover = group.turnover or turnover
    called = {}
    for name, _turnover, _is_open in others:
        held = groups.get(_key_of(name, who.of(name)))
        called[name] = frozenset({name, *(held.names if held is not None else ())})
    return list(groups.values()), called


def _read_others(council: Council) -> list[tuple[str, Decimal | None, bool]]:
    """Names of files, of the watch list and of cases, with the turnover where it is known, and whether it is open."""
    none, is_open = Cast(Value(None), DecimalField(max_digits=18, decimal_places=2)), Value(value=True)
    files = SupplierFile.objects.filter(council=council, joined_into__isnull=True).order_by()
    watched = WatchedSupplier.objects.filter(council=council, taken_off__isnull=True).order_by()
    cases = DistressCase.objects.filter(council=council).order_by()
    has_no_end = ExpressionWrapper(Q(closed_on__isnull=True), output_field=BooleanField())
    rows = files.values_list("name", "turnover", is_open).union(
        watched.values_list("supplier_name", none, is_open),
        cases.values_list("supplier_name", none, has_no_end),
        all=True,
    )
    return [(name, turnover, bool(is_kept)) for name, turnover, is_kept in rows]


def _group_of(groups: dict[object, _Group], name: str, known: Who | None) -> _Group:
    group = groups.setdefault(_key_of(name, known), _Group(known.name if known else name, known, set()))
    group.names.add(name)
    return group


def _key_of(name: str, known: Who | None) -> object:
    return known.number if known else name


@cache
def _pace_sql() -> str:
    return (files("goldthread.evidence.distress") / "pace.sql").read_text(encoding="utf-8")


def _read_paces(council: Council, loads: Loads) -> tuple[OnHand | None, dict[int, Pace]]:
    with open_index(council, loads) as index:
        on_hand = _read_on_hand(index.db)
        if on_hand is None:
            return None, {}
        rows = ask(index.db, _pace_sql(), [on_hand.until])
    return on_hand, {int(party): Pace(*rest) for party, _label, *rest in rows}


def _read_on_hand(db: Connection) -> OnHand | None:
    """The last month whose last day, or one of the three before it, has a payment; and the unbroken months back."""
    rows = ask(db, "SELECT month_first, max(last_day) FROM month_facts() GROUP BY 1 ORDER BY 1 DESC")
    if not rows:
        return None
    months = [first for first, last in rows]
    if (rows[0][1] + timedelta(days=4)).month == rows[0][0].month:  # the month was still running when it was published
        months = months[1:]
    if not months:
        return None
    unbroken = 1
    for later, earlier in pairwise(months):
        if (later.year - earlier.year) * 12 + later.month - earlier.month != 1:
            break
        unbroken += 1
    return OnHand(months[0], unbroken)


def _read_filings(suppliers: list[Who], reference: ReferenceLoad | None) -> dict[int, Filing]:
    """What Companies House says of these suppliers; those without a number are absent, which is not innocence."""
    if reference is None:
        return {}
    known = [who for who in suppliers if who.company_number]
    due = _read_due([who.company_number for who in known])
    return {
        who.number: Filing(
            who.company_number,
            who.company_status,
            who.incorporated_on,
            due.get(who.company_number),
            reference.as_of,
            who.number_confidence,
        )
        for who in known
    }


def _read_due(numbers: list[str]) -> dict[str, date | None]:
    """By when each company's next accounts are due; a register that was loaded without that column says nothing."""
    if not numbers:
        return {}
    source = f"read_parquet({quote(reference_file(ReferenceKind.COMPANIES))})"
    with open_store() as db:
        if "accounts_due" not in {row[0] for row in ask(db, f"DESCRIBE SELECT * FROM {source}")}:
            return {}
        rows = ask(
            db, f"SELECT number, accounts_due FROM {source} WHERE number IN (SELECT unnest(?::VARCHAR[]))", [numbers]
        )
    return {str(number): read_day(text) for number, text in rows}
