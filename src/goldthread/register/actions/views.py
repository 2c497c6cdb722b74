"""Saved views of the register: kept for one person, or for everybody at the council."""

from django.db import transaction

from goldthread.common.errors import UserError
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person
from goldthread.register.models import ContractView

LONGEST_NAME, LONGEST_QUERY = 80, 4000


class ViewRefused(UserError):
    """A view that cannot be saved as it stands."""


@transaction.atomic
def save_view(*, council: Council, name: str, query: str, person: Person | None, by: Person | None) -> ContractView:
    """Keep a view under a name; the same name of the same person (of the council: None) is replaced."""
    name = " ".join(name.split())
    if not name:
        raise ViewRefused("The view has no name.", "Give it a short one, such as: Ends this year.")
    if len(name) > LONGEST_NAME:
        raise ViewRefused(f"The name is longer than {LONGEST_NAME} letters.", "Give it a shorter one.")
    if len(query) > LONGEST_QUERY:
        raise ViewRefused("The view asks for too much.", "Take a filter away.")
    held = ContractView.objects.filter(council=council, person=person, name__iexact=name).first()
    view = held or ContractView(council=council, person=person)
    before = view.query if held else None
    if held is not None and held.query == query:
        return held
    view.name, view.query = name, query
    view.save()
    record_event(
        council=council,
        by=by,
        kind="view.saved",
        subject=f"view:{view.pk}",
        summary=f"The view “{name}” of the register was saved{'' if person else ' for everybody'}",
        before={"query": before} if held else None,
        after={"query": query},
    )
    return view


@transaction.atomic
def remove_view(*, view: ContractView, by: Person | None) -> None:
    """Take a view away. The record keeps what it asked for."""
    record_event(
        council=view.council,
        by=by,
        kind="view.removed",
        subject=f"view:{view.pk}",
        summary=f"The view “{view.name}” of the register was taken away",
        before={"query": view.query},
    )
    view.delete()
