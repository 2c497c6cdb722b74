"""The message with a sign-in link, and what is said when the mail server cannot be reached."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection

from goldthread.common.errors import UserError
from goldthread.organisation.models import Person

logger = logging.getLogger(__name__)


class MailNotSent(UserError):
    """The mail server did not take a message."""

    def __init__(self) -> None:
        super().__init__(
            what="The e-mail could not be sent.",
            do="Try again in a few minutes, or sign in with your password. If it goes on, tell whoever runs the site.",
        )


def send_link(address: str, person: Person | None, url: str) -> None:
    """Send a sign-in link to `person`. For an unknown address (None) only the mail server is tried, so that both
    answer alike when it is gone. Raises `MailNotSent`."""
    connection = get_connection()
    try:
        connection.open()
        if person is not None:
            EmailMessage(
                "Your link to sign in to Goldthread", _text(person, url), None, [address], connection=connection
            ).send()
    except (SMTPException, OSError) as failure:
        logger.warning("A sign-in link could not be sent: %s", failure)
        raise MailNotSent from failure
    finally:
        connection.close()


def _text(person: Person, url: str) -> str:
    return "\n".join(
        [
            f"Dear {person},",
            "",
            "Open this link and press the button on the page to sign in to Goldthread:",
            "",
            url,
            "",
            "The link works once, for an hour. If you did not ask for it, you need do nothing: nobody can sign in"
            " without it.",
            "",
            "Goldthread",
        ]
    )
