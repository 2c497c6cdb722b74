"""Views: the departments of a council."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldthread.organisation.actions import (
    OrganisationError,
    add_department,
    rename_department,
    retire_department,
)
from goldthread.organisation.models import Department
from goldthread.organisation.queries import live_departments, live_respondents
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view, department_of
from goldthread.web.forms import Fault, faults_of
from goldthread.web.people.forms import DepartmentForm, WhyForm
from goldthread.web.people.present import department_rows, say_departments, say_kind

BAD_REQUEST = 400


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.MANAGE_PEOPLE)
def list_(request: CouncilRequest) -> HttpResponse:
    """The departments in their order, the retired ones, and a form for one more."""
    form = DepartmentForm(request.POST if request.method == "POST" else None)
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = add_department(
                council=request.council,
                name=form.cleaned_data["name"],
                short_name=form.cleaned_data["short_name"],
                by=request.user,
            )
        except OrganisationError as refused:
            faults = [Fault("id_name", str(refused))]
        else:
            messages.success(request, f"{made.name} was added.")
            return redirect("people:departments", request.council.slug)
    rows = department_rows(list(live_departments(request.council)), live_respondents(request.council))
    faults = faults_of(form) + faults
    context = {
        "rows": rows,
        "retired": request.council.departments.filter(retired_at__isnull=False).order_by("name"),
        "finding": say_departments(rows),
        "kind": say_kind(request.council),
        "form": form,
        "faults": faults,
    }
    return render(request, "goldthread/people/departments.html", context, status=BAD_REQUEST if faults else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.MANAGE_PEOPLE)
def rename(request: CouncilRequest, department_id: int) -> HttpResponse:
    """Give a department another name."""
    department = _live(request, department_id)
    held = {"name": department.name, "short_name": department.short_name}
    form = DepartmentForm(request.POST if request.method == "POST" else None, initial=held)
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        try:
            rename_department(
                department=department,
                name=form.cleaned_data["name"],
                short_name=form.cleaned_data["short_name"],
                by=request.user,
            )
        except OrganisationError as refused:
            faults = [Fault("id_name", str(refused))]
        else:
            messages.success(request, f"{held['name']} is now {department.name}.")
            return redirect("people:departments", request.council.slug)
    faults = faults_of(form) + faults
    context = {"department": held["name"], "form": form, "faults": faults}
    return render(request, "goldthread/people/rename.html", context, status=BAD_REQUEST if faults else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.MANAGE_PEOPLE)
def retire(request: CouncilRequest, department_id: int) -> HttpResponse:
    """Leave a department out of future rounds, with a reason."""
    department = _live(request, department_id)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        retire_department(department=department, why=form.cleaned_data["why"], by=request.user)
        messages.success(request, f"{department.name} is retired. Its answers are kept.")
        return redirect("people:departments", request.council.slug)
    faults = faults_of(form)
    context = {"department": department, "form": form, "faults": faults}
    return render(request, "goldthread/people/retire.html", context, status=BAD_REQUEST if faults else 200)


def _live(request: CouncilRequest, department_id: int) -> Department:
    department = department_of(request, department_id)
    if department.retired_at is not None:
        raise Http404
    return department
