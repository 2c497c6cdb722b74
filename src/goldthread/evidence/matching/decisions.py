"""What people decided of two names: merge, split, never merge. The later of two decisions on a pair counts.

A decision is planned first, so that its effect can be shown before it is made; it can be taken back, and is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.matching.council import find_matches, match_suppliers
from goldthread.evidence.matching.models import MatchDecision, MatchRun, SupplierName
from goldthread.evidence.matching.queries import Pair, SupplierFound, find_name, find_supplier, standing_decisions
from goldthread.evidence.matching.types import DecisionKind, Standing
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person


class DecisionRefused(UserError):
    """What was asked of two suppliers cannot be done."""


class DecidedAlready(DecisionRefused):
    """What was asked is so already."""


@dataclass(frozen=True)
class Proposal:
    """A decision that has not been made: the pairs of names that it would write down, and what it says."""

    kind: DecisionKind
    pairs: tuple[tuple[str, str], ...]
    summary: str


@dataclass(frozen=True)
class Effect:
    """What a proposal would change: the names of each supplier that it touches, before and after."""

    before: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]
    suppliers_before: int
    suppliers_after: int


@dataclass(frozen=True)
class Decided:
    """The pairs of names that were written down, and the matching that applied them."""

    pairs: Sequence[tuple[str, str]]
    run: MatchRun


def plan_merge(council: Council, left: str, right: str) -> Proposal:
    """Two suppliers are one. Names or numbers of suppliers; raises `DecisionRefused`."""
    a, b = find_supplier(council, left), find_supplier(council, right)
    _check_may_merge(a, b)
    apart = {pair for pair, kind in standing_decisions(council).items() if kind.keeps_apart}
    pairs = [(x, y) for x, y in product(a.names, b.names) if frozenset((x, y)) in apart]
    pairs.append((a.names[0], b.names[0]))
    return Proposal(DecisionKind.MERGE, tuple(dict.fromkeys(pairs)), f"{a.name} and {b.name} are one supplier")


def plan_split(council: Council, name: str) -> Proposal:
    """One published name is not the supplier it was held to be. Raises `DecisionRefused` where it stands alone."""
    row = find_name(council, name)
    supplier = find_supplier(council, row.name)
    others = [other for other in supplier.names if other != row.name]
    if not others:
        raise DecidedAlready(f'"{row.name}" stands alone already.', "There is nothing to split.")
    rest = supplier.name if supplier.name != row.name else others[0]
    return Proposal(DecisionKind.SPLIT, tuple((row.name, other) for other in others), f"{row.name} is not {rest}")


def plan_never(council: Council, left: str, right: str) -> Proposal:
    """Two published names are never one supplier, whatever speaks for it. Raises `DecisionRefused`."""
    a, b = find_name(council, left), find_name(council, right)
    if a == b:
        raise DecisionRefused(f'"{a.name}" cannot be kept apart from itself.', "Name two names.")
    return Proposal(DecisionKind.NEVER, ((a.name, b.name),), f"{a.name} is never {b.name}")


def plan_confirm(council: Council, name: str) -> Proposal:
    """A name that matching placed without being sure belongs where it is. Raises `DecisionRefused`."""
    row = find_name(council, name)
    supplier = find_supplier(council, row.name)
    if supplier.standing is Standing.INDIVIDUAL:
        raise DecisionRefused(f'"{supplier.name}" is a private person.', "Individuals are never merged.")
    others = [other for other in supplier.names if other != row.name]
    if not others:
        raise DecidedAlready(f'"{row.name}" stands alone.', "There is nothing to confirm.")
    return Proposal(DecisionKind.MERGE, ((row.name, others[0]),), f"{row.name} and {others[0]} are one supplier")


def foresee(council: Council, proposal: Proposal) -> Effect:
    """What matching would find if the proposal were made. Nothing is written."""
    made = {frozenset(pair): proposal.kind for pair in proposal.pairs}
    decisions: dict[Pair, DecisionKind] = {**standing_decisions(council), **made}
    rows = SupplierName.objects.filter(council=council, supplier__isnull=False).values_list("name", "supplier_id")
    named = {name for pair in proposal.pairs for name in pair}
    before = _groups(list(rows))
    found = find_matches(council, decisions)
    after = _groups([(each.name, each.root) for each in found.belongs if each.standing is not Standing.WITHHELD])
    touched = {name for names in (*before, *after) if named & set(names) for name in names}
    return Effect(
        before=tuple(names for names in before if touched & set(names)),
        after=tuple(names for names in after if touched & set(names)),
        suppliers_before=len(before),
        suppliers_after=len(after),
    )


def _groups(placed: Sequence[tuple[str, int]]) -> list[tuple[str, ...]]:
    groups: dict[int, list[str]] = {}
    for name, key in placed:
        groups.setdefault(key, []).append(name)
    return sorted(tuple(sorted(names)) for names in groups.values())


@transaction.atomic
def decide(*, council: Council, proposal: Proposal, why: str, by: Person | None) -> Decided:
    """Make a decision: it is kept for ever, recorded, and applied before every rule. Raises `DecisionRefused`."""
    _check_reason(why)
    act = uuid4().hex
    MatchDecision.objects.bulk_create(
        [
            MatchDecision(council=council, kind=proposal.kind, left=a, right=b, why=why.strip(), by=by, act=act)
            for a, b in proposal.pairs
        ]
    )
    record_event(
        council=council,
        by=by,
        kind=f"supplier.{proposal.kind}",
        subject=f"supplier:{proposal.pairs[0][0]}"[:200],
        summary=proposal.summary,
        after=[list(pair) for pair in proposal.pairs[:50]],
        why=why.strip(),
    )
    return Decided(proposal.pairs, match_suppliers(council=council, by=by))


@transaction.atomic
def take_back_decision(*, council: Council, act: str, why: str, by: Person | None) -> MatchRun:
    """Let a decision count no more; it is kept, with who took it back and why. Raises `DecisionRefused`."""
    _check_reason(why)
    rows = list(MatchDecision.objects.select_for_update().filter(council=council, act=act).order_by("pk"))
    if not rows:
        raise DecisionRefused("There is no such decision.", "Look at the list of decisions.")
    if rows[0].taken_back_at is not None:
        raise DecidedAlready("It was taken back already.", "There is nothing to do.")
    for row in rows:
        row.taken_back_at, row.taken_back_by, row.taken_back_why = timezone.now(), by, why.strip()
    MatchDecision.objects.bulk_update(rows, ["taken_back_at", "taken_back_by", "taken_back_why"])
    record_event(
        council=council,
        by=by,
        kind="supplier.decision-taken-back",
        subject=f"supplier:{rows[0].left}"[:200],
        summary=f"The decision on {rows[0].left} and {rows[0].right} was taken back",
        before={"kind": rows[0].kind, "why": rows[0].why},
        why=why.strip(),
    )
    return match_suppliers(council=council, by=by)


def merge_suppliers(*, council: Council, left: str, right: str, why: str, by: Person | None) -> Decided:
    """Make two suppliers one for good. Names or numbers of suppliers; raises `DecisionRefused`."""
    _check_reason(why)
    return decide(council=council, proposal=plan_merge(council, left, right), why=why, by=by)


def split_name(*, council: Council, name: str, why: str, by: Person | None) -> Decided:
    """Take one published name out of its supplier for good. Raises `DecisionRefused` where it stands alone."""
    return decide(council=council, proposal=plan_split(council, name), why=why, by=by)


def never_merge(*, council: Council, left: str, right: str, why: str, by: Person | None) -> Decided:
    """Keep two published names apart for good, whatever speaks for them. Raises `DecisionRefused`."""
    return decide(council=council, proposal=plan_never(council, left, right), why=why, by=by)


def _check_reason(why: str) -> None:
    if not why.strip():
        raise DecisionRefused("No reason was given.", "Say why: it is kept with the decision.")


def _check_may_merge(*both: SupplierFound) -> None:
    if len({each.id for each in both}) < len(both):
        raise DecidedAlready(f"{both[0].name} is one supplier already.", "There is nothing to merge.")
    for each in both:
        if each.standing is Standing.INDIVIDUAL:
            raise DecisionRefused(f'"{each.name}" is a private person.', "Individuals are never merged.")
