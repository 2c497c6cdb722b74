"""Rows set aside because they are sums or copies of others in their file: totals with a day, sheets in sheets."""

from pathlib import Path

from goldthread.evidence.sources.marks import rewrite_marked
from goldthread.evidence.sources.types import Reason
from goldthread.evidence.store import Connection, ask, quote

MOST_ROWS = 1_048_576
"""A sheet of Excel holds no more: what is larger comes from a ledger, which writes no totals into it."""
_FEWEST = 5
_CONTAINED = 0.9
"""A sheet that has so much of itself in the others repeats them."""

_SAME = "hash(payment_date, amount, lower(supplier), reference, invoice_number)"
_TOTAL_OF = r"^(?:sub[- ]?)?totals?(?: (?:for|of))?[ :-]+|[ :-]+(?:sub[- ]?)?totals?$"


def set_sums_aside(db: Connection, rows: Path, *, tables: int) -> None:
    """Set aside totals of a supplier and of a whole sheet, and rows of one sheet that stand in the others too."""
    source = f"read_parquet({quote(rows)}, file_row_number = true)"
    loaded = f"(SELECT * FROM {source} WHERE set_aside IS NULL)"
    if int(ask(db, f"SELECT count(*) FROM {loaded}")[0][0]) > MOST_ROWS:
        return
    _mark(db, rows, _totals_of_suppliers(loaded), Reason.TOTAL)
    _mark(db, rows, _totals_of_sheets(loaded), Reason.TOTAL)
    if tables > 1:
        for sheet in _repeating_sheets(db, loaded):
            _mark(db, rows, _in_other_sheets(loaded, sheet), Reason.SAME_SHEET)


def _mark(db: Connection, rows: Path, places: str, reason: Reason) -> None:
    """Set aside the rows at the places that a SELECT gives."""
    db.execute(f"CREATE OR REPLACE TEMP TABLE summed AS {places}")
    if ask(db, "SELECT count(*) FROM summed")[0][0]:
        marked = f"""SELECT r.* EXCLUDE (file_row_number), s.place IS NOT NULL AS marked
          FROM read_parquet({quote(rows)}, file_row_number = true) r
          LEFT JOIN summed s ON s.place = r.file_row_number ORDER BY r.file_row_number"""
        rewrite_marked(db, rows, marked, reason)
    db.execute("DROP TABLE summed")


def _totals_of_suppliers(loaded: str) -> str:
    """Grain: a row that is called a total of a supplier who stands in other rows. Nobody else is called so."""
    return f"""SELECT file_row_number AS place FROM {loaded} t
        WHERE contains(lower(supplier), 'total') AND reference IS NULL AND invoice_number IS NULL
          AND regexp_replace(lower(supplier), '{_TOTAL_OF}', '') <> lower(supplier)
          AND regexp_replace(lower(supplier), '{_TOTAL_OF}', '') IN (SELECT lower(supplier) FROM {loaded})"""


def _totals_of_sheets(loaded: str) -> str:
    """Grain: the last row of a sheet that comes to the sum of all others and has no reference."""
    return f"""SELECT place FROM (
          SELECT coalesce(sheet, '') AS sheet, max(file_row_number) AS place, count(*) AS rows, sum(amount) AS pounds,
            max_by(amount, file_row_number) AS amount,
            max_by(coalesce(reference, invoice_number, ''), file_row_number) AS reference
          FROM {loaded} GROUP BY 1)
        WHERE rows > {_FEWEST} AND pounds <> 0 AND 2 * amount = pounds AND reference = ''"""


def _repeating_sheets(db: Connection, loaded: str) -> list[str]:
    """The sheets nearly all of whose rows stand in others, the smallest first; the later first of two as large."""
    found = ask(
        db,
        f"""WITH keyed AS (
          SELECT coalesce(sheet, '') AS sheet, {_SAME} AS h, count(*) AS k, min(file_row_number) AS first
          FROM {loaded} GROUP BY 1, 2)
        SELECT sheet FROM (
          SELECT a.sheet, sum(a.k) AS rows, min(a.first) AS first,
            sum(least(a.k, coalesce(b.k, 0))) AS shared
          FROM keyed a LEFT JOIN (SELECT h, sum(k) AS k, count(*) AS sheets FROM keyed GROUP BY 1 HAVING count(*) > 1) b
            ON b.h = a.h GROUP BY 1)
        WHERE rows >= {_FEWEST} AND shared >= {_CONTAINED} * rows ORDER BY rows, first DESC""",
    )
    return [str(sheet) for (sheet,) in found]


def _in_other_sheets(loaded: str, sheet: str) -> str:
    """Grain: a row of the sheet for which there is one in the other sheets, where that is so of nearly all its rows."""
    return f"""SELECT place FROM (
          SELECT m.place, m.k <= coalesce(o.k, 0) AS is_repeated,
            avg(CASE WHEN m.k <= coalesce(o.k, 0) THEN 1 ELSE 0 END) OVER () AS share
          FROM (SELECT file_row_number AS place, {_SAME} AS h,
              row_number() OVER (PARTITION BY {_SAME} ORDER BY file_row_number) AS k
            FROM {loaded} WHERE coalesce(sheet, '') = {quote(sheet)}) m
          LEFT JOIN (SELECT {_SAME} AS h, count(*) AS k FROM {loaded} WHERE coalesce(sheet, '') <> {quote(sheet)}
            GROUP BY 1) o ON o.h = m.h)
        WHERE is_repeated AND share >= {_CONTAINED}"""
