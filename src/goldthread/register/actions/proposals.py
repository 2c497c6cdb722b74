"""What contracts propose: taken into the pipeline, or dismissed with a reason. Each day is answered once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.organisation.events import record_event
from goldthread.organisation.models import Person
from goldthread.register.actions.contracts import subject_of
from goldthread.register.actions.pipeline import add_entry
from goldthread.register.actions.records import RecordRefused, check_said
from goldthread.register.models import Contract, PipelineEntry, ProposalAnswer
from goldthread.register.pipeline.queries import Proposal, cause_in_words, find_proposal
from goldthread.register.pipeline.types import Cause
from goldthread.register.types import Procedure, Regime

_BY_REGIME = {
    Regime.BELOW: Procedure.QUOTATION,
    Regime.NOTIFIABLE_BELOW: Procedure.OPEN,
    Regime.ABOVE: Procedure.OPEN,
    Regime.PSR: Procedure.PSR_COMPETITIVE,
}


def first_values(proposal: Proposal) -> dict[str, Any]:
    """What an entry would begin with, read off the contract that it replaces."""
    contract = proposal.contract
    return {
        "replaces": contract,
        "title": f"Successor of {contract.title}"[:300],
        "department": contract.department,
        "category": contract.category,
        "estimated_value": contract.awarded_value,
        "estimated_vat": contract.awarded_vat,
        "procedure": _BY_REGIME.get(Regime(contract.regime), Procedure.UNKNOWN).value,
        "needed_on": proposal.needed_on,
        "holds_personal_data": contract.holds_personal_data,
    }


@transaction.atomic
def take_proposal(*, contract: Contract, by: Person | None, values: Mapping[str, Any] | None = None) -> PipelineEntry:
    """Put the successor of a contract in the pipeline. Raises `RecordRefused` where somebody has done so already."""
    proposal = _hold(contract)
    entry = add_entry(council=proposal.contract.council, values=first_values(proposal) | dict(values or {}), by=by)
    _answer(proposal.contract, proposal.causes, entry=entry, why="", by=by)
    return entry


@transaction.atomic
def dismiss_proposal(*, contract: Contract, why: str, by: Person | None) -> list[ProposalAnswer]:
    """Say that no successor is wanted, and why. A later end, break or review asks again."""
    proposal = _hold(contract)
    reason = check_said(why, field="because", missing="No reason was given.", do="Say why nothing follows it.")
    answers = _answer(proposal.contract, proposal.causes, entry=None, why=reason, by=by)
    held = proposal.contract
    record_event(
        council=held.council,
        by=by,
        kind="pipeline.dismissed",
        subject=subject_of(held),
        summary=f"{held}: no successor is planned, though it {cause_in_words(proposal.causes[0])}",
        why=reason,
    )
    return answers


@transaction.atomic
def recall_proposal(*, answer: ProposalAnswer, by: Person | None) -> None:
    """Let a dismissed proposal stand again."""
    held = ProposalAnswer.objects.select_related("contract__council").filter(pk=answer.pk, entry__isnull=True).first()
    if held is None:
        return
    contract = held.contract
    same = ProposalAnswer.objects.filter(contract=contract, entry__isnull=True, why=held.why)
    record_event(
        council=contract.council,
        by=by,
        kind="pipeline.recalled",
        subject=subject_of(contract),
        summary=f"{contract}: its successor is proposed again",
        before={"why": held.why},
    )
    same.delete()


def _hold(contract: Contract) -> Proposal:
    """The proposal as it stands, its contract held so that nobody else answers meanwhile."""
    held = Contract.objects.select_for_update(of=("self",)).select_related("council").get(pk=contract.pk)
    proposal = find_proposal(held, timezone.localdate())
    if proposal is not None:
        return proposal
    planned = held.successors.filter(is_closed=False).first()
    if planned is not None:
        who = planned.created_by or "Somebody"
        raise RecordRefused(
            what=f"{who} has put the successor of {held} in the pipeline already.",
            do=f"Open “{planned}” and change it there.",
        )
    raise RecordRefused(
        what=f"Nothing asks for a successor of {held} now.", do="Plan one by hand if the council needs it."
    )


def _answer(
    contract: Contract, causes: Sequence[Cause], *, entry: PipelineEntry | None, why: str, by: Person | None
) -> list[ProposalAnswer]:
    return ProposalAnswer.objects.bulk_create(
        [
            ProposalAnswer(contract=contract, cause=cause.kind.value, on=cause.on, entry=entry, why=why, by=by)
            for cause in causes
        ]
    )
