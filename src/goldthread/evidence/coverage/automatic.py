"""Setting payments beside contracts without anybody asking: at once where it is quick, else in the background."""

from django.core.cache import cache
from django_tasks import task

from goldthread.evidence.coverage.keep import is_current, latest_run, run_coverage
from goldthread.evidence.coverage.models import CoverageRun
from goldthread.evidence.queries import live_loads
from goldthread.evidence.types import LoadKind
from goldthread.organisation.models import Council, Person
from goldthread.register.models import Contract

AT_ONCE_ROWS, AT_ONCE_CONTRACTS = 50_000, 2_000
"""So much is set beside each other within a page's time; more is left to the background worker."""
_ASKED_SECONDS = 300


def cover_if_needed(*, council: Council, by: Person | None) -> CoverageRun | None:
    """Run unless the last run still holds; None where there is nothing to set beside each other."""
    run = latest_run(council)
    if not live_loads(council, kinds=(LoadKind.SPEND,)) or not Contract.objects.filter(council=council).exists():
        return None
    return run if is_current(council, run) else run_coverage(council=council, by=by)


def is_quick(council: Council) -> bool:
    """Whether a run fits within a page's time."""
    rows = sum(load.rows_loaded for load in live_loads(council))
    return rows <= AT_ONCE_ROWS and Contract.objects.filter(council=council).count() <= AT_ONCE_CONTRACTS


def cover_soon(*, council: Council, by: Person | None) -> None:
    """Run now where it is quick, else ask the background worker. For writes: reading a page makes no run."""
    if is_quick(council):
        cover_if_needed(council=council, by=by)
    else:
        ask_worker(council=council, by=by)


def ask_worker(*, council: Council, by: Person | None) -> None:
    """Ask the background worker, once in a while."""
    if cache.add(f"coverage-asked-{council.pk}", True, _ASKED_SECONDS):
        cover_later.enqueue(council.pk, by.pk if by else None)


@task()
def cover_later(council_id: int, person_id: int | None) -> None:
    """Run in the background, unless somebody was quicker."""
    cache.delete(f"coverage-asked-{council_id}")
    by = Person.objects.get(pk=person_id) if person_id else None
    cover_if_needed(council=Council.objects.get(pk=council_id), by=by)
