"""Reads of the pipeline: entries as a list shows them, and the contracts that propose one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from goldthread.organisation.models import Council, Person
from goldthread.register.models import Appraisal, Break, Contract, PipelineEntry, ProposalAnswer
from goldthread.register.pipeline.rules import MONTHS_AHEAD, REVIEW_MONTHS, list_causes, need_of, state_of
from goldthread.register.pipeline.types import Cause, EntryDays
from goldthread.register.rules import add_months
from goldthread.register.types import PipelineCause, PipelineState, Taken


@dataclass(frozen=True)
class Proposal:
    """A contract that asks for a successor, why, and from when one would be needed."""

    contract: Contract
    causes: tuple[Cause, ...]
    needed_on: date | None


def entries_of(council: Council) -> QuerySet[PipelineEntry]:
    """Every entry of a council, with what a list shows of it."""
    weighed = Appraisal.objects.filter(entry=OuterRef("pk"))
    rows = PipelineEntry.objects.filter(council=council).annotate(has_appraisal=Exists(weighed))
    return rows.select_related("department", "wave")


def in_pipeline_state(state: PipelineState) -> Q:
    """The entries in one state: the same rule as `state_of`, for the database."""
    is_open = Q(is_closed=False)
    return {
        PipelineState.CLOSED: Q(is_closed=True),
        PipelineState.REQUESTED: is_open & Q(is_request=True),
        PipelineState.LAUNCHED: is_open & Q(is_request=False, launched_on__isnull=False),
        PipelineState.APPROVED: is_open & Q(is_request=False, launched_on__isnull=True, approved_on__isnull=False),
        PipelineState.PLANNED: is_open & Q(is_request=False, launched_on__isnull=True, approved_on__isnull=True),
    }[state]


def entry_state(entry: PipelineEntry) -> PipelineState:
    return state_of(
        is_closed=entry.is_closed,
        is_request=entry.is_request,
        approved_on=entry.approved_on,
        launched_on=entry.launched_on,
    )


def days_of(entry: PipelineEntry) -> EntryDays:
    """What the rules look at."""
    return EntryDays(**{name: getattr(entry, name) for name in EntryDays.__dataclass_fields__})


def contracts_asking(council: Council, today: date) -> QuerySet[Contract]:
    """Contracts with a day ahead that may ask for a successor, and that no open entry replaces yet."""
    until, soon = add_months(today, MONTHS_AHEAD), add_months(today, REVIEW_MONTHS)
    own = Contract.objects.filter(council=council).order_by()
    ending = own.filter(end__range=(today, until)).values("pk")
    breaking = own.filter(breaks__taken=Taken.OPEN.value, breaks__on__range=(today, until)).values("pk")
    reviewed = own.filter(review_date__range=(today, soon)).values("pk")
    planned = PipelineEntry.objects.filter(replaces=OuterRef("pk"), is_closed=False)
    return own.filter(Q(pk__in=ending.union(breaking, reviewed))).filter(~Exists(planned))


def list_proposals(council: Council, today: date, *, manager: Person | None = None) -> list[Proposal]:
    """What contracts propose, by the day of need: never what somebody has answered already (three queries)."""
    rows = contracts_asking(council, today)
    if manager is not None:
        rows = rows.filter(Q(manager=manager) | Q(owner=manager))
    return sorted(_propose(rows, today), key=lambda each: (each.needed_on or date.max, each.contract.title))


def find_proposal(contract: Contract, today: date) -> Proposal | None:
    """What one contract proposes now."""
    rows = contracts_asking(contract.council, today).filter(pk=contract.pk)
    return next(iter(_propose(rows, today)), None)


def _propose(rows: QuerySet[Contract], today: date) -> Sequence[Proposal]:
    still_open = Prefetch("breaks", Break.objects.filter(taken=Taken.OPEN.value))
    found = []
    for contract in rows.select_related("department", "manager", "council").prefetch_related(
        still_open, Prefetch("proposal_answers", ProposalAnswer.objects.all())
    ):
        answered = {(each.cause, each.on) for each in contract.proposal_answers.all()}
        causes = tuple(
            cause
            for cause in list_causes(
                end=contract.end,
                ended_on=contract.ended_on,
                breaks=[each.on for each in contract.breaks.all()],
                review=contract.review_date,
                today=today,
            )
            if (cause.kind.value, cause.on) not in answered
        )
        if causes:
            found.append(Proposal(contract, causes, need_of(causes, contract.end)))
    return found


def list_dismissed(council: Council) -> QuerySet[ProposalAnswer]:
    """What somebody said is not wanted, the newest first."""
    rows = ProposalAnswer.objects.filter(contract__council=council, entry__isnull=True)
    return rows.select_related("contract", "by").order_by("-at", "-pk")


def cause_in_words(cause: Cause) -> str:
    """ "ends on 1 May 2027", "may be left on …", "is reviewed on …"."""
    verb = {PipelineCause.END: "ends", PipelineCause.BREAK: "may be left", PipelineCause.REVIEW: "is reviewed"}
    return f"{verb[cause.kind]} on {cause.on:%-d %B %Y}"
