"""Views: the people plan, one of its parts with its history, and the form of a part."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.queries import events_of
from goldthread.organisation.types import Action
from goldthread.register.actions.attachments import Belongs, attach
from goldthread.register.actions.people_plan import PartChanged, save_part, subject_of
from goldthread.register.people_plan import part_of
from goldthread.register.people_plan_queries import ReadPart, read_people_plan
from goldthread.register.people_plan_words import say_plan
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.forms import Fault, faults_of
from goldthread.web.history.present import present_event
from goldthread.web.knowledge.documents import is_kept
from goldthread.web.register.files import MARK, csv_line
from goldthread.web.training import present_plan as present
from goldthread.web.training.plan_form import PartForm, first_of

EVENTS_SHOWN = 20
INVALID, CONFLICT = 400, 409


@require_safe
@council_view(Action.VIEW_TRAINING)
def show(request: CouncilRequest) -> HttpResponse:
    """The six parts: how far each is, whose it is, and what shows it."""
    parts, today = read_people_plan(request.standing), timezone.localdate()
    context = {
        "finding": say_plan(parts, today),
        "rows": [present.part_line(read, today) for read in parts],
        "may_keep": request.standing.can(Action.KEEP_TRAINING),
    }
    return render(request, "goldthread/training/plan.html", context)


@require_safe
@council_view(Action.VIEW_TRAINING)
def download(request: CouncilRequest) -> HttpResponse:
    """The six parts as CSV."""
    today = timezone.localdate()
    rows = [present.part_cells(present.part_line(read, today)) for read in read_people_plan(request.standing)]
    text = MARK + "".join(csv_line(row) for row in (present.HEADS, *rows))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.council.slug}-people-plan.csv"'
    return response


@require_safe
@council_view(Action.VIEW_TRAINING)
def part(request: CouncilRequest, plan_part: str) -> HttpResponse:
    """One part, what shows it, and how it came to be so."""
    read = _read(request, plan_part)
    line = present.part_line(read, timezone.localdate())
    events = events_of(request.council, subject=subject_of(read.part))[:EVENTS_SHOWN]
    context = {
        "line": line,
        "finding": present.say_part(line),
        "row": read.row,
        "events": [present_event(event, about=read.part.label) for event in events],
        "may_keep": request.standing.can(Action.KEEP_TRAINING),
    }
    return render(request, "goldthread/training/plan_part.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_TRAINING)
def edit(request: CouncilRequest, plan_part: str) -> HttpResponse:
    """Say how far a part is. Where somebody was quicker, both stand side by side and nothing is lost."""
    read = _read(request, plan_part)
    owner = read.row.owner if read.row else None
    if request.method != "POST":
        return _page(request, read, PartForm(request.council, owner, initial=first_of(read.row)))
    form = PartForm(request.council, owner, request.POST, request.FILES)
    conflict: list[PartChanged] = []

    def write() -> None:
        said, version = form.said(), form.cleaned_data["version"] or 0
        try:
            with transaction.atomic():
                saved = save_part(standing=request.standing, part=read.part, said=said, expected_version=version)
                if (paper := form.document()) is not None:
                    attach(council=request.council, said=paper, to=Belongs(plan_part=saved), by=request.user)
        except PartChanged as changed:
            conflict.append(changed)

    if not is_kept(form, write):
        return _page(request, read, form, status=INVALID)
    if not conflict:
        messages.success(request, f"{read.part.label}: it is saved.")
        return redirect("training:plan_part", request.council.slug, read.part.key)
    sent = request.POST.copy()
    sent["version"] = str(conflict[0].current.version)
    again = PartForm(request.council, owner, sent)
    return _page(request, read, again, status=CONFLICT, conflict=conflict[0], had_file=bool(request.FILES))


def _page(
    request: CouncilRequest,
    read: ReadPart,
    form: PartForm,
    *,
    status: int = 200,
    conflict: PartChanged | None = None,
    had_file: bool = False,
) -> HttpResponse:
    faults = faults_of(form) if form.is_bound else []
    if conflict is not None:
        again = " Choose the document again: a browser does not keep it." if had_file else ""
        faults = [Fault("differences", f"{conflict.what} {conflict.do}{again}")]
    context = {
        "line": present.part_line(read, timezone.localdate()),
        "form": form,
        "faults": faults,
        "differences": present.say_differences(conflict.current, conflict.differs) if conflict else [],
    }
    return render(request, "goldthread/training/plan_edit.html", context, status=status)


def _read(request: CouncilRequest, key: str) -> ReadPart:
    """A part of the plan, or 404."""
    wanted = part_of(key)
    if wanted is None:
        raise Http404
    return next(read for read in read_people_plan(request.standing) if read.part is wanted)
