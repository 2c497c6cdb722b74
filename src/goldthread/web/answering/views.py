"""Views: answering: the task list, a key area's page, saving, evidence, submission."""

from django.http import HttpResponse
from django.shortcuts import render

from goldthread.web.access import CouncilRequest, council_view


@council_view()
def task_list(request: CouncilRequest, ref: str) -> HttpResponse:
    return render(request, "goldthread/base.html")
