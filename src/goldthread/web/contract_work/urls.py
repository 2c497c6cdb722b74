"""Addresses: the work on contracts, below the register."""

from django.urls import path

from goldthread.web.contract_work import changes, kpis, overruns, risks, savings, supply_chain, waivers

CONTRACT = "contracts/<int:contract_id>/"
CHANGE = "changes/<int:change_id>/"
KPI = "kpis/<int:kpi_id>/"
RISK = "risks/<int:risk_id>/"
WAIVER = "waivers/<int:waiver_id>/"

app_name = "work"
urlpatterns = [
    path("changes/", changes.list_, name="changes"),
    path("overruns/", overruns.list_, name="overruns"),
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
    path(CONTRACT + "supply-chain/new/", supply_chain.add, name="chain_return_add"),
    path("supply-chain/<int:return_id>/", supply_chain.show, name="chain_return"),
    path("risks/", risks.list_, name="risks"),
    path("risks/new/", risks.add_alone, name="risk_add_alone"),
    path("risks/event/", risks.scenario, name="scenario"),
    path(CONTRACT + "risks/new/", risks.add, name="risk_add"),
    path(RISK, risks.edit, name="risk"),
    path(RISK + "close/", risks.close, name="risk_close"),
    path("savings/", savings.list_, name="savings"),
    path(CONTRACT + "savings/new/", savings.claim, name="saving_claim"),
    path("savings/<int:saving_id>/", savings.validate, name="saving_validate"),
    path("savings/<int:saving_id>/realised/", savings.realise, name="saving_realise"),
    path("waivers/", waivers.list_, name="waivers"),
    path("waivers/new/", waivers.ask, name="waiver_ask"),
    path("waivers/pack/", waivers.pack, name="waiver_pack"),
    path("waivers/pack.csv", waivers.pack_csv, name="waiver_csv"),
    path(CONTRACT + "waivers/new/", waivers.ask_for, name="waiver_ask_for"),
    path(WAIVER, waivers.show, name="waiver"),
    path(WAIVER + "decide/", waivers.decide, name="waiver_decide"),
]
