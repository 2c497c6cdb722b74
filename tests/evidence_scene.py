"""Payment lines for tests, put down as a load would put them, without reading any file."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from goldthread.evidence.contracts.models import ContractLoad
from goldthread.evidence.models import DepartmentName, Load
from goldthread.evidence.notices.models import NoticeLoad
from goldthread.evidence.queries import rows_file
from goldthread.evidence.store import SPEND_COLUMNS, open_store, quote, write_parquet
from goldthread.evidence.types import LoadKind
from goldthread.organisation.models import Council, Department

Line = Mapping[str, object]


def line(supplier: str | None, amount: str, day: str = "2025-05-01", **more: object) -> Line:
    """One published payment; without a supplier it is unknown, with `is_redacted=True` it is withheld."""
    held = {"supplier": supplier, "amount": amount, "net": amount, "payment_date": day, "amount_basis": "net"}
    return {**held, "is_redacted": False, **more}


def put_load(council: Council, lines: Iterable[Line], *, file_name: str = "payments.csv") -> Load:
    """A live load with these lines; the first stands on line 2 of its file."""
    rows = [dict(row) for row in lines]
    key = uuid4().hex
    kept = [row for row in rows if not row.get("set_aside")]
    aside = [row for row in rows if row.get("set_aside")]
    load = Load(
        key=key,
        council=council,
        kind=LoadKind.SPEND,
        file_name=file_name,
        sha256=key * 2,
        folder=f"{council.slug}/spend/{key}",
        raw_name="raw.csv",
        layout="test",
        encoding="utf-8",
        mapping={"supplier": {"column": "Supplier", "confidence": 0.99, "how": "declared name"}},
        amount_basis="net",
        amount_why="It says net.",
        rows_read=len(rows),
        rows_loaded=len(kept),
        rows_set_aside=len(aside),
        net_read=_pounds(rows),
        net_loaded=_pounds(kept),
        net_set_aside=_pounds(aside),
        credit_total=sum((min(Decimal(str(row["amount"])), Decimal(0)) for row in kept), Decimal(0)),
        reasons={str(row["set_aside"]): 1 for row in aside},
        first_date=min((str(row["payment_date"]) for row in kept), default=None),
        last_date=max((str(row["payment_date"]) for row in kept), default=None),
    )
    _write_rows(rows, council, key, rows_file(load))
    load.save()
    load.refresh_from_db()
    return load


def put_contract_load(council: Council, *, file_name: str = "register.csv") -> ContractLoad:
    """A register file as it was loaded, without any line."""
    key = uuid4().hex
    nothing = dict.fromkeys(("value_read", "value_added", "value_changed", "value_unchanged", "value_set_aside"), 0)
    counts = dict.fromkeys(("rows_read", "added", "changed", "unchanged", "set_aside"), 0)
    return ContractLoad.objects.create(
        key=key,
        council=council,
        file_name=file_name,
        sha256=key * 2,
        folder=f"{council.slug}/contracts/{key}",
        raw_name="raw.csv",
        layout="test",
        encoding="utf-8",
        mapping={},
        **nothing,
        **counts,
    )


def put_notice_load(council: Council, set_aside: Sequence[Mapping[str, object]] = ()) -> NoticeLoad:
    """A file of notices as it was loaded, without any release."""
    key = uuid4().hex
    return NoticeLoad.objects.create(
        key=key,
        council=council,
        file_name="notices.json",
        sha256=key * 2,
        folder=f"{council.slug}/notices/{key}",
        raw_name="raw.json",
        releases_read=len(set_aside) + 1,
        releases_added=1,
        releases_known=0,
        set_aside=list(set_aside),
    )


def _pounds(rows: Iterable[Line]) -> Decimal:
    return sum((Decimal(str(row.get("amount") or 0)) for row in rows), Decimal(0))


def _write_rows(rows: list[dict[str, object]], council: Council, key: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source = target.with_suffix(".json")
    common = {"council": council.slug, "load_key": key, "first_line": 2}
    source.write_text("\n".join(json.dumps({**common, **row}) for row in rows), encoding="utf-8")
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in SPEND_COLUMNS.items())
    with open_store() as db:
        db.execute("LOAD json")
        read = f"read_json({quote(source)}, format='newline_delimited', columns={{{columns}}})"
        write_parquet(db, f"SELECT {', '.join(SPEND_COLUMNS)} FROM {read}", target)
    source.unlink()


def pay_with_orders(council: Council, shares: Mapping[str, int], lines: int = 100) -> Load:
    """A year of payments of each department, of which one in `shares` carries an order; finance's names are confirmed.

    One in one supports nothing and contradicts nothing, one in four contradicts ENB2 from level 2 on.
    """
    rows = [
        line(f"Supplier {n}", "10.00", f"2025-{4 + n % 9:02}-10", department=name, order_number=order)
        for name, share in shares.items()
        for n in range(lines)
        for order in [f"PO{n}" if n % share == 0 else None]
    ]
    load = put_load(council, rows)
    load.mapping |= {"order_number": {"column": "PO", "confidence": 0.99, "how": "declared name"}}
    load.save()
    for department in Department.objects.filter(council=council, name__in=list(shares)):
        DepartmentName.objects.update_or_create(
            council=council, name=department.name, defaults={"department": department, "is_confirmed": True}
        )
    return load
