"""Which documents of the register somebody may see and change: one rule, read by lists, files and search alike."""

from django.db.models import Q, QuerySet

from goldthread.organisation.permissions import NotAllowed, Standing
from goldthread.organisation.types import Action
from goldthread.register.models import Attachment
from goldthread.register.permissions import can_keep
from goldthread.register.search.types import Reader


def reader_of(standing: Standing) -> Reader:
    """Who looks, as search asks it."""
    return Reader(standing.council.pk, standing.person.pk, standing.can(Action.VIEW_RESTRICTED))


def seen_attachments(standing: Standing) -> QuerySet[Attachment]:
    """The council's documents that the person may see, withdrawn ones among them.

    A restricted one is seen by whoever may see all of them, whoever manages or owns its contract, and whoever
    attached it.
    """
    rows = Attachment.objects.filter(council=standing.council)
    if standing.can(Action.VIEW_RESTRICTED):
        return rows
    person = standing.person
    own = Q(contract__manager=person) | Q(contract__owner=person) | Q(added_by=person)
    return rows.filter(Q(is_restricted=False) | own)


def can_change(standing: Standing, attachment: Attachment) -> bool:
    """Whether the person may replace or withdraw a document: whoever keeps its contract; of no contract, the head."""
    if attachment.contract is None:
        return standing.can(Action.KEEP_REGISTER)
    return can_keep(standing, attachment.contract)


def check_change(standing: Standing, attachment: Attachment) -> None:
    """Raise `NotAllowed` unless the person may change the document."""
    if not can_change(standing, attachment):
        raise NotAllowed(
            what=f"You do not keep the contract of “{attachment}”.",
            do="Ask its manager, or your head of procurement.",
        )
