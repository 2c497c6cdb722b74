"""Who reaches a view: the council by its slug, the person's standing there, and the permission asked for."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from goldthread.assessment.models import Response, Round
from goldthread.organisation.models import Council, Department, Person
from goldthread.organisation.permissions import Standing, find_standing
from goldthread.organisation.types import Action
from goldthread.web.errors import ask_to_sign_in

P = ParamSpec("P")


class CouncilRequest(HttpRequest):
    """A request of somebody signed in, at a council to which they belong."""

    user: Person
    council: Council
    standing: Standing


View = Callable[Concatenate[CouncilRequest, P], HttpResponseBase]


def council_view(
    action: Action | None = None,
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]]:
    """A view below `/c/<council>/`: signed in, a member (else 404, so that nothing is told), and allowed `action`."""

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
        @wraps(view)
        def wrapped(request: HttpRequest, council_slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            standing = find_standing(request.user, council_slug)
            if standing is None:
                raise Http404
            if action is not None:
                standing.check(action)
            found = cast(CouncilRequest, request)
            found.council, found.standing = standing.council, standing
            return view(found, *args, **kwargs)

        return cast(Callable[Concatenate[HttpRequest, str, P], HttpResponseBase], wrapped)

    return decorate


def round_of(request: CouncilRequest, ref: str) -> Round:
    """The council's round by its short name, or 404."""
    rows = Round.objects.filter(council=request.council, ref=ref)
    found = rows.select_related("council", "local_version").first()
    if found is None:
        raise Http404
    return found


def response_of(request: CouncilRequest, ref: str, department_id: int) -> Response:
    """A department's response in a round of this council, or 404."""
    rows = Response.objects.select_related("round__council", "department", "submitted_by")
    found = rows.filter(round__council=request.council, round__ref=ref, department_id=department_id).first()
    if found is None:
        raise Http404
    return found


def department_of(request: CouncilRequest, department_id: int) -> Department:
    found = Department.objects.filter(council=request.council, pk=department_id).select_related("council").first()
    if found is None:
        raise Http404
    return found
