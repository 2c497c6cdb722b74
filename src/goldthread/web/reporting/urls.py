"""Addresses: reports and briefings that were given."""

from django.urls import path

from goldthread.web.reporting import views

app_name = "reporting"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", views.add, name="add"),
    path("<int:report_id>/", views.edit, name="edit"),
]
