"""Presents financial distress: signals with their rows and sources, the contracts affected, and who could step in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from goldthread.evidence.distress.gather import Concern, Seen
from goldthread.evidence.distress.load import load_signals
from goldthread.evidence.distress.types import Signal, SignalKind, SignalRule
from goldthread.organisation.models import Council
from goldthread.register.models import Contract, Risk
from goldthread.register.narrowing import is_live
from goldthread.web.evidence.kinds import say_sure
from goldthread.web.evidence.wording import exact_pounds, say_count, short_pounds

CLAUSES = {True: "yes", False: "no", None: "not said"}
MOST = 100
OF_FILINGS = frozenset({SignalKind.STATUS, SignalKind.ACCOUNTS, SignalKind.YOUNG})


@dataclass(frozen=True)
class SignalShown:
    """A signal with what stands behind it."""

    signal: Signal
    rule: SignalRule
    sure: str
    is_filing: bool


@dataclass(frozen=True)
class ConcernShown:
    """One supplier with its signals, and where it stands with the council."""

    concern: Concern
    signals: tuple[SignalShown, ...]
    at_stake: str
    standing: str
    case_id: int | None


@dataclass(frozen=True)
class Affected:
    """One live contract of a supplier: its clause, and who could step in."""

    contract: Contract
    value: str
    exact: str
    clause: str
    backup: str


def show_signals(signals: Sequence[Signal]) -> tuple[SignalShown, ...]:
    rules = load_signals()
    return tuple(
        SignalShown(
            each,
            rules[each.kind],
            say_sure(each.how_sure) if each.how_sure is not None else "",
            each.kind in OF_FILINGS,
        )
        for each in signals
    )


def show_concern(concern: Concern, watched: Mapping[str, int], cases: Mapping[str, int]) -> ConcernShown:
    """`watched` and `cases` give the keys of what is open by the supplier's name."""
    names = {concern.name, *concern.names}
    case = next((cases[name] for name in names if name in cases), None)
    is_watched = any(name in watched for name in names)
    return ConcernShown(
        concern,
        show_signals(concern.signals),
        short_pounds(concern.at_stake) if concern.at_stake is not None else "value unknown",
        "case open" if case is not None else "watched" if is_watched else "neither watched nor in a case",
        case,
    )


def read_affected(council: Council, names: Collection[str]) -> list[Affected]:
    """The live contracts of a supplier, by any of its names on the register (two queries)."""
    live = Contract.objects.filter(council=council, supplier_name__in=names).filter(is_live(timezone.localdate()))
    rows = list(live.select_related("department", "manager").order_by("-annual_value", "end")[:MOST])
    risks = Risk.objects.filter(contract__in=rows, closed_on__isnull=True).exclude(backup_supplier="").order_by("pk")
    backups = dict(risks.values_list("contract", "backup_supplier"))
    return [
        Affected(
            row,
            short_pounds(row.annual_value) if row.annual_value is not None else "unknown",
            exact_pounds(row.annual_value) if row.annual_value is not None else "",
            CLAUSES[row.has_distress_clause],
            backups.get(row.pk, ""),
        )
        for row in rows
    ]


def say_affected(rows: Sequence[Affected]) -> str:
    if not rows:
        return "No live contract with it is on the register."
    without = sum(1 for row in rows if row.clause != "yes")
    known = [row.contract.annual_value for row in rows if row.contract.annual_value is not None]
    worth = f", worth {short_pounds(sum(known, Decimal(0)))} a year as far as is known" if known else ""
    clause = (
        "each has a clause on financial distress"
        if not without
        else f"{without} without a clause on financial distress"
    )
    backed = sum(1 for row in rows if row.backup)
    backup = "none has a back-up supplier" if not backed else f"{backed} with a back-up supplier"
    return f"{say_count(len(rows), 'live contract')}{worth}: {clause}; {backup}."


def say_distress(seen: Seen, cases: int, watched: int, unwatched: int) -> str:
    """The finding: what is open, and how many show a signal that nobody looks at yet."""
    open_ = (
        f"{say_count(cases, 'case')} {'is' if cases == 1 else 'are'} open and {say_count(watched, 'supplier')} watched."
    )
    if not seen.concerns:
        return f"{open_} Of {say_count(seen.looked_at, 'supplier')}, none shows a signal in what is on hand."
    does = "shows" if len(seen.concerns) == 1 else "show"
    shown = f"{say_count(len(seen.concerns), 'supplier')} of {seen.looked_at:,} {does}"
    rest = "each of them is watched or in a case"
    if unwatched:
        rest = "none of them is watched yet" if unwatched == len(seen.concerns) else f"{unwatched} not watched yet"
    return f"{open_} {shown} something to look at; {rest}."


def say_reach(seen: Seen) -> str:
    """How far the evidence reaches: what is not on hand shows nothing, which is not that nothing is wrong."""
    parts = []
    if seen.filings_of is not None:
        parts.append(f"Filings are those of Companies House of {seen.filings_of:%-d %B %Y}")
    else:
        parts.append("No extract of Companies House is loaded, so nothing is known of filings")
    if seen.on_hand is not None:
        parts.append(f"payments are on hand until {seen.on_hand.until:%B %Y}")
    else:
        parts.append("no payments are loaded")
    return f"{'; '.join(parts)}. A supplier without a company number, or a sign that no file holds, shows nothing here."
