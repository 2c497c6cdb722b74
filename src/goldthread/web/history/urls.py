"""Addresses: the record of changes."""

from django.urls import path

from goldthread.web.history import views

app_name = "history"
urlpatterns = [
    path("", views.list_, name="list"),
    path("record.csv", views.download, name="csv"),
]
