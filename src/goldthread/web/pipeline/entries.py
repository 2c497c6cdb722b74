"""Views: one entry, taking a request in, closing and opening again, weighing options, meeting the market."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.organisation.types import Action
from goldthread.register.actions.pipeline import accept_request, close_entry, reopen_entry
from goldthread.register.actions.planning import add_appraisal, log_engagement
from goldthread.register.models import Lesson, PipelineEntry
from goldthread.register.own_lead_times import own_lead_times
from goldthread.register.types import AppraisedOption
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.forms import BecauseForm
from goldthread.web.contract_work.pages import FormPage, show_form
from goldthread.web.pipeline.forms import AppraisalForm, EngagementForm
from goldthread.web.pipeline.pages import entry_of, entry_url, is_done, planned_entry
from goldthread.web.pipeline.present_entry import present_entry

LONGEST_NOTE = 1000
_LESSONS = 5


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest, entry_id: int) -> HttpResponse:
    """One entry: why, by when each step, how it was weighed, what it follows and becomes."""
    entry = entry_of(request, entry_id)
    own = own_lead_times(request.council)
    page = present_entry(entry, request.standing, own, today=timezone.localdate())
    lessons = Lesson.objects.filter(council=request.council, category=entry.category, withdrawn_at=None)
    context = {"entry": entry, "page": page, "lessons": list(lessons[:_LESSONS]) if entry.category else []}
    return render(request, "goldthread/pipeline/entry.html", context)


@require_POST
@council_view(Action.PLAN_PROCUREMENTS)
def accept(request: CouncilRequest, entry_id: int) -> HttpResponse:
    """Take a request into the pipeline."""
    entry = accept_request(entry=entry_of(request, entry_id), by=request.user)
    messages.success(request, f"“{entry}” is in the pipeline.")
    return redirect(entry_url(request.council, entry))


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def close(request: CouncilRequest, entry_id: int) -> HttpResponse:
    """Close an entry with a reason: bought, merged, or no longer wanted."""
    entry = planned_entry(request, entry_id)
    form = BecauseForm(request.POST) if request.method == "POST" else BecauseForm()
    if form.is_bound and is_done(
        form, lambda: close_entry(entry=entry, because=form.cleaned_data["because"], by=request.user)
    ):
        messages.success(request, f"“{entry}” is closed.")
        return redirect(entry_url(request.council, entry))
    says = "It stays on the record with your reason, and can be opened again."
    return show_form(request, _page_of(request, entry, "Close this entry", says, button="Close it"), form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def reopen(request: CouncilRequest, entry_id: int) -> HttpResponse:
    """Open a closed entry again."""
    entry = planned_entry(request, entry_id)
    form = BecauseForm(request.POST) if request.method == "POST" else BecauseForm()
    if form.is_bound and is_done(
        form, lambda: reopen_entry(entry=entry, because=form.cleaned_data["because"], by=request.user)
    ):
        messages.success(request, f"“{entry}” is open again.")
        return redirect(entry_url(request.council, entry))
    because = entry.closed_because.strip().rstrip(".") or "no reason is kept"
    says = f"It was closed: {because}." if entry.is_closed else "It is open already."
    return show_form(request, _page_of(request, entry, "Open this entry again", says, button="Open it"), form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def appraise(request: CouncilRequest, entry_id: int) -> HttpResponse:
    """Weigh the ways of providing it, and choose one."""
    entry = planned_entry(request, entry_id)
    first = {"need": entry.why, "on": timezone.localdate()}
    form = AppraisalForm(request.POST) if request.method == "POST" else AppraisalForm(initial=first)
    notes = {
        each: request.POST.get(f"note-{each.name}", "").replace("\x00", "")[:LONGEST_NOTE] for each in AppraisedOption
    }
    if form.is_bound and is_done(form, lambda: add_appraisal(entry=entry, said=form.said(notes), by=request.user)):
        messages.success(request, "The options appraisal is recorded.")
        return redirect(entry_url(request.council, entry, "options"))
    chosen = set(form["options"].value() or [])
    page = _page_of(
        request,
        entry,
        "Weigh the options",
        "Say why anything is bought at all, which ways were weighed, and which was chosen. An appraisal stays as it is "
        "recorded; weigh them again where the facts change.",
        button="Record the appraisal",
        template="goldthread/pipeline/appraise.html",
        more={"options": [(each, each.value in chosen, notes[each]) for each in AppraisedOption]},
    )
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def engage(request: CouncilRequest, entry_id: int) -> HttpResponse:
    """Record a meeting with the market."""
    entry = planned_entry(request, entry_id)
    form = EngagementForm(request.POST) if request.method == "POST" else EngagementForm()
    if form.is_bound and is_done(form, lambda: log_engagement(entry=entry, said=form.said(), by=request.user)):
        messages.success(request, "The meeting is recorded.")
        return redirect(entry_url(request.council, entry, "market"))
    says = "Record each meeting once it was held, with who came: an early word to the market widens the field."
    return show_form(
        request, _page_of(request, entry, "Record a meeting with the market", says, button="Save it"), form
    )


def _page_of(request: CouncilRequest, entry: PipelineEntry, heading: str, says: str, **more: object) -> FormPage:
    back = entry_url(request.council, entry)
    return FormPage(heading, says, back=back, back_text=entry.title, caption=entry.title, **more)  # type: ignore[arg-type]  # fields of FormPage
