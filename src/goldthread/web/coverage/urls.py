"""Addresses: payments set beside the register."""

from django.urls import path

from goldthread.web.coverage import deciding, names, said, settling, views

app_name = "coverage"
urlpatterns = [
    path("", views.home, name="home"),
    path("payments/", views.payments, name="payments"),
    path("contracts/", views.contracts, name="contracts"),
    path("work-out/", views.refresh, name="refresh"),
    path("said/", said.said, name="said"),
    path("names/", names.names, name="names"),
    path("names/settle/", settling.settle, name="settle"),
    path("to-decide/", deciding.work, name="work"),
    path("to-decide/<int:supplier_number>/", deciding.decide, name="decide"),
]
