"""Addresses: the diagnostic report, in the browser and as a PDF."""

from django.urls import path

from goldthread.web.report import views

app_name = "report"
urlpatterns = [
    path("", views.diagnostic, name="diagnostic"),
    path("report.pdf", views.pdf, name="pdf"),
]
