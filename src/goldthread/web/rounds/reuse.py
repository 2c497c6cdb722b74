"""Views: answers of a round under another framework, put forward in this one: looked at, put forward, taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldthread.assessment.carrying.queries import carrying_into
from goldthread.assessment.carrying.reuse import (
    ReusePlan,
    ReuseRefused,
    is_reuse,
    plan_reuse,
    reuse_answers,
    reuse_sources,
    take_back_reuse,
)
from goldthread.assessment.models import Round
from goldthread.common.errors import UserError
from goldthread.framework.load import load_framework
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view, round_of
from goldthread.web.contract_work.pages import FormPage, show_form
from goldthread.web.forms import Fault
from goldthread.web.rounds.forms import ReasonForm
from goldthread.web.rounds.present_carrying import proposed_rows, say_preview, say_taken_back
from goldthread.web.wording import count_of, opening

INVALID = 400
PAGE = "goldthread/rounds/reuse.html"
SHOWN_ROWS = 200  # of a preview; the count above it is always whole
NOTHING = (
    "No round of this council has answers that can be put forward here. A mapping has to lead from its framework to"
    " this round’s, and this round has to be in preparation or open for answers."
)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.MANAGE_ROUND)
def reuse(request: CouncilRequest, ref: str) -> HttpResponse:
    """Say what would be put forward before anything is written; a POST of what was looked at puts it forward."""
    round_ = round_of(request, ref)
    sources = reuse_sources(round_)
    wanted = request.POST.get("from") or request.GET.get("from") or (sources[0].ref if len(sources) == 1 else "")
    old = next((row for row in sources if row.ref == wanted), None)
    frameworks = [(row, load_framework(row.framework_id).short_title) for row in sources]
    context: dict[str, object] = {"round": round_, "sources": frameworks, "old": old}
    if old is None:
        asked = "Choose the round whose answers are to be put forward. You see each of them before anything is written."
        context |= {"finding": asked if sources else NOTHING, "has_choice": bool(sources)}
        return render(request, PAGE, context)
    is_refused = False
    if request.method == "POST":
        try:
            return _put_forward(request, old, round_)
        except UserError as refused:
            is_refused = True
            context["faults"] = [Fault("put-forward", f"{refused.what} {refused.do}")]
    try:
        context |= _preview(plan_reuse(old, round_))
    except UserError as refused:
        context |= {"finding": refused.what, "do": refused.do, "faults": []}
    return render(request, PAGE, context, status=INVALID if is_refused else 200)


def _put_forward(request: CouncilRequest, old: Round, new: Round) -> HttpResponse:
    seen = request.POST.get("seen", "") or "nothing was looked at"
    done = reuse_answers(old=old, new=new, by=request.user, expected_sha256=seen)
    number = len(done.proposed)
    were = f"{opening(count_of(number, 'answer'))} {'was' if number == 1 else 'were'}"
    messages.success(request, f"{were} put forward in {new.name}. None counts until it is confirmed.")
    return redirect("rounds:carried", request.council.slug, new.ref)


def _preview(plan: ReusePlan) -> dict[str, object]:
    return {
        "plan": plan,
        "finding": say_preview(plan),
        "rows": proposed_rows(plan)[:SHOWN_ROWS],
        "shown_rows": SHOWN_ROWS,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.MANAGE_ROUND)
def take_back(request: CouncilRequest, ref: str) -> HttpResponse:
    """Take back what was put forward and nobody has answered, with a reason."""
    round_ = round_of(request, ref)
    carrying = carrying_into(round_)
    if carrying is None or not is_reuse(carrying):
        messages.warning(request, f"Nothing was put forward in {round_.name}, so there is nothing to take back.")
        return redirect("rounds:show", request.council.slug, ref)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            taken, kept = take_back_reuse(new=round_, by=request.user, why=form.cleaned_data["reason"])
        except ReuseRefused as refused:
            form.add_error(None, f"{refused.what} {refused.do}")
        else:
            messages.success(request, say_taken_back(taken, kept))
            return redirect("rounds:show", request.council.slug, ref)
    page = FormPage(
        heading="Take back what was put forward",
        says=f"What came from {carrying.old.name} and nobody has answered is no longer shown to departments. What they"
        " have answered since stays theirs, and the record keeps what was put forward.",
        button="Take it back",
        back=reverse("rounds:carried", args=[request.council.slug, ref]),
        back_text="Proposed from another framework",
        caption=round_.name,
        is_warning=True,
    )
    return show_form(request, page, form)
