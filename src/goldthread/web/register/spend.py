"""What was paid on a contract so far: the one place that the screens ask."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from goldthread.evidence.coverage.models import ContractSpend
from goldthread.evidence.coverage.queries import Paid, paid_to_date, paid_within
from goldthread.organisation.models import Council
from goldthread.register.models import Contract

_BASES = {"net": "without VAT", "gross": "with VAT", "unstated": "VAT not said", "mixed": "partly with VAT"}


def paid_by_year(contract: Contract, years: Collection[int]) -> Mapping[int, Decimal]:
    """What was paid under one contract in financial years, by the year in which each begins; absent: not worked out."""
    return dict(ContractSpend.objects.filter(contract=contract, year__in=years).values_list("year", "amount"))


@dataclass(frozen=True)
class Spent:
    """Pounds paid on one contract, from the first to the last day that is on hand, and whether they hold VAT."""

    amount: Decimal
    until: date
    basis: str
    since: date


def read_spent(council: Council, contracts: Collection[int]) -> Mapping[int, Spent]:
    """What was paid, by the key of the contract. One that is absent is not worked out yet, which is not zero.

    Payments that may be under several contracts of one supplier count for none of them.
    """
    return {pk: _spent(paid) for pk, paid in paid_to_date(council, contracts).items()}


def read_spent_on(contract: Contract) -> tuple[Mapping[int, Spent], tuple[date, date] | None]:
    """What was paid on a contract and on each called off from it, by key, and the days that the payments span.

    There are no days before any payment was looked at.
    """
    both = Contract.objects.filter(Q(pk=contract.pk) | Q(parent=contract.pk))
    paid, days = paid_within(contract.council, both)
    return {pk: _spent(each) for pk, each in paid.items()}, days


def _spent(paid: Paid) -> Spent:
    return Spent(paid.amount, paid.until, _BASES.get(paid.basis, paid.basis), paid.since)
