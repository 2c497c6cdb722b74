"""Who may keep which contract: the table of roles, and who manages or owns the contract."""

from goldthread.organisation.permissions import NotAllowed, Standing
from goldthread.organisation.types import Action
from goldthread.register.models import Contract, PipelineEntry


def can_keep(standing: Standing, contract: Contract) -> bool:
    """Whether the person may change the contract: every one, or those that they manage or own."""
    if standing.can(Action.KEEP_REGISTER):
        return True
    mine = standing.person.pk in {contract.manager_id, contract.owner_id}
    return standing.can(Action.KEEP_OWN_CONTRACTS) and mine


def check_keep(standing: Standing, contract: Contract) -> None:
    """Raise `NotAllowed`, naming who may, unless the person may change the contract."""
    if can_keep(standing, contract):
        return
    keeper = f"{contract.manager} manages it" if contract.manager else "Nobody is named as its manager yet"
    raise NotAllowed(
        what=f"You are not the manager of {contract}.",
        do=f"{keeper}: ask them, or your head of procurement.",
    )


def can_plan(standing: Standing, entry: PipelineEntry) -> bool:
    """Whether the person may change a pipeline entry: every one, a request of their own, or what follows theirs."""
    if standing.can(Action.PLAN_PROCUREMENTS):
        return True
    asked = entry.is_request and entry.created_by_id == standing.person.pk and standing.can(Action.ASK_FOR_PROCUREMENT)
    return asked or (entry.replaces is not None and can_keep(standing, entry.replaces))


def check_plan(standing: Standing, entry: PipelineEntry) -> None:
    """Raise `NotAllowed`, naming who may, unless the person may change the pipeline entry."""
    if can_plan(standing, entry):
        return
    raise NotAllowed(
        what=f"You do not plan “{entry}”.",
        do="Ask your head of procurement, or the manager of the contract that it replaces.",
    )
