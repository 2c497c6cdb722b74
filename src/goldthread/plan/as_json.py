"""The published shape of `goldthread plan show --json`."""

from collections.abc import Sequence
from decimal import Decimal

from goldthread.plan.models import PlanAction
from goldthread.plan.queries.whole import Plan
from goldthread.plan.types import (
    ActionStatus,
    Aimed,
    Contradiction,
    Figure,
    Gap,
    KpiJudged,
    PlannedAction,
    Position,
    SmallestSet,
)


def plan_as_json(plan: Plan) -> dict[str, object]:
    """Ambitions, KPIs, actions, what is projected, and contradictions. Dates are ISO; unknown is null, never 0.

    The council's own codes stand in `projected_local`, apart from what is projected of the framework.
    """
    return {
        "council": plan.council.name,
        "framework": plan.framework.id,
        "as_of": str(plan.position.day) if plan.position.levels else None,
        "ambitions": [_ambition(aim, plan.position) for aim in plan.aims],
        "kpis": [kpi_as_json(each) for each in plan.kpis],
        "actions": actions_as_json(plan),
        "projected": [
            {"object": each.place.id, "date": str(point.on), "level": point.level}
            for each in plan.projected
            for point in each.series
        ],
        "projected_local": [
            {"value_code": each.place.id, "date": str(point.on), "level": point.level}
            for each in plan.projected_local
            for point in each.series
        ],
        "contradictions": [contradiction_as_json(each) for each in plan.contradictions],
    }


def _ambition(aim: Aimed, position: Position) -> dict[str, object]:
    place = position.find(aim.item)
    current = position.of_place(place) if place else None
    return {
        "object": aim.item,
        "horizon": str(aim.by),
        "level": aim.level,
        "current": current,
        "gap": max(0, aim.level - current) if current is not None else None,
    }


def kpi_as_json(judged: KpiJudged) -> dict[str, object]:
    kpi = judged.kpi
    return {
        "id": kpi.number,
        "kind": kpi.kind.value,
        "measure": kpi.measure,
        "codes": list(kpi.codes),
        "direction": kpi.direction,
        "baseline": [_figure(each) for each in kpi.baselines],
        "targets": [
            {
                "horizon": each.target.horizon,
                "by": str(each.target.by) if each.target.by else None,
                "rule": each.target.rule.value,
                "value": _number(each.target.value),
                "unit": each.target.unit or None,
                "level": each.target.level,
                "text": each.target.text,
                "status": each.status.value,
                "because": each.sentence,
            }
            for each in judged.targets
        ],
        "actuals": [_figure(each) for each in kpi.actuals],
        "status": judged.status.value,
        "because": judged.sentence,
        "update_was_due": str(judged.update_was_due) if judged.update_was_due else None,
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "measure": figure.measure,
        "value": _number(figure.value),
        "period": figure.period or None,
        "provisional": figure.is_provisional,
        "source": figure.source or None,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def actions_as_json(plan: Plan) -> list[dict[str, object]]:
    """What was not turned down, the nearest first."""
    seen = {each.id: each for each in plan.actions}
    return [action_as_json(row, seen[row.number], plan) for row in plan.live]


def action_as_json(row: PlanAction, seen: PlannedAction, plan: Plan) -> dict[str, object]:
    return {
        "id": row.number,
        "title": row.title,
        "owner": str(row.owner) if row.owner else None,
        "department": row.department.name if row.department else None,
        "starts": str(row.starts) if row.starts else None,
        "due": str(row.due),
        "first_due": str(row.first_due),
        "done_on": str(row.done_on) if row.done_on else None,
        "effort_days": row.effort_days,
        "cost": float(row.cost) if row.cost is not None else None,
        "buys": row.gains,
        "for": [each.name for each in row.for_departments.all()],
        "evidence_expected": row.evidence_expected,
        "status": ActionStatus(row.status).value,
        "late": seen.is_late(plan.as_of),
        "notes": row.notes,
        "kpi": row.kpi_number,
    }


def contradiction_as_json(found: Contradiction) -> dict[str, object]:
    return {"kind": found.kind.value, "subject": found.subject, "what": found.what, "do": found.do}


def gaps_as_json(gaps: Sequence[Gap]) -> list[dict[str, object]]:
    return [
        {
            "gap": gap.key,
            "object": gap.place,
            "value_code": gap.value_code,
            "level": gap.level,
            "departments": list(gap.departments),
            "statements": list(gap.statements),
            "contradicted_by": list(gap.against),
            "actions": list(gap.bought_by),
        }
        for gap in gaps
    ]


def smallest_as_json(found: SmallestSet) -> dict[str, object]:
    return {
        "reaches": found.reaches,
        "actions": list(found.chosen),
        "steps_needed": found.needed,
        "missing": [
            {"value_code": step.value_code, "department": step.department, "level": step.level}
            for step in found.missing
        ],
        "proven_smallest": found.is_proven,
    }
