"""How django-allauth behaves here: people are invited by their council; messages are ours and never fail loudly."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from goldthread.organisation.models import Person
from goldthread.web.accounts.mail import MailNotSent

logger = logging.getLogger(__name__)


class InvitedPeopleOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """No open sign-up; faults in our words; a mail server that is gone is a sentence."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "The e-mail address or the password is not right. Try again, or have a link e-mailed to you."
        ),
        "too_many_login_attempts": (
            "There were too many wrong tries. Wait five minutes, or have a link e-mailed to you."
        ),
        "enter_current_password": "The current password is not right. Type it again.",
        "invalid_password_reset": "The link has been used or is too old. Ask for a new one.",
        "rate_limited": "There were too many tries. Wait a minute and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one message; raises `MailNotSent` where the mail server does not take it."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as failure:
            logger.warning("A message (%s) could not be sent: %s", template_prefix, failure)
            raise MailNotSent from failure

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person of a change that is already made: a message that fails is logged, and takes nothing back."""
        try:
            super().send_notification_mail(template_prefix, user, context, email or user.email)
        except MailNotSent:
            logger.warning("%s was not told of the change to their password.", user.pk)
