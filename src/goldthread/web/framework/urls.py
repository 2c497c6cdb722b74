"""Addresses: the framework, open to everybody."""

from django.urls import path

from goldthread.web.framework import views

app_name = "framework"
urlpatterns = [
    path("", views.list_, name="list"),
    path("<slug:framework_id>/", views.show, name="show"),
    path("<slug:framework_id>/changes/", views.changes, name="changes"),
    path("<slug:framework_id>/<slug:object_id>/", views.item, name="item"),
]
