"""Views: moderation: where departments differ, and what was agreed."""

from django.http import HttpResponse
from django.shortcuts import render

from goldthread.web.access import CouncilRequest, council_view


@council_view()
def differences(request: CouncilRequest, ref: str) -> HttpResponse:
    return render(request, "goldthread/base.html")
