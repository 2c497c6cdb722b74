"""What matching is least sure of: names that it placed with doubt, and like names that it left apart."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from goldthread.evidence.explorer.index import Index
from goldthread.evidence.explorer.who import LEAST_SURE
from goldthread.evidence.matching.models import SupplierName
from goldthread.evidence.matching.queries import Pair
from goldthread.evidence.matching.resolve import name_words_sql
from goldthread.evidence.matching.types import Reason, Standing
from goldthread.evidence.store import ask
from goldthread.organisation.models import Council

MOST = 100


@dataclass(frozen=True)
class Doubt:
    """A name that was placed with a supplier and perhaps is not it. `amount` is what was paid under the name."""

    row: SupplierName
    amount: Decimal


@dataclass(frozen=True)
class Alike:
    """Two suppliers that go by the same name but for marks and legal forms, and were left apart."""

    left: str
    left_number: int
    right: str
    right_number: int
    amount: Decimal


def list_doubts(index: Index, council: Council) -> list[Doubt]:
    """The names placed least surely first, and of these the most paid."""
    rows = SupplierName.objects.filter(council=council, supplier__isnull=False, confidence__lt=LEAST_SURE)
    held = {row.name: row for row in rows.exclude(reason__in=["", Reason.PERSON]).select_related("supplier")}
    if not held:
        return []
    paid: dict[str, Decimal] = dict(
        ask(
            index.db,
            "SELECT w.name, sum(s.amount) FROM supplier_sums() s JOIN who w ON w.number = s.supplier "
            "WHERE list_contains(?::VARCHAR[], w.name) GROUP BY w.name",
            [list(held)],
        )
    )
    found = [Doubt(row, paid.get(name, Decimal(0))) for name, row in held.items()]
    return sorted(found, key=lambda each: (round(each.row.confidence, 2), -each.amount, each.row.name))[:MOST]


def list_alike(index: Index, council: Council, decided: Collection[Pair]) -> list[Alike]:
    """Pairs of suppliers with the same words in their names, the most paid first; what a person decided is left out."""
    rows = ask(
        index.db,
        f"""SELECT list([name, party::VARCHAR, amount::VARCHAR] ORDER BY amount DESC, name)
        FROM (
          SELECT min(w.name) AS name, w.party, sum(s.amount) AS amount, {name_words_sql("w.name")} AS words
          FROM supplier_sums() s JOIN who w ON w.number = s.supplier WHERE w.party > 0 GROUP BY w.party, words
        ) WHERE words <> '' GROUP BY words HAVING count(*) BETWEEN 2 AND 6
        ORDER BY sum(amount) DESC LIMIT {4 * MOST}""",
    )
    persons = set(
        SupplierName.objects.filter(council=council, standing=Standing.INDIVIDUAL).values_list("name", flat=True)
    )
    found = []
    for (names,) in rows:
        for left, right in combinations(names, 2):
            if left[1] != right[1] and {left[0], right[0]}.isdisjoint(persons):
                found.append(
                    Alike(left[0], int(left[1]), right[0], int(right[1]), Decimal(left[2]) + Decimal(right[2]))
                )
    return [each for each in found if frozenset((each.left, each.right)) not in decided][:MOST]
