"""Addresses: people, their roles, and the departments."""

from django.urls import path

from goldthread.web.people import views

app_name = "people"
urlpatterns = [path("", views.list_, name="list")]
