"""Inviting and reminding the people who answer for a department; the message itself is sent in the background."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from goldthread.assessment.actions.rounds import RoundRefused
from goldthread.assessment.models import Invitation, Response
from goldthread.assessment.tasks import send_invitation
from goldthread.assessment.types import ResponseState, RoundState
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Membership, Person
from goldthread.organisation.types import Role

PRESSED_TWICE = timedelta(seconds=10)


def respondents_of(response: Response) -> Sequence[Person]:
    """The people who may answer for the response's department."""
    rows = Membership.objects.filter(department=response.department_id, role=Role.RESPONDENT, ended_at__isnull=True)
    return [row.person for row in rows.select_related("person").order_by("person__name")]


@transaction.atomic
def invite(*, response: Response, path: str, by: Person | None, apart: timedelta = PRESSED_TWICE) -> list[Invitation]:
    """Ask a department's respondents by e-mail, or remind them. `path` is where the message leads on the site.

    A button that is pressed twice writes once: invitations younger than `apart` are given back as they are.
    """
    department = response.department
    if response.round.state not in {RoundState.OPEN, RoundState.MODERATION}:
        raise RoundRefused(
            what=f"The round is {RoundState(response.round.state).label}.", do="Open it for answers before inviting."
        )
    if response.state == ResponseState.SUBMITTED:
        raise RoundRefused(
            what=f"{department.name} has submitted its answers.",
            do="Return the response first if it should change them.",
        )
    people = respondents_of(response)
    if not people:
        raise RoundRefused(
            what=f"{department.name} has nobody who answers for it.", do="Add a respondent on the People page first."
        )
    since = timezone.now() - apart
    if just_made := list(Invitation.objects.filter(response=response, person__in=people, created_at__gt=since)):
        return just_made
    made = [Invitation.objects.create(response=response, person=person, invited_by=by) for person in people]
    for invitation in made:
        send_invitation.enqueue(invitation.pk, path)
    record_event(
        council=response.round.council,
        by=by,
        kind="department.invited",
        subject=f"round:{response.round_id}/response:{response.pk}",
        summary=f"{department.name} was invited: {', '.join(str(person) for person in people)}",
    )
    return made
