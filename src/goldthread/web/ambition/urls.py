"""Addresses: ambition: the level aimed for, by when and why."""

from django.urls import path

from goldthread.web.ambition import views

app_name = "ambition"
urlpatterns = [path("", views.list_, name="list"), path("<slug:object_id>/", views.edit, name="edit")]
