"""Saving one answer: by its own button and a redirect, or by the page's script, which is told what became of it."""

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from goldthread.assessment.actions.answers import AnswerConflict, AnswerRefused, content_of, save_answer
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, Response
from goldthread.assessment.queries.answers import states_of
from goldthread.assessment.queries.rounds import answers_of_response
from goldthread.organisation.permissions import NotAllowed
from goldthread.web.access import CouncilRequest, council_view, response_of
from goldthread.web.answering.areas import area_of_code
from goldthread.web.answering.forms import TypedAnswer, read_answer
from goldthread.web.answering.pages import REFUSED, Unsaved, area_page, build_codes
from goldthread.web.answering.permits import own_answer
from goldthread.web.answering.present import Place, list_areas, say_progress, tally_states, time_left
from goldthread.web.answering.present_code import build_conflict, say_missing, say_saved
from goldthread.web.errors import CONFLICT, FORBIDDEN


@require_http_methods(["GET", "HEAD", "POST"])
@council_view()
def save(request: CouncilRequest, ref: str, department_id: int, value_code: str) -> HttpResponse:
    """Save what was typed for one code, or say what stands in the way with all that was typed."""
    by_script = request.accepts("application/json") and not request.accepts("text/html")
    try:
        answer = own_answer(request, ref, department_id, value_code)
    except NotAllowed as refused:
        if by_script:
            return _refusal(refused, status=FORBIDDEN)
        raise
    response = answer.response
    if request.method != "POST":  # somebody who had to sign in between typing and saving comes back this way
        return _go_on(request, response, value_code)
    code = framework_of(response.round).value_code(value_code)
    typed = read_answer(request.POST, code, content_of(answer))
    try:
        if typed.faults:
            raise typed.faults[0]
        saved = save_answer(answer=answer, content=typed.content, expected_version=typed.version, by=request.user)
    except AnswerConflict as conflict:
        return _tell_conflict(request, conflict, by_script=by_script)
    except AnswerRefused as refused:
        if by_script:
            return _refusal(refused, status=REFUSED)
        return _show_refused(request, response_of(request, ref, department_id), typed, value_code, refused)
    return _report(response, saved) if by_script else _go_on(request, response, value_code)


def _go_on(request: CouncilRequest, response: Response, value_code: str) -> HttpResponse:
    """Back to the code that was saved, or on to the next one."""
    framework = framework_of(response.round)
    place = Place(request.council.slug, response.round.ref, response.department_id)
    asked = {row.value_code: row for row in response.answers.only("response", "value_code", "state", "level")}
    lines = [line for area in list_areas(place, framework, asked) for line in area.codes]
    here = next(number for number, line in enumerate(lines) if line.code.id == value_code)
    if "next" not in request.POST:
        return HttpResponseRedirect(lines[here].url)
    return HttpResponseRedirect(lines[here + 1].url if here + 1 < len(lines) else place.url("department"))


def _report(response: Response, saved: Answer) -> JsonResponse:
    """What the page's script shows after a save. Counts are value codes."""
    framework = framework_of(response.round)
    states = states_of(response)
    area = area_of_code(framework, saved.value_code)
    here = tally_states(states[code.id] for code in area.codes if code.id in states)
    counts = tally_states(states.values())
    return JsonResponse(
        {
            "version": saved.version,
            "saved_at": say_saved(saved).removeprefix("Saved ").removeprefix("at "),
            "saved": say_saved(saved),
            "done": counts.done,
            "asked": counts.asked,
            "time_left": time_left(counts.left),
            "area": area.id,
            "area_count": here.in_words,
            "finding": say_progress(here),
            "mark": str(saved.level or ("n/a" if saved.state == "not applicable" else "")),
            "missing": say_missing(saved, framework),
        }
    )


def _refusal(refused: AnswerRefused | NotAllowed, *, status: int) -> JsonResponse:
    return JsonResponse({"what": refused.what, "do": refused.do}, status=status)


def _show_refused(
    request: CouncilRequest, response: Response, typed: TypedAnswer, value_code: str, refused: AnswerRefused
) -> HttpResponse:
    area = area_of_code(framework_of(response.round), value_code)
    unsaved = Unsaved(value_code, typed, typed.faults or (refused,))
    return area_page(request, response, area, unsaved=unsaved)


def _tell_conflict(request: CouncilRequest, conflict: AnswerConflict, *, by_script: bool) -> HttpResponse:
    """Both texts side by side; the person's own stands in the form beneath, ready to be kept, changed or dropped."""
    response = conflict.current.response
    framework = framework_of(response.round)
    code = framework.value_code(conflict.current.value_code)
    view = build_conflict(conflict, code, framework, request.user)
    area = area_of_code(framework, code.id)
    place = Place(request.council.slug, response.round.ref, response.department_id)
    context = {"conflict": view, "code_id": code.id, "theirs_url": f"{place.url('area', area.id)}#{code.id}"}
    if by_script:
        html = render_to_string("goldthread/answering/conflict_panel.html", context, request)
        return JsonResponse({"what": conflict.what, "version": view.version, "html": html}, status=CONFLICT)
    answers = answers_of_response(response)
    unsaved = Unsaved(code.id, TypedAnswer(conflict.attempted, view.version, ()), ())
    codes = build_codes(response, area, answers, place, framework=framework, unsaved=unsaved)
    shown = next(item for item in codes if item.code.id == code.id)
    context |= {"response": response, "round": response.round, "area": area, "code": shown}
    return render(request, "goldthread/answering/conflict.html", context, status=CONFLICT)
