"""Addresses: role profiles and training."""

from django.urls import path

from goldthread.web.training import views

PROFILE = "<int:profile_id>/"

app_name = "training"
urlpatterns = [
    path("", views.list_, name="list"),
    path("training.csv", views.download, name="download"),
    path("new/", views.add, name="add"),
    path(PROFILE, views.show, name="show"),
    path(PROFILE + "edit/", views.edit, name="edit"),
    path(PROFILE + "end/", views.end, name="end"),
    path(PROFILE + "courses/new/", views.course_add, name="course_add"),
    path("courses/<int:training_id>/remove/", views.course_remove, name="course_remove"),
]
