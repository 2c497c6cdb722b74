"""Addresses: strategic suppliers, below the register."""

from django.urls import path

from goldthread.web.strategic import views

FILE = "<int:file_id>/"

app_name = "strategic"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", views.open_, name="open"),
    path(FILE, views.show, name="show"),
    path(FILE + "edit/", views.edit, name="edit"),
    path(FILE + "meetings/new/", views.meet, name="meet"),
    path(FILE + "assess/", views.assess, name="assess"),
    path(FILE + "end/", views.end, name="end"),
    path(FILE + "join/<int:other_id>/", views.join, name="join"),
]
