"""Addresses: evidence."""

from django.urls import path

from goldthread.web.evidence import (
    decide,
    departments,
    loads,
    quality,
    registers,
    report,
    rows,
    spend,
    suppliers,
    uploads,
)
from goldthread.web.evidence.indicators import rows as indicator_rows
from goldthread.web.evidence.indicators import views as indicators

app_name = "evidence"
LOAD = "loads/<slug:load_key>/"
INDICATOR = "indicators/<slug:indicator_id>/"
UPLOAD = "uploads/<slug:upload_token>/"
urlpatterns = [
    path("", spend.home, name="home"),
    path("payments/", rows.rows, name="rows"),
    path("payments.<slug:file_format>", rows.download, name="download"),
    path("suppliers/", suppliers.list_, name="suppliers"),
    path("suppliers/registers/", registers.registers, name="registers"),
    path("suppliers/decide/", decide.decision, name="decide"),
    path("suppliers/review/", decide.review, name="review"),
    path("suppliers/decisions/", decide.decisions, name="decisions"),
    path("suppliers/decisions/<slug:act>/take-back/", decide.take_back, name="decision_take_back"),
    path("suppliers/<int:supplier_number>/merge/", decide.choose_other, name="choose_other"),
    path("suppliers/match/", suppliers.match, name="match"),
    path("suppliers/<int:supplier_number>/", suppliers.show, name="supplier_show"),
    path("supplier/", suppliers.by_name, name="supplier"),
    path("report/", report.show, name="report"),
    path("report.pdf", report.pdf, name="report_pdf"),
    path("indicators/", indicators.list_, name="indicators"),
    path(INDICATOR, indicators.show, name="indicator"),
    path(INDICATOR + "rows/", indicator_rows.rows, name="indicator_rows"),
    path(INDICATOR + "rows.<slug:file_format>", indicator_rows.download, name="indicator_download"),
    path("department-names/", departments.names, name="departments"),
    path("quality/", quality.council, name="quality"),
    path("loads/", loads.list_, name="loads"),
    path(LOAD, loads.show, name="load"),
    path(LOAD + "set-aside/", loads.set_aside, name="set_aside"),
    path(LOAD + "set-aside.csv", loads.set_aside_file, name="set_aside_csv"),
    path(LOAD + "quality/", quality.load, name="load_quality"),
    path(LOAD + "withdraw/", loads.take_out, name="withdraw"),
    path(LOAD + "take-back/", loads.take_in, name="take_back"),
    path("upload/", uploads.new, name="upload_new"),
    path(UPLOAD, uploads.show, name="upload"),
    path(UPLOAD + "load/", uploads.load, name="upload_load"),
    path(UPLOAD + "leave/", uploads.drop, name="upload_drop"),
    path(UPLOAD + "<int:number>/columns/", uploads.columns, name="columns"),
]
