"""Addresses: financial distress, below the register."""

from django.urls import path

from goldthread.web.distress import views

CASE = "cases/<int:case_id>/"

app_name = "distress"
urlpatterns = [
    path("", views.list_, name="list"),
    path("watch/", views.watch, name="watch"),
    path("watched/<int:watched_id>/", views.unwatch, name="unwatch"),
    path("cases/new/", views.open_, name="open"),
    path(CASE, views.case, name="case"),
    path(CASE + "log/", views.entry, name="entry"),
    path(CASE + "back-up/", views.backup, name="backup"),
    path(CASE + "close/", views.close, name="close"),
]
