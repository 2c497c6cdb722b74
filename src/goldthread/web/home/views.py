"""Views: the landing page, and what Goldthread is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "goldthread/base.html")


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "goldthread/base.html")
