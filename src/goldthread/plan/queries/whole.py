"""The whole plan of a council, each part read once and only when it is asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone

from goldthread.assessment.local.queries import framework_to_plan
from goldthread.assessment.models import Answer, Round
from goldthread.assessment.queries.results import read_answers, read_result
from goldthread.assessment.queries.rounds import current_round
from goldthread.assessment.types import RoundState
from goldthread.evidence.indicators.types import Outcome
from goldthread.evidence.verdicts.queries import Reading, read_verdicts
from goldthread.framework.types import Framework
from goldthread.organisation.models import Council
from goldthread.plan.models import Ambition, Kpi, PlanAction, PublishedRating
from goldthread.plan.queries.kpis import read_kpis
from goldthread.plan.queries.position import position_of_ratings, position_of_round
from goldthread.plan.rules.contradictions import find_contradictions
from goldthread.plan.rules.gaps import find_gaps, next_aims
from goldthread.plan.rules.kpis import judge_kpi
from goldthread.plan.rules.projection import project
from goldthread.plan.rules.smallest import smallest_set
from goldthread.plan.types import (
    ActionStatus,
    Aimed,
    Contradiction,
    Gain,
    Gap,
    KpiJudged,
    KpiSeen,
    PlannedAction,
    Position,
    Projected,
    SmallestSet,
)

DEFAULT_FRAMEWORK = "nps-2018"


def rows_of_actions(council: Council, framework_id: str) -> list[PlanAction]:
    """Every action of the plan, the nearest first (two queries)."""
    rows = PlanAction.objects.filter(council=council, framework_id=framework_id).select_related("owner", "department")
    return list(rows.prefetch_related("for_departments"))


def see_action(row: PlanAction) -> PlannedAction:
    """An action as the rules see it; its number stands for it."""
    names = frozenset(each.name for each in row.for_departments.all())
    return PlannedAction(
        id=row.number,
        title=row.title,
        due=row.due,
        gains=tuple(Gain(each["code"], each["level"], names) for each in row.gains),
        status=ActionStatus(row.status),
        done_on=row.done_on,
        effort_days=row.effort_days,
    )


def see_ambition(row: Ambition) -> Aimed:
    return Aimed(row.object_id, row.level, row.by_date)


@dataclass(frozen=True)
class Plan:
    """A council's plan beside a round, or beside published levels where `round` is None."""

    council: Council
    round: Round | None
    today: date = field(default_factory=timezone.localdate)

    @cached_property
    def ratings(self) -> Sequence[PublishedRating]:
        return list(PublishedRating.objects.filter(council=self.council)) if self.round is None else []

    @cached_property
    def as_of(self) -> date:
        """The day from which the plan is looked at: today, but for a published example the year of its levels."""
        days = [row.as_of for row in self.ratings] if self.council.is_example else []
        return max(days, default=self.today)

    @cached_property
    def framework(self) -> Framework:
        """With the council's own codes, as far as they can be named."""
        if self.round is not None:
            return framework_to_plan(self.council, self.round.framework_id, self.round)
        newest = max(self.ratings, key=lambda row: row.as_of, default=None)
        return framework_to_plan(self.council, newest.framework_id if newest else DEFAULT_FRAMEWORK, None)

    @cached_property
    def answers(self) -> Sequence[Answer]:
        return read_answers(self.round) if self.round is not None else []

    @cached_property
    def position(self) -> Position:
        if self.round is not None:
            return position_of_round(self.round, read_result(self.round, self.answers, {}), self.framework)
        ratings = [row for row in self.ratings if row.framework_id == self.framework.id]
        return position_of_ratings(ratings, self.framework, [row for row, _ in self.kpi_rows])

    @cached_property
    def ambitions(self) -> Sequence[Ambition]:
        rows = Ambition.objects.filter(council=self.council, framework_id=self.framework.id)
        return list(rows.select_related("set_by").order_by("by_date", "pk"))

    @cached_property
    def aims(self) -> tuple[Aimed, ...]:
        return tuple(see_ambition(row) for row in self.ambitions)

    @cached_property
    def last_aims(self) -> dict[str, Aimed]:
        """Per object the ambition that the plan as a whole has to reach."""
        return next_aims(self.aims, self.as_of)

    @cached_property
    def action_rows(self) -> Sequence[PlanAction]:
        return rows_of_actions(self.council, self.framework.id)

    @cached_property
    def actions(self) -> tuple[PlannedAction, ...]:
        return tuple(see_action(row) for row in self.action_rows)

    @cached_property
    def live(self) -> tuple[PlanAction, ...]:
        """What people see as the plan: everything that was not turned down."""
        return tuple(row for row in self.action_rows if row.status != ActionStatus.DISMISSED)

    @cached_property
    def projected(self) -> tuple[Projected, ...]:
        """Every object of the framework. No local code moves one."""
        return project(self.position, self.actions, self.as_of, self._wanted)

    @cached_property
    def projected_local(self) -> tuple[Projected, ...]:
        """The council's own codes that have a level."""
        return project(self.position, self.actions, self.as_of, self._wanted, self.position.local)

    def projected_of(self, codes: Iterable[str]) -> list[Projected]:
        """What is projected of the objects, and of the council's own codes, that these value codes move."""
        moved = set(codes)
        return [each for each in (*self.projected, *self.projected_local) if moved & set(each.place.codes)]

    @property
    def _wanted(self) -> dict[str, int]:
        return {key: aim.level for key, aim in self.last_aims.items()}

    @cached_property
    def kpi_rows(self) -> tuple[tuple[Kpi, KpiSeen], ...]:
        return read_kpis(self.council)

    @cached_property
    def kpis(self) -> tuple[KpiJudged, ...]:
        return tuple(judge_kpi(seen, self.today) for _, seen in self.kpi_rows)

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        seen = [seen for _, seen in self.kpi_rows]
        return find_contradictions(self.position, self.aims, self.actions, seen, self.as_of)

    @cached_property
    def smallest(self) -> SmallestSet:
        return smallest_set(self.position, list(self.last_aims.values()), self.actions, self.as_of)

    @cached_property
    def records(self) -> Reading | None:
        """What the council's records say of levels; None for a council that keeps none here."""
        reading = read_verdicts(self.council, framework_id=self.framework.id)
        return reading if reading.period is not None else None

    def gaps(self, items: Sequence[str] | None = None, *, with_records: bool = True) -> tuple[Gap, ...]:
        """The steps that ambitions ask for, of all objects or of some."""
        aims = [aim for aim in self.last_aims.values() if items is None or self._belongs(aim, items)]
        codes = {code.id: code for code in self.framework.every_code}
        statements = {
            (code.id, level): texts for code in codes.values() for level, texts in code.ladder.statements.items()
        }
        ticks = {(a.value_code, a.response.department.name): frozenset(a.in_place) for a in self.answers if a.in_place}
        against: dict[tuple[str, int], list[str]] = {}
        for verdict in self.records.every if with_records and self.records else ():
            if verdict.outcome is Outcome.CONTRADICTS and verdict.indicator is not None:
                against.setdefault((verdict.value_code, verdict.level), []).append(verdict.indicator)
        return find_gaps(self.position, aims, self.actions, statements=statements, in_place=ticks, against=against)

    def _belongs(self, aim: Aimed, items: Sequence[str]) -> bool:
        place = self.position.place_of(aim.item)
        return aim.item in items or (place is not None and place.id in items)

    @cached_property
    def dismissed(self) -> frozenset[str]:
        """The keys of gaps whose proposal was turned down."""
        rows = self.action_rows
        return frozenset(row.proposal for row in rows if row.status == ActionStatus.DISMISSED and row.proposal)


def plan_of(council: Council, today: date | None = None) -> Plan:
    """The plan beside the round that a person who works on it sees; a round being prepared has no levels yet."""
    found = current_round(council)
    round_ = None if found is None or found.state == RoundState.DRAFT else found
    return Plan(council, round_, today or timezone.localdate())
