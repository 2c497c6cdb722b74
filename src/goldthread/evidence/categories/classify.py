"""Classifies texts of payments by the shipped model. Its confidence is how often such answers were right.

The model and what was measured of it are in `definitions/reference/categories`; `tools/train_categories.py` makes both.
"""

import hashlib
from functools import cache
from importlib.resources import files

from goldthread.evidence.store import Connection, quote

LEAST_CONFIDENCE = 0.8
"""Below this nothing is proposed: at least four in five such answers were right for suppliers not seen before."""

_SQL = files("goldthread.evidence.categories") / "sql"
_REFERENCE = files("goldthread") / "definitions" / "reference" / "categories"
_TABLES = {
    "model": {"word": "VARCHAR", "category": "VARCHAR", "weight": "DOUBLE"},
    "confidence": {"category": "VARCHAR", "belief": "DOUBLE", "confidence": "DOUBLE"},
    "categories": {
        "category": "VARCHAR",
        "name": "VARCHAR",
        "prior": "DOUBLE",
        "unseen": "DOUBLE",
        "texts": "BIGINT",
        "proposed": "BIGINT",
        "right_of_proposed": "DOUBLE",
        "found": "DOUBLE",
    },
}


@cache
def read_step(name: str) -> str:
    """The SQL of a step; its first line states its grain."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


@cache
def model_digest() -> str:
    """Changes whenever a proposal could: over the model's files, the SQL and the least confidence."""
    digest = hashlib.sha256(str(LEAST_CONFIDENCE).encode())
    for table in _TABLES:
        digest.update((_REFERENCE / f"{table}.csv").read_bytes())
    for step in ("texts", "classify"):
        digest.update(read_step(step).encode())
    return digest.hexdigest()


def classify_spend(db: Connection) -> None:
    """Make the table `classified` (text, category, confidence) and `texts` from the view `spend`.

    Grain: one supplier, purpose and type of expense of lines whose file gives no category.
    """
    for table, columns in _TABLES.items():
        path, kinds = quote(str(_REFERENCE / f"{table}.csv")), ", ".join(f"'{k}': '{v}'" for k, v in columns.items())
        db.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS FROM read_csv({path}, header = true, columns = {{{kinds}}})"
        )
    for step in ("texts", "classify"):
        db.execute(read_step(step))
