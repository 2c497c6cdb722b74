"""Addresses: where the council stands, at a glance."""

from django.urls import path

from goldthread.web.dashboard import views

app_name = "dashboard"
urlpatterns = [path("", views.home, name="home")]
