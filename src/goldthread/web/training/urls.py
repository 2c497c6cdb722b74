"""Addresses: role profiles and training."""

from django.urls import path

from goldthread.web.training import plan, views

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
    path("people-plan/", plan.show, name="plan"),
    path("people-plan.csv", plan.download, name="plan_download"),
    path("people-plan/<slug:plan_part>/", plan.part, name="plan_part"),
    path("people-plan/<slug:plan_part>/edit/", plan.edit, name="plan_edit"),
    path("courses/<int:training_id>/remove/", views.course_remove, name="course_remove"),
]
