"""What of a round's report a person may see: all of it, what is submitted, or their own department's answers."""

from django.http import Http404

from goldthread.assessment.models import Response, Round
from goldthread.assessment.types import ResponseState, RoundState
from goldthread.organisation.models import Department
from goldthread.organisation.types import Action
from goldthread.reports.diagnostic.gather import gather
from goldthread.reports.diagnostic.material import Material, hide_unsubmitted, only_department
from goldthread.web.access import CouncilRequest, department_of


def readable_material(request: CouncilRequest, round_: Round) -> Material:
    """The round as far as this person may read it; raises `NotAllowed` where nothing of it is for them.

    A signed report is for everybody who may see signed results. Before that, who works on the round sees all of it; a
    respondent sees their own department's answers, and what others have submitted once their own are submitted.
    """
    standing, wants_draft = request.standing, "draft" in request.GET
    if wanted := request.GET.get("department"):
        return _of_department(request, round_, wanted, draft=wants_draft)
    if round_.state == RoundState.SIGNED and not wants_draft:
        standing.check(Action.VIEW_SIGNED_RESULTS)
        return gather(round_)
    if standing.can(Action.VIEW_WORKING_RESULTS):
        return gather(round_, draft=wants_draft)
    responses = list(Response.objects.filter(round=round_).select_related("department"))
    own = [response for response in responses if standing.can_answer_for(response.department)]
    if not own:
        standing.check(Action.VIEW_WORKING_RESULTS)
    material = gather(round_, draft=True)
    if all(response.state == ResponseState.SUBMITTED for response in own):
        submitted = {row.department.name for row in responses if row.state == ResponseState.SUBMITTED}
        return hide_unsubmitted(material, submitted)
    return only_department(material, own[0].department.name)


def _of_department(request: CouncilRequest, round_: Round, wanted: str, *, draft: bool) -> Material:
    if not wanted.isdecimal():
        raise Http404
    department = department_of(request, int(wanted))
    if not request.standing.can(Action.VIEW_ALL_ANSWERS):
        request.standing.check_answer_for(department)
    material = gather(round_, draft=draft)
    if department.name not in material.departments:
        raise Http404
    return only_department(material, department.name)


def own_departments(request: CouncilRequest, round_: Round) -> list[Department]:
    """The departments of the round for which this person answers."""
    rows = Department.objects.filter(responses__round=round_, pk__in=request.standing.departments)
    return list(rows.order_by("order", "name"))
