"""Work done in the background: sending invitations."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django_tasks import task

from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Invitation
from goldthread.common.words import number_in_words


@task()
def send_invitation(invitation_id: int, path: str) -> None:
    """Send one invitation; what fails is kept on the invitation, where the head of procurement sees it."""
    rows = Invitation.objects.select_related("person", "response__department", "response__round__council")
    invitation = rows.get(pk=invitation_id)
    if invitation.sent_at is not None:
        return
    try:
        send_mail(_subject(invitation), _text(invitation, path), None, [invitation.person.email])
    except (SMTPException, OSError) as failure:
        invitation.failure = f"{type(failure).__name__}: {failure}"[:300]
        invitation.save(update_fields=["failure"])
        raise
    invitation.sent_at, invitation.failure = timezone.now(), ""
    invitation.save(update_fields=["sent_at", "failure"])


def _subject(invitation: Invitation) -> str:
    response = invitation.response
    return f"{response.round.council.name}: answers wanted from {response.department.name}"


def _text(invitation: Invitation, path: str) -> str:
    response, round_ = invitation.response, invitation.response.round
    framework = framework_of(round_)
    asked, levels = response.answers.count(), number_in_words(len(framework.levels))
    who = invitation.invited_by or round_.council.name
    return "\n".join(
        [
            f"Dear {invitation.person},",
            "",
            f"{who} asks {response.department.name} to say how it buys and manages contracts,"
            f" in {round_.name} of the {framework.short_title}.",
            "",
            f"There {'is 1 question' if asked == 1 else f'are {asked} questions'}. Each offers {levels} levels; choose"
            " the one that holds everywhere in your department. Everything you write is saved as you go, so you can"
            " stop and come back.",
            "",
            f"Please submit your answers by {round_.closes_on:%A %-d %B %Y}.",
            "",
            f"Answer here: {settings.SITE_URL}{path}",
            "",
            "If you have no password, choose 'E-mail me a link' on the sign-in page.",
            "",
            "Goldthread",
        ]
    )
