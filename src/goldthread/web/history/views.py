"""Views: the record of changes."""

from django.http import HttpResponse
from django.shortcuts import render

from goldthread.web.access import CouncilRequest, council_view


@council_view()
def list_(request: CouncilRequest) -> HttpResponse:
    return render(request, "goldthread/base.html")
