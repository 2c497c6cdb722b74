"""Addresses: the plan."""

from django.urls import path

from goldthread.web.plan import actions, kpis, packs, reviews, views

ACTION = "actions/<int:action_number>/"
GAP = "gaps/<slug:gap_code>/<int:gap_level>/"
KPI = "kpis/<int:kpi_number>/"
REVIEW = "reviews/<int:plan_review_id>/"

app_name = "plan"
urlpatterns = [
    path("", views.home, name="home"),
    path("takes/<slug:object_id>/", views.takes, name="takes"),
    path("contradictions/", views.contradictions, name="contradictions"),
    path("timeline/", views.timeline, name="timeline"),
    path("areas/", views.areas, name="areas"),
    path("areas/new/", reviews.area_add, name="area_add"),
    path("areas/<int:plan_area_id>/", reviews.area_edit, name="area"),
    path("actions/", actions.list_, name="actions"),
    path("actions/new/", actions.add, name="action_add"),
    path(ACTION, actions.show, name="action"),
    path(ACTION + "change/", actions.edit, name="action_edit"),
    path(GAP + "take/", actions.take, name="take"),
    path(GAP + "dismiss/", actions.dismiss, name="dismiss"),
    path("kpis/", kpis.list_, name="kpis"),
    path("kpis/new/", kpis.add, name="kpi_add"),
    path("kpis/fill/", kpis.fill, name="kpi_fill"),
    path(KPI, kpis.show, name="kpi"),
    path(KPI + "change/", kpis.edit, name="kpi_edit"),
    path(KPI + "record/", kpis.record, name="kpi_record"),
    path("reviews/", reviews.list_, name="reviews"),
    path("reviews/new/", reviews.add, name="review_add"),
    path(REVIEW, reviews.show, name="review"),
    path(REVIEW + "held/", reviews.close, name="review_held"),
    path("pack/", packs.show, name="pack"),
    path("pack.pdf", packs.pdf, name="pack_pdf"),
]
