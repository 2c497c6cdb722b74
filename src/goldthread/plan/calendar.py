"""A person's actions of the plan in their calendar, beside their contracts."""

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.urls import reverse

from goldthread.plan.models import PlanAction
from goldthread.plan.types import ActionStatus
from goldthread.register.alerts.feed import Entry
from goldthread.register.due import DueKind
from goldthread.register.models import AlertSetting
from goldthread.register.rules import without_personal_data

WARN = (30, 7, 0)
"""Days before an action is due on which the calendar rings."""


def list_action_entries(setting: AlertSetting, today: date) -> list[Entry]:
    """The open actions that the person sees to. Names of individuals are left out, as in the rest of the calendar."""
    open_ = [ActionStatus.PLANNED.value, ActionStatus.UNDER_WAY.value]
    rows = PlanAction.objects.filter(council=setting.council, owner=setting.person, status__in=open_)
    return [_entry(row, setting, today) for row in rows]


def _entry(row: PlanAction, setting: AlertSetting, today: date) -> Entry:
    path = reverse("plan:action", args=[setting.council.slug, row.number])
    late = f" It was due on {row.due:%-d %B %Y}." if row.due < today else ""
    return Entry(
        uid=f"action-{row.number}@{setting.council.slug}.goldthread",
        kind=DueKind.REVIEW,
        day=row.due,
        title=without_personal_data(row.title),
        says=f"An action of the plan is due.{late}",
        url=f"{settings.SITE_URL}{path}",
        stamp=max(row.changed_at.astimezone(UTC), datetime.combine(today, time(), UTC)),
        name="Action due",
        warn=WARN,
    )
