"""Fills the register of the demonstration's first council: the same on every load of one day."""

from django.db import transaction
from django.utils import timezone

from goldthread.demo.clock import story_time
from goldthread.demo.contracts.plans import plan_plans
from goldthread.demo.contracts.register import put_contracts
from goldthread.demo.contracts.stage import Stage, Timeline
from goldthread.demo.contracts.work import plan_work
from goldthread.organisation.models import Council
from goldthread.register.models import Contract


@transaction.atomic
def load_contracts(council: Council) -> int:
    """Fill the register unless it holds something already; returns how many contracts were put on it.

    Days that a story needs soon are counted from today; everything else lies where the payments lie.
    """
    if Contract.objects.filter(council=council).exists():
        return 0
    today = timezone.localdate()
    with story_time() as clock:
        stage = Stage(council, clock, today)
        put_contracts(stage)
        timeline = Timeline()
        plan_work(stage, timeline)
        plan_plans(stage, timeline)
        timeline.play(clock)
    return len(stage.contracts)
