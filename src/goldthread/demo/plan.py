"""Plays the plan of the demonstration: made on one day, then changed on the days on which things happened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import yaml

from goldthread.demo.clock import StoryClock
from goldthread.demo.play import Cast
from goldthread.organisation.models import Person
from goldthread.organisation.types import Role
from goldthread.plan.actions.ambitions import save_area, set_ambition
from goldthread.plan.actions.kpis import SaidFigure, SaidKpi, close_review, plan_review, record_actual, save_kpi
from goldthread.plan.actions.planned import SaidAction, add_action, change_action, dismiss_proposal, said_of
from goldthread.plan.models import Kpi, PlanAction
from goldthread.plan.types import LEVEL_MEASURE, ActionStatus, KpiKind

_FIRST_DAY = date(2025, 4, 14)  # on which the strategy's KPIs were agreed


def play_plan(*, framework_id: str, cast: Cast, clock: StoryClock) -> None:
    """Everything in data/plan.yaml, in the order of its days."""
    text = files("goldthread.demo").joinpath("data", "plan.yaml").read_text(encoding="utf-8")
    told: Mapping[str, Any] = yaml.safe_load(text)
    clock.set_to(_FIRST_DAY)
    _areas(told, framework_id, cast)
    for row in told["kpis"]:
        _kpi(row, cast, clock)
    _reviews(told, cast, clock)
    clock.set_to(told["made"])
    for row in told["code_ambitions"]:
        set_ambition(
            council=cast.council,
            framework_id=framework_id,
            object_id=row["code"],
            level=row["level"],
            by_date=row["by"],
            reason=row["reason"],
            by=cast.who(Role.COORDINATOR),
            approved_by=row["approved_by"],
            approved_on=row["approved_on"],
        )
    people = {person.email: person for person in Person.objects.filter(memberships__council=cast.council).distinct()}
    made = [(row, _action(row, framework_id, cast, people)) for row in told["actions"]]
    for row in told["dismissed"]:
        clock.set_to(row["day"])
        dismiss_proposal(
            council=cast.council,
            framework_id=framework_id,
            gap=row["gap"],
            title=row["title"],
            because=row["because"],
            by=cast.who(Role.COORDINATOR),
        )
    later = [(change["day"], action.number, change) for row, action in made for change in row.get("later", ())]
    for day, number, change in sorted(later, key=lambda each: each[:2]):
        clock.set_to(day, 11, 20)
        _change(number, change, cast)


def _areas(told: Mapping[str, Any], framework_id: str, cast: Cast) -> None:
    for order, row in enumerate(told["areas"]):
        save_area(
            council=cast.council,
            framework_id=framework_id,
            name=row["name"],
            summary=row["summary"],
            objects=row["objects"],
            codes=row["codes"],
            order=order,
            by=cast.who(Role.COORDINATOR),
        )


def _action(row: Mapping[str, Any], framework_id: str, cast: Cast, people: Mapping[str, Person]) -> PlanAction:
    steps = [step.split() for step in row["buys"]]
    said = SaidAction(
        title=row["title"],
        due=row["due"],
        gains=tuple((code, int(level)) for code, level in steps),
        for_departments=tuple(cast.departments[name] for name in row.get("for", ())),
        owner=people[row["owner"]],
        department=cast.departments[row["lead"]] if "lead" in row else None,
        starts=row.get("starts"),
        effort_days=row.get("effort"),
        cost=Decimal(row["cost"]) if "cost" in row else None,
        evidence_expected=row.get("evidence", ""),
    )
    return add_action(council=cast.council, framework_id=framework_id, said=said, by=cast.who(Role.COORDINATOR))


def _change(number: int, change: Mapping[str, Any], cast: Cast) -> None:
    action = PlanAction.objects.select_related("council", "owner").get(council=cast.council, number=number)
    said = said_of(action)
    if "status" in change:
        said = replace(said, status=ActionStatus(change["status"]))
    if said.status is ActionStatus.DONE:
        said = replace(said, done_on=change["day"])
    said = replace(said, due=change.get("due", said.due), notes=change.get("notes", said.notes))
    why = change.get("why", "")
    change_action(action=action, said=said, expected_version=action.version, by=action.owner, why=why)


def _kpi(row: Mapping[str, Any], cast: Cast, clock: StoryClock) -> None:
    by = cast.who(Role.COORDINATOR)
    clock.set_to(_FIRST_DAY, 10)
    said = SaidKpi(
        number=row["number"],
        area=row["area"],
        measure=row["measure"],
        kind=KpiKind(row["kind"]),
        direction=row["direction"],
        baseline=row["baseline"],
        targets=row["targets"],
        value_codes=row["codes"],
        indicator=row.get("indicator", ""),
        update_months=12 if row["kind"] == KpiKind.VALUE else 0,
    )
    kpi = save_kpi(council=cast.council, said=said, by=by)
    for figure in row.get("actuals", ()):
        clock.set_to(date(2026, 6, 12), 15)
        record_actual(kpi=kpi, said=SaidFigure(**{**figure, "value": Decimal(str(figure["value"]))}), by=by)


def _reviews(told: Mapping[str, Any], cast: Cast, clock: StoryClock) -> None:
    by = cast.who(Role.COORDINATOR)
    for row in told["reviews"]:
        clock.set_to(_FIRST_DAY, 14)
        review = plan_review(council=cast.council, title=row["title"], on=row["day"], by=by)
        if "held" not in row:
            continue
        clock.set_to(row["held"], 16)
        for number, level in row["ratings"].items():
            kpi = Kpi.objects.select_related("council").get(council=cast.council, number=number)
            said = SaidFigure(LEVEL_MEASURE, Decimal(level), f"{row['day']:%B %Y}", row["day"], row["title"])
            record_actual(kpi=kpi, said=said, by=by, review=review)
        close_review(review=review, held_on=row["held"], note=row["note"], by=by)
