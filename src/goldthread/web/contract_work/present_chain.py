"""Supply-chain returns in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.register.models import ChainReturn
from goldthread.web.evidence.wording import say_count

_YES_NO = {True: "yes", False: "no", None: "not said"}
_ROUTE = {
    True: "Subcontractors are told how to raise concerns.",
    False: "Subcontractors are not told how to raise concerns.",
    None: "Nobody has said whether subcontractors are told how to raise concerns.",
}


@dataclass(frozen=True)
class ReturnLine:
    """One return in the list of a contract's page."""

    pk: int
    period_end: date
    says: str


def say_return(paid: int, in_time: int, median: int | None) -> str:
    """How many invoices were paid in time, and how fast."""
    if not paid:
        return "no subcontractor’s invoice was paid."
    within = f"{in_time} of {say_count(paid, 'invoice')} paid within 30 days, {in_time * 100 // paid}%"
    return f"{within}; the median is {say_count(median, 'day')}." if median is not None else f"{within}."


def say_chain(lines: Sequence[ReturnLine], has_route: bool | None) -> str:
    """The last return, and whether subcontractors know where to turn."""
    last = lines[0] if lines else None
    told = f"To {last.period_end:%-d %B %Y}: {last.says}" if last else "The prime contractor has given no return."
    return f"{told} {_ROUTE[has_route]}"


def return_facts(row: ChainReturn) -> list[tuple[str, str]]:
    """Everything that a return says, with what it does not."""

    def told(number: int | None) -> str:
        return "not said" if number is None else f"{number:,}"

    return [
        ("Invoices paid", told(row.paid)),
        ("Within 30 days", told(row.paid_in_time)),
        ("Median days to pay", told(row.median_days)),
        ("Subcontractors", told(row.subcontractors)),
        ("Small or medium-sized", told(row.smes)),
        ("Charities or social enterprises", told(row.vcses)),
        ("30 days through the chain", _YES_NO[row.has_chain_terms]),
        ("Reported to members", row.reported_to or "not said"),
        ("Note", row.note or "none"),
    ]
