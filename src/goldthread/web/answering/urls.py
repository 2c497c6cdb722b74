"""Addresses: answering: the task list, a key area's page, saving, evidence, submission."""

from django.urls import path

from goldthread.web.answering import carrying, evidence, records, saving, submission, views

app_name = "answering"
DEPARTMENT = "<key:department_id>/"
CODE = DEPARTMENT + "codes/<slug:value_code>/"
EVIDENCE = DEPARTMENT + "evidence/<key:evidence_id>/"

urlpatterns = [
    path("", views.task_list, name="task_list"),
    path("other-departments/", views.others, name="others"),
    path(DEPARTMENT, views.department, name="department"),
    path(DEPARTMENT + "areas/<slug:object_id>/", views.area, name="area"),
    path(DEPARTMENT + "submit/", submission.submit, name="submit"),
    path(DEPARTMENT + "confirm/", carrying.confirm_all, name="confirm_all"),
    path(CODE + "confirm/", carrying.confirm, name="confirm"),
    path(CODE + "save/", saving.save, name="save"),
    path(CODE + "evidence/", evidence.add, name="evidence_add"),
    path(CODE + "records/<int:number>/dispute/", records.dispute, name="dispute"),
    path(EVIDENCE + "remove/", evidence.remove, name="evidence_remove"),
    path(EVIDENCE + "file/", evidence.open_file, name="evidence_file"),
]
