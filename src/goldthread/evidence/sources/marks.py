"""Rows set aside after typing: payments that another load holds already, and payments of another council."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from goldthread.evidence.sources.types import Reason
from goldthread.evidence.store import SPEND_COLUMNS, Connection, ask, copy_to_parquet, quote

WEAK_SHARE = 0.9
"""Rows without any reference count as repeats only where nearly the whole file is one."""
WEAK_ROWS = 20
LOOSE_SHARE = 0.8
"""Rows that agree in day, amount and supplier alone count as repeats only where so much of the file does."""

_STRONG = "payment_date, amount, lower(supplier), reference, invoice_number"
_WEAK = "payment_date, amount, lower(supplier), lower(purpose), lower(department), lower(service), lower(expense_type)"
_LOOSE = "payment_date, amount, lower(supplier)"
_HAS_REFERENCE = "coalesce(reference, invoice_number) IS NOT NULL"


@dataclass(frozen=True)
class Repeats:
    """Rows set aside by the key of the load that holds them, and how many are alike in all but their references."""

    by_load: Mapping[str, int]
    alike: int


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


def set_repeats_aside(db: Connection, rows: Path, others: Sequence[Path]) -> Repeats:
    """Set aside rows that other loads hold already.

    A row is the same where day, amount, supplier, reference and invoice number agree, each as often as it stands there:
    the second of two like rows in this file is a repeat only where the other load has two as well. Where one of two
    files publishes no reference at all, nearly the whole file has to agree in day, amount and supplier.
    """
    if not others:
        return Repeats({}, 0)
    db.execute(_repeats_sql(rows, others))
    found = {str(way): int(count) for way, count in ask(db, "SELECT way, count(*) FROM repeated GROUP BY 1")}
    all_rows, weak_rows = ask(
        db,
        f"""SELECT count(*), count(*) FILTER (WHERE NOT ({_HAS_REFERENCE}))
        FROM read_parquet({quote(rows)}) WHERE set_aside IS NULL""",
    )[0]
    ways = ["strong"] if found.get("strong") else []
    if found.get("weak", 0) >= WEAK_ROWS and found["weak"] >= WEAK_SHARE * weak_rows:
        ways.append("weak")
    taken = sum(found[way] for way in ways)
    if found.get("loose", 0) > taken and _is_nearly_all(found["loose"], all_rows):
        ways = ["loose"]
    alike = found.get("alike", 0)
    which = f"way IN ({', '.join(map(quote, ways))})" if ways else "false"
    by_load = ask(db, f"SELECT load_key, count(*) FROM repeated WHERE {which} GROUP BY 1 ORDER BY 1")
    if by_load:
        marked = f"""SELECT r.* EXCLUDE (file_row_number), p.place IS NOT NULL AS marked
          FROM read_parquet({quote(rows)}, file_row_number = true) r
          LEFT JOIN (SELECT place FROM repeated WHERE {which}) p ON p.place = r.file_row_number
          ORDER BY r.file_row_number"""
        rewrite_marked(db, rows, marked, Reason.REPEATED)
    db.execute("DROP TABLE repeated")
    is_doubtful = not ways and _is_nearly_all(alike, all_rows)
    return Repeats({str(key): int(count) for key, count in by_load}, alike if is_doubtful else 0)


def _is_nearly_all(count: int, rows: int) -> bool:
    return count >= WEAK_ROWS and count >= LOOSE_SHARE * rows


def _repeats_sql(rows: Path, others: Sequence[Path]) -> str:
    """Grain: a row of the new file and a way in which it repeats one of the others."""
    listed = ", ".join(quote(path) for path in others)
    is_referred, is_not = f"({_HAS_REFERENCE})", f"NOT ({_HAS_REFERENCE})"
    parts = []
    for way, key, mine, its in (
        ("strong", _STRONG, is_referred, is_referred),
        ("weak", _WEAK, is_not, is_not),
        ("loose", _LOOSE, is_not, "true"),
        ("loose", _LOOSE, is_referred, is_not),
        ("alike", _LOOSE, is_referred, is_referred),
    ):
        parts.append(
            f"""SELECT n.place, o.load_key, {quote(way)} AS way FROM
              (SELECT hash({key}) AS h, file_row_number AS place,
                 row_number() OVER (PARTITION BY hash({key}) ORDER BY file_row_number) AS k
               FROM read_parquet({quote(rows)}, file_row_number = true) WHERE set_aside IS NULL AND {mine}) n
            JOIN (SELECT hash({key}) AS h, count(*) AS k, min(load_key) AS load_key
               FROM read_parquet([{listed}]) WHERE set_aside IS NULL AND {its} GROUP BY 1) o
              ON o.h = n.h AND n.k <= o.k"""
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
