"""Sends messages with alerts. Each is written down before it is handed over, so that a restart sends none twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from smtplib import SMTPException

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goldthread.organisation.models import Council
from goldthread.register.alerts.gather import Plan, Whole, plan_message, readers_of, setting_of
from goldthread.register.alerts.message import build_message
from goldthread.register.alerts.stages import SATURDAY, period_start
from goldthread.register.models import AlertMessage, AlertSetting, AlertTold
from goldthread.register.types import Frequency, MessageState

FROM_HOUR = 7
"""Messages go out from this hour of a working day on: they lie there when work begins."""
MOST_TRIES = 5
"""How often on one day a message that the mail server did not take is tried again."""


class Outcome(StrEnum):
    """What became of one person's message."""

    SENT = "sent"
    WOULD_SEND = "would be sent"
    NOTHING_NEW = "nothing new"
    HAD_ONE = "had one already"
    WANTS_NONE = "wants none"
    FAILED = "not sent"


@dataclass(frozen=True)
class Sent:
    """What became of one person's message, and what it held."""

    plan: Plan
    outcome: Outcome
    failure: str = ""


def send_alerts(council: Council, now: datetime, *, is_dry_run: bool = False) -> Iterator[Sent]:
    """Send each person of a council what is new for them, at most one message in the time that they chose."""
    today = timezone.localtime(now).date()
    whole = Whole(council, today)
    for person in readers_of(council):
        yield _send_one(setting_of(council, person), whole, today, is_dry_run=is_dry_run)


def send_waiting(now: datetime) -> list[Sent]:
    """What the background worker does when it looks: on working days, from the morning on, each person once a day.

    Councils that are invented or an example have nobody who reads; `send_alerts` still works for them.
    """
    local = timezone.localtime(now)
    today = local.date()
    if local.hour < FROM_HOUR or today.weekday() >= SATURDAY:
        return []
    found = []
    has_days = Q(contracts__isnull=False) | Q(people_plan_parts__isnull=False)
    for council in Council.objects.filter(has_days, is_demonstration=False, is_example=False).distinct():
        whole = Whole(council, today)
        for person in readers_of(council):
            setting = setting_of(council, person)
            if setting.looked_on == today:
                continue
            sent = _send_one(setting, whole, today)
            found.append(sent)
            if sent.outcome is not Outcome.FAILED or _tries(setting, today) >= MOST_TRIES:
                _looked(setting, today)
    return found


def _send_one(setting: AlertSetting, whole: Whole, today: date, *, is_dry_run: bool = False) -> Sent:
    frequency = Frequency(setting.frequency)
    if frequency is Frequency.NEVER:
        return Sent(Plan(setting), Outcome.WANTS_NONE)
    if setting.sent_on is not None and setting.sent_on >= period_start(frequency, today):
        return Sent(Plan(setting), Outcome.HAD_ONE)
    plan = plan_message(setting, whole, today)
    if plan.is_empty:
        return Sent(plan, Outcome.NOTHING_NEW)
    if is_dry_run:
        return Sent(plan, Outcome.WOULD_SEND)
    message = _begin(plan, today)
    if message is None:
        return Sent(plan, Outcome.HAD_ONE)
    try:
        build_message(plan, today).send()
    except (SMTPException, OSError) as failure:
        said = f"{type(failure).__name__}: {failure}"[:300]
        _take_back(message, setting, said)
        return Sent(plan, Outcome.FAILED, said)
    AlertMessage.objects.filter(pk=message.pk).update(state=MessageState.SENT.value)
    return Sent(plan, Outcome.SENT)


@transaction.atomic
def _begin(plan: Plan, today: date) -> AlertMessage | None:
    """Write down the message and all that it tells; None where another process began one for this time."""
    setting = plan.setting
    held, _made = AlertSetting.objects.get_or_create(council=setting.council, person=setting.person)
    since = period_start(Frequency(held.frequency), today)
    free = Q(sent_on__isnull=True) | Q(sent_on__lt=since)
    if not AlertSetting.objects.filter(free, pk=held.pk).update(sent_on=today):
        return None
    message = AlertMessage.objects.create(setting=held, count=len(plan.told))
    AlertTold.objects.bulk_create(
        AlertTold(setting=held, message=message, thing=alert.thing, stage=alert.stage) for alert in plan.told
    )
    AlertMessage.objects.filter(pk__in=[lost.pk for lost in plan.lost]).update(is_owned_up=True)
    return message


@transaction.atomic
def _take_back(message: AlertMessage, setting: AlertSetting, failure: str) -> None:
    """The mail server did not take it: what it held is told with the next one."""
    message.told.all().delete()
    AlertMessage.objects.filter(pk=message.pk).update(state=MessageState.FAILED.value, failure=failure)
    AlertSetting.objects.filter(pk=message.setting_id).update(sent_on=setting.sent_on)


def _tries(setting: AlertSetting, today: date) -> int:
    failed = AlertMessage.objects.filter(setting__council=setting.council, setting__person=setting.person)
    return failed.filter(state=MessageState.FAILED.value, begun_at__date=today).count()


def _looked(setting: AlertSetting, today: date) -> None:
    held, _made = AlertSetting.objects.get_or_create(council=setting.council, person=setting.person)
    AlertSetting.objects.filter(pk=held.pk).update(looked_on=today)
