"""What people decided of two names: merge, split, never merge. The later of two decisions on a pair counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from django.db import transaction

from goldthread.common.errors import UserError
from goldthread.evidence.matching.council import match_suppliers
from goldthread.evidence.matching.models import MatchDecision, MatchRun
from goldthread.evidence.matching.queries import SupplierFound, find_name, find_supplier, standing_decisions
from goldthread.evidence.matching.types import DecisionKind, Standing
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person


class DecisionRefused(UserError):
    """What was asked of two suppliers cannot be done."""


@dataclass(frozen=True)
class Decided:
    """The pairs of names that were written down, and the matching that applied them."""

    pairs: Sequence[tuple[str, str]]
    run: MatchRun


@transaction.atomic
def merge_suppliers(*, council: Council, left: str, right: str, why: str, by: Person | None) -> Decided:
    """Make two suppliers one for good. Names or numbers of suppliers; raises `DecisionRefused`."""
    a, b = find_supplier(council, left), find_supplier(council, right)
    _check(why, a, b)
    apart = {pair for pair, kind in standing_decisions(council).items() if kind.keeps_apart}
    pairs = [(x, y) for x, y in product(a.names, b.names) if frozenset((x, y)) in apart]
    pairs.append((a.names[0], b.names[0]))
    return _decide(
        council,
        DecisionKind.MERGE,
        dict.fromkeys(pairs),
        why=why,
        by=by,
        summary=f"{a.name} and {b.name} are one supplier",
    )


@transaction.atomic
def split_name(*, council: Council, name: str, why: str, by: Person | None) -> Decided:
    """Take one published name out of its supplier for good. Raises `DecisionRefused` where it stands alone."""
    row = find_name(council, name)
    supplier = find_supplier(council, row.name)
    others = [other for other in supplier.names if other != row.name]
    if not others:
        raise DecisionRefused(f'"{row.name}" stands alone already.', "There is nothing to split.")
    _check(why)
    pairs = {(row.name, other): None for other in others}
    return _decide(council, DecisionKind.SPLIT, pairs, why=why, by=by, summary=f"{row.name} is not {supplier.name}")


@transaction.atomic
def never_merge(*, council: Council, left: str, right: str, why: str, by: Person | None) -> Decided:
    """Keep two published names apart for good, whatever speaks for them. Raises `DecisionRefused`."""
    a, b = find_name(council, left), find_name(council, right)
    if a == b:
        raise DecisionRefused(f'"{a.name}" cannot be kept apart from itself.', "Name two names.")
    _check(why)
    return _decide(
        council, DecisionKind.NEVER, {(a.name, b.name): None}, why=why, by=by, summary=f"{a.name} is never {b.name}"
    )


def _check(why: str, *both: SupplierFound) -> None:
    if not why.strip():
        raise DecisionRefused("No reason was given.", "Say why: it is kept with the decision.")
    if len({each.id for each in both}) < len(both):
        raise DecisionRefused(f"{both[0].name} is one supplier already.", "There is nothing to merge.")
    for each in both:
        if each.standing is Standing.INDIVIDUAL:
            raise DecisionRefused(f'"{each.name}" is a private person.', "Individuals are never merged.")


def _decide(
    council: Council, kind: DecisionKind, pairs: Iterable[tuple[str, str]], *, why: str, by: Person | None, summary: str
) -> Decided:
    written = list(pairs)
    MatchDecision.objects.bulk_create(
        [MatchDecision(council=council, kind=kind, left=a, right=b, why=why.strip(), by=by) for a, b in written]
    )
    record_event(
        council=council,
        by=by,
        kind=f"supplier.{kind}",
        subject=f"supplier:{written[0][0]}",
        summary=summary,
        after=[list(pair) for pair in written[:50]],
        why=why.strip(),
    )
    return Decided(written, match_suppliers(council=council, by=by))
