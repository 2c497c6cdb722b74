"""What of a round's report a person may see: all of it, what is submitted, or their own department's answers."""

from dataclasses import dataclass

from django.http import Http404

from goldthread.assessment.models import Response, Round
from goldthread.assessment.types import ResponseState, RoundState
from goldthread.organisation.models import Department
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.reports.diagnostic.gather import NoSuchSignature, gather
from goldthread.reports.diagnostic.material import Material, hide_unsubmitted, only_department
from goldthread.web.access import CouncilRequest, department_of

LONGEST_NUMBER, LONGEST_KEY = 6, 18  # figures


@dataclass(frozen=True)
class Readable:
    """What this person may read of the round, and the departments of the round for which they answer."""

    material: Material
    own: tuple[Department, ...]


def find_readable(request: CouncilRequest, round_: Round) -> Readable:
    """The round as far as this person may read it; raises `NotAllowed` or 404 where nothing of it is for them.

    A signed report is for everybody who may see signed results. Before that, who works on the round sees all of it; a
    respondent sees their own department's answers, and what others have submitted once their own are submitted.
    """
    standing, wants_draft = request.standing, "draft" in request.GET
    if wanted := request.GET.get("department"):
        return _of_department(request, round_, wanted, draft=wants_draft)
    if number := request.GET.get("signature"):
        standing.check(Action.VIEW_WORKING_RESULTS)
        return _of_signature(standing, round_, number)
    if round_.state == RoundState.SIGNED and not wants_draft:
        standing.check(Action.VIEW_SIGNED_RESULTS)
    elif not standing.can(Action.VIEW_WORKING_RESULTS):
        return _of_respondent(standing, round_)
    material = gather(round_, draft=wants_draft)
    return Readable(material, _own(standing, material))


def _of_signature(standing: Standing, round_: Round, number: str) -> Readable:
    """What was signed, also where the round was reopened since; who works on rounds may go back to it."""
    if not number.isascii() or not number.isdigit() or len(number) > LONGEST_NUMBER:
        raise Http404
    try:
        material = gather(round_, signature=int(number))
    except NoSuchSignature:
        raise Http404 from None
    return Readable(material, _own(standing, material))


def _of_respondent(standing: Standing, round_: Round) -> Readable:
    responses = list(Response.objects.filter(round=round_).select_related("department"))
    states = {row.department.name: row.state for row in responses if standing.can_answer_for(row.department)}
    if not states:
        standing.check(Action.VIEW_SIGNED_RESULTS)
        raise Http404  # there is no signed report, and the draft is not for them
    material = gather(round_, draft=True, responses=responses)
    asked = (row.department for row in responses if row.department_id in standing.departments)
    own = tuple(department for department in asked if department.name in material.departments)
    if all(state == ResponseState.SUBMITTED for state in states.values()):
        submitted = {row.department.name for row in responses if row.state == ResponseState.SUBMITTED}
        return Readable(hide_unsubmitted(material, submitted), own)
    return Readable(only_department(material, next(iter(states))), own)


def _of_department(request: CouncilRequest, round_: Round, wanted: str, *, draft: bool) -> Readable:
    if not wanted.isascii() or not wanted.isdigit() or len(wanted) > LONGEST_KEY:
        raise Http404
    department = department_of(request, int(wanted))
    if not request.standing.can(Action.VIEW_ALL_ANSWERS):
        request.standing.check_answer_for(department)
    material = gather(round_, draft=draft)
    if department.name not in material.departments:
        raise Http404
    is_only_theirs = request.standing.departments == {department.pk}
    own = (department,) if is_only_theirs else _own(request.standing, material)
    return Readable(only_department(material, department.name), own)


def _own(standing: Standing, material: Material) -> tuple[Department, ...]:
    return tuple(Department.objects.filter(pk__in=standing.departments, name__in=material.departments))
