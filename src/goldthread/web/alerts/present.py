"""Presents the settings of alerts: what comes next, what went before, and the address of the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from goldthread.register.alerts.feed import is_followed
from goldthread.register.alerts.gather import INTERRUPTED_AFTER, Plan, Whole, plan_message
from goldthread.register.alerts.message import Part, list_parts
from goldthread.register.models import AlertMessage, AlertSetting
from goldthread.register.types import Frequency, MessageState
from goldthread.web.evidence.wording import say_count
from goldthread.web.wording import moment_in_words

LAST_SHOWN = 10


@dataclass(frozen=True)
class SettingsPage:
    """Everything on the page. `parts` is what the next message would tell; `address` is empty without a calendar."""

    finding: str
    parts: Sequence[Part]
    more: int
    past: Sequence[tuple[str, str]]
    address: str
    webcal: str
    made_on: date | None
    has_ended: bool


def present_settings(setting: AlertSetting, today: date) -> SettingsPage:
    """Read what the person would be told, and what they were."""
    plan = plan_message(setting, Whole(setting.council, today), today)
    past = AlertMessage.objects.filter(setting=setting)[:LAST_SHOWN] if setting.pk else []
    has_calendar = is_followed(setting)
    address = f"{settings.SITE_URL}{reverse('calendar', args=[setting.calendar_key])}" if has_calendar else ""
    return SettingsPage(
        finding=_say(setting, plan),
        parts=list_parts(plan, today),
        more=plan.more,
        past=[(moment_in_words(message.begun_at), _say_message(message)) for message in past],
        address=address,
        webcal=f"webcal://{address.split('://', 1)[1]}" if address else "",
        made_on=timezone.localdate(setting.calendar_made_at) if setting.calendar_made_at else None,
        has_ended=setting.calendar_key is not None and not has_calendar,
    )


def _say(setting: AlertSetting, plan: Plan) -> str:
    new = len(plan.told) + plan.more
    things = f"{say_count(new, 'thing')} {'is' if new == 1 else 'are'} new" if new else "nothing is new"
    if setting.frequency == Frequency.NEVER:
        return f"You get no messages about contracts. At the moment {things}."
    often = "each working day" if setting.frequency == Frequency.DAILY else "once a week"
    if not new:
        return f"You get a message {often}, when something is new. At the moment nothing is."
    return f"You get a message {often}. {things[:1].upper()}{things[1:]} for the next one."


def _say_message(message: AlertMessage) -> str:
    things = say_count(message.count, "thing")
    if message.state == MessageState.SENT:
        return f"Sent, {things}"
    if message.state == MessageState.FAILED:
        return "Not sent: the mail server did not take it. What it held comes with the next one."
    if message.begun_at > timezone.now() - INTERRUPTED_AFTER:
        return f"Being sent, {things}"
    return f"Cut off while it was sent, {things}. It may not have reached you, and is not sent again."
