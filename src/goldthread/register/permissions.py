"""Who may keep which contract: the table of roles, and who manages or owns the contract."""

from goldthread.organisation.permissions import NotAllowed, Standing
from goldthread.organisation.types import Action
from goldthread.register.models import Contract


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
