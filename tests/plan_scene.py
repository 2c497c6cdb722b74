"""A small plan for tests: an action, a KPI with a figure, a review and an area of the council's own."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.plan.actions.ambitions import save_area
from goldthread.plan.actions.kpis import SaidFigure, SaidKpi, plan_review, record_actual, save_kpi
from goldthread.plan.actions.planned import SaidAction, add_action
from goldthread.plan.models import PlanAction
from goldthread.plan.types import KpiKind

FRAMEWORK = "nps-2018"
WAIVERS = SaidKpi(
    number=1,
    area="Governance",
    measure="Waivers of the rules",
    kind=KpiKind.VALUE,
    direction="fall",
    baseline={"value": 46, "unit": "waivers", "period": "2024/25", "provisional": False},
    targets=[
        {"horizon": "2028", "by": "2028-03-31", "rule": "fall", "value": None, "unit": "waivers", "text": "Fewer"}
    ],
    value_codes=["CLR2"],
)


def put_action(council: Council, *, owner: Person | None = None, code: str = "CLR1", level: int = 3) -> PlanAction:
    due = timezone.localdate() + timedelta(days=120)
    said = SaidAction(title="Brief councillors", due=due, gains=((code, level),), owner=owner)
    return add_action(council=council, framework_id=FRAMEWORK, said=said, by=None)


def put_plan(council: Council) -> dict[str, object]:
    """Everything, and the parts of addresses that name it."""
    action = put_action(council)
    kpi = save_kpi(council=council, said=WAIVERS, by=None)
    said = SaidFigure("waivers", Decimal(41), "2025/26", date(2026, 3, 31), "Waiver register")
    record_actual(kpi=kpi, said=said, by=None)
    review = plan_review(council=council, title="Review of 2026", on=date(2026, 5, 15), by=None)
    area = save_area(
        council=council,
        framework_id=FRAMEWORK,
        name="Governance",
        summary="",
        objects=[],
        codes=["CLR2"],
        order=0,
        by=None,
    )
    return {
        "action_number": action.number,
        "kpi_number": kpi.number,
        "plan_review_id": review.pk,
        "plan_area_id": area.pk,
        "gap_code": "CLR1",
        "gap_level": 2,
    }
