"""Addresses: the work on contracts, below the register."""

from django.urls import path

from goldthread.web.contract_work import changes, kpis

CONTRACT = "contracts/<int:contract_id>/"
CHANGE = "changes/<int:change_id>/"
KPI = "kpis/<int:kpi_id>/"

app_name = "work"
urlpatterns = [
    path("changes/", changes.list_, name="changes"),
    path(CONTRACT + "changes/new/", changes.ask, name="change_ask"),
    path(CHANGE, changes.show, name="change"),
    path(CHANGE + "decide/", changes.decide, name="change_decide"),
    path(CHANGE + "withdraw/", changes.withdraw, name="change_withdraw"),
    path(CHANGE + "notice/", changes.publish, name="change_publish"),
    path(CONTRACT + "kpis/new/", kpis.add, name="kpi_add"),
    path(KPI, kpis.show, name="kpi"),
    path(KPI + "rate/", kpis.rate, name="kpi_rate"),
    path(KPI + "stop/", kpis.retire, name="kpi_retire"),
    path(CONTRACT + "reviews/new/", kpis.review, name="review_add"),
    path("reviews/<int:review_id>/", kpis.review_show, name="review"),
]
