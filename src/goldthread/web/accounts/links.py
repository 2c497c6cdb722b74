"""Sign-in links: signed, good for one hour, and spent by the next sign-in of the person."""

from typing import Any

from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from goldthread.organisation.models import Person

SALT = "goldthread.sign-in-link"
GOOD_FOR_SECONDS = 60 * 60


def make_token(person: Person) -> str:
    """A token that names the person and what was true of them when it was made."""
    return signing.TimestampSigner(salt=SALT).sign_object({"person": person.pk, "seal": _seal(person)})


def read_token(token: str) -> Person | None:
    """The active person whom a token signs in; None where it is forged, older than an hour, or spent."""
    try:
        held: Any = signing.TimestampSigner(salt=SALT).unsign_object(token, max_age=GOOD_FOR_SECONDS)
        person = Person.objects.filter(pk=held["person"], is_active=True).first()
        seal = str(held["seal"])
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        return None
    return person if person and constant_time_compare(seal, _seal(person)) else None


def spend_token(token: str) -> Person | None:
    """The person of a good token, which is spent by this; None for all but one of two who try at once."""
    person = read_token(token)
    if person is None:
        return None
    before, now = person.last_login, timezone.now()
    taken = Person.objects.filter(pk=person.pk, is_active=True, last_login=before).update(last_login=now)
    person.last_login = now
    return person if taken else None


def _seal(person: Person) -> str:
    """Changes with every sign-in, password and address, so that a link is good for one sign-in only."""
    at = person.last_login.isoformat() if person.last_login else "never"
    return salted_hmac(SALT, f"{person.pk}|{at}|{person.password}|{person.email}", algorithm="sha256").hexdigest()
