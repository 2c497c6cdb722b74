"""Setting five million payments beside 100,000 contracts, and the pages over it, against what each may take."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks.contracts import make_contracts
from benchmarks.measure import Figure
from benchmarks.register import page_figures
from benchmarks.spend_explorer import ROWS, SUPPLIERS, make_spend
from goldthread.evidence.coverage.automatic import cover_if_needed
from goldthread.evidence.coverage.keep import ALL_DAYS, run_coverage
from goldthread.evidence.models import DepartmentName
from goldthread.organisation.actions import add_department
from goldthread.organisation.models import Council, Person
from goldthread.register.models import Contract

CONTRACTS, UNITS, DEPARTMENTS = 100_000, 200, 12
FIRST_DAY = date(2016, 4, 1)
SECONDS_CEILING = 60
RUNS = 2
PART = "Payments beside contracts"


def make_payments_and_contracts(rows: int = ROWS, contracts: int = CONTRACTS) -> tuple[Council, Person]:
    """The council of the spend explorer with its suppliers matched, its names confirmed, and contracts."""
    council, person = make_spend(rows)
    if Contract.objects.filter(council=council).exists():
        return council, person
    departments = list(council.departments.all())
    departments += [
        add_department(council=council, name=f"Department {number}", by=None)
        for number in range(len(departments) + 1, DEPARTMENTS + 1)
    ]
    DepartmentName.objects.bulk_create(
        DepartmentName(
            council=council, name=f"Unit {unit}", department=departments[unit % DEPARTMENTS], is_confirmed=True
        )
        for unit in range(UNITS)
    )
    make_contracts(council, departments, person, count=contracts, change=_beside_payments)
    return council, person


def _beside_payments(place: int, contract: Contract) -> None:
    """Contracts fall off from supplier to supplier as payments do, over the same ten years; some were never paid."""
    share = place * 7919 % CONTRACTS / CONTRACTS
    is_paid = place % 20 != 13
    contract.supplier_name = f"Supplier {int(SUPPLIERS * share**2)} Ltd" if is_paid else f"Never Paid {place} Ltd"
    contract.start = FIRST_DAY + timedelta(days=place * 37 % 3400)
    contract.end = None if contract.end is None else contract.start + timedelta(days=700 + place % 900)
    contract.category = f"CLASS: {place % 300}"


def list_pages(council: Council) -> Iterator[tuple[str, str]]:
    base = f"/c/{council.slug}/register/coverage/"
    yield "what is on contract", base
    yield "what is on contract, all years", f"{base}?period=all"
    yield "what is on contract, a quarter", f"{base}?period=2024-25-q2"
    yield "payments, the largest first", f"{base}payments/"
    yield "payments off contract, far down", f"{base}payments/?place=off+contract&page=90"
    yield "contracts paid late or above", f"{base}contracts/"
    yield "payments to decide on", f"{base}to-decide/"
    yield "payments without a contract", f"{base}to-decide/?list=none"


def measure_coverage(_folder: Path, rows: int = ROWS) -> list[Figure]:
    """The better of two runs, then every page."""
    council, person = make_payments_and_contracts(rows)
    held = Contract.objects.filter(council=council).count()
    walls, processors = [], []
    for _ in range(RUNS):
        began, worked = time.perf_counter(), time.process_time()
        run = run_coverage(council=council, by=None)
        walls.append(time.perf_counter() - began)
        processors.append(time.process_time() - worked)
    assert cover_if_needed(council=council, by=None) == run  # noqa: S101 a run that does not hold measures nothing
    places = run.figures["periods"][ALL_DAYS]["by_place"]
    figure = Figure(
        PART,
        f"{rows:,} payments, {held:,} contracts: matched, placed, counted by year",
        f"{min(walls):.1f} s",
        f"{SECONDS_CEILING} s",
        min(walls) / SECONDS_CEILING,
        f"{min(processors):.1f} s of processor time; {len(places)} places",
    )
    return [figure, *page_figures(PART, person, list_pages(council))]
