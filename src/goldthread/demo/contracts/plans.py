"""What is planned and known beside the contracts: pipeline, strategic suppliers, people, reports, lessons.

Written many at once, each with its event.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Model

from goldthread.demo.contracts.stage import Stage, Timeline
from goldthread.demo.contracts.tables import Row, read_table
from goldthread.organisation.events import Told
from goldthread.organisation.types import Role
from goldthread.register.actions.people_plan import SaidPart, save_part
from goldthread.register.models import (
    Appraisal,
    DistressCase,
    DistressEntry,
    Engagement,
    Lesson,
    PeoplePlanPart,
    PipelineEntry,
    ReportSent,
    RoleProfile,
    SupplierFile,
    SupplierMeeting,
    Training,
    WatchedSupplier,
    Wave,
)
from goldthread.register.types import PartState, PlanPart

Made = dict[str, Any]
_STARTED = date(2025, 4, 7)
"""What is older was entered on this day, when the register came to Goldthread."""


class Planner:
    """Makes the rows of one table after another and remembers those that later ones name."""

    def __init__(self, stage: Stage, timeline: Timeline) -> None:
        self._stage, self._timeline = stage, timeline
        self._made: dict[type[Model], Made] = {}

    def put(
        self,
        model: type[Model],
        table: str,
        *,
        says: str,
        links: Callable[[Row], Mapping[str, object]] = lambda _: {},
        key: str = "",
        has_council: bool = True,
        is_restricted: bool = False,
    ) -> None:
        """Put each row of a table on its day. `key` is the column by which other tables name it.

        What is restricted names nobody in the record of changes.
        """
        for row in read_table(table):
            day = max(date.fromisoformat(row.get("on") or _STARTED.isoformat()), _STARTED)

            def make(row: Row = row) -> None:
                council = {"council": self._stage.council} if has_council else {}
                made = model(**council, **self._stage.cells.values(model, row), **links(row))
                made.save(force_insert=True)
                if key:
                    self._made.setdefault(model, {})[row[key]] = made
                kind = model.__name__.lower()
                self._stage.record(
                    [Told(f"{kind}.added", f"{kind}:{made.pk}", says if is_restricted else f"{made}: {says}")]
                )

            self._timeline.put(day, make)

    def find(self, model: type[Model], name: str) -> Any:
        """A row that was made before, or None for an empty name."""
        return self._made[model][name] if name else None


def plan_plans(stage: Stage, timeline: Timeline) -> None:
    """Put everything that is not work on one contract on its day."""
    planner = Planner(stage, timeline)
    _plan_pipeline(stage, planner)
    _plan_suppliers(stage, planner)
    _plan_people(stage, planner)
    for row in read_table("people-plan"):
        timeline.put(date.fromisoformat(row["on"]), partial(_say_part, row, stage))
    planner.put(
        ReportSent,
        "reports",
        says="the report was sent",
        links=lambda row: {"department": stage.department(row["department"]), "by": stage.person(row["by"])},
    )
    planner.put(
        Lesson,
        "lessons",
        says="the lesson was written down",
        links=lambda row: {"contract": stage.contract(row["contract"]), "by": stage.person(row["by"])},
    )


def _plan_pipeline(stage: Stage, planner: Planner) -> None:
    planner.put(
        Wave,
        "waves",
        says="the wave was planned",
        key="name",
        links=lambda row: {"decided_by": stage.person(row["decided_by"])},
    )
    planner.put(
        PipelineEntry,
        "pipeline",
        says="it was put in the pipeline",
        key="reference",
        links=lambda row: {
            "replaces": stage.contract(row["replaces"]),
            "department": stage.department(row["department"]),
            "wave": planner.find(Wave, row["wave"]),
            "created_by": stage.person(row["by"]),
        },
    )
    for model, table, says in (
        (Appraisal, "appraisals", "the options were weighed"),
        (Engagement, "engagements", "the market was met"),
    ):
        planner.put(
            model,
            table,
            says=says,
            links=lambda row: {
                "entry": planner.find(PipelineEntry, row["entry"]),
                "by": stage.person(row["by"]),
            },
        )


def _plan_suppliers(stage: Stage, planner: Planner) -> None:
    planner.put(
        SupplierFile,
        "supplier-files",
        says="it is a strategic supplier by the criteria",
        key="name",
        links=lambda row: {"owner": stage.person(row["owner"])},
    )
    planner.put(
        SupplierMeeting,
        "meetings",
        says="the supplier was met",
        has_council=False,
        links=lambda row: {"file": planner.find(SupplierFile, row["file"]), "by": stage.person(row["by"])},
    )
    planner.put(
        DistressCase,
        "distress",
        is_restricted=True,
        says="its finances are watched",
        key="supplier_name",
        links=lambda row: {"opened_by": stage.person(row["by"]), "closed_by": stage.person(row["closed_by"])},
    )
    planner.put(
        DistressEntry,
        "distress-log",
        is_restricted=True,
        says="something was learnt or done",
        has_council=False,
        links=lambda row: {"case": planner.find(DistressCase, row["case"]), "by": stage.person(row["by"])},
    )
    planner.put(
        WatchedSupplier,
        "watched",
        is_restricted=True,
        says="the supplier was put on the watch list",
        links=lambda row: {"put_by": stage.person(row["by"])},
    )


def _plan_people(stage: Stage, planner: Planner) -> None:
    planner.put(
        RoleProfile,
        "profiles",
        says="the role profile was written",
        key="name",
        links=lambda row: {
            "person": stage.person(row["person"]),
            "department": stage.department(row["department"]),
        },
    )
    planner.put(
        Training,
        "trainings",
        says="the course was completed",
        has_council=False,
        links=lambda row: {"profile": planner.find(RoleProfile, row["profile"])},
    )


def _say_part(row: Row, stage: Stage) -> None:
    """Say how far a part of the people plan is, as the head of procurement would on the site."""
    part = PlanPart(row["part"])
    held = PeoplePlanPart.objects.filter(council=stage.council, part=part.value).first()
    told = stage.cells.values(PeoplePlanPart, row, ("agreed_on", "review_on", "note"))
    said = SaidPart(state=PartState(row["state"]), owner=stage.person(row["owner"]), **told)
    version = held.version if held else 0
    save_part(standing=stage.standing(Role.COORDINATOR), part=part, said=said, expected_version=version)
