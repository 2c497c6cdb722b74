"""How many contracts are live, paid after their end, without a payment, without a manager."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from goldthread.evidence.coverage.figures import Days
from goldthread.evidence.coverage.tables import put_table
from goldthread.evidence.store import Connection, ask, quote
from goldthread.organisation.models import Council
from goldthread.register.narrowing import is_lacking
from goldthread.register.queries import live_contracts
from goldthread.register.types import Lacking


@dataclass(frozen=True)
class ContractCounts:
    """Contracts of a period. `live` are those on its last day, or today where that is still to come."""

    live: int
    expired_still_paid: int
    without_payments: int
    without_manager: int

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def attach_contracts(db: Connection, path: Path) -> None:
    """The view `placed_contracts` over the file that `match_payments` wrote."""
    db.execute(f"CREATE OR REPLACE TEMP VIEW placed_contracts AS FROM read_parquet({quote(path)})")


def count_contracts(db: Connection, council: Council, days: Days, today: date) -> ContractCounts:
    """Count the contracts of the days. Payments that may be of several contracts count for each of them as payments."""
    on = min(days.last or today, today)
    live = list(live_contracts(council, on).order_by().values_list("pk", flat=True))
    put_table(db, "live_contracts", {"contract": "BIGINT"}, [(pk,) for pk in live])
    without = ask(db, f"SELECT count(*) FROM ({without_payments_sql(days)})")[0][0]
    expired = ask(
        db,
        f"""SELECT count(DISTINCT contract) FROM placed_lines
        WHERE {days.sql} AND place = 'expired, still paid' AND contract IS NOT NULL""",
    )[0][0]
    managed = live_contracts(council, on).filter(is_lacking(Lacking.MANAGER)).count()
    return ContractCounts(len(live), int(expired), int(without), managed)


def without_payments_sql(days: Days) -> str:
    """Grain: one live contract (of the table `live_contracts`) without any payment in the days."""
    return f"""SELECT l.contract FROM live_contracts l
        LEFT JOIN placed_contracts c ON c.contract = l.contract
        WHERE l.contract NOT IN (SELECT contract FROM placed_lines WHERE {days.sql} AND contract IS NOT NULL)
        AND (c.supplier IS NULL OR c.supplier NOT IN (
            SELECT supplier_id FROM placed_lines
            WHERE {days.sql} AND contract IS NULL AND phase IS NOT NULL AND supplier_id IS NOT NULL))"""
