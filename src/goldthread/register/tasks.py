"""Work done in the background: looking, again and again, for messages with alerts that wait to be sent."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from goldthread.register.alerts.send import send_waiting

EVERY = timedelta(minutes=15)
KEPT_FOR = timedelta(days=1)


@task()
def look_for_alerts() -> int:
    """Send what waits, and say how many messages went. The next look is put in line first: a crash breaks no chain."""
    plan_next_look(after=EVERY)
    old = DBTaskResult.objects.filter(task_path=look_for_alerts.module_path, finished_at__lt=timezone.now() - KEPT_FOR)
    old.delete()
    return sum(1 for sent in send_waiting(timezone.now()) if sent.outcome == "sent")


def plan_next_look(*, after: timedelta = timedelta()) -> None:
    """Put the next look in line, unless one waits already."""
    waiting = DBTaskResult.objects.filter(task_path=look_for_alerts.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        look_for_alerts.using(run_after=timezone.now() + after).enqueue()
