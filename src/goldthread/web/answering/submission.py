"""Check and submit: everything that is missing at once, what submitting does, and one question."""

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldthread.assessment.actions.answers import AnswerRefused, ResponseIncomplete, submit_response
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Response
from goldthread.assessment.types import AnswerState, ResponseState
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.answering.pages import OK, REFUSED
from goldthread.web.answering.permits import own_response, permit_of
from goldthread.web.answering.present import Place, list_areas, list_faults, tally


@require_http_methods(["GET", "HEAD", "POST"])
@council_view()
def submit(request: CouncilRequest, ref: str, department_id: int) -> HttpResponse:
    """Show what is missing and what will happen; on POST submit, once, however often it is pressed."""
    response = own_response(request, ref, department_id)
    back = redirect("answering:department", request.council.slug, ref, department_id)
    if response.state == ResponseState.SUBMITTED:
        return back
    if request.method == "POST":
        try:
            submit_response(response=response, by=request.user)
        except ResponseIncomplete:
            return _page(request, response, status=REFUSED)
        except AnswerRefused:
            response.refresh_from_db(fields=["state"])
            if response.state != ResponseState.SUBMITTED:
                raise
            return back  # pressed twice: the first press has submitted
        messages.success(request, f"The answers of {response.department.name} are submitted. Thank you.")
        return back
    return _page(request, response, status=OK)


def _page(request: CouncilRequest, response: Response, *, status: int) -> HttpResponse:
    framework = framework_of(response.round)
    place = Place(request.council.slug, response.round.ref, response.department_id)
    answers = {answer.value_code: answer for answer in response.answers.all()}
    areas = list_areas(place, framework, answers)
    faults = list_faults(areas, answers, framework)
    levels = Counter(answer.level for answer in answers.values() if answer.level)
    context = {
        "response": response,
        "round": response.round,
        "framework": framework,
        "permit": permit_of(request.standing, response),
        "missing": faults,
        "incomplete": [fault for fault in faults if not fault.is_unanswered],
        "unanswered": [line for line in areas if line.left],
        "tally": tally(answers.values()),
        "levels": [(level, levels[level.number]) for level in framework.levels],
        "not_applicable": sum(answer.state == AnswerState.NOT_APPLICABLE for answer in answers.values()),
        "department_url": place.url("department"),
        "pressed": status == REFUSED,
    }
    return render(request, "goldthread/answering/submit.html", context, status=status)
