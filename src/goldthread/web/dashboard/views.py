"""Views: where the council stands, at a glance."""

from django.http import HttpResponse
from django.shortcuts import render

from goldthread.web.access import CouncilRequest, council_view


@council_view()
def home(request: CouncilRequest) -> HttpResponse:
    return render(request, "goldthread/base.html")
