"""Tables of the plan room."""

from goldthread.plan.models.actions import PlanAction
from goldthread.plan.models.ambitions import Ambition, PlanArea, PublishedRating
from goldthread.plan.models.kpis import Kpi, KpiActual, PlanReview

__all__ = ["Ambition", "Kpi", "KpiActual", "PlanAction", "PlanArea", "PlanReview", "PublishedRating"]
