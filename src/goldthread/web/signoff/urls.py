"""Addresses: sign-off: the checks, the signature, the frozen record."""

from django.urls import path

from goldthread.web.signoff import views

app_name = "signoff"
urlpatterns = [
    path("", views.checks, name="checks"),
    path("reopen/", views.reopen, name="reopen"),
    path("signed/<key:number>.json", views.snapshot, name="snapshot"),
]
