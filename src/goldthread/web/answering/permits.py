"""Who may read, change and compare answers: the rules of the pages, checked again at every POST."""

from dataclasses import dataclass

from django.http import Http404

from goldthread.assessment.actions.answers import AnswerRefused, check_can_change
from goldthread.assessment.models import Answer, Evidence, Response, Round
from goldthread.assessment.queries.answers import find_answer
from goldthread.assessment.types import ResponseState
from goldthread.organisation.models import Department
from goldthread.organisation.permissions import NotAllowed, Standing
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, response_of


@dataclass(frozen=True)
class Permit:
    """Whether this person may change this response now; if not, `reason` and `do` say why and what to do."""

    can_change: bool
    reason: str = ""
    do: str = ""


def permit_of(standing: Standing, response: Response) -> Permit:
    """What the person may do with the response, in a sentence where it is only to read."""
    try:
        check_can_change(response)
    except AnswerRefused as refused:
        return Permit(can_change=False, reason=refused.what, do=refused.do if standing.can(Action.ANSWER) else "")
    if standing.can_answer_for(response.department):
        return Permit(can_change=True)
    return Permit(
        can_change=False,
        reason=f"You can read these answers; only respondents of {response.department.name} can change them.",
    )


def check_can_read(standing: Standing, department: Department) -> None:
    """Raise `NotAllowed` unless the person answers for the department or may view all answers."""
    if standing.can_answer_for(department) or standing.can(Action.VIEW_ALL_ANSWERS):
        return
    if standing.can(Action.ANSWER):
        standing.check_answer_for(department)
    standing.check(Action.VIEW_ALL_ANSWERS)


def readable_response(request: CouncilRequest, ref: str, department_id: int) -> Response:
    """The department's response in the round, if this person may read it."""
    response = response_of(request, ref, department_id)
    check_can_read(request.standing, response.department)
    return response


def own_response(request: CouncilRequest, ref: str, department_id: int) -> Response:
    """The department's response in the round, if this person answers for the department."""
    response = response_of(request, ref, department_id)
    request.standing.check_answer_for(response.department)
    return response


def answer_in(response: Response, value_code: str) -> Answer:
    """The response's answer to a code it is asked, or 404."""
    found = response.answers.select_related("changed_by").filter(value_code=value_code).first()
    if found is None:
        raise Http404
    return found


def own_answer(request: CouncilRequest, ref: str, department_id: int, value_code: str) -> Answer:
    """The department's answer to a code it is asked, if this person answers for the department (one short query)."""
    if department_id not in request.standing.departments:
        own_response(request, ref, department_id)  # says why not
    found = find_answer(request.council, ref, department_id=department_id, value_code=value_code)
    if found is None:
        raise Http404
    request.standing.check_answer_for(found.response.department)
    return found


def can_see_others(standing: Standing, round: Round) -> bool:
    """Nobody sees other departments' answers before their own are submitted, but those who may view all answers."""
    if standing.can(Action.VIEW_ALL_ANSWERS):
        return True
    if not standing.can(Action.ANSWER):
        return False
    own = Response.objects.filter(round=round, department__in=standing.departments).values_list("state", flat=True)
    states = list(own)
    return bool(states) and all(state == ResponseState.SUBMITTED for state in states)


def check_can_see_others(standing: Standing, round: Round) -> None:
    """Raise `NotAllowed` where `can_see_others` says no."""
    if can_see_others(standing, round):
        return
    if not standing.can(Action.ANSWER):
        standing.check(Action.VIEW_ALL_ANSWERS)
    raise NotAllowed(
        what="Other departments' answers are shown once your own are submitted.",
        do="Submit your department's answers first, so that nobody is led by somebody else's.",
    )


def check_can_open(standing: Standing, evidence: Evidence) -> None:
    """Raise `NotAllowed` or 404 unless the person may open this evidence."""
    response = evidence.answer.response
    if standing.can(Action.VIEW_ALL_ANSWERS):
        return
    if standing.can_answer_for(response.department):
        if evidence.removed_at is not None:
            raise Http404
        return
    check_can_see_others(standing, response.round)
    if response.state != ResponseState.SUBMITTED:
        standing.check_answer_for(response.department)
    if evidence.removed_at is not None:
        raise Http404
