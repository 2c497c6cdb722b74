"""Runs, written down: the places of the payments as files that can be made again, their sums in the database."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.coverage.beside import above_as_json, lists_as_json, paid_above_value, read_lists
from goldthread.evidence.coverage.counts import attach_contracts, count_contracts
from goldthread.evidence.coverage.figures import Days, attach_placed, cover_as_json, read_cover
from goldthread.evidence.coverage.match import Resolved, match_payments
from goldthread.evidence.coverage.models import ContractSpend, CoverageDecision, CoverageRun
from goldthread.evidence.coverage.not_found import keep_not_found
from goldthread.evidence.coverage.register_names import keep_register_names
from goldthread.evidence.coverage.rules import RULES_FILE, rules_on
from goldthread.evidence.explorer.periods import Period, financial_years, quarter_of
from goldthread.evidence.matching.models import MatchRun
from goldthread.evidence.models import Load
from goldthread.evidence.queries import evidence_digest, live_loads
from goldthread.evidence.store import Connection, ask, open_store
from goldthread.evidence.types import LoadKind
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Department, Person
from goldthread.register.models import Contract

_BATCH = 2000
ALL_DAYS = ""
YEARS_BY_QUARTER = 3
"""Of so many of the latest years a run keeps figures by quarter; those of older quarters are worked out when asked."""


class NothingToMatch(UserError):
    """There are no payments, or no contracts, to set beside each other."""


@dataclass(frozen=True)
class PlacedFiles:
    """Where a run's lines and contracts lie."""

    lines: Path
    contracts: Path

    @property
    def are_there(self) -> bool:
        return self.lines.is_file() and self.contracts.is_file()


def files_of(council: Council, digest: str) -> PlacedFiles:
    folder = Path(settings.DATA_DIR) / "cache" / "coverage" / council.slug
    return PlacedFiles(folder / f"{digest[:32]}-lines.parquet", folder / f"{digest[:32]}-contracts.parquet")


def latest_run(council: Council) -> CoverageRun | None:
    """The last run; None before the first."""
    return CoverageRun.objects.filter(council=council).first()


def coverage_digest(council: Council, loads: Sequence[Load] | None = None) -> str:
    """Changes whenever a place could: over payments, matching, contracts, decisions, rules and the code.

    `loads` may be given where the live ones have been read already.
    """
    matched = MatchRun.objects.filter(council=council).aggregate(last=Max("pk"))["last"]
    held = Contract.objects.filter(council=council).aggregate(last=Max("changed_at"), newest=Max("pk"))
    decided = CoverageDecision.objects.filter(council=council).aggregate(
        last=Max("pk"), taken_back=Max("taken_back_at")
    )
    told = (evidence_digest(council, loads), matched, *held.values(), *decided.values(), _code_digest())
    return hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()


@cache
def _code_digest() -> str:
    """Over the rules and the code that place payments."""
    folder = Path(str(files("goldthread.evidence.coverage")))
    paths = sorted([*folder.glob("*.py"), *folder.glob("sql/*.sql")])
    parts = [RULES_FILE.read_bytes(), *(path.read_bytes() for path in paths)]
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def is_current(council: Council, run: CoverageRun | None, loads: Sequence[Load] | None = None) -> bool:
    """Whether the run still says what is so, and its files are there. `loads` as `coverage_digest` takes them."""
    return run is not None and run.digest == coverage_digest(council, loads) and files_of(council, run.digest).are_there


def run_coverage(*, council: Council, by: Person | None) -> CoverageRun:
    """Set the council's payments beside its contracts and keep what came of it. Raises `NothingToMatch`."""
    check_something(council)
    today = timezone.localdate()
    digest = coverage_digest(council)
    made = files_of(council, digest)
    resolved = match_payments(council, rules_on(today), made.lines, made.contracts)
    with _open(made) as db:
        figures, first, last = _figures(db, council, today)
        spend = ask(db, _SPEND)
    loads = live_loads(council, kinds=(LoadKind.SPEND,))
    figures["bases"] = sorted({load.amount_basis for load in loads})
    figures["register_names"] = {"all": resolved.names, "found": resolved.found}
    with transaction.atomic():
        ContractSpend.objects.filter(council=council).delete()
        ContractSpend.objects.bulk_create(
            [ContractSpend(council=council, **dict(zip(_SPEND_FIELDS, row, strict=True))) for row in spend],
            batch_size=_BATCH,
        )
        keep_not_found(council, resolved.not_found)
        keep_register_names(council, resolved.sought)
        figures["above"] = above_as_json(paid_above_value(council))
        run = CoverageRun.objects.create(
            council=council, digest=digest, figures=figures, first_day=first, last_day=last, by=by
        )
        _record(council, run, resolved, by)
    _sweep(made)
    return run


def check_something(council: Council) -> None:
    """Raise `NothingToMatch` where there are no payments or no contracts."""
    if not live_loads(council, kinds=(LoadKind.SPEND,)):
        raise NothingToMatch(
            f"No payments of {council.name} are loaded.",
            f"Load them with: goldthread spend load --council {council.slug} FILE",
        )
    if not Contract.objects.filter(council=council).exists():
        raise NothingToMatch(
            f"The register of {council.name} holds no contract.", "Put your contracts on the register first."
        )


def _figures(db: Connection, council: Council, today: date) -> tuple[dict[str, Any], date | None, date | None]:
    """Figures by financial year, by quarter of the latest years, and of all days."""
    first, last = ask(db, "SELECT min(day), max(day) FROM placed_lines")[0]
    departments = department_names(council)
    spans = {ALL_DAYS: Days()}
    if first is not None:
        spans |= {period.key: Days(period.first, period.last) for period in kept_periods(first, last)}
    periods = {key: _figures_of(db, council, days, today, departments) for key, days in spans.items()}
    return {"periods": periods}, first, last


def kept_periods(first: date, last: date) -> list[Period]:
    """The periods of which a run keeps figures: every financial year, and each quarter with payments of the latest."""
    years = financial_years(first, last)
    begins = [year.first.year for year in years[:YEARS_BY_QUARTER] if year.first]
    quarters = [quarter_of(year, number) for year in begins for number in range(1, 5)]
    return [*years, *(q for q in quarters if q.first and q.last and q.first <= last and q.last >= first)]


def _figures_of(
    db: Connection, council: Council, days: Days, today: date, departments: Mapping[int, str]
) -> dict[str, Any]:
    counted = count_contracts(db, council, days, today)
    return {
        **cover_as_json(read_cover(db, days, departments)),
        "contracts": counted.as_json(),
        "lists": lists_as_json(read_lists(db, days, counted)),
    }


def department_names(council: Council) -> Mapping[int, str]:
    return dict(Department.objects.filter(council=council).values_list("pk", "name"))


_SPEND_FIELDS = ("contract_id", "year", "amount", "after_end", "payments", "last_paid_on")
# Grain: one contract and financial year. Credits lower what was paid; grants and the like are no payments under it.
_SPEND = """
SELECT contract, coalesce(year, 0), sum(amount), coalesce(sum(amount) FILTER (WHERE phase = 2), 0), count(*), max(day)
FROM placed_lines
WHERE contract IS NOT NULL AND phase IN (1, 2) AND (left_out IS NULL OR is_credit)
GROUP BY ALL ORDER BY ALL
"""


def _record(council: Council, run: CoverageRun, resolved: Resolved, by: Person | None) -> None:
    whole = run.figures["periods"][ALL_DAYS]["by_place"]
    record_event(
        council=council,
        by=by,
        kind="coverage.run",
        subject=f"coverage:{run.pk}",
        summary=f"Payments were set beside contracts; {resolved.found:,} of {resolved.names:,} suppliers on the "
        "register were found among those paid",
        after={"by_place": whole, **run.figures["register_names"]},
    )


def _sweep(made: PlacedFiles) -> None:
    """Remove the files of earlier runs."""
    for path in made.lines.parent.glob("*.parquet"):
        if path not in {made.lines, made.contracts}:
            path.unlink(missing_ok=True)


@contextmanager
def _open(made: PlacedFiles) -> Iterator[Connection]:
    with open_store() as db:
        attach_placed(db, made.lines)
        attach_contracts(db, made.contracts)
        yield db


@contextmanager
def open_placed(council: Council, run: CoverageRun) -> Iterator[Connection]:
    """A connection with the views `placed_lines` and `placed_contracts` of a run whose files are there."""
    with _open(files_of(council, run.digest)) as db:
        yield db
