"""Writing down what matching found. A supplier keeps its number for as long as most of its names do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from goldthread.evidence.matching.models import Supplier, SupplierName
from goldthread.evidence.matching.types import Standing
from goldthread.organisation.models import Council

_BATCH = 500
_NAME_FIELDS = ("supplier", "standing", "reason", "confidence")


@dataclass(frozen=True)
class Belongs:
    """A published name and the root it was placed with; amount is what was paid under it, in pounds."""

    name: str
    root: int
    reason: str
    confidence: float
    standing: Standing
    amount: Decimal | int


def keep_suppliers(council: Council, belongs: Sequence[Belongs], known: Mapping[int, Mapping[str, Any]]) -> None:
    """Bring the council's suppliers and names up to what was found. Call it inside a transaction."""
    held = {row.name: row for row in SupplierName.objects.filter(council=council)}
    suppliers = _suppliers(council, belongs, held, known)
    fresh: list[SupplierName] = []
    changed: list[SupplierName] = []
    for each in belongs:
        row = held.get(each.name) or SupplierName(council=council, name=each.name)
        supplier = None if each.standing is Standing.WITHHELD else suppliers[each.root]
        told = (supplier and supplier.pk, each.standing, each.reason, each.confidence)
        if row.pk and told == (row.supplier_id, row.standing, row.reason, row.confidence):
            continue
        row.supplier, row.standing = supplier, each.standing
        row.reason, row.confidence = each.reason, each.confidence
        (changed if row.pk else fresh).append(row)
    SupplierName.objects.bulk_create(fresh, batch_size=_BATCH)
    SupplierName.objects.bulk_update(changed, _NAME_FIELDS, batch_size=_BATCH)
    gone = held.keys() - {each.name for each in belongs}
    lost = [held[name].pk for name in sorted(gone)]
    for start in range(0, len(lost), _BATCH):
        SupplierName.objects.filter(pk__in=lost[start : start + _BATCH]).delete()
    live = {supplier.pk for supplier in suppliers.values()}
    held_before = Supplier.objects.filter(council=council, is_live=True).values_list("pk", flat=True)
    ended = [pk for pk in held_before if pk not in live]
    for start in range(0, len(ended), _BATCH):
        Supplier.objects.filter(pk__in=ended[start : start + _BATCH]).update(is_live=False)


def _suppliers(
    council: Council,
    belongs: Sequence[Belongs],
    held: Mapping[str, SupplierName],
    known: Mapping[int, Mapping[str, Any]],
) -> dict[int, Supplier]:
    """The supplier of each root: the one that had most of its names before, else a new one."""
    votes: dict[int, Counter[int]] = {}
    for each in belongs:
        if each.standing is Standing.WITHHELD:
            continue
        before = held.get(each.name)
        root_votes = votes.setdefault(each.root, Counter())
        if before is not None and before.supplier_id is not None:
            root_votes[before.supplier_id] += 1
    existing = {row.pk: row for row in Supplier.objects.filter(council=council)}
    claims = sorted(((count, pk, root) for root, of in votes.items() for pk, count in of.items()), key=_strongest)
    owner: dict[int, int] = {}
    taken: set[int] = set()
    for _count, pk, root in claims:
        if root not in owner and pk not in taken:
            owner[root] = pk
            taken.add(pk)
    return _write(council, votes, owner, existing, known)


def _strongest(claim: tuple[int, int, int]) -> tuple[int, int, int]:
    count, pk, root = claim
    return -count, pk, root


def _write(
    council: Council,
    votes: Mapping[int, Counter[int]],
    owner: Mapping[int, int],
    existing: Mapping[int, Supplier],
    known: Mapping[int, Mapping[str, Any]],
) -> dict[int, Supplier]:
    made: dict[int, Supplier] = {}
    changed: list[Supplier] = []
    for root in votes:
        supplier = existing[owner[root]] if root in owner else Supplier(council=council)
        told = {**known[root], "is_live": True}
        if root in owner and any(getattr(supplier, field) != value for field, value in told.items()):
            changed.append(supplier)
        for field, value in told.items():
            setattr(supplier, field, value)
        made[root] = supplier
    fresh = sorted((each for root, each in made.items() if root not in owner), key=lambda each: each.name)
    fields = sorted({*next(iter(known.values())), "is_live"}) if known else []
    if fields:
        Supplier.objects.bulk_update(changed, fields, batch_size=_BATCH)
    Supplier.objects.bulk_create(fresh, batch_size=_BATCH)
    return made
