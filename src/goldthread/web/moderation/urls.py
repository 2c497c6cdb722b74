"""Addresses: moderation: where departments differ, and what was agreed."""

from django.urls import path

from goldthread.web.moderation import steps, views

app_name = "moderation"
urlpatterns = [
    path("", views.differences, name="differences"),
    path("codes/<str:value_code>/", views.code, name="code"),
    path("areas/<str:object_id>/", views.object_, name="object"),
    path("answers/<key:answer_id>/leave-out/", steps.leave_out, name="leave_out"),
    path("answers/<key:answer_id>/take-back/", steps.take_back, name="take_back"),
]
