"""What a person chooses of alerts and of their calendar. The secret of a calendar stands in no event."""

from django.db import transaction
from django.utils import timezone

from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.register.alerts.tokens import make_calendar_key
from goldthread.register.models import AlertSetting
from goldthread.register.types import Frequency


@transaction.atomic
def choose_alerts(*, standing: Standing, frequency: Frequency, covers_council: bool) -> AlertSetting:
    """Say how often one hears of what is due, and, for a head of procurement, whether of the whole council.

    Everybody chooses for themselves, so the standing is that of the person whose setting it is.
    """
    standing.check(Action.VIEW_REGISTER)
    covers = covers_council or not standing.can(Action.KEEP_REGISTER)
    return _choose(standing.council, standing.person, frequency=frequency, covers_council=covers)


@transaction.atomic
def stop_alerts(*, council: Council, person: Person) -> AlertSetting:
    """Send the person no more messages; for the link in a message, which is followed without a sign-in."""
    held = _held(council, person)
    return _choose(council, person, frequency=Frequency.NEVER, covers_council=held.covers_council)


def _choose(council: Council, person: Person, *, frequency: Frequency, covers_council: bool) -> AlertSetting:
    held = _held(council, person)
    before = {"frequency": held.frequency, "covers_council": held.covers_council}
    after = {"frequency": frequency.value, "covers_council": covers_council}
    if before == after:
        return held
    held.frequency, held.covers_council, held.looked_on = frequency.value, covers_council, None
    held.save(update_fields=["frequency", "covers_council", "looked_on"])
    record_event(
        council=council,
        by=person,
        kind="alert.chosen",
        subject=f"person:{person.pk}",
        summary=f"{person} wants messages about contracts {frequency.value}",
        before=before,
        after=after,
    )
    return held


@transaction.atomic
def make_calendar(*, standing: Standing) -> AlertSetting:
    """Give the person's calendar an address; where it has one, a new one, and the old one ends at once."""
    standing.check(Action.VIEW_REGISTER)
    held = _held(standing.council, standing.person)
    is_anew = held.calendar_key is not None
    held.calendar_key, held.calendar_made_at = make_calendar_key(), timezone.now()
    held.save(update_fields=["calendar_key", "calendar_made_at"])
    if is_anew:
        _tell(held, "alert.calendar-reset", "gave their calendar of contracts a new address; the old one ended")
    else:
        _tell(held, "alert.calendar-made", "gave their calendar of contracts an address")
    return held


@transaction.atomic
def end_calendar(*, council: Council, person: Person) -> AlertSetting:
    """Take the calendar's address away. Without one nothing changes."""
    held = _held(council, person)
    if held.calendar_key is not None:
        held.calendar_key = held.calendar_made_at = None
        held.save(update_fields=["calendar_key", "calendar_made_at"])
        _tell(held, "alert.calendar-ended", "ended the address of their calendar of contracts")
    return held


def _held(council: Council, person: Person) -> AlertSetting:
    AlertSetting.objects.get_or_create(council=council, person=person)
    return AlertSetting.objects.select_for_update(of=("self",)).get(council=council, person=person)


def _tell(setting: AlertSetting, kind: str, says: str) -> None:
    record_event(
        council=setting.council,
        by=setting.person,
        kind=kind,
        subject=f"person:{setting.person_id}",
        summary=f"{setting.person} {says}",
    )
