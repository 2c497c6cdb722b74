"""What people said that still holds, by the suppliers of today: of two decisions on one thing the later counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from goldthread.evidence.coverage.models import CoverageDecision
from goldthread.evidence.coverage.types import OF_NAMES, DecisionKind
from goldthread.evidence.matching.models import SupplierName
from goldthread.organisation.models import Council


@dataclass(frozen=True)
class PaymentsTold:
    """A supplier's payments (those with `reference`, or all where it is empty) and their contract, or None."""

    supplier: int
    reference: str
    contract: int | None
    act: int


@dataclass(frozen=True)
class Decided:
    """`names` are names on the register, as `name_key` gives them, and the supplier that each was said to be.

    Of `unpaid` it was said that the council pays them nothing by another name.
    """

    payments: Sequence[PaymentsTold]
    names: Mapping[str, int]
    unpaid: frozenset[str] = frozenset()


def bare_reference(text: str) -> str:
    """A reference as it is compared: capitals and figures alone."""
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())


def read_decided(council: Council, payees: Sequence[SupplierName]) -> Decided:
    """The decisions that stand, oldest first read, so that a later one replaces it."""
    supplier_of = {row.name: row.supplier_id for row in payees if row.supplier_id is not None}
    payments: dict[tuple[int, str], PaymentsTold] = {}
    rows = list(CoverageDecision.objects.filter(council=council, taken_back_at=None).order_by("at", "pk"))
    for row in rows:
        supplier = supplier_of.get(row.payee)
        if supplier is None or row.kind in OF_NAMES:
            continue
        contract = row.contract_id if row.kind == DecisionKind.BELONGS else None
        key = supplier, bare_reference(row.reference)
        payments[key] = PaymentsTold(*key, contract, row.pk)
    names, unpaid = names_decided(rows, supplier_of)
    return Decided(list(payments.values()), names, unpaid)


def names_decided(
    decisions: Iterable[CoverageDecision], supplier_of: Mapping[str, int]
) -> tuple[Mapping[str, int], frozenset[str]]:
    """Of decisions that stand, oldest first: the supplier of each name (by its key), and the names of nobody paid.

    `supplier_of` gives the supplier of a published name. One whose payee is nobody's by now says nothing.
    """
    names: dict[str, int] = {}
    unpaid: set[str] = set()
    for row in decisions:
        if row.kind == DecisionKind.NO_PAYMENTS:
            names.pop(row.register_key, None)
            unpaid.add(row.register_key)
        elif row.kind == DecisionKind.SAME_SUPPLIER and row.payee in supplier_of:
            names[row.register_key] = supplier_of[row.payee]
            unpaid.discard(row.register_key)
    return names, frozenset(unpaid)
