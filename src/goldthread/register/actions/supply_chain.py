"""Supply-chain returns: what prime contractors say of how they pay and treat their own suppliers."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from goldthread.organisation.models import Person
from goldthread.register.actions.contracts import as_plain
from goldthread.register.actions.records import RecordRefused, check_not_to_come, tell
from goldthread.register.models import ChainReturn, Contract

IN_TIME_DAYS = 30
"""Valid invoices are due within 30 days, in subcontracts too: Procurement Act 2023, sections 68 and 73."""


@dataclass(frozen=True)
class SaidReturn:
    """What a prime contractor said of its supply chain; None is what it did not say."""

    period_end: date
    paid: int
    paid_in_time: int
    median_days: int | None = None
    subcontractors: int | None = None
    smes: int | None = None
    vcses: int | None = None
    has_chain_terms: bool | None = None
    reported_to: str = ""
    note: str = ""


def said_of(row: ChainReturn) -> SaidReturn:
    """What a return says."""
    return SaidReturn(**{name: getattr(row, name) for name in SaidReturn.__dataclass_fields__})


@transaction.atomic
def record_return(*, contract: Contract, said: SaidReturn, by: Person | None) -> ChainReturn:
    """Record a return. A second for its period replaces the first, and the event keeps both."""
    said = replace(said, reported_to=said.reported_to.strip(), note=said.note.strip())
    _check_days(contract, said)
    _check_invoices(said)
    _check_subcontractors(said)
    held = Contract.objects.select_for_update(of=("self",)).select_related("council").get(pk=contract.pk)
    before = held.chain_returns.filter(period_end=said.period_end).first()
    if before is not None and said_of(before) == said:
        return before  # a form that was sent twice
    was = {name: as_plain(value) for name, value in asdict(said_of(before)).items()} if before else None
    saved, _made = ChainReturn.objects.update_or_create(
        contract=held,
        period_end=said.period_end,
        defaults=asdict(said) | {"recorded_by": by, "recorded_at": timezone.now()},
    )
    tell(
        council=held.council,
        by=by,
        kind="chain_return.replaced" if before else "chain_return.recorded",
        about=held,
        summary=f"{held}: {said.paid_in_time} of {said.paid} subcontractors’ invoices were paid within "
        f"{IN_TIME_DAYS} days in the period to {said.period_end:%-d %B %Y}",
        before=was,
        after=asdict(said),
    )
    return saved


def _check_days(contract: Contract, said: SaidReturn) -> None:
    check_not_to_come(said.period_end, field="period_end", what="The period ends")
    if contract.start is not None and said.period_end < contract.start:
        raise RecordRefused(
            what=f"The period ended before the contract began on {contract.start:%-d %B %Y}.",
            do="Correct the day, or the contract’s first day.",
            field="period_end",
        )


def _check_invoices(said: SaidReturn) -> None:
    """Raise `RecordRefused` where the three figures on invoices cannot all be true."""
    paid, in_time, median = said.paid, said.paid_in_time, said.median_days
    if in_time > paid:
        raise RecordRefused(
            what=f"{in_time} invoices were paid within {IN_TIME_DAYS} days, of {paid} that were paid.",
            do="Correct one of the two.",
            field="paid_in_time",
        )
    if median is None:
        return
    if not paid:
        what = "No invoice was paid, so there is no median."
    elif 2 * in_time > paid and median > IN_TIME_DAYS:
        what = f"More than half were paid within {IN_TIME_DAYS} days, so the median cannot be {median} days."
    elif 2 * in_time < paid and median <= IN_TIME_DAYS:
        what = f"More than half were paid after {IN_TIME_DAYS} days, so the median cannot be {median} days."
    else:
        return
    raise RecordRefused(
        what=what, do="Correct the figures, or leave the median empty and ask for it.", field="median_days"
    )


def _check_subcontractors(said: SaidReturn) -> None:
    whole = said.subcontractors
    if whole is None:
        return
    for name, count, words in (
        ("smes", said.smes, "small or medium-sized"),
        ("vcses", said.vcses, "charities or social enterprises"),
    ):
        if count is not None and count > whole:
            raise RecordRefused(
                what=f"{count} subcontractors are {words}, of {whole} in all.", do="Correct one of the two.", field=name
            )
