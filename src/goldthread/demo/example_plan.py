"""The plan of a published example: its own areas, its KPIs, the days of its reviews, and actions read from its KPIs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldthread.organisation.models import Council
from goldthread.plan.actions.ambitions import save_area
from goldthread.plan.actions.kpis import SaidKpi, plan_review, save_kpi
from goldthread.plan.actions.planned import SaidAction, add_action
from goldthread.plan.models import PlanAction
from goldthread.plan.types import KpiKind, TargetRule

_LONGEST = 200
_NOTE = "Read from the stages of KPI {number} for {horizon}. What they buy is our reading and is not in the strategy."


@dataclass(frozen=True)
class Horizon:
    """A span of years in a strategy, and the day by which its stages are assessed."""

    name: str
    assessed: date


@dataclass(frozen=True)
class Stage:
    """What a KPI asks for by one horizon, read as steps of the framework."""

    horizon: Horizon
    levels: tuple[int, ...]
    texts: tuple[str, ...]


def load_example_plan(
    council: Council,
    framework_id: str,
    areas: Sequence[Mapping[str, Any]],
    horizons: Mapping[str, Horizon],
    kpis: Sequence[Mapping[str, Any]],
) -> None:
    """Everything that the strategy plans. Loading it again changes nothing."""
    names = {row["id"]: row["name"] for row in areas}
    for order, row in enumerate(areas):
        save_area(
            council=council,
            framework_id=framework_id,
            name=row["name"],
            summary=row["summary"],
            objects=row["objects"],
            codes=row["codes"],
            order=order,
            by=None,
        )
    for horizon in horizons.values():
        plan_review(council=council, title=f"Review of {horizon.assessed.year}", on=horizon.assessed, by=None)
    known = set(PlanAction.objects.filter(council=council).values_list("kpi_number", "due"))
    for kpi in kpis:
        save_kpi(council=council, said=_said(kpi, names[kpi["area"]], horizons), by=None)
        for stage in stages_of(kpi, horizons):
            if (kpi["id"], stage.horizon.assessed) not in known:
                _add_action(council, framework_id, kpi, stage)


def _said(kpi: Mapping[str, Any], area: str, horizons: Mapping[str, Horizon]) -> SaidKpi:
    levels = kpi.get("levels", {})
    targets = [
        {
            **target,
            "horizon": horizons[target["horizon"]].name,
            "by": str(horizons[target["horizon"]].assessed),
            **({"level": levels.get(target["horizon"])} if target["rule"] == TargetRule.MATURITY else {}),
        }
        for target in kpi["targets"]
    ]
    return SaidKpi(
        number=kpi["id"],
        area=area,
        measure=" ".join(kpi["measure"].split()),
        kind=KpiKind(kpi["kind"]),
        direction=kpi["direction"],
        baseline={**kpi["baseline"], "level": levels.get("baseline"), "notes": kpi.get("notes", [])},
        targets=targets,
        value_codes=kpi["codes"],
        update_months=12 if kpi["kind"] == KpiKind.VALUE else 0,
    )


def stages_of(kpi: Mapping[str, Any], horizons: Mapping[str, Horizon]) -> Iterator[Stage]:
    """One stage for each horizon whose words come to a higher level than the one before."""
    levels = kpi.get("levels", {})
    reached = levels.get("baseline")
    for key, horizon in horizons.items():
        level = levels.get(key)
        if level is None or reached is None or level <= reached:
            continue
        texts = [t["text"] for t in kpi["targets"] if t["horizon"] == key and t["rule"] == TargetRule.MATURITY]
        yield Stage(horizon, tuple(range(reached + 1, level + 1)), tuple(texts))
        reached = level


def _add_action(council: Council, framework_id: str, kpi: Mapping[str, Any], stage: Stage) -> None:
    title = " ".join(kpi["measure"].split())
    said = SaidAction(
        title=f"KPI {kpi['id']}, {stage.horizon.name}: {title[0].lower()}{title[1:]}"[:_LONGEST],
        due=stage.horizon.assessed,
        gains=tuple((code, level) for code in kpi["codes"] for level in stage.levels),
        evidence_expected="\n".join(stage.texts),
        notes=_NOTE.format(number=kpi["id"], horizon=stage.horizon.name),
        kpi_number=kpi["id"],
    )
    add_action(council=council, framework_id=framework_id, said=said, by=None)
