"""Views: what a person decides of suppliers, shown with its effect first, and the lists of decisions and of doubts."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from goldthread.evidence.explorer.index import open_index
from goldthread.evidence.explorer.review import list_alike, list_doubts
from goldthread.evidence.matching.decisions import (
    DecidedAlready,
    DecisionRefused,
    Proposal,
    decide,
    foresee,
    plan_confirm,
    plan_merge,
    plan_never,
    plan_split,
    take_back_decision,
)
from goldthread.evidence.matching.models import MatchDecision, Supplier, SupplierName
from goldthread.evidence.matching.queries import UnknownSupplier, standing_decisions
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence import present_suppliers as shown
from goldthread.web.evidence.forms import DecisionForm
from goldthread.web.evidence.spend import with_spend
from goldthread.web.evidence.wording import Pounds
from goldthread.web.forms import faults_of

A_PAGE, MOST_OFFERED = 50, 20


@require_http_methods(["GET", "POST"])
@council_view(Action.LOAD_EVIDENCE)
def decision(request: CouncilRequest) -> HttpResponse:
    """One decision: what it would change, a reason, and then it is made."""
    asked = request.GET
    try:
        proposal = _plan(request, asked)
    except DecidedAlready as so:
        messages.info(request, so.what)
        return _to_supplier(request, asked.get("left", ""))
    except UnknownSupplier as unknown:
        raise Http404 from unknown
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decide(council=request.council, proposal=proposal, why=form.cleaned_data["why"], by=request.user)
        messages.success(request, f"It is decided: {proposal.summary}.")
        return _to_supplier(request, proposal.pairs[0][0])
    faults = faults_of(form) if request.method == "POST" else []
    effect = foresee(request.council, proposal)
    context = {
        "form": form,
        "faults": faults,
        "proposal": proposal,
        "effect": effect,
        "says": shown.say_effect(effect),
        "left": asked.get("left", ""),
        "way": "suppliers",
    }
    return render(request, "goldthread/evidence/decision.html", context, status=400 if faults else 200)


def _plan(request: CouncilRequest, asked: Mapping[str, str]) -> Proposal:
    council = request.council
    left, right = _living(request, asked.get("left", "")), _living(request, asked.get("right", ""))
    plans = {
        "merge": lambda: plan_merge(council, left, right),
        "never-merge": lambda: plan_never(council, left, right),
        "split": lambda: plan_split(council, left),
        "confirm": lambda: plan_confirm(council, left),
    }
    if asked.get("kind") not in plans:
        raise Http404
    return plans[asked["kind"]]()


def _living(request: CouncilRequest, asked: str) -> str:
    """The number of a supplier that was merged into another leads on by its name: a form may be sent twice."""
    gone = Supplier.objects.filter(council=request.council, is_live=False, pk=int(asked)) if asked.isdecimal() else None
    first = gone.first() if gone is not None else None
    return first.name if first else asked


def _to_supplier(request: CouncilRequest, name: str) -> HttpResponse:
    name = _living(request, name)
    rows = SupplierName.objects.filter(council=request.council, supplier__isnull=False)
    found = rows.filter(name=name).first() or (rows.filter(supplier_id=int(name)).first() if name.isdecimal() else None)
    if found is None or found.supplier_id is None:
        return redirect("evidence:suppliers", request.council.slug)
    return redirect("evidence:supplier_show", request.council.slug, found.supplier_id)


@require_GET
@council_view(Action.LOAD_EVIDENCE)
def choose_other(request: CouncilRequest, supplier_number: int) -> HttpResponse:
    """Which other supplier this one is: looked for by words in its names."""
    supplier = Supplier.objects.filter(council=request.council, pk=supplier_number, is_live=True).first()
    if supplier is None:
        raise Http404
    words = " ".join(request.GET.get("words", shown.first_word(supplier.name)).split())
    rows = SupplierName.objects.filter(council=request.council, supplier__is_live=True, name__icontains=words)
    rows = rows.exclude(supplier=supplier).select_related("supplier").order_by("name")
    context = {"supplier": supplier, "words": words, "found": rows[:MOST_OFFERED] if words else [], "way": "suppliers"}
    return render(request, "goldthread/evidence/choose_other.html", context)


@require_GET
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def review(request: CouncilRequest) -> HttpResponse:
    """Where matching is least sure: a person's word settles each."""
    decided = standing_decisions(request.council)
    with open_index(request.council) as index:
        doubts = list_doubts(index, request.council)
        alike = list_alike(index, request.council, decided)
    context = {
        "finding": shown.say_review(len(doubts), len(alike)),
        "doubts": [shown.doubt_row(each) for each in doubts],
        "alike": [(each, Pounds(each.amount)) for each in alike],
        "may_decide": request.standing.can(Action.LOAD_EVIDENCE),
        "way": "suppliers",
    }
    return render(request, "goldthread/evidence/review.html", context)


@require_GET
@council_view(Action.VIEW_EVIDENCE)
def decisions(request: CouncilRequest) -> HttpResponse:
    """Every decision, the latest first; what was taken back says so."""
    rows = MatchDecision.objects.filter(council=request.council).select_related("by", "taken_back_by")
    acts = shown.group_acts(list(rows))
    pages = Paginator(acts, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "finding": shown.say_acts(acts),
        "acts": page.object_list,
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "may_decide": request.standing.can(Action.LOAD_EVIDENCE),
        "way": "suppliers",
    }
    return render(request, "goldthread/evidence/decisions.html", context)


@require_http_methods(["GET", "POST"])
@council_view(Action.LOAD_EVIDENCE)
def take_back(request: CouncilRequest, act: str) -> HttpResponse:
    """Let a decision count no more, for a reason; it stays in the list."""
    rows = MatchDecision.objects.filter(council=request.council, act=act).select_related("by", "taken_back_by")
    acts = shown.group_acts(list(rows)) if act else []
    if not acts:
        raise Http404
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_back_decision(council=request.council, act=act, why=form.cleaned_data["why"], by=request.user)
            messages.success(request, "The decision is taken back: matching goes by its rules again.")
        except DecisionRefused as refused:
            messages.info(request, refused.what)
        return redirect("evidence:decisions", request.council.slug)
    faults = faults_of(form) if request.method == "POST" else []
    context = {"form": form, "faults": faults, "act": acts[0], "way": "suppliers"}
    return render(request, "goldthread/evidence/take_back.html", context, status=400 if faults else 200)
