"""Views: finance's names for departments, each matched once by a person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldthread.evidence.actions import confirm_department
from goldthread.evidence.departments import suggest_department
from goldthread.evidence.explorer.index import open_index
from goldthread.evidence.explorer.names import sums_by_finance_name
from goldthread.evidence.matching.automatic import match_soon
from goldthread.evidence.models import DepartmentName
from goldthread.organisation.queries import live_departments
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.present_departments import NONE, name_rows, say_names
from goldthread.web.evidence.spend import with_spend

A_PAGE = 40


@require_http_methods(["GET", "POST"])
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def names(request: CouncilRequest) -> HttpResponse:
    """Finance's names by what was paid under them, the unmatched first, each with a suggestion where one is likely."""
    if request.method == "POST":
        return _confirm(request)
    rows = list(DepartmentName.objects.filter(council=request.council).select_related("department"))
    with open_index(request.council) as index:
        sums = sums_by_finance_name(index)
    departments = list(live_departments(request.council))
    shown = name_rows(rows, sums)
    waiting = [row for row in shown if not row.name.is_confirmed][:A_PAGE]
    context = {
        "finding": say_names(shown),
        "waiting": [(row, suggest_department(row.name.name, departments)) for row in waiting],
        "waiting_more": sum(not row.name.is_confirmed for row in shown) - len(waiting),
        "settled": [row for row in shown if row.name.is_confirmed],
        "departments": departments,
        "none": NONE,
        "may_load": request.standing.can(Action.LOAD_EVIDENCE),
        "way": "departments",
    }
    return render(request, "goldthread/evidence/departments.html", context)


def _confirm(request: CouncilRequest) -> HttpResponse:
    """Keep what was chosen; what was left open stays open."""
    request.standing.check(Action.LOAD_EVIDENCE)
    departments = {str(department.pk): department for department in live_departments(request.council)}
    chosen = {name.removeprefix("name-"): value for name, value in request.POST.items() if name.startswith("name-")}
    ids = [int(pk) for pk in chosen if pk.isdigit()]
    done = 0
    for name in DepartmentName.objects.filter(council=request.council, pk__in=ids).select_related(
        "council", "department"
    ):
        value = chosen[str(name.pk)]
        if value == NONE or value in departments:
            confirm_department(name=name, department=departments.get(value), by=request.user)
            done += 1
    if done:
        match_soon(council=request.council, by=request.user)
    messages.success(request, f"{done} {'name is' if done == 1 else 'names are'} settled.")
    return redirect("evidence:departments", request.council.slug)
