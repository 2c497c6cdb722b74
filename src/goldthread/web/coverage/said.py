"""View: all that people said of payments and of names on the register, the latest first, and taking one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldthread.evidence.coverage.actions import CoverageRefused, take_back
from goldthread.evidence.coverage.automatic import cover_soon
from goldthread.evidence.coverage.models import CoverageDecision
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.wording import say_count
from goldthread.web.forms import Fault

A_PAGE, LONGEST = 25, 1000


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_EVIDENCE)
def said(request: CouncilRequest) -> HttpResponse:
    """Every decision with its reason; one that counts no more says who took it back and why."""
    if request.method != "POST":
        return _show(request, [], {})
    request.standing.check(Action.KEEP_REGISTER)
    number, why = request.POST.get("decision", ""), request.POST.get("why", "").replace("\x00", "")[:LONGEST]
    rows = CoverageDecision.objects.filter(council=request.council)
    decision = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 16 else None
    if decision is None:
        raise Http404
    try:
        take_back(decision=decision, why=why, by=request.user)
    except CoverageRefused as refused:
        fault = Fault(f"why-{decision.pk}", f"{refused.what} {refused.do}")
        return _show(request, [fault], {decision.pk: why})
    messages.success(request, f"What was said of {decision.about} counts no more. It stays on the list.")
    cover_soon(council=request.council, by=request.user)
    return redirect("coverage:said", request.council.slug)


def _show(request: CouncilRequest, faults: list[Fault], typed: dict[int, str]) -> HttpResponse:
    rows = CoverageDecision.objects.filter(council=request.council).order_by("-at", "-pk")
    standing = rows.filter(taken_back_at=None).count()
    pages = Paginator(rows.select_related("contract", "by", "taken_back_by"), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "finding": _say(standing, pages.count),
        "lines": [(row, typed.get(row.pk, ""), row.pk in typed) for row in page],
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "faults": faults,
        "may_keep": request.standing.can(Action.KEEP_REGISTER),
        "way": "coverage",
    }
    return render(request, "goldthread/coverage/said.html", context, status=400 if faults else 200)


def _say(standing: int, count: int) -> str:
    if not count:
        return "Nobody has said anything of payments yet, so every one goes by the rules."
    holds = f"{say_count(standing, 'decision')} of people {'holds' if standing == 1 else 'hold'} before every rule"
    gone = count - standing
    return f"{holds}; {gone:,} {'was' if gone == 1 else 'were'} taken back." if gone else f"{holds}."
