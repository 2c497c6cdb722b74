"""Addresses: tiers of contracts and suppliers, below the register."""

from django.urls import path

from goldthread.web.segments import editions, views

app_name = "segments"
urlpatterns = [
    path("", views.list_, name="list"),
    path("run/", views.run, name="run"),
    path("rule/", editions.show, name="rule"),
    path("rule/new/", editions.edit, name="rule_edit"),
    path("tiers.<slug:file_format>", views.download, name="download"),
]
