"""Views: the landing page, where a person starts at a council, and what Goldthread is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldthread import __version__
from goldthread.assessment.queries.rounds import current_round
from goldthread.assessment.types import RoundState
from goldthread.framework.load import list_frameworks
from goldthread.organisation.permissions import Standing
from goldthread.organisation.queries import roles_by_council
from goldthread.organisation.types import Action, Role
from goldthread.web.access import CouncilRequest, council_view


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What Goldthread does, to a stranger; to a person, their council, or the list of theirs."""
    if not request.user.is_authenticated:
        return render(request, "goldthread/home/landing.html")
    councils = roles_by_council(request.user)
    if len(councils) == 1:
        return redirect("start", councils[0].council.slug)
    return render(request, "goldthread/home/councils.html", {"councils": councils})


@require_safe
@council_view()
def start(request: CouncilRequest) -> HttpResponse:
    """On to the page where this person's work at the council begins."""
    return redirect(starting_place(request.standing))


def starting_place(standing: Standing) -> str:
    """The address that suits the roles: what is due on own contracts, the answers still to give,
    else where the council stands, else people."""
    slug = standing.council.slug
    if standing.roles == {Role.CONTRACT_MANAGER}:
        return reverse("register:home", args=[slug])
    if standing.can(Action.VIEW_WORKING_RESULTS):
        return reverse("dashboard:home", args=[slug])
    if standing.can(Action.ANSWER):
        running = current_round(standing.council)
        if running and running.state in {RoundState.OPEN, RoundState.MODERATION}:
            return reverse("answering:task_list", args=[slug, running.ref])
    if standing.can(Action.VIEW_SIGNED_RESULTS):
        return reverse("dashboard:home", args=[slug])
    return reverse("people:list" if standing.can(Action.MANAGE_PEOPLE) else "rounds:list", args=[slug])


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Goldthread is, how far its accessibility was tested, its sources, and what it keeps."""
    context = {"version": __version__, "frameworks": list_frameworks()}
    return render(request, "goldthread/home/about.html", context)
