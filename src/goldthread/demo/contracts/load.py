"""Fills the register of the demonstration's first council: the same on every load of one day."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from goldthread.demo.clock import story_time
from goldthread.demo.contracts.papers import attach_documents
from goldthread.demo.contracts.plans import plan_plans
from goldthread.demo.contracts.register import put_contracts
from goldthread.demo.contracts.stage import Stage, Timeline
from goldthread.demo.contracts.work import plan_work
from goldthread.evidence.coverage.automatic import cover_if_needed
from goldthread.evidence.who_is import register_keys
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.register.actions.segments import run_segmentation
from goldthread.register.models import Contract
from goldthread.register.search.actions import index_council

_SET_BESIDE = date(2026, 11, 2)
"""When payments were set beside the contracts: the last day of the register's story."""


@transaction.atomic
def load_contracts(council: Council) -> int:
    """Fill the register unless it holds something already; returns how many contracts were put on it.

    Payments that are on hand are set beside them. Days that a story needs soon are counted from today; everything else
    lies where the payments lie.
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
        clock.set_to(_SET_BESIDE)
        keeper = stage.who(Role.COORDINATOR)
        cover_if_needed(council=council, by=keeper)
        run_segmentation(council=council, by=keeper, who=register_keys(council, timezone.localdate()))
        attach_documents(stage)
        index_council(council)
    return len(stage.contracts)
