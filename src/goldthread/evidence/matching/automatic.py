"""Matching without anybody asking: after payments, departments or registers changed, at once or in the background."""

from dataclasses import dataclass

from django_tasks import task

from goldthread.evidence.coverage.automatic import cover_soon
from goldthread.evidence.matching.council import match_suppliers
from goldthread.evidence.matching.models import MatchRun, ReferenceLoad
from goldthread.evidence.matching.queries import latest_run
from goldthread.evidence.models import Load
from goldthread.evidence.queries import evidence_digest, live_loads
from goldthread.organisation.models import Council, Person

AT_ONCE_ROWS = 50_000
"""The names of so many payments are matched within a page's time; more are left to the background worker."""


@dataclass(frozen=True)
class MatchState:
    """The last matching, and whether something that it rests on has changed since."""

    run: MatchRun | None
    payments_changed: bool
    registers_changed: bool

    @property
    def is_current(self) -> bool:
        return self.run is not None and not (self.payments_changed or self.registers_changed)


def match_state(council: Council, loads: list[Load] | None = None) -> MatchState:
    """How the last matching stands to what is loaded now. `loads` may be given where they have been read already."""
    run = latest_run(council)
    if run is None:
        return MatchState(None, False, False)
    return MatchState(
        run,
        run.evidence_digest != evidence_digest(council, loads),
        ReferenceLoad.objects.filter(at__gt=run.at).exists(),
    )


def match_if_needed(*, council: Council, by: Person | None) -> MatchRun | None:
    """Match unless the last matching still holds; None where it does, or where there is nothing to match."""
    loads = live_loads(council)
    state = match_state(council, loads)
    if state.is_current or (state.run is None and not loads):
        return None
    return match_suppliers(council=council, by=by)


def match_soon(*, council: Council, by: Person | None) -> bool:
    """Match now where it is quick, else in the background. Answers whether it is done."""
    if sum(load.rows_loaded for load in live_loads(council)) <= AT_ONCE_ROWS:
        match_if_needed(council=council, by=by)
        cover_soon(council=council, by=by)
        return True
    match_later.enqueue(council.pk, by.pk if by else None)
    return False


@task()
def match_later(council_id: int, person_id: int | None) -> None:
    """Match a council's suppliers in the background, unless somebody was quicker."""
    by = Person.objects.get(pk=person_id) if person_id else None
    council = Council.objects.get(pk=council_id)
    match_if_needed(council=council, by=by)
    cover_soon(council=council, by=by)
