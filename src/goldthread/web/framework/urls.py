"""Addresses: the framework, open to everybody."""

from django.urls import path

from goldthread.web.framework import views

app_name = "framework"
urlpatterns = [path("", views.list_, name="list")]
