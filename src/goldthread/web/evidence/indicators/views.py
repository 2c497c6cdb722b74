"""Views: all indicators of a period, and one of them with everything it rests on."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from goldthread.evidence.indicators.history import history_periods, read_history
from goldthread.evidence.indicators.load import UnknownIndicator, find_indicator
from goldthread.evidence.indicators.types import Indicator
from goldthread.evidence.queries import live_loads
from goldthread.evidence.verdicts.queries import FRAMEWORK, read_verdicts
from goldthread.framework.load import load_framework
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.indicators.asked import read_asked
from goldthread.web.evidence.indicators.present_history import present_history
from goldthread.web.evidence.indicators.present_list import present_areas, say_finding
from goldthread.web.evidence.indicators.present_page import present_page


@require_GET
@council_view(Action.VIEW_EVIDENCE)
def list_(request: CouncilRequest) -> HttpResponse:
    """All indicators, those that speak and those that are silent, by key area."""
    loads = live_loads(request.council)
    asked = read_asked(request.council, loads, request.GET.get("period", ""))
    if asked is None:
        return nothing(request)
    reading = read_verdicts(request.council, period=asked.period, loads=loads)
    context = {
        "asked": asked,
        "finding": say_finding(reading, asked.period.label),
        "areas": present_areas(reading, load_framework(FRAMEWORK)),
        "way": "indicators",
    }
    return render(request, "goldthread/evidence/indicators/list.html", context, status=400 if asked.faults else 200)


@require_GET
@council_view(Action.VIEW_EVIDENCE)
def show(request: CouncilRequest, indicator_id: str) -> HttpResponse:
    """One indicator: its figure, its departments, what it says, how it is computed, and what it rests on."""
    indicator = indicator_or_404(indicator_id)
    loads = live_loads(request.council)
    asked = read_asked(request.council, loads, request.GET.get("period", ""))
    if asked is None:
        return nothing(request)
    reading = read_verdicts(request.council, period=asked.period, loads=loads)
    page = present_page(indicator, asked, reading, loads)
    points = None if indicator.table.is_register else read_history(request.council, indicator.id, loads)
    history = None if points is None else present_history(indicator, points, history_periods(loads))
    context = {"indicator": indicator, "asked": asked, "page": page, "history": history, "way": "indicators"}
    return render(request, "goldthread/evidence/indicators/show.html", context, status=400 if asked.faults else 200)


def indicator_or_404(indicator_id: str) -> Indicator:
    """A shipped indicator by its id."""
    try:
        return find_indicator(indicator_id)
    except UnknownIndicator:
        raise Http404 from None


def nothing(request: CouncilRequest) -> HttpResponse:
    """Nothing is loaded: what to do."""
    may_load = request.standing.can(Action.LOAD_EVIDENCE)
    return render(request, "goldthread/evidence/nothing.html", {"may_load": may_load, "way": "indicators"})
