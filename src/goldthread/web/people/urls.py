"""Addresses: people, their roles, and the departments."""

from django.urls import path

from goldthread.web.people import departments, views

app_name = "people"
DEPARTMENT = "departments/<key:department_id>/"

urlpatterns = [
    path("", views.list_, name="list"),
    path("add/", views.add, name="add"),
    path("roles/<key:membership_id>/end/", views.end, name="end"),
    path("departments/", departments.list_, name="departments"),
    path(DEPARTMENT + "rename/", departments.rename, name="rename"),
    path(DEPARTMENT + "retire/", departments.retire, name="retire"),
]
