"""Views: how long each procedure takes at this council, and saying its own days."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.types import Action
from goldthread.register.actions.lead_times import PHASES, set_lead_time
from goldthread.register.lead_times import lead_days, usual_on
from goldthread.register.own_lead_times import own_lead_times
from goldthread.register.types import Procedure
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.pages import FormPage, show_form
from goldthread.web.evidence.wording import say_count
from goldthread.web.pipeline.forms import LeadTimeForm
from goldthread.web.pipeline.pages import is_done


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """Every procedure with its days, and whose they are."""
    today, own = timezone.localdate(), own_lead_times(request.council)
    said = sum(1 for each in own if each is not Procedure.UNKNOWN)
    context = {
        "finding": f"{say_count(said, 'procedure')} {'has' if said == 1 else 'have'} the council’s own lead time."
        if said
        else "Every day in the pipeline is worked back by the usual lead times, which are estimates: say your own.",
        "rows": [(each, lead_days(each, on=today, own=own), each in own) for each in _named()],
        "source": usual_on(today).source,
        "may_plan": request.standing.can(Action.PLAN_PROCUREMENTS),
    }
    return render(request, "goldthread/pipeline/lead_times.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.PLAN_PROCUREMENTS)
def edit(request: CouncilRequest, procedure: str) -> HttpResponse:
    """Say the days of one procedure, or go back to the usual ones."""
    found = next((each for each in _named() if each.name.lower() == procedure), None)
    if found is None:
        raise Http404
    today, own = timezone.localdate(), own_lead_times(request.council)
    back = reverse("pipeline:lead_times", args=[request.council.slug])
    if "usual" in request.POST:
        set_lead_time(council=request.council, procedure=found, days=None, by=request.user)
        messages.success(request, "The usual days hold again.")
        return redirect(back)
    days = lead_days(found, on=today, own=own)
    first = {phase: getattr(days, phase) for phase in PHASES}
    form = LeadTimeForm(request.POST) if request.method == "POST" else LeadTimeForm(initial=first)
    if form.is_bound and is_done(
        form,
        lambda: set_lead_time(council=request.council, procedure=found, days=form.days(), by=request.user),
    ):
        messages.success(request, "The council’s own days hold from now on.")
        return redirect(back)
    page = FormPage(
        heading="Say how long it takes",
        says="In days of the calendar. Every day in the pipeline, and every alert, follows at once.",
        button="Save the days",
        back=back,
        back_text="Lead times",
        caption=found.label,
        template="goldthread/pipeline/lead_time.html",
        more={"is_own": found in own},
    )
    return show_form(request, page, form)


def _named() -> list[Procedure]:
    return [each for each in Procedure if each is not Procedure.UNKNOWN]
