"""Views: sign-off: the checks, the signature, the frozen record."""

from django.http import HttpResponse
from django.shortcuts import render

from goldthread.web.access import CouncilRequest, council_view


@council_view()
def checks(request: CouncilRequest, ref: str) -> HttpResponse:
    return render(request, "goldthread/base.html")
