"""Addresses: register files and notices."""

from django.urls import path

from goldthread.web.register_files import loads, notices, uploads

app_name = "register_files"
UPLOAD = "upload/<slug:upload_token>/"
urlpatterns = [
    path("", loads.list_, name="list"),
    path("new/", uploads.new, name="new"),
    path(UPLOAD, uploads.show, name="upload"),
    path(UPLOAD + "load/", uploads.load, name="upload_load"),
    path(UPLOAD + "leave/", uploads.drop, name="upload_drop"),
    path(UPLOAD + "<int:number>/columns/", uploads.columns, name="columns"),
    path("loads/<slug:file_key>/", loads.show, name="load"),
    path("loads/<slug:file_key>/withdraw/", loads.withdraw, name="withdraw"),
    path("conflicts/", loads.conflicts, name="conflicts"),
    path("conflicts/<int:conflict_id>/", loads.settle, name="settle"),
    path("notices/", notices.list_, name="notices"),
    path("notices/otherwise/", notices.otherwise, name="otherwise"),
    path("notices/load/", notices.load, name="notice_load"),
    path("notices/loads/<slug:notice_load_key>/", notices.set_aside, name="notices_set_aside"),
    path("notices/<int:award_id>/", notices.decide, name="notice"),
]
