"""Reads of coverage: the figures of a period, and what was paid under each contract."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Subquery, Sum
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.coverage.beside import ContractLists, lists_from_json, read_lists
from goldthread.evidence.coverage.counts import ContractCounts, count_contracts
from goldthread.evidence.coverage.figures import Days, cover_from_json, read_cover
from goldthread.evidence.coverage.keep import department_names, files_of, latest_run, open_placed
from goldthread.evidence.coverage.models import ContractSpend, CoverageRun
from goldthread.evidence.coverage.types import Cover
from goldthread.evidence.explorer.periods import Period, financial_year_of
from goldthread.evidence.indicators.material import Span
from goldthread.evidence.store import ask
from goldthread.organisation.models import Council
from goldthread.register.models import Contract

_CHUNK = 500


@dataclass(frozen=True)
class Coverage:
    """The figures of a period, and its contracts counted."""

    cover: Cover
    contracts: ContractCounts


class NoPayments(UserError):
    """Nothing was paid in the period, so that there is nothing to cover."""


def read_coverage(council: Council, run: CoverageRun, period: Period) -> Coverage:
    """The figures of a period from the latest run; raises `NoPayments` where nothing was paid in it."""
    kept = run.figures["periods"].get(period.key)
    if kept is not None:
        found = Coverage(cover_from_json(kept), ContractCounts(**kept["contracts"]))
    else:
        found = _work_out(council, run, Days(period.first, period.last))
    if not found.cover.by_place:
        reach = f"{run.first_day:%-d %B %Y} to {run.last_day:%-d %B %Y}" if run.first_day and run.last_day else "no day"
        raise NoPayments(f"{council.name} has no payment in {period.label}.", f"Payments are loaded from {reach}.")
    return found


def _work_out(council: Council, run: CoverageRun, days: Days) -> Coverage:
    """From the lines with their places, for a period that no run keeps."""
    with open_placed(council, run) as db:
        counted = count_contracts(db, council, days, timezone.localdate())
        return Coverage(read_cover(db, days, department_names(council)), counted)


def read_contract_lists(council: Council, run: CoverageRun, period: Period) -> ContractLists:
    """Contracts paid late and contracts without a payment in a period, from the latest run."""
    kept = run.figures["periods"].get(period.key, {}).get("lists")
    if kept is not None:
        return lists_from_json(kept)
    with open_placed(council, run) as db:
        days = Days(period.first, period.last)
        return read_lists(db, days, count_contracts(db, council, days, timezone.localdate()))


def contract_spend(council: Council, span: Span) -> Mapping[int, Decimal] | None:
    """Pounds paid under each contract up to the span's last day; None where payments were never set beside contracts.

    A contract that is absent was paid nothing that could be told to be its own. What may belong to several contracts
    of one supplier counts for none of them.
    """
    return spend_until(council, latest_run(council), span, lambda: _paid(council, span))


def spend_until(
    council: Council, run: CoverageRun | None, span: Span, paid: Callable[[], Mapping[int, Decimal]]
) -> Mapping[int, Decimal] | None:
    """As `contract_spend`, where the latest run is known; `paid` gives the sums of `paid_by_year_end`."""
    if run is None or run.last_day is None:
        return None
    if span.last >= run.last_day or financial_year_of(span.last).last == span.last:
        return paid()
    if not files_of(council, run.digest).are_there:
        return None
    with open_placed(council, run) as db:
        found = ask(
            db,
            """SELECT contract, sum(amount) FROM placed_lines WHERE contract IS NOT NULL AND phase IN (1, 2)
            AND (left_out IS NULL OR is_credit) AND day <= ? GROUP BY contract""",
            [span.last],
        )
    return dict(found)


def paid_by_year_end(council: Council, span: Span) -> QuerySet[ContractSpend, Any]:
    """Each contract that was paid by the end of the financial year in which a period ends, to be summed up."""
    year = financial_year_of(span.last).first
    rows = ContractSpend.objects.filter(council=council, year__lte=year.year if year else span.last.year)
    return rows.order_by().values("contract_id")


def _paid(council: Council, span: Span) -> dict[int, Decimal]:
    rows = paid_by_year_end(council, span).annotate(paid=Sum("amount"))
    return dict(rows.values_list("contract_id", "paid"))


@dataclass(frozen=True)
class Paid:
    """What was paid under one contract, from the first to the last day of the payments that are on hand.

    `basis` is what the files say of VAT: `net`, `gross`, `unstated`, or `mixed` where they differ.
    """

    amount: Decimal
    after_end: Decimal
    since: date
    until: date
    basis: str


def paid_to_date(council: Council, contracts: Collection[int] | QuerySet[Contract]) -> dict[int, Paid]:
    """What was paid under each of these contracts, by key; all are absent before the first run (one query)."""
    runs = CoverageRun.objects.filter(council=council)
    since, until, bases = (Subquery(runs.values(name)[:1]) for name in ("first_day", "last_day", "figures__bases"))
    found: dict[int, Paid] = {}
    for wanted in _chunks(contracts):
        rows = ContractSpend.objects.filter(contract__in=wanted).order_by().values("contract")
        told = rows.annotate(paid=Sum("amount"), late=Sum("after_end"), since=since, until=until, bases=bases)
        for row in told:
            if row["since"] and row["until"]:
                basis = row["bases"][0] if len(row["bases"]) == 1 else "mixed"
                found[row["contract"]] = Paid(row["paid"], row["late"], row["since"], row["until"], basis)
    return found


def paid_within(
    council: Council, contracts: Collection[int] | QuerySet[Contract]
) -> tuple[dict[int, Paid], tuple[date, date] | None]:
    """The same, with the first and the last day of the payments looked at; no days before the first run."""
    found = paid_to_date(council, contracts)
    if any_of_them := next(iter(found.values()), None):
        return found, (any_of_them.since, any_of_them.until)
    run = latest_run(council)
    return {}, (run.first_day, run.last_day) if run and run.first_day and run.last_day else None


def _chunks(contracts: Collection[int] | QuerySet[Contract]) -> Iterator[Sequence[int] | QuerySet[Contract, Any]]:
    """Keys in parts that a database takes as one list; what the database finds itself is whole."""
    if isinstance(contracts, QuerySet):
        yield contracts.order_by().values("pk")
        return
    wanted = list(contracts)
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]
