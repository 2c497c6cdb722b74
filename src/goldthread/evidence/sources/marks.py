"""Rows set aside after typing: payments that another load holds already, and payments of another council."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from goldthread.evidence.sources.types import Reason
from goldthread.evidence.store import SPEND_COLUMNS, Connection, ask, copy_to_parquet, quote

WEAK_SHARE = 0.9
"""Rows without any reference count as repeats only where nearly the whole file is one."""
WEAK_ROWS = 20

_STRONG = "payment_date, amount, lower(supplier), reference, invoice_number"
_WEAK = "payment_date, amount, lower(supplier), lower(purpose), lower(department), lower(service), lower(expense_type)"
_HAS_REFERENCE = "coalesce(reference, invoice_number) IS NOT NULL"


def set_bodies_aside(db: Connection, rows: Path, bodies: Sequence[str]) -> int:
    """Set aside the rows whose body is one of `bodies`; answers how many."""
    if not bodies:
        return 0
    listed = ", ".join(quote(" ".join(body.split())) for body in bodies)
    holds = f"set_aside IS NULL AND regexp_replace(body, '\\s+', ' ', 'g') IN ({listed})"
    count = int(ask(db, f"SELECT count(*) FROM read_parquet({quote(rows)}) WHERE {holds}")[0][0])
    if count:
        rewrite_marked(db, rows, f"SELECT *, {holds} AS marked FROM read_parquet({quote(rows)})", Reason.ANOTHER_BODY)
    return count


def set_repeats_aside(db: Connection, rows: Path, others: Sequence[Path]) -> dict[str, int]:
    """Set aside rows that other loads hold already; answers how many by the key of such a load.

    A row is the same where day, amount, supplier, reference and invoice number agree, each as often as it stands there:
    the second of two like rows in this file is a repeat only where the other load has two as well.
    """
    if not others:
        return {}
    db.execute(_repeats_sql(rows, others))
    strong, weak, weak_rows = ask(
        db,
        f"""SELECT (SELECT count(*) FROM repeated WHERE is_strong), (SELECT count(*) FROM repeated WHERE NOT is_strong),
          (SELECT count(*) FROM read_parquet({quote(rows)}) WHERE set_aside IS NULL AND NOT ({_HAS_REFERENCE}))""",
    )[0]
    takes_weak = weak >= WEAK_ROWS and weak >= WEAK_SHARE * weak_rows
    which = "true" if takes_weak else "is_strong"
    found = ask(db, f"SELECT load_key, count(*) FROM repeated WHERE {which} GROUP BY 1 ORDER BY 1")
    if strong or takes_weak:
        marked = f"""SELECT r.* EXCLUDE (file_row_number), p.place IS NOT NULL AS marked
          FROM read_parquet({quote(rows)}, file_row_number = true) r
          LEFT JOIN (SELECT place FROM repeated WHERE {which}) p ON p.place = r.file_row_number
          ORDER BY r.file_row_number"""
        rewrite_marked(db, rows, marked, Reason.REPEATED)
    db.execute("DROP TABLE repeated")
    return {str(key): int(count) for key, count in found}


def _repeats_sql(rows: Path, others: Sequence[Path]) -> str:
    listed = ", ".join(quote(path) for path in others)
    parts = []
    for is_strong, key in ((True, _STRONG), (False, _WEAK)):
        where = f"set_aside IS NULL AND ({_HAS_REFERENCE}) = {is_strong}"
        parts.append(
            f"""SELECT n.place, o.load_key, {is_strong} AS is_strong FROM
              (SELECT hash({key}) AS h, file_row_number AS place,
                 row_number() OVER (PARTITION BY hash({key}) ORDER BY file_row_number) AS k
               FROM read_parquet({quote(rows)}, file_row_number = true) WHERE {where}) n
            JOIN (SELECT hash({key}) AS h, count(*) AS k, min(load_key) AS load_key
               FROM read_parquet([{listed}]) WHERE {where} GROUP BY 1) o ON o.h = n.h AND n.k <= o.k"""
        )
    return f"CREATE OR REPLACE TEMP TABLE repeated AS {' UNION ALL '.join(parts)}"


def rewrite_marked(db: Connection, rows: Path, marked: str, reason: Reason) -> None:
    """Write the rows again with the marked ones set aside."""
    said: Mapping[str, str] = {
        "set_aside": f"CASE WHEN marked THEN {quote(reason)} ELSE set_aside END",
        "set_aside_text": "CASE WHEN marked THEN concat_ws(' | ', payment_date, supplier, amount, reference, body) "
        "ELSE set_aside_text END",
    }
    columns = ", ".join(f"{said.get(name, name)} AS {name}" for name in SPEND_COLUMNS)
    again = rows.with_name(f"{rows.name}.again")
    copy_to_parquet(db, f"SELECT {columns} FROM ({marked})", again)
    again.replace(rows)
