"""Reads what is due on the contracts of one person, in as few questions as there are kinds of record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from goldthread.organisation.models import Council, Person
from goldthread.register.after import list_after
from goldthread.register.due import AHEAD_DAYS, Due, DueKind, KpiDays, in_order_of_money, list_due
from goldthread.register.models import ChainReturn, Contract, ContractKpi, PipelineEntry, Review
from goldthread.register.narrowing import in_state, is_live
from goldthread.register.own_lead_times import own_lead_times
from goldthread.register.queries import contracts_of, managed_by
from goldthread.register.types import LiveState


@dataclass(frozen=True)
class OwnContracts:
    """The contracts that a person manages or owns and that have not ended, and all that is due on them."""

    contracts: Sequence[Contract]
    dues: Sequence[Due]


def read_own(council: Council, person: Person, today: date, *, ahead: int = AHEAD_DAYS) -> OwnContracts:
    """Live contracts and those to come, by their end, with what is due in order of money at risk."""
    return _read(council, managed_by(council, person), today, ahead)


def read_whole(council: Council, today: date, *, ahead: int = AHEAD_DAYS) -> OwnContracts:
    """The same of every contract of a council, whoever manages it."""
    return _read(council, contracts_of(council), today, ahead)


def _read(council: Council, every: QuerySet[Contract], today: date, ahead: int) -> OwnContracts:
    rows = every.filter(is_live(today) | in_state(LiveState.TO_COME, today))
    contracts = list(_with_facts(rows).order_by("end", "title", "pk"))
    kpis, own = _kpi_days(contracts), own_lead_times(council)
    dues = [
        due
        for contract in contracts
        for due in list_due(
            contract,
            extensions=list(contract.extensions.all()),
            breaks=list(contract.breaks.all()),
            kpis=kpis.get(contract.pk, ()),
            is_replaced=contract.is_replaced,  # type: ignore[attr-defined]  # annotated below
            last_review=contract.last_review,  # type: ignore[attr-defined]  # annotated below
            last_return=contract.last_return,  # type: ignore[attr-defined]  # annotated below
            own=own,
            today=today,
            ahead=ahead,
        )
    ]
    return OwnContracts(contracts, in_order_of_money([*dues, *_look_back(every, today, ahead)]))


def _look_back(every: QuerySet[Contract], today: date, ahead: int) -> list[Due]:
    """Reviews after contracts that nobody has done: of contracts that are over too, which ask for nothing else."""
    until = today + timedelta(days=ahead)
    return [
        Due(
            DueKind.LOOK_BACK,
            line.contract,
            line.due,
            f"Look back at it: it {'was extended' if line.is_extension else 'ended'} on {line.on:%-d %B %Y}.",
            None,
        )
        for line in list_after(every.select_related("council"), today)
        if not line.is_reviewed and line.due <= until
    ]


def _with_facts(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Whether the procurement that follows has begun, and when the contract was last reviewed and told of its chain."""
    begun = PipelineEntry.objects.filter(replaces=OuterRef("pk"), launched_on__isnull=False)
    last = Review.objects.filter(contract=OuterRef("pk")).order_by("-on").values("on")[:1]
    told = ChainReturn.objects.filter(contract=OuterRef("pk")).order_by("-period_end").values("period_end")[:1]
    found = rows.select_related("council").annotate(
        is_replaced=Exists(begun), last_review=Subquery(last), last_return=Subquery(told)
    )
    return found.prefetch_related("extensions", "breaks")


def _kpi_days(contracts: Sequence[Contract]) -> dict[int, list[KpiDays]]:
    rows = ContractKpi.objects.filter(contract__in=contracts, retired_at__isnull=True)
    found: dict[int, list[KpiDays]] = {}
    for kpi in rows.annotate(last=Max("ratings__period_end")).order_by("number"):
        found.setdefault(kpi.contract_id, []).append(KpiDays(kpi, kpi.last))
    return found
