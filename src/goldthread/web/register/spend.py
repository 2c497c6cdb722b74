"""What was paid on a contract so far: the one place that the screens ask."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.organisation.models import Council


@dataclass(frozen=True)
class Spent:
    """Pounds paid on one contract, up to the last day that is on hand, and whether they hold VAT, in words."""

    amount: Decimal
    until: date
    basis: str


def read_spent(council: Council, contracts: Collection[int]) -> Mapping[int, Spent]:
    """What was paid, by the key of the contract. One that is absent is not worked out yet, which is not zero.

    Payments are not matched to contracts yet, so that nothing is known of any.
    """
    return {}
