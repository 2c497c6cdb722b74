"""Views: the diagnostic report, in the browser and as a PDF."""

from django.http import HttpResponse
from django.shortcuts import render

from goldthread.web.access import CouncilRequest, council_view


@council_view()
def diagnostic(request: CouncilRequest, ref: str) -> HttpResponse:
    return render(request, "goldthread/base.html")
