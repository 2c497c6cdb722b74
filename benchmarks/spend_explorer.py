"""The pages of the spend explorer over five million payments: against what a page may take, and against one scan."""

import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from django.test import Client

from benchmarks.measure import Figure, format_ms, percentile
from goldthread.evidence.explorer.index import build_index
from goldthread.evidence.matching.models import MatchRun, Supplier, SupplierName
from goldthread.evidence.matching.types import Sector, Size, Standing
from goldthread.evidence.models import Load
from goldthread.evidence.queries import open_spend, rows_file
from goldthread.evidence.store import SPEND_COLUMNS, ask, open_store, write_parquet
from goldthread.evidence.types import LoadKind
from goldthread.organisation.actions import add_department, create_council, grant_role
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import CouncilKind, Role

ROWS, SUPPLIERS, WARDS = 5_000_000, 12_000, 24
SECONDS_CEILING = 0.2
VISITS = 6
PART = "Spend explorer"
NAME = "Five Million Council"

# Payments fall off steeply from supplier to supplier; each supplier has a few departments and one category.
_PAYMENTS = f"""
SELECT 'five-million-council' AS council, ? AS load_key, NULL AS sheet, NULL AS line, 2 AS first_line,
  'Unit ' || (s * 7 + hash(i * 3) % 4) % 200 AS department,
  CASE WHEN hash(i * 17) % 6 = 0 THEN 'Redacted' ELSE 'Supplier ' || s || ' Limited' END AS supplier,
  hash(i * 17) % 6 = 0 AS is_redacted, 'S' || s AS supplier_id,
  (DATE '2016-04-01' + (i * 3652 // {{rows}})::INTEGER) AS payment_date,
  i::VARCHAR AS reference, CASE WHEN i % 20 = 0 THEN 'C' || lpad((hash(i * 23) % 100000)::VARCHAR, 6, '0') END
    AS contract_reference, 'Purpose ' || hash(i * 5) % 3600 AS purpose,
  'CLASS: ' || s % 300 AS category_label, 'proclass' AS category_scheme,
  ((hash(i * 13) % 3000000)::BIGINT - 200000)::DECIMAL(18,2) / 100 AS amount, 'net' AS amount_basis
FROM (SELECT i, floor({SUPPLIERS} * power((hash(i * 11) % 1000000) / 1e6, 2))::INTEGER AS s FROM range({{rows}}) r(i))
"""


def make_spend(rows: int = ROWS) -> tuple[Council, Person]:
    """A council with one load of invented payments over ten years; the one that is there already, if it is."""
    found = Council.objects.filter(name=NAME).first()
    if found is not None:
        return found, found.memberships.get().person
    council = create_council(name=NAME, kind=CouncilKind.UNITARY, by=None)
    add_department(council=council, name="Place", by=None)
    email = "head@five-million.example"
    held = grant_role(council=council, email=email, name="Head", role=Role.COORDINATOR, department=None, by=None)
    key = uuid4().hex
    load = Load(
        key=key,
        council=council,
        kind=LoadKind.SPEND,
        file_name="payments.csv",
        sha256=key * 2,
        folder=f"{council.slug}/spend/{key}",
        raw_name="raw.csv",
        layout="invented",
        encoding="utf-8",
        mapping={},
        amount_basis="net",
        amount_why="It is invented.",
        rows_read=rows,
        rows_loaded=rows,
        rows_set_aside=0,
        net_read=0,
        net_loaded=0,
        net_set_aside=0,
        credit_total=0,
        first_date="2016-04-01",
        last_date="2026-03-31",
    )
    with open_store() as db:
        sql = _PAYMENTS.replace("{rows}", str(rows)).replace("?", f"'{key}'")
        db.execute(f"CREATE TEMP VIEW invented AS {sql}")
        names = {row[0] for row in ask(db, "DESCRIBE invented")}
        typed = ", ".join(f"{n if n in names else 'NULL'}::{kind} AS {n}" for n, kind in SPEND_COLUMNS.items())
        write_parquet(db, f"SELECT {typed} FROM invented", rows_file(load))
    load.save()
    _match(council)
    return council, held.person


def _match(council: Council) -> None:
    """Every name is a supplier of its own, of some size, sector and ward; of one in five nothing is known."""
    sizes, sectors = [s.value for s in Size], [s.value for s in Sector]
    made = Supplier.objects.bulk_create(
        Supplier(
            council=council,
            name=f"Supplier {number} Limited",
            size=sizes[number % len(sizes)],
            sector=sectors[number * 7 % len(sectors)],
            ward="" if number % 5 == 0 else f"Ward {number * 11 % WARDS}",
            is_local=None if number % 5 == 0 else number % 3 == 0,
        )
        for number in range(SUPPLIERS)
    )
    SupplierName.objects.bulk_create(
        SupplierName(council=council, name=one.name, supplier=one, standing=Standing.NAMED, confidence=1.0)
        for one in made
    )
    MatchRun.objects.create(council=council, evidence_digest="", figures={"names": SUPPLIERS, "suppliers": SUPPLIERS})


def list_pages(base: str) -> Iterator[tuple[str, str]]:
    """What is looked at: each page as it opens, and narrowed in the ways that cost most."""
    yield "spend", base
    yield "spend of a year", f"{base}?period=2024-25"
    yield "spend of a department", f"{base}?department=name:Unit+7"
    yield "spend of a category in a year", f"{base}?period=2024-25&category=name:CLASS:+9"
    yield "spend of a supplier", f"{base}?supplier=Supplier+11+Limited"
    yield "spend of names holding 99", f"{base}?supplier=99"
    yield "spend with small firms", f"{base}?size=small"
    yield "spend by sector in a year", f"{base}?sector=charity&period=2024-25"
    yield "spend in a ward", f"{base}?ward=Ward+7"
    yield "small firms of a ward", f"{base}?size=small&ward=Ward+7"
    yield "small firms of a department", f"{base}?size=small&department=name:Unit+7"
    yield "suppliers that are small", f"{base}suppliers/?size=small"
    yield "payments to a ward", f"{base}payments/?ward=Ward+7"
    yield "payments, the largest first", f"{base}payments/"
    yield "payments, far down the list", f"{base}payments/?page=200&order=newest"
    yield "payments, the largest, far down", f"{base}payments/?page=200"
    yield "payments, the smallest first", f"{base}payments/?order=smallest"
    yield "payments of a year", f"{base}payments/?period=2024-25"
    yield "payments to names holding 99", f"{base}payments/?supplier=99"
    yield "payments of a department", f"{base}payments/?department=name:Unit+7"
    yield "payments withheld", f"{base}payments/?payee=withheld&period=2024-25"
    yield "suppliers", f"{base}suppliers/"
    yield "suppliers holding 99", f"{base}suppliers/?supplier=99"
    yield "a supplier", f"{base}supplier/?name=Supplier+11+Limited"
    yield "finance's names", f"{base}department-names/"
    yield "quality of the data", f"{base}quality/"
    yield "files loaded", f"{base}loads/"


def measure_spend_explorer(_folder: Path, rows: int = ROWS) -> list[Figure]:
    """Every page after one first visit, the index's making, and one scan of the payments as the floor."""
    council, person = make_spend(rows)
    began = time.perf_counter()
    build_index(council)
    made = time.perf_counter() - began
    floor = min(_scan(council) for _ in range(3))
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    figures = [Figure(PART, f"index of {rows:,} payments, made in the background", f"{made:.1f} s")]
    for label, path in list_pages(f"/c/{council.slug}/evidence/"):
        visits = [_visit(client, path) for _ in range(VISITS + 1)][1:]
        times = [by_clock for by_clock, _ in visits]
        slow, used = percentile(times, 0.95), min(used for _, used in visits)
        besides = f"p50 {format_ms(percentile(times, 0.5))}; processor {format_ms(used)}; one scan {format_ms(floor)}"
        figures.append(
            Figure(PART, label, format_ms(slow), format_ms(SECONDS_CEILING), slow / SECONDS_CEILING, besides)
        )
    return figures


def _scan(council: Council) -> float:
    """One pass over three columns of every payment, in seconds."""
    with open_spend([council]) as db:
        began = time.perf_counter()
        ask(db, "SELECT supplier, sum(amount), max(payment_date) FROM spend GROUP BY supplier ORDER BY 2 DESC LIMIT 20")
        return time.perf_counter() - began


def _visit(client: Client, path: str) -> tuple[float, float]:
    """The seconds of a visit by the clock and of the processor, the page included to which it is sent on."""
    began, used = time.perf_counter(), time.process_time()
    reply = client.get(path, follow=True)
    if reply.status_code != 200:
        raise RuntimeError(f"{path} answered {reply.status_code}.")
    return time.perf_counter() - began, time.process_time() - used
