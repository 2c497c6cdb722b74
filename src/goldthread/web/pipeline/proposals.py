"""Views: what contracts propose for the pipeline: taken in, dismissed with a reason, proposed again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.organisation.types import Action
from goldthread.register.actions.proposals import dismiss_proposal, first_values, recall_proposal, take_proposal
from goldthread.register.lead_times import Own, latest_launch, say_too_late
from goldthread.register.models import Contract, PipelineEntry
from goldthread.register.own_lead_times import own_lead_times
from goldthread.register.permissions import can_keep, check_keep
from goldthread.register.pipeline.queries import (
    Proposal,
    cause_in_words,
    find_proposal,
    list_dismissed,
    list_proposals,
)
from goldthread.register.types import Procedure
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.forms import BecauseForm
from goldthread.web.contract_work.pages import FormPage, show_form
from goldthread.web.evidence.wording import exact_pounds, say_count, short_pounds
from goldthread.web.pipeline.pages import entry_url, is_done

A_PAGE, DISMISSED_SHOWN = 50, 50


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """Contracts with an end, a break or a review ahead that nothing in the pipeline follows."""
    today = timezone.localdate()
    mine = request.GET.get("whose", "") == "mine"
    found = list_proposals(request.council, today, manager=request.user if mine else None)
    own = own_lead_times(request.council)
    pages = Paginator(found, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    late = sum(1 for each in found if _late(each, own))
    context = {
        "finding": _say(len(found), late, mine=mine),
        "rows": [_row(request, each, own) for each in page],
        "mine": mine,
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": "whose=mine" if mine else "",
        "dismissed": list(list_dismissed(request.council)[:DISMISSED_SHOWN]),
        "may_plan": request.standing.can(Action.PLAN_PROCUREMENTS),
    }
    return render(request, "goldthread/pipeline/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def take(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """Put the successor in the pipeline as it is proposed; its page has what is still to be said."""
    contract = asking_contract(request, contract_id)
    if request.method != "POST":
        return _confirm(request, contract)
    entry = take_proposal(contract=contract, by=request.user)
    messages.success(request, "It is in the pipeline. Say what is still missing.")
    return redirect(entry_url(request.council, entry))


def _confirm(request: CouncilRequest, contract: Contract) -> HttpResponse:
    """What the entry would begin with, before it is made."""
    proposal = find_proposal(contract, timezone.localdate())
    if proposal is None:
        planned = PipelineEntry.objects.filter(replaces=contract, is_closed=False).first()
        return redirect(entry_url(request.council, planned) if planned else _home(request))
    values = first_values(proposal)
    needed, value = proposal.needed_on, values["estimated_value"]
    context = {
        "contract": contract,
        "finding": f"{contract.title} {cause_in_words(proposal.causes[0])}.",
        "facts": [
            ("What is needed", values["title"]),
            ("From when", f"{needed:%-d %B %Y}" if needed else "not said"),
            ("Route", values["procedure"]),
            ("Department", str(values["department"] or "not said")),
            ("Likely to cost", exact_pounds(value) if value is not None else "not known"),
        ],
        "too_late": _late(proposal, own_lead_times(request.council)),
    }
    return render(request, "goldthread/pipeline/take.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def dismiss(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """Say that nothing follows a contract, and why."""
    contract = asking_contract(request, contract_id)
    form = BecauseForm(request.POST) if request.method == "POST" else BecauseForm()
    if form.is_bound and is_done(
        form, lambda: dismiss_proposal(contract=contract, why=form.cleaned_data["because"], by=request.user)
    ):
        messages.success(request, f"Nothing is planned after {contract}.")
        return redirect(_home(request))
    page = FormPage(
        heading="Say that nothing follows",
        says="It is not proposed again, unless its end, its break or its review moves.",
        button="Keep the reason",
        back=_home(request),
        back_text="What contracts propose",
        caption=contract.title,
    )
    return show_form(request, page, form)


@require_POST
@council_view(Action.VIEW_REGISTER)
def recall(request: CouncilRequest, proposal_answer_id: int) -> HttpResponse:
    """Let a dismissed proposal stand again."""
    answer = list_dismissed(request.council).filter(pk=proposal_answer_id).first()
    if answer is None:
        raise Http404
    asking_contract(request, answer.contract_id)
    recall_proposal(answer=answer, by=request.user)
    messages.success(request, f"The successor of {answer.contract} is proposed again.")
    return redirect(_home(request))


def asking_contract(request: CouncilRequest, contract_id: int) -> Contract:
    """A contract whose successor the person may plan; raises `NotAllowed`, or 404."""
    rows = Contract.objects.filter(council=request.council, pk=contract_id)
    contract = rows.select_related("council", "manager", "department").first()
    if contract is None:
        raise Http404
    if not request.standing.can(Action.PLAN_PROCUREMENTS):
        check_keep(request.standing, contract)
    return contract


def _home(request: CouncilRequest) -> str:
    return reverse("pipeline:proposals", args=[request.council.slug])


def _late(proposal: Proposal, own: Own) -> str:
    if proposal.needed_on is None:
        return ""
    procedure = Procedure(first_values(proposal)["procedure"])
    return say_too_late(proposal.needed_on, procedure, own=own, today=timezone.localdate())


def _row(request: CouncilRequest, proposal: Proposal, own: Own) -> dict[str, object]:
    contract, value = proposal.contract, proposal.contract.awarded_value
    procedure = Procedure(first_values(proposal)["procedure"])
    may = request.standing.can(Action.PLAN_PROCUREMENTS) or can_keep(request.standing, contract)
    return {
        "contract": contract,
        "because": ", and ".join(cause_in_words(cause) for cause in proposal.causes),
        "launch_by": latest_launch(proposal.needed_on, procedure, own=own) if proposal.needed_on else None,
        "late": _late(proposal, own),
        "value": short_pounds(value) if value is not None else "",
        "exact": exact_pounds(value) if value is not None else "",
        "may": may,
    }


def _say(count: int, late: int, *, mine: bool) -> str:
    whose = "of yours " if mine else ""
    if not count:
        return f"Nothing {whose}asks for a successor: every end, break and review ahead is answered."
    noun = say_count(count, "contract")
    told = f"{noun} {whose}{'asks' if count == 1 else 'ask'} for a successor, and nothing in the pipeline follows"
    tail = (
        "it is too late for its usual route" if count == late == 1 else f"{late:,} are too late for their usual route"
    )
    if late == 1 and count > 1:
        tail = "1 is too late for its usual route"
    return f"{told}; {tail}." if late else f"{told} yet."
