"""Signals of financial distress, the watch list and cases, from the command line. Import it once Django is ready."""

from collections.abc import Collection, Sequence

from django.utils import timezone

from goldthread.cli.lookup import find_actor
from goldthread.cli.output import iso_day, print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.evidence.distress.gather import Concern, Seen, read_signals
from goldthread.evidence.distress.load import load_signals
from goldthread.evidence.distress.types import Signal
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action
from goldthread.register.models import DistressCase, WatchedSupplier


def show_distress(council_name: str, *, as_json: bool, actor: str | None) -> None:
    """Every supplier that shows a signal, the most money at stake first; who is watched; the cases."""
    council = find_council(council_name)
    find_actor(actor, council, Action.VIEW_DISTRESS)
    seen = read_signals(council, timezone.localdate())
    watched = list(WatchedSupplier.objects.filter(council=council, taken_off__isnull=True).select_related("put_by"))
    cases = list(DistressCase.objects.filter(council=council).prefetch_related("entries__by"))
    open_ = {row.supplier_name for row in cases if row.closed_on is None}
    names = {row.supplier_name for row in watched}
    if as_json:
        print_json(
            {
                "looked_at": seen.looked_at,
                "payments_to_month": f"{seen.on_hand.until:%Y-%m}" if seen.on_hand else None,
                "filings_of": iso_day(seen.filings_of),
                "suppliers": [_concern_as_json(each, names, open_) for each in seen.concerns],
                "watched": [_watched_as_json(row) for row in watched],
                "cases": [_case_as_json(row) for row in cases],
            }
        )
        return
    _print(seen, names, open_)
    print_table(
        ("Watched supplier", "Since", "Because", "By"),
        [(row.supplier_name, row.put_on, row.because, row.put_by or "") for row in watched],
    )
    print_words(_say(seen, len(watched), len(open_)))


def _print(seen: Seen, watched: Collection[str], cases: Collection[str]) -> None:
    rules = load_signals()
    print_table(
        ("Supplier", "Signal", "What is seen", "Source", "As of", "Standing"),
        [
            (each.name, rules[one.kind].name, one.what, one.source, one.as_of, _standing(each, watched, cases))
            for each in seen.concerns
            for one in each.signals
        ],
    )


def _standing(concern: Concern, watched: Collection[str], cases: Collection[str]) -> str:
    """The names of a supplier may stand in either list."""
    names = {concern.name, *concern.names}
    if names & set(cases):
        return "case open"
    return "watched" if names & set(watched) else "neither watched nor in a case"


def _say(seen: Seen, watched: int, cases: int) -> str:
    """How far the evidence reaches belongs to what is seen: no signal is no clean bill."""
    payments = f"payments to {seen.on_hand.until:%B %Y}" if seen.on_hand else "no payments"
    filings = f"filings of {seen.filings_of:%-d %B %Y}" if seen.filings_of else "no filings"
    return (
        f"{len(seen.concerns):,} of {seen.looked_at:,} suppliers show a signal, by {payments} and {filings}: something "
        f"to look at, never a finding. {watched:,} watched; open cases: {cases:,}."
    )


def _concern_as_json(concern: Concern, watched: Collection[str], cases: Collection[str]) -> dict[str, object]:
    return {
        "name": concern.name,
        "supplier": concern.number,
        "names": list(concern.names),
        "contracts": concern.contracts,
        "annual_value": None if concern.at_stake is None else float(concern.at_stake),
        "standing": _standing(concern, watched, cases),
        "signals": _signals_as_json(concern.signals),
    }


def _signals_as_json(signals: Sequence[Signal]) -> list[dict[str, object]]:
    rules = load_signals()
    return [
        {
            "kind": each.kind.value,
            "name": rules[each.kind].name,
            "what": each.what,
            "row": dict(each.row),
            "source": each.source,
            "as_of": each.as_of.isoformat(),
            "confidence": each.how_sure,
            "may_be_innocent": list(rules[each.kind].innocent),
        }
        for each in signals
    ]


def _watched_as_json(row: WatchedSupplier) -> dict[str, object]:
    by = row.put_by.email if row.put_by else None
    return {"name": row.supplier_name, "because": row.because, "since": row.put_on.isoformat(), "by": by}


def _case_as_json(row: DistressCase) -> dict[str, object]:
    return {
        "case": row.pk,
        "name": row.supplier_name,
        "opened_on": row.opened_on.isoformat(),
        "because": row.because,
        "signals_when_opened": row.signals,
        "backup_supplier": row.backup_supplier or None,
        "failed_on": iso_day(row.failed_on),
        "closed_on": iso_day(row.closed_on),
        "outcome": row.outcome or None,
        "log": [
            {"on": each.on.isoformat(), "text": each.text, "by": each.by.email if each.by else None}
            for each in row.entries.all()
        ],
    }
