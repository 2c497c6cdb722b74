"""Contracts paid after their end, above their value, or live without any payment: kept with a run, read on a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from goldthread.evidence.coverage.counts import ContractCounts, without_payments_sql
from goldthread.evidence.coverage.figures import Days
from goldthread.evidence.coverage.lists import Paid, paid_after_end
from goldthread.evidence.coverage.models import ContractSpend, CoverageRun
from goldthread.evidence.store import Connection, ask
from goldthread.organisation.models import Council
from goldthread.register.models import Change, Contract
from goldthread.register.rules import unexplained_overrun
from goldthread.register.types import ChangeState

KEPT = 50
"""So many contracts of each list are kept with a run and shown."""

_ABOVE_KEPT = 4 * KEPT
"""More are kept of those above their value, since changes that are approved later take some of them off the list."""


@dataclass(frozen=True)
class ContractLists:
    """The first of each list, and how many there are in all."""

    late: Sequence[Paid]
    late_count: int
    unpaid: Sequence[int]
    unpaid_count: int


def read_lists(db: Connection, days: Days, counted: ContractCounts) -> ContractLists:
    """From the lines with their places, once `count_contracts` has counted: it leaves the table `live_contracts`."""
    unpaid = ask(db, f"SELECT contract FROM ({without_payments_sql(days)}) ORDER BY 1 LIMIT {KEPT}")
    late = paid_after_end(db, days, most=KEPT)
    return ContractLists(late, counted.expired_still_paid, [row[0] for row in unpaid], counted.without_payments)


def lists_as_json(lists: ContractLists) -> dict[str, Any]:
    """Lists as they are kept with a run."""
    return {
        "late": [[p.key, str(p.amount), p.payments, p.last.isoformat() if p.last else None] for p in lists.late],
        "late_count": lists.late_count,
        "unpaid": list(lists.unpaid),
        "unpaid_count": lists.unpaid_count,
    }


def lists_from_json(kept: Mapping[str, Any]) -> ContractLists:
    """The reverse of `lists_as_json`."""
    late = [
        Paid(key, Decimal(amount), payments, date.fromisoformat(last) if last else None)
        for key, amount, payments, last in kept["late"]
    ]
    return ContractLists(late, kept["late_count"], kept["unpaid"], kept["unpaid_count"])


@dataclass(frozen=True)
class Above:
    """A contract that was paid more than its value and every approved change of it."""

    contract: Contract
    paid: Decimal
    value: Decimal
    above: Decimal


_VALUE = Coalesce("maximum_value", "awarded_value")


def paid_above_value(council: Council) -> dict[int, Decimal]:
    """Pounds above the value of each contract whose payments to date are an unexplained overrun, the largest first.

    VAT stays as both sides give it. It reads every contract that was paid, so it is asked when coverage is made.
    """
    paid = ContractSpend.objects.filter(council=council).order_by().values_list("contract")
    sums = dict(paid.annotate(paid=Sum("amount")))
    approved = _approved(Change.objects.filter(contract__council=council))
    values = Contract.objects.filter(council=council).order_by().values_list("pk", _VALUE)
    found: dict[int, Decimal] = {}
    for pk, value in values:
        added = [amount for amount, _decided in approved.get(pk, ())]
        if above := unexplained_overrun(sums.get(pk), value, added):
            found[pk] = above
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def above_as_json(found: Mapping[int, Decimal]) -> dict[str, Any]:
    """As it is kept with a run."""
    return {"count": len(found), "contracts": list(found)[:_ABOVE_KEPT]}


def read_above(council: Council, run: CoverageRun) -> tuple[list[Above], int]:
    """The contracts paid furthest above their value, and how many there are (four queries).

    What the run kept is looked at again, with every contract of which a change was decided since.
    """
    kept = run.figures.get("above") or above_as_json(paid_above_value(council))
    since = Change.objects.filter(contract__council=council, decided_at__gt=run.at)
    wanted = {*kept["contracts"], *since.order_by().values_list("contract", flat=True)}
    approved = _approved(Change.objects.filter(contract__in=wanted))
    rows = (
        Contract.objects.filter(council=council, pk__in=wanted)
        .annotate(paid_sum=Sum("paid__amount"), held=_VALUE)
        .order_by()
    )
    found, count = [], int(kept["count"])
    for row in rows:
        changes = approved.get(row.pk, ())
        before = [amount for amount, decided in changes if decided is None or decided <= run.at]
        now = unexplained_overrun(row.paid_sum, row.held, [amount for amount, _decided in changes])
        count += bool(now) - bool(unexplained_overrun(row.paid_sum, row.held, before))
        if now:
            found.append(Above(row, row.paid_sum, row.held, now))
    return sorted(found, key=lambda each: (-each.above, each.contract.pk))[:KEPT], count


def _approved(changes: QuerySet[Change]) -> dict[int, list[tuple[Decimal, datetime | None]]]:
    """Of each contract, what its approved changes added, each with when it was decided."""
    found: dict[int, list[tuple[Decimal, datetime | None]]] = {}
    rows = changes.filter(state=ChangeState.APPROVED, value_added__isnull=False).order_by()
    for pk, added, decided in rows.values_list("contract", "value_added", "decided_at"):
        if added is not None:
            found.setdefault(pk, []).append((added, decided))
    return found
