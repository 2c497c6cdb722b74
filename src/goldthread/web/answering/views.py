"""The pages on which a department sees what is asked, answers it, and, once submitted, compares."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, Round
from goldthread.assessment.queries.rounds import progress_of
from goldthread.assessment.types import ResponseState
from goldthread.framework.types import UnknownItem
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view, round_of
from goldthread.web.answering.areas import Area, find_area
from goldthread.web.answering.carrying import say_left, ways_to
from goldthread.web.answering.compare import build_comparison
from goldthread.web.answering.pages import area_page
from goldthread.web.answering.permits import can_see_others, check_can_see_others, permit_of, readable_response
from goldthread.web.answering.present import (
    Place,
    find_codes,
    list_areas,
    list_faults,
    next_to_answer,
    say_progress,
    tally,
)
from goldthread.web.wording import say_submitted

UNANSWERED_ONLY = "left"


@council_view()
def task_list(request: CouncilRequest, ref: str) -> HttpResponse:
    """Which responses are this person's; goes straight to the only one."""
    round_ = round_of(request, ref)
    standing = request.standing
    if not standing.can(Action.ANSWER):
        standing.check(Action.VIEW_ALL_ANSWERS)
    rows = progress_of(round_)
    own = [row for row in rows if standing.can_answer_for(row.department)]
    if len(own) == 1 and not standing.can(Action.VIEW_ALL_ANSWERS):
        return redirect("answering:department", request.council.slug, ref, own[0].department.pk)
    others = [row for row in rows if row not in own] if standing.can(Action.VIEW_ALL_ANSWERS) else []
    context = {
        "round": round_,
        "framework": framework_of(round_),
        "own": own,
        "others": others,
        "finding": say_submitted(sum(row.state is ResponseState.SUBMITTED for row in rows), len(rows)),
        "can_answer": standing.can(Action.ANSWER),
    }
    return render(request, "goldthread/answering/task_list.html", context)


@council_view()
def department(request: CouncilRequest, ref: str, department_id: int) -> HttpResponse:
    """What the department is asked, how far it is, and what is left."""
    response = readable_response(request, ref, department_id)
    framework = framework_of(response.round)
    place = Place(request.council.slug, ref, department_id)
    answers = {answer.value_code: answer for answer in Answer.objects.filter(response=response)}
    areas = list_areas(place, framework, answers)
    words, only_left = request.GET.get("q", "").strip()[:200], request.GET.get("show") == UNANSWERED_ONLY
    counts = tally(answers.values())
    together, alone = say_left(answers, ways_to(response))
    context = {
        "together": together,
        "alone": alone,
        "response": response,
        "round": response.round,
        "framework": framework,
        "permit": permit_of(request.standing, response),
        "submitted": response.state == ResponseState.SUBMITTED,
        "areas": areas,
        "tally": counts,
        "finding": say_progress(counts),
        "more_needed": len(list_faults(areas, answers, framework)) - counts.left,
        "not_asked": len(framework.every_code) - counts.asked,
        "words": words,
        "only_left": only_left,
        "found": find_codes(areas, words=words, unanswered_only=only_left) if words or only_left else None,
        "is_own": request.standing.can_answer_for(response.department),
        "sees_others": can_see_others(request.standing, response.round),
        "submit_url": place.url("submit"),
        "next_code": next_to_answer(areas),
    }
    return render(request, "goldthread/answering/department.html", context)


@council_view()
def area(request: CouncilRequest, ref: str, department_id: int, object_id: str) -> HttpResponse:
    """One key area's value codes, to answer or to read."""
    response = readable_response(request, ref, department_id)
    found = area_or_404(response.round, object_id)
    if found.id != object_id:
        place = Place(request.council.slug, ref, department_id)
        return HttpResponseRedirect(f"{place.url('area', found.id)}#{object_id}")
    return area_page(request, response, found)


def area_or_404(round_: Round, area_id: str) -> Area:
    try:
        return find_area(framework_of(round_), area_id)
    except UnknownItem:
        raise Http404 from None


@council_view()
def others(request: CouncilRequest, ref: str) -> HttpResponse:
    """What the departments answered, side by side: shown to a respondent once their own answers are submitted."""
    round_ = round_of(request, ref)
    check_can_see_others(request.standing, round_)
    framework = framework_of(round_)
    wanted = request.GET.get("area") or framework.objects[0].id
    comparison = build_comparison(
        round_, area_or_404(round_, wanted), framework, request.standing, today=timezone.localdate()
    )
    context = {"round": round_, "framework": framework, "comparison": comparison}
    return render(request, "goldthread/answering/others.html", context)
