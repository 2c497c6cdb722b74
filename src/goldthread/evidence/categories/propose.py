"""Proposes categories for a council's payments and keeps them beside the loads, which never change.

A proposal hangs on the words of a line alone, so that proposals stay true when other loads come or go; lines with
words that were not yet looked at have none until suppliers are matched again. A category in the file comes first.
"""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from goldthread.evidence.categories.classify import LEAST_CONFIDENCE, classify_spend, model_digest, read_step
from goldthread.evidence.queries import loads_behind, open_spend
from goldthread.evidence.store import Connection, ask, quote, write_parquet
from goldthread.organisation.models import Council

_DIGITS = 16
_COLUMNS = ("supplier", "purpose", "expense_type", "category")
_KEPT = f"""SELECT t.supplier, t.purpose, t.expense_type, c.name AS category, k.confidence::DECIMAL(5,4) AS confidence
FROM classified k JOIN texts t ON t.text = k.text JOIN categories c ON c.category = k.category
WHERE k.confidence >= {LEAST_CONFIDENCE} ORDER BY t.supplier, t.purpose, t.expense_type"""


@dataclass(frozen=True)
class Shares:
    """How much of the pounds (credits counted as pounds) has a category: shares from 0 to 1, None without a pound."""

    given: float | None
    proposed: float | None
    not_classified: float | None
    proposed_lines: int
    proposed_confidence: float | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def propose_categories(council: Council) -> Shares:
    """Classify the words of the live payments, unless that was done for these loads, and count what came of it."""
    path = _folder(council) / f"{_loads_digest(council)}.{model_digest()[:_DIGITS]}.parquet"
    with open_spend([council]) as db:
        if not path.is_file():
            classify_spend(db)
            write_parquet(db, _KEPT, path)
            for other in path.parent.glob("*.parquet"):
                if other != path:
                    other.unlink(missing_ok=True)
        attach_proposals(db, path)
        return _count(db)


def proposals_file(council: Council) -> Path | None:
    """The proposals that are kept for a council by the model that is shipped now; None where there are none."""
    return next(iter(sorted(_folder(council).glob(f"*.{model_digest()[:_DIGITS]}.parquet"))), None)


def attach_proposals(db: Connection, path: Path | None) -> None:
    """Make the view `proposals`. Grain: one supplier, purpose and type of expense with a category; '' for none."""
    empty = ", ".join(f"''::VARCHAR AS {name}" for name in _COLUMNS)
    source = (
        f"FROM read_parquet({quote(path)})" if path else f"SELECT {empty}, 0::DECIMAL(5,4) AS confidence WHERE false"
    )
    db.execute(f"CREATE OR REPLACE TEMP VIEW proposals AS {source}")


def _folder(council: Council) -> Path:
    return Path(settings.DATA_DIR) / "cache" / "categories" / council.slug


def _loads_digest(council: Council) -> str:
    return hashlib.sha256("\n".join(sorted(loads_behind(council))).encode()).hexdigest()[:_DIGITS]


def _count(db: Connection) -> Shares:
    ways = {way: (lines, pounds, sure) for way, lines, pounds, sure in ask(db, read_step("counts"))}
    whole = sum(pounds for _lines, pounds, _sure in ways.values())
    share = {
        way: round(float(ways[way][1] / whole), 4) if way in ways else 0.0
        for way in ("given", "proposed", "none")
        if whole
    }
    lines, _pounds, sure = ways.get("proposed", (0, 0, None))
    return Shares(
        given=share.get("given"),
        proposed=share.get("proposed"),
        not_classified=share.get("none"),
        proposed_lines=lines,
        proposed_confidence=None if sure is None else round(float(sure), 4),
    )
