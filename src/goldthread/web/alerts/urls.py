"""Addresses: what a person wants to be told of contracts. The calendar's own and the stop link are in `web.urls`."""

from django.urls import path

from goldthread.web.alerts import views

app_name = "alerts"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("calendar/", views.calendar_make, name="calendar_make"),
    path("calendar/end/", views.calendar_end, name="calendar_end"),
]
