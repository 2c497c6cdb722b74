"""Views: people and their roles."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.actions import OrganisationError, end_role, grant_role
from goldthread.organisation.models import Membership
from goldthread.organisation.permissions import standing_of
from goldthread.organisation.queries import find_members, live_departments, staffing_of
from goldthread.organisation.types import Action, Role
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.forms import Fault, faults_of
from goldthread.web.people.forms import PersonForm, WhyForm
from goldthread.web.people.present import read_filter, say_kind, say_people

BAD_REQUEST = 400
A_PAGE = 100  # roles


@require_safe
@council_view(Action.MANAGE_PEOPLE)
def list_(request: CouncilRequest) -> HttpResponse:
    """Who holds which role; search and filters stay in the address."""
    asked = read_filter(request.GET)
    departments = list(live_departments(request.council))
    found = find_members(request.council, words=asked.words, role=asked.role, department_id=asked.department_id)
    pages = Paginator(found, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "rows": [(member, Role(member.role).label) for member in page],
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": asked.address,
        "finding": say_people(staffing_of(request.council), departments),
        "kind": say_kind(request.council),
        "roles": list(Role),
        "departments": departments,
    }
    return render(request, "goldthread/people/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.MANAGE_PEOPLE)
def add(request: CouncilRequest) -> HttpResponse:
    """Give somebody a role, known here already or not."""
    form = PersonForm(request.council, request.POST if request.method == "POST" else None)
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        role, department = Role(form.cleaned_data["role"]), form.chosen_department
        try:
            membership = grant_role(
                council=request.council,
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                role=role,
                department=department,
                by=request.user,
            )
        except OrganisationError as refused:
            faults = [Fault("id_email", str(refused))]
        else:
            where = f" for {department.name}" if department else ""
            person = membership.person
            held = f"{person} has the role {role.label.lower()}{where}"
            messages.success(request, f"{held}, and can sign in as {person.email}.")
            return redirect("people:list", request.council.slug)
    faults = faults_of(form) + faults
    context = {"form": form, "faults": faults}
    return render(request, "goldthread/people/add.html", context, status=BAD_REQUEST if faults else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.MANAGE_PEOPLE)
def end(request: CouncilRequest, membership_id: int) -> HttpResponse:
    """End a role, with a reason. What the person wrote keeps its author."""
    rows = Membership.objects.filter(council=request.council, ended_at__isnull=True)
    membership = rows.select_related("person", "council", "department").filter(pk=membership_id).first()
    if membership is None:
        raise Http404
    form = WhyForm(request.POST if request.method == "POST" else None)
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        try:
            end_role(membership=membership, why=form.cleaned_data["why"], by=request.user)
        except OrganisationError as refused:
            faults = [Fault("", str(refused))]
        else:
            messages.success(request, f"{membership.person} is no longer {Role(membership.role).label.lower()}.")
            still = standing_of(request.user, request.council).can(Action.MANAGE_PEOPLE)
            return redirect("people:list", request.council.slug) if still else redirect("landing")
    faults = faults_of(form) + faults
    context = {
        "membership": membership,
        "role": Role(membership.role).label.lower(),
        "is_own": membership.person_id == request.user.pk,
        "form": form,
        "faults": faults,
    }
    return render(request, "goldthread/people/end.html", context, status=BAD_REQUEST if faults else 200)
