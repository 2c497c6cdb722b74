"""Addresses: signing in by an e-mailed link."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
