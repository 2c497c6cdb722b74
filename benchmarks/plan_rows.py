"""Actions, KPIs, a review and an area for each seeded council, in bulk and the same at every run."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from goldthread.framework.load import load_framework
from goldthread.organisation.models import Council
from goldthread.plan.models import Kpi, KpiActual, PlanAction, PlanArea, PlanReview

ACTIONS, KPIS = 24, 8  # of each council
FIRST = date(2026, 4, 6)


def make_plans(councils: Sequence[Council], framework_id: str) -> None:
    """Rows for some councils at once."""
    codes = [code.id for code in load_framework(framework_id).value_codes]
    PlanAction.objects.bulk_create(
        PlanAction(
            council=council,
            framework_id=framework_id,
            number=place + 1,
            title=f"Action {place + 1} for {codes[place * 2]}",
            due=FIRST + timedelta(days=30 * place),
            first_due=FIRST + timedelta(days=30 * place - 20 * (place % 3 == 0)),
            effort_days=5 + place,
            gains=[{"code": codes[place * 2], "level": 2 + place % 3}, {"code": codes[place * 2 + 1], "level": 3}],
        )
        for council in councils
        for place in range(ACTIONS)
    )
    unit = "% of spend"
    kpis = Kpi.objects.bulk_create(
        Kpi(
            council=council,
            number=place + 1,
            area="Value for money",
            measure=f"Share {place + 1}",
            kind="value",
            direction="rise",
            baseline={"value": 60 + place, "unit": unit, "period": "2023/24", "provisional": False},
            targets=[{"horizon": "2028", "by": "2028-03-31", "rule": "rise", "value": None, "unit": unit, "text": ""}],
            value_codes=[codes[place]],
        )
        for council in councils
        for place in range(KPIS)
    )
    KpiActual.objects.bulk_create(
        KpiActual(
            kpi=kpi,
            measure=unit,
            value=Decimal(61 + kpi.number + year),
            period=f"202{4 + year}/2{5 + year}",
            until=date(2025 + year, 3, 31),
            source="Annual report",
        )
        for kpi in kpis
        for year in range(2)
    )
    PlanReview.objects.bulk_create(
        PlanReview(council=c, title="Review of 2026", on=date(2026, 5, 15)) for c in councils
    )
    PlanArea.objects.bulk_create(PlanArea(council=c, name="Value for money", value_codes=codes[:4]) for c in councils)
