"""Views: the plan page, what it takes, contradictions, the timeline."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldthread.organisation.types import Action
from goldthread.plan.models import PlanArea
from goldthread.plan.queries.whole import Plan
from goldthread.plan.types import Contradiction
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.plan import present_home
from goldthread.web.plan.present_actions import present_timeline
from goldthread.web.plan.present_takes import present_gaps, say_takes
from goldthread.web.plan.shown import levels_from, may_of, plan_shown, plan_url

SHOWN_FIRST = 3


@require_safe
@council_view(Action.VIEW_SIGNED_RESULTS)
def home(request: CouncilRequest) -> HttpResponse:
    """What is reached if the plan is delivered, object by object."""
    plan = plan_shown(request)
    figures = present_home.figures_of(plan)
    smallest, chosen = present_home.smallest_of(plan)
    context = {
        "plan": plan,
        "caption": f"{plan.framework.short_title} · {levels_from(plan)}",
        "finding": present_home.finding_of(plan),
        "sections": present_home.present_plan(plan),
        "figures": figures,
        "figures_sentence": present_home.say_figures(figures),
        "smallest": smallest,
        "chosen": chosen,
        "contradictions": [(each, link_of(request, plan, each)) for each in plan.contradictions[:SHOWN_FIRST]],
        "may": may_of(request.standing),
    }
    return render(request, "goldthread/plan/home.html", context)


@require_safe
@council_view(Action.VIEW_SIGNED_RESULTS)
def takes(request: CouncilRequest, object_id: str) -> HttpResponse:
    """What it takes for one key area, one enabler, or one code of the council's own."""
    plan = plan_shown(request)
    own = {each.id for each in plan.position.local}
    place = next((each for each in (*plan.position.places, *plan.position.local) if each.id == object_id), None)
    if place is None:
        raise Http404
    gaps = present_gaps(plan, plan.gaps([object_id]))
    projected = next((each for each in plan.projected_of(place.codes) if each.place.id == object_id), None)
    row = next(
        (row for section in present_home.present_plan(plan) for row in section.rows if row.id == object_id), None
    )
    context = {
        "plan": plan,
        "place": place,
        "is_own": place.id in own,
        "row": row,
        "projected": projected,
        "finding": say_takes(plan, object_id, gaps),
        "gaps": gaps,
        "may": may_of(request.standing),
        "code_aims": [aim for aim in plan.last_aims.values() if aim.item in place.codes and aim.item != place.id],
    }
    return render(request, "goldthread/plan/takes.html", context)


@require_safe
@council_view(Action.VIEW_SIGNED_RESULTS)
def contradictions(request: CouncilRequest) -> HttpResponse:
    """Parts of the plan that cannot both hold."""
    plan = plan_shown(request)
    found = [(each, link_of(request, plan, each)) for each in plan.contradictions]
    finding = "Nothing in the plan contradicts itself."
    if found:
        number = "One part" if len(found) == 1 else f"{len(found)} parts"
        finding = f"{number} of the plan cannot hold beside another. {found[0][0].what}"
    return render(request, "goldthread/plan/contradictions.html", {"finding": finding, "found": found})


@require_safe
@council_view(Action.VIEW_SIGNED_RESULTS)
def timeline(request: CouncilRequest) -> HttpResponse:
    """Every action over time."""
    plan = plan_shown(request)
    return render(request, "goldthread/plan/timeline.html", {"plan": plan, "timeline": present_timeline(plan)})


@require_safe
@council_view(Action.VIEW_SIGNED_RESULTS)
def areas(request: CouncilRequest) -> HttpResponse:
    """Areas of the council's own, with the codes that each stands for."""
    plan = plan_shown(request)
    rows = list(PlanArea.objects.filter(council=request.council, retired_at__isnull=True))
    names = {place.id: place.name for place in plan.position.places}
    shown = [
        (
            row,
            [names.get(each, each) for each in row.objects_named],
            row.value_codes,
            sum(1 for kpi, _ in plan.kpi_rows if kpi.area == row.name),
        )
        for row in rows
    ]
    return render(request, "goldthread/plan/areas.html", {"areas": shown, "may": may_of(request.standing)})


def link_of(request: CouncilRequest, plan: Plan, found: Contradiction) -> str:
    """Where the contradiction can be mended."""
    kind, _, number = found.subject.partition(":")
    if kind == "kpi":
        return plan_url(request, "kpi", int(number))
    if kind == "action":
        return plan_url(request, "action", int(number))
    place = plan.position.place_of(found.subject)
    return plan_url(request, "takes", place.id if place else found.subject)
