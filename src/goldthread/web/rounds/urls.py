"""Addresses: rounds: making, asking, inviting, following, moving."""

from django.urls import path

from goldthread.web.rounds import views

app_name = "rounds"
urlpatterns = [path("", views.list_, name="list")]
