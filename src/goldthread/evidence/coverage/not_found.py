"""Suppliers' names of the register that nobody was paid under, gathered from a run and kept until the next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from goldthread.evidence.contracts.words import is_no_one
from goldthread.evidence.coverage.likely import MOST, Likely
from goldthread.evidence.coverage.models import NameNotFound
from goldthread.evidence.coverage.types import name_key
from goldthread.organisation.models import Council

_BATCH = 1000


@dataclass(frozen=True)
class Signed:
    """What one contract says of its supplier: the id of the name that was looked for, the name, and its pounds."""

    id: str
    name: str
    value: Decimal | None


@dataclass
class NotFound:
    """A name and the contracts that bear it. `value` sums those that have one (`valued`); of none it is None.

    `paid` says what each supplier of `likely` was paid, where it was.
    """

    name: str
    contracts: int = 0
    valued: int = 0
    value: Decimal | None = None
    likely: list[Likely] = field(default_factory=list)
    paid: Mapping[int, Decimal] = field(default_factory=dict)


def gather_not_found(contracts: Iterable[Signed], likely: Mapping[str, Sequence[Likely]]) -> list[NotFound]:
    """The names of `likely` by which no supplier was found, each once whatever its capitals.

    A name for nobody in particular ("Various", "Redacted") is never one of them.
    """
    found: dict[str, NotFound] = {}
    seen: set[tuple[str, str]] = set()
    for each in contracts:
        if each.id not in likely or is_no_one(each.name):
            continue
        key = name_key(each.name)
        row = found.setdefault(key, NotFound(each.name))
        row.contracts += 1
        if each.value is not None:
            row.valued, row.value = row.valued + 1, (row.value or Decimal(0)) + each.value
        if (key, each.id) not in seen:
            seen.add((key, each.id))
            row.likely = _best([*row.likely, *likely[each.id]])
    return list(found.values())


def _best(of: Iterable[Likely]) -> list[Likely]:
    best: dict[int, Likely] = {}
    for each in of:
        held = best.get(each.supplier)
        if held is None or each.confidence > held.confidence:
            best[each.supplier] = each
    return sorted(best.values(), key=lambda each: (-each.confidence, each.supplier))[:MOST]


def keep_not_found(council: Council, rows: Iterable[NotFound]) -> None:
    """Put these names in the place of those of the run before. Call it inside a transaction."""
    NameNotFound.objects.filter(council=council).delete()
    NameNotFound.objects.bulk_create(
        [
            NameNotFound(
                council=council,
                name=row.name,
                key=name_key(row.name),
                contracts=row.contracts,
                valued=row.valued,
                value=row.value,
                likely=[{**asdict(each), "paid": str(row.paid.get(each.supplier, ""))} for each in row.likely],
            )
            for row in rows
        ],
        batch_size=_BATCH,
    )
