"""Addresses: answering: the task list, a key area's page, saving, evidence, submission."""

from django.urls import path

from goldthread.web.answering import views

app_name = "answering"
urlpatterns = [path("", views.task_list, name="task_list")]
