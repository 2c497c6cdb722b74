"""What a prime contractor's supply-chain returns say of a contract on a period's last day."""

from datetime import date

from goldthread.evidence.practice.days import is_within
from goldthread.evidence.practice.held import Held
from goldthread.register.models import Contract

YEAR = 12


def keeps_returns(held: Held, last: date) -> bool:
    """Whether the council had kept any return by a day; before its first, a contract without one says nothing."""
    return any(row.period_end <= last for rows in held.chain_returns.values() for row in rows)


def tell_chain(contract: Contract, held: Held, last: date, *, is_kept: bool) -> dict[str, object]:
    """The columns of one contract. Returns count for twelve months; a count of subcontractors until the next."""
    rows = [row for row in held.chain_returns.get(contract.pk, ()) if row.period_end <= last]
    rows.sort(key=lambda row: row.period_end, reverse=True)
    lately = [row for row in rows if is_within(row.period_end, last, YEAR)]
    vcses = next((row.vcses for row in rows if row.vcses is not None), None)
    return {
        "has_return": bool(lately) if is_kept else None,
        "chain_paid": sum(row.paid for row in lately),
        "chain_paid_in_time": sum(row.paid_in_time for row in lately),
        "has_chain_terms": lately[0].has_chain_terms if lately else None,
        "has_concerns_route": contract.has_concerns_route,
        "has_vcse_chain": vcses > 0 if vcses is not None else None,
    }
