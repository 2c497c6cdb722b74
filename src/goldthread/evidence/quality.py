"""How good the published data is: what is missing, withheld or doubtful, and which figures that weakens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.evidence.models import DepartmentName, Load
from goldthread.evidence.queries import live_loads, open_spend_of
from goldthread.evidence.store import Connection, ask
from goldthread.organisation.models import Council

WEAKENS: dict[str, str] = {
    "supplier": "spend by supplier, concentration, new suppliers",
    "department": "every figure by department",
    "invoice_date": "days to pay, share paid within 30 days",
    "reference": "recognising payments that were published twice",
    "invoice_number": "duplicate payments, small-invoice load",
    "company_number": "size and sector of suppliers",
    "postcode": "local spend",
    "category_code": "spend by category",
    "category_label": "spend by category",
    "purpose": "spend by category, where no category is given",
    "contract_reference": "share of spend with a contract",
    "order_number": "share of spend with a purchase order",
    "method": "card use",
    "capital_or_revenue": "revenue spend apart from capital",
    "irrecoverable_vat": "completeness under the Transparency Code",
    "vat": "net against gross",
}
"""What a missing fact weakens, in the words of the reports."""


@dataclass(frozen=True)
class Gap:
    """A fact that is missing from some rows. Shares lie between 0 and 1."""

    fact: str
    rows: int
    share: float
    weakens: str


@dataclass(frozen=True)
class Quality:
    """The quality of a load, or of all live loads of a council. Pounds as loaded."""

    rows: int
    amount: Decimal
    gaps: tuple[Gap, ...]
    redacted_rows: int
    redacted_amount: Decimal
    credit_rows: int
    without_department: int
    rows_set_aside: int
    net_set_aside: Decimal
    reasons: dict[str, int]
    doubts: tuple[str, ...]
    first_date: date | None
    last_date: date | None
    empty_months: tuple[str, ...]


def quality_of(council: Council, *, load: Load | None = None, loads: Sequence[Load] | None = None) -> Quality:
    """The quality of one live load, or of all that count. `loads` may be given where all have been read already."""
    live = live_loads(council) if loads is None else loads
    loads = [load] if load else live
    with open_spend_of(council, live) as db:
        where = f"load_key = '{load.key}'" if load else "true"
        row = _count(db, where)
        months = _empty_months(db, where)
    rows = int(row["rows"] or 0)
    reasons: dict[str, int] = {}
    for each in loads:
        for reason, count in each.reasons.items():
            reasons[reason] = reasons.get(reason, 0) + count
    gaps = [
        Gap(fact, int(row[fact] or 0), int(row[fact] or 0) / rows if rows else 0.0, weakens)
        for fact, weakens in WEAKENS.items()
        if row[fact]
    ]
    return Quality(
        rows=rows,
        amount=Decimal(str(row["amount"] or 0)),
        gaps=tuple(sorted(gaps, key=lambda gap: -gap.rows)),
        redacted_rows=int(row["redacted_rows"] or 0),
        redacted_amount=Decimal(str(row["redacted_amount"] or 0)),
        credit_rows=int(row["credit_rows"] or 0),
        without_department=int(row["without_department"] or 0),
        rows_set_aside=sum(each.rows_set_aside for each in loads),
        net_set_aside=sum((each.net_set_aside for each in loads), Decimal(0)),
        reasons=reasons,
        doubts=tuple(_doubts(council, loads)),
        first_date=min((each.first_date for each in loads if each.first_date), default=None),
        last_date=max((each.last_date for each in loads if each.last_date), default=None),
        empty_months=months,
    )


def _count(db: Connection, where: str) -> dict[str, int | Decimal | None]:
    """Rows that lack each fact, in one pass. Grain: payment line."""
    missing = ", ".join(f"count(*) - count({fact}) AS {fact}" for fact in WEAKENS)
    found = db.execute(
        f"""SELECT count(*) AS "rows", sum(amount) AS amount, {missing},
          count(*) FILTER (WHERE is_redacted) AS redacted_rows,
          sum(amount) FILTER (WHERE is_redacted) AS redacted_amount,
          count(*) FILTER (WHERE amount < 0) AS credit_rows, count(*) - count(department_id) AS without_department
        FROM spend WHERE {where}"""
    )
    names = [column[0] for column in found.description or []]
    row = found.fetchone() or ()
    return dict(zip(names, row, strict=True))


def _empty_months(db: Connection, where: str) -> tuple[str, ...]:
    """Months between the first and the last payment in which nothing was paid."""
    rows = ask(
        db,
        f"""WITH months AS (SELECT DISTINCT date_trunc('month', payment_date) AS m FROM spend WHERE {where}),
          span AS (SELECT unnest(generate_series(min(m), max(m), INTERVAL 1 MONTH)) AS m FROM months)
        SELECT strftime(s.m, '%Y-%m') FROM span s ANTI JOIN months USING (m) ORDER BY 1""",
    )
    return tuple(str(month) for (month,) in rows)


def _doubts(council: Council, loads: Sequence[Load]) -> list[str]:
    """What rests on a guess, a sentence each."""
    doubts = []
    unstated = [load for load in loads if load.amount_basis == "unstated"]
    if unstated:
        doubts.append(f"{len(unstated)} of {len(loads)} loads do not say whether their amounts include VAT.")
    gross = [load for load in loads if load.amount_basis == "gross"]
    if gross and len(gross) < len(loads):
        doubts.append(f"{len(gross)} of {len(loads)} loads give gross amounts only, the others net.")
    mixed = sum(load.dates_in_doubt for load in loads)
    if mixed:
        doubts.append(f"{mixed:,} dates could be read with the day or the month first; the day was taken to be first.")
    for load in loads:
        for field, match in load.mapping.items():
            if match["confidence"] < 0.8:
                doubts.append(
                    f'{load.file_name}: "{match["column"]}" was taken for the {field.replace("_", " ")} '
                    f"({match['how']}, confidence {match['confidence']:.2f})."
                )
    waiting = DepartmentName.objects.filter(council=council, is_confirmed=False).count()
    if waiting:
        doubts.append(f"{waiting} of finance's names stand for no department until somebody confirms them.")
    return doubts
