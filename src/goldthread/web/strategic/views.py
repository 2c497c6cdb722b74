"""Views: strategic suppliers by the council's criteria, and the file of each."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.evidence.who_is import known_as
from goldthread.organisation.types import Action
from goldthread.register.actions import suppliers
from goldthread.register.actions.suppliers import FileChanged, can_keep_file, check_keep_file, said_of
from goldthread.register.models import SupplierFile
from goldthread.register.segmentation.queries import latest_segmentation, meets_criteria
from goldthread.register.supplier_files import know_aspects, last_meetings, names_of_run
from goldthread.register.types import Aspect, AssessmentRating
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.forms import BecauseForm
from goldthread.web.contract_work.pages import FormPage, is_written, show_form
from goldthread.web.distress.present import read_affected
from goldthread.web.forms import Fault, faults_of
from goldthread.web.strategic import present
from goldthread.web.strategic.forms import AssessForm, FileForm, MeetingForm, OpenForm

MOST_FILES, A_PAGE, WAITING_SHOWN, SHOWN = 500, 50, 50, 20
CONFLICT = 409
INVALID = 400


@require_safe
@council_view(Action.VIEW_SUPPLIER_FILES)
def list_(request: CouncilRequest) -> HttpResponse:
    """The strategic suppliers with what each file lacks, those that meet the criteria without one, and twins."""
    today, run = timezone.localdate(), latest_segmentation(request.council)
    rows = meets_criteria(run) if run else []
    files = list(
        SupplierFile.objects.filter(council=request.council, is_strategic=True)
        .select_related("owner")
        .order_by("name")[:MOST_FILES]
    )
    known = known_as(request.council, [file.name for file in files])
    met, meets = last_meetings(files), names_of_run(rows)
    lines = [
        present.file_line(file, met.get(file.pk), today, meets=meets, run=run, known=known[file.name]) for file in files
    ]
    waiting = present.waiting_for_file(rows, {name for each in known.values() for name in each.names})
    pages = Paginator(lines, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "finding": present.say_list(lines, len(waiting), run),
        "run": run,
        "rows": page,
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": "",
        "waiting": waiting[:WAITING_SHOWN],
        "waiting_more": max(0, len(waiting) - WAITING_SHOWN),
        "twins": present.twins_of(lines),
        "may_keep": request.standing.can(Action.KEEP_REGISTER),
    }
    return render(request, "goldthread/strategic/list.html", context)


@require_safe
@council_view(Action.VIEW_SUPPLIER_FILES)
def show(request: CouncilRequest, file_id: int) -> HttpResponse:
    """One file: owner, plan, meetings, what is known of the five aspects, and its contracts."""
    file, joined = file_with_joined(request, file_id)
    if file.joined_into_id:
        messages.info(request, f"The file of {file} was joined into this one.")
        return redirect("strategic:show", request.council.slug, file.joined_into_id)
    today = timezone.localdate()
    meetings = list(file.meetings.select_related("by")[:SHOWN])
    held = known_as(request.council, [file.name, *(one.name for one in joined)])
    known = held[file.name]
    run = latest_segmentation(request.council)
    meets = names_of_run(meets_criteria(run)) if run else set()
    met = meetings[0].on if meetings else None
    context = {
        "file": file,
        "line": present.file_line(file, met, today, meets=meets, run=run, known=known),
        "aspects": know_aspects(file, today),
        "assessments": list(file.assessments.select_related("by")[:SHOWN]),
        "meetings": meetings,
        "affected": read_affected(request.council, {name for each in held.values() for name in each.spelt}),
        "may_keep": can_keep_file(request.standing, file),
    }
    return render(request, "goldthread/strategic/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_REGISTER)
def open_(request: CouncilRequest) -> HttpResponse:
    """Open the file of a strategic supplier; by the latest run's criteria where it meets them."""
    name = " ".join(request.GET.get("name", "").replace("\x00", "").split())[:300]
    form = OpenForm(request.POST) if request.method == "POST" else OpenForm(initial={"name": name})
    made: list[SupplierFile] = []

    def write() -> None:
        run = latest_segmentation(request.council)
        said = " ".join(form.cleaned_data["name"].split())
        names = known_as(request.council, [said])[said].names if said else frozenset()
        row = next((each for each in meets_criteria(run) if names & set(each.names)), None) if run else None
        by_run = (
            {"tier": row.tier, "criteria_version": run.rule_version, "criteria_run_on": run.on} if run and row else {}
        )
        made.append(suppliers.open_file(council=request.council, by=request.user, **form.cleaned_data, **by_run))

    if form.is_bound and is_written(form, write):
        messages.success(request, "The file is open. Say who owns it.")
        return redirect("strategic:show", request.council.slug, made[0].pk)
    says = (
        "A file keeps the owner, the plan, the meetings and the assessments of a supplier that the council depends on."
    )
    page = FormPage("Open a supplier file", says, "Open the file", _home(request), "Strategic suppliers")
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_SUPPLIER_FILES)
def edit(request: CouncilRequest, file_id: int) -> HttpResponse:
    """Change a file. Where somebody was quicker, or joined it, both stand side by side and nothing is lost."""
    file = kept_file(request, file_id)
    if request.method != "POST":
        if file.joined_into_id:
            return redirect("strategic:edit", request.council.slug, file.joined_into_id)
        return _edit_page(request, file, FileForm(request.council, initial=_initial(file)))
    form = FileForm(request.council, request.POST)
    conflict: list[FileChanged] = []

    def write() -> None:
        try:
            version = form.cleaned_data["version"] or 0
            suppliers.save_file(file=file, said=form.said(), expected_version=version, by=request.user)
        except FileChanged as changed:
            conflict.append(changed)

    if not is_written(form, write):
        return _edit_page(request, file, form, status=INVALID)
    if not conflict:
        messages.success(request, "The file is saved.")
        return redirect("strategic:show", request.council.slug, file.pk)
    sent = request.POST.copy()
    sent["version"] = str(conflict[0].current.version)
    again = FileForm(request.council, sent)
    return _edit_page(request, conflict[0].current, again, status=CONFLICT, conflict=conflict[0])


def _edit_page(
    request: CouncilRequest,
    file: SupplierFile,
    form: FileForm,
    *,
    status: int = 200,
    conflict: FileChanged | None = None,
) -> HttpResponse:
    faults = faults_of(form) if form.is_bound else []
    if conflict is not None:
        faults = [Fault("differences", f"{conflict.what} {conflict.do}")]
    context = {
        "file": file,
        "form": form,
        "faults": faults,
        "differences": present.say_differences(conflict.current, conflict.differs) if conflict else [],
    }
    return render(request, "goldthread/strategic/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_SUPPLIER_FILES)
def meet(request: CouncilRequest, file_id: int) -> HttpResponse:
    """Write down a meeting."""
    form = MeetingForm(request.POST) if request.method == "POST" else MeetingForm()
    page = ("Write down a meeting", "Who met is in the note; the day counts for the quarter.", "Save the meeting")
    return _write(
        request,
        file_id,
        form,
        page,
        lambda file: suppliers.add_meeting(file=file, by=request.user, **form.cleaned_data),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_SUPPLIER_FILES)
def assess(request: CouncilRequest, file_id: int) -> HttpResponse:
    """Assess one aspect."""
    form = AssessForm(request.POST) if request.method == "POST" else AssessForm()

    def write(file: SupplierFile) -> object:
        said = form.cleaned_data
        kinds = {"aspect": Aspect(said["aspect"]), "rating": AssessmentRating(said["rating"])}
        return suppliers.assess_supplier(file=file, by=request.user, **(said | kinds))

    page = ("Assess the supplier", "One aspect at a time. An older assessment stays as it is.", "Save the assessment")
    return _write(request, file_id, form, page, write)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_REGISTER)
def end(request: CouncilRequest, file_id: int) -> HttpResponse:
    """Say that it is strategic no longer."""
    form = BecauseForm(request.POST) if request.method == "POST" else BecauseForm()
    page = ("No longer strategic", "Its file stays, and can be opened again.", "It is no longer strategic")
    return _write(
        request,
        file_id,
        form,
        page,
        lambda file: suppliers.end_file(file=file, because=form.cleaned_data["because"], by=request.user),
    )


@require_POST
@council_view(Action.KEEP_REGISTER)
def join(request: CouncilRequest, file_id: int, other_id: int) -> HttpResponse:
    """Join the file of the same supplier into this one."""
    file, other = file_of(request, file_id), file_of(request, other_id)
    joined = suppliers.join_files(kept=file, other=other, by=request.user)
    messages.success(request, f"The file of {other} is joined into this one; nothing of it is lost.")
    return redirect("strategic:show", request.council.slug, joined.pk)


def _write(
    request: CouncilRequest,
    file_id: int,
    form: forms.Form,
    words: tuple[str, str, str],
    write: Callable[[SupplierFile], object],
) -> HttpResponse:
    file = kept_file(request, file_id)
    back = reverse("strategic:show", args=[request.council.slug, file.pk])
    if form.is_bound and is_written(form, lambda: write(file)):
        messages.success(request, "It is saved.")
        return redirect(back)
    heading, says, button = words
    return show_form(request, FormPage(heading, says, button, back, file.name, caption=file.name), form)


def file_of(request: CouncilRequest, file_id: int) -> SupplierFile:
    """A supplier file of this council, or 404."""
    return file_with_joined(request, file_id)[0]


def file_with_joined(request: CouncilRequest, file_id: int) -> tuple[SupplierFile, list[SupplierFile]]:
    """The same, with the files that were joined into it (one query)."""
    rows = SupplierFile.objects.filter(Q(pk=file_id) | Q(joined_into=file_id), council=request.council)
    found = list(rows.select_related("council", "owner", "changed_by"))
    file = next((each for each in found if each.pk == file_id), None)
    if file is None:
        raise Http404
    return file, [each for each in found if each.pk != file_id]


def kept_file(request: CouncilRequest, file_id: int) -> SupplierFile:
    """The same, for somebody who may change it."""
    file = file_of(request, file_id)
    check_keep_file(request.standing, file)
    return file


def _initial(file: SupplierFile) -> dict[str, object]:
    said = said_of(file)
    lists = {name: "\n".join(getattr(said, name)) for name in ("sub_suppliers", "shared_with")}
    return vars(said) | lists | {"version": file.version}


def _home(request: CouncilRequest) -> str:
    return reverse("strategic:list", args=[request.council.slug])
