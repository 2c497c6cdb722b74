"""Secrets of alerts: the link that stops messages, which needs no sign-in, and the address of a calendar."""

from secrets import token_urlsafe

from django.core import signing

from goldthread.organisation.models import Council, Person

SALT = "goldthread.stop-alerts"
_BYTES = 32


def make_stop_token(council: Council, person: Person) -> str:
    """Names the person and the council. It does nothing but stop messages, so it never grows old."""
    return signing.Signer(salt=SALT, sep=".").sign(f"{council.pk}-{person.pk}")


def read_stop_token(token: str) -> tuple[int, int] | None:
    """The keys of the council and of the person; None where it is forged."""
    try:
        council, person = signing.Signer(salt=SALT, sep=".").unsign(token).split("-")
        return int(council), int(person)
    except (signing.BadSignature, ValueError):
        return None


def make_calendar_key() -> str:
    """256 bits that nobody guesses."""
    return token_urlsafe(_BYTES)
