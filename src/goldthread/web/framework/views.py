"""Views: the framework, open to everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def list_(request: HttpRequest) -> HttpResponse:
    return render(request, "goldthread/base.html")
