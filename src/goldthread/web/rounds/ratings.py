"""Views: ratings of a sheet of the council's own as one department's answers, and files taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.assessment.exchange.apply import apply_import
from goldthread.assessment.exchange.decode import MAXIMUM_BYTES
from goldthread.assessment.exchange.plan import plan_answers
from goldthread.assessment.exchange.ratings import RatingColumns, RatingsFile, parse_ratings
from goldthread.assessment.exchange.taking_back import (
    TakingBackRefused,
    loaded_files,
    plan_taking_back,
    take_back_load,
)
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Round
from goldthread.common.errors import UserError
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view, round_of
from goldthread.web.contract_work.pages import FormPage, show_form
from goldthread.web.rounds.forms import RatingsForm, ReasonForm
from goldthread.web.rounds.present_loads import say_loads, say_taking_back, say_totals
from goldthread.web.rounds.transfer import HELD_NO_LONGER, SHOWN_ROWS, hold_file, place_of, show_plan

_HELD = "held_ratings"
_SAID = ("department", "area", "rating", "comment", "sheet", "names")


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.IMPORT_ANSWERS)
def ratings(request: CouncilRequest, ref: str) -> HttpResponse:
    """Take a sheet, and show what it gives, row by row, before anything is written."""
    round_ = round_of(request, ref)
    form = RatingsForm(round_, request.POST, request.FILES) if request.method == "POST" else RatingsForm(round_)
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        if (upload.size or 0) > MAXIMUM_BYTES:
            form.add_error("file", f"It is larger than {MAXIMUM_BYTES // 1024 // 1024} MB. Choose the sheet alone.")
            return _show_form(request, round_, form)
        content, name = upload.read(), upload.name or "file"
        said = {key: form.cleaned_data[key] for key in _SAID}
        read = _read(round_, content, name, said)
        if unreadable := [fault for fault in read.file.faults if fault.row is None]:
            form.add_error("file", f"{unreadable[0].what} {unreadable[0].do}")
            return _show_form(request, round_, form)
        request.session[_HELD] = hold_file(round_, content, name) | {"said": said}
        return _show(request, round_, read)
    return _show_form(request, round_, form)


@require_POST
@council_view(Action.IMPORT_ANSWERS)
def ratings_now(request: CouncilRequest, ref: str) -> HttpResponse:
    """Write the sheet that was shown. It is read and planned again, so that nothing newer is overwritten unseen."""
    round_ = round_of(request, ref)
    held = request.session.get(_HELD)
    if not held or held["round"] != round_.pk or not (place := place_of(held["sha256"])).exists():
        messages.warning(request, HELD_NO_LONGER)
        return redirect("rounds:ratings", request.council.slug, ref)
    read = _read(round_, place.read_bytes(), held["name"], held["said"])
    try:
        written = apply_import(
            plan=plan_answers(round_, read.file), by=request.user, overwrite=request.POST.get("overwrite") == "yes"
        )
    except UserError as refused:
        return _show(request, round_, read, str(refused))
    request.session.pop(_HELD)
    place.unlink(missing_ok=True)
    were = "answer was" if written == 1 else "answers were"
    messages.success(request, f"{written} {were} written for {held['said']['department']}.")
    return redirect("rounds:loads", request.council.slug, ref)


def _read(round_: Round, content: bytes, name: str, said: dict[str, str]) -> RatingsFile:
    pairs = [line.rpartition("=") for line in said["names"].splitlines() if line.strip()]
    columns = RatingColumns(
        area=said["area"],
        rating=said["rating"],
        comment=said["comment"],
        sheet=said["sheet"],
        names={theirs.strip(): ours.strip().upper() for theirs, _, ours in pairs},
    )
    return parse_ratings(content, name, framework_of(round_), department=said["department"], columns=columns)


def _show(request: CouncilRequest, round_: Round, read: RatingsFile, refused: str = "") -> HttpResponse:
    place = [request.council.slug, round_.ref]
    more = {
        "now_url": reverse("rounds:ratings_now", args=place),
        "back_url": reverse("rounds:ratings", args=place),
        "heading": "What the sheet gives",
        "totals": say_totals(read),
        "set_aside": read.set_aside[:SHOWN_ROWS],
    }
    return show_plan(request, round_, plan_answers(round_, read.file), refused, more)


def _show_form(request: CouncilRequest, round_: Round, form: RatingsForm) -> HttpResponse:
    page = FormPage(
        heading="Load ratings from a sheet of your own",
        says="You see what each row gives, and which rows are set aside, before anything is written.",
        button="Show what it gives",
        back=reverse("rounds:show", args=[request.council.slug, round_.ref]),
        back_text=round_.name,
        caption=round_.name,
    )
    return show_form(request, page, form)


@require_safe
@council_view(Action.IMPORT_ANSWERS)
def loads(request: CouncilRequest, ref: str) -> HttpResponse:
    """The files of answers that were loaded into the round, each with the way to take it back."""
    round_ = round_of(request, ref)
    rows = loaded_files(round_)
    context = {"round": round_, "rows": rows[:SHOWN_ROWS], "finding": say_loads(rows)}
    return render(request, "goldthread/rounds/loads.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.IMPORT_ANSWERS)
def load_back(request: CouncilRequest, ref: str, answers_load: int) -> HttpResponse:
    """Say what taking a file back comes to; on POST, with a reason, take it back."""
    round_ = round_of(request, ref)
    if answers_load not in {row.key for row in loaded_files(round_)}:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    try:
        plan = plan_taking_back(round_, answers_load)
        if form.is_bound and form.is_valid():
            done = take_back_load(round=round_, key=answers_load, by=request.user, why=form.cleaned_data["reason"])
            messages.success(request, f"{done.load.file} is taken back. {say_taking_back(done, done_already=True)}")
            return redirect("rounds:loads", request.council.slug, ref)
    except TakingBackRefused as refused:
        messages.warning(request, f"{refused.what} {refused.do}")
        return redirect("rounds:loads", request.council.slug, ref)
    page = FormPage(
        heading=f"Take back {plan.load.file}",
        says=say_taking_back(plan),
        button="Take it back",
        back=reverse("rounds:loads", args=[request.council.slug, ref]),
        back_text="Files that were loaded",
        caption=round_.name,
        is_warning=True,
    )
    return show_form(request, page, form)
