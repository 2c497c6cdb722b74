"""Addresses: moderation: where departments differ, and what was agreed."""

from django.urls import path

from goldthread.web.moderation import views

app_name = "moderation"
urlpatterns = [path("", views.differences, name="differences")]
