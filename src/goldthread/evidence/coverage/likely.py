"""Suppliers of the payments that a name of the register may be, where none was found: by likeness, never decided here.

It asks the tables that `find_suppliers` and the matching rules left in the connection.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from goldthread.common.words import list_in_words
from goldthread.evidence.coverage.tables import put_table
from goldthread.evidence.store import Connection, ask

MOST = 3
"""So many suppliers are suggested for one name: more would be a search."""
LEAST = 0.35
"""Below it two names have little more than a common word between them."""
_KEPT = 10 * MOST
"""So many names of payees are kept for one name by its words: several may be one supplier's."""
_WORDS = {
    "number": "the same number, which several suppliers bear",
    "name": "the same name, which several suppliers bear",
    "name, another number": "the same name, with another company number",
}

SAME = frozenset(_WORDS.values())
"""Reasons that are more than a likeness: a number or a whole name is the same, and tells nobody apart."""


@dataclass(frozen=True)
class Likely:
    """One supplier that a name may be: one of its published names, why, and how alike they are (0 to 1)."""

    supplier: int
    payee: str
    reason: str
    confidence: float


def read_paid(db: Connection, suppliers: Collection[int]) -> Mapping[int, Decimal]:
    """Pounds paid to each of these suppliers, credits taken off, once the table `lines` is there."""
    put_table(db, "asked_suppliers", {"supplier": "BIGINT"}, [(number,) for number in sorted(suppliers)])
    return dict(
        ask(
            db,
            "SELECT l.supplier_id, sum(l.amount) FROM lines l JOIN asked_suppliers a ON a.supplier = l.supplier_id "
            "GROUP BY l.supplier_id",
        )
    )


def find_likely(db: Connection, unfound: Collection[str]) -> Mapping[str, Sequence[Likely]]:
    """For the names with these ids that are somebody's: up to `MOST` suppliers each, the likeliest first.

    An id that is absent is a name withheld, one for several suppliers, or a private person's: nothing is suggested for
    it, and nobody is to be asked about it. Private persons and withheld names are never suggested.
    """
    put_table(db, "unfound", {"id": "VARCHAR"}, [(id_,) for id_ in unfound])
    held = ask(
        db,
        "SELECT u.id FROM unfound u JOIN records r ON r.id = u.id JOIN keyed k ON k.record = r.rowid "
        "WHERE NOT k.is_withheld",
    )
    found: dict[str, list[Likely]] = {id_: [] for (id_,) in held}
    db.execute(_sql().format(least=LEAST, most=_KEPT))
    for id_, supplier, name, why, told, confidence in ask(db, _BEST):
        if id_ in found:
            found[id_].append(Likely(supplier, name, _say(why, told), confidence))
    return found


@cache
def _sql() -> str:
    return (files("goldthread.evidence.coverage") / "sql" / "likely.sql").read_text(encoding="utf-8")


# Grain: one name and one supplier, with the strongest reason.
_BEST = f"""
WITH best AS (
    FROM likely QUALIFY row_number() OVER (PARTITION BY id, supplier ORDER BY confidence DESC, name, why) = 1
)
FROM best QUALIFY row_number() OVER (PARTITION BY id ORDER BY confidence DESC, supplier) <= {MOST}
ORDER BY id, confidence DESC, supplier
"""


def _say(why: str, told: str) -> str:
    """The reason as it stands behind a supplier's name."""
    if why in _WORDS:
        return _WORDS[why]
    if why == "rules":
        return f"the rules of matching ({told}), which fit several suppliers" if told else "the rules of matching"
    signs = why.split()
    words = told.split()
    said = f"{'the word' if len(words) == 1 else 'the words'} {list_in_words(words)}"
    said += " but for a slip" if "slip" in signs else " in common"
    if "postcode" in signs:
        said += ", and the same postcode"
    return f"{said}, though another company number" if "another" in signs else said
