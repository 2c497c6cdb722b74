"""The account of a written Parquet file: what was loaded, what was set aside and why, to the penny."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from goldthread.evidence.store import Connection, ask, quote


@dataclass(frozen=True)
class Account:
    """Rows and pounds. Credits are those of loaded rows; the dates are the first and last of loaded rows."""

    rows_loaded: int
    rows_set_aside: int
    net_loaded: Decimal
    net_set_aside: Decimal
    credit_total: Decimal
    first_date: date | None
    last_date: date | None
    reasons: Mapping[str, int]
    departments: tuple[str, ...]


def take_account(db: Connection, rows: Path) -> Account:
    """Read the account of a Parquet file from the file itself."""
    source = f"read_parquet({quote(rows)})"
    loaded = "FILTER (WHERE set_aside IS NULL)"
    row = ask(
        db,
        f"""SELECT count(*) {loaded}, count(set_aside), coalesce(sum(amount) {loaded}, 0),
          coalesce(sum(amount) FILTER (WHERE set_aside IS NOT NULL), 0),
          coalesce(sum(amount) FILTER (WHERE set_aside IS NULL AND amount < 0), 0),
          min(payment_date) {loaded}, max(payment_date) {loaded} FROM {source}""",
    )[0]
    reasons = ask(
        db, f"SELECT set_aside, count(*) FROM {source} WHERE set_aside IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    named = "coalesce(department, service, cost_centre)"
    names = ask(db, f"SELECT DISTINCT {named} FROM {source} WHERE set_aside IS NULL AND {named} IS NOT NULL ORDER BY 1")
    return Account(
        rows_loaded=int(row[0]),
        rows_set_aside=int(row[1]),
        net_loaded=Decimal(row[2]),
        net_set_aside=Decimal(row[3]),
        credit_total=Decimal(row[4]),
        first_date=row[5],
        last_date=row[6],
        reasons={str(reason): int(count) for reason, count in reasons},
        departments=tuple(str(name) for (name,) in names),
    )
