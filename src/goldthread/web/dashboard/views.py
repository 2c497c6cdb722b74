"""Views: where the council stands, at a glance."""

from django.http import HttpResponse
from django.shortcuts import render

from goldthread.assessment.models import Response, Round
from goldthread.assessment.queries.rounds import current_round
from goldthread.assessment.types import RoundState
from goldthread.organisation.types import Action
from goldthread.plan.queries.ambitions import kpis_of, next_ambitions, published_ratings_of
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.dashboard.present import present_others, present_standing
from goldthread.web.dashboard.published import present_published
from goldthread.web.records import Tag, read_records, tag_results
from goldthread.web.shown import ShownRound, rounds_shown_to


@council_view()
def home(request: CouncilRequest) -> HttpResponse:
    """The standing of the round that this person may see, or of that chosen; without one, what to do next."""
    found = rounds_shown_to(request.standing)
    wanted = request.GET.get("round", "")
    round_ = next((row for row in found if row.ref == wanted), found[0] if found else None)
    asked = asked_of(request)
    if round_ is None or round_.state == RoundState.DRAFT:
        return _without_result(request, round_, asked)
    shown = ShownRound(round_, is_for_levels=True)
    ambitions = next_ambitions(request.council, round_.framework_id)
    page = present_standing(shown, ambitions, request.standing, _records(request, shown))
    signed_only = not request.standing.can(Action.VIEW_WORKING_RESULTS)
    others = [row for row in found if row is not round_ and row.state != RoundState.DRAFT]
    context = {"page": page, "asked": asked, "signed_only": signed_only, "others": present_others(others)}
    return render(request, "goldthread/dashboard/home.html", context)


def _records(request: CouncilRequest, shown: ShownRound) -> dict[str, Tag]:
    """What the records say of the council's levels, to those who may see what was paid."""
    if not request.standing.can(Action.VIEW_EVIDENCE):
        return {}
    reading = read_records(shown.round)
    return tag_results(reading, shown.result.results, shown.framework) if reading else {}


def asked_of(request: CouncilRequest) -> list[Response]:
    """The responses that this person, as a respondent, has still to submit."""
    if not request.standing.departments:
        return []
    rows = Response.objects.filter(
        round__council=request.council,
        round__state__in=[RoundState.OPEN, RoundState.MODERATION],
        department_id__in=request.standing.departments,
    ).exclude(state="submitted")
    return list(rows.select_related("round__council", "department"))


def _without_result(request: CouncilRequest, round_: Round | None, asked: list[Response]) -> HttpResponse:
    council, standing = request.council, request.standing
    ratings = published_ratings_of(council) if standing.can(Action.VIEW_SIGNED_RESULTS) else []
    if ratings and round_ is None:
        ambitions = next_ambitions(council, ratings[0].framework_id)
        page = present_published(ratings, ambitions, kpis_of(council))
        return render(request, "goldthread/dashboard/published.html", {"page": page})
    context = {
        "round": round_,
        "asked": asked,
        "sees_results": standing.can(Action.VIEW_SIGNED_RESULTS),
        "can_make": standing.can(Action.MANAGE_ROUND),
        "can_manage_people": standing.can(Action.MANAGE_PEOPLE),
        "is_running": current_round(council) is not None,
    }
    return render(request, "goldthread/dashboard/nothing.html", context)
