"""The page of one key area, as it is saved or with what somebody typed and could not save."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from goldthread.assessment.actions.answers import AnswerRefused
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, Response
from goldthread.assessment.queries.rounds import answers_of_response, last_signed_round
from goldthread.assessment.types import ResponseState
from goldthread.common.words import list_in_words
from goldthread.framework.types import Framework, ValueCode
from goldthread.web.access import CouncilRequest
from goldthread.web.answering.areas import Area
from goldthread.web.answering.carrying import carried_to, ways_to
from goldthread.web.answering.forms import TypedAnswer
from goldthread.web.answering.permits import can_see_others, permit_of
from goldthread.web.answering.present import AreaLine, Place, field_id, list_areas, say_progress, tally, time_left
from goldthread.web.answering.present_code import AreaContext, CodeView, build_code, said_in_words
from goldthread.web.answering.records import records_of

OK, REFUSED = 200, 422


@dataclass(frozen=True)
class Unsaved:
    """What somebody typed for one code and could not save."""

    value_code: str
    typed: TypedAnswer
    faults: tuple[AnswerRefused, ...]


@dataclass(frozen=True)
class Fault:
    """A line of the error summary."""

    field: str
    text: str


def area_page(
    request: CouncilRequest, response: Response, area: Area, *, unsaved: Unsaved | None = None
) -> HttpResponse:
    """The page; with `unsaved`, what was typed stands in its fields, or to copy where nothing can be changed."""
    framework = framework_of(response.round)
    place = Place(request.council.slug, response.round.ref, response.department_id)
    permit = permit_of(request.standing, response)
    answers = answers_of_response(response)
    areas = list_areas(place, framework, answers, current=area)
    here = next((line for line in areas if line.current), None)
    counts = tally(answer for code, answer in answers.items() if code in {item.id for item in area.codes})
    carried = carried_to(response, answers, ways_to(response), place)
    records = records_of(response, [code.id for code in area.codes], request.standing)
    context = {
        "response": response,
        "round": response.round,
        "framework": framework,
        "area": area,
        "permit": permit,
        "submitted": response.state == ResponseState.SUBMITTED,
        "areas": areas,
        "codes": [
            replace(code, records=records.get(code.code.id), carried=carried.get(code.code.id))
            for code in build_codes(response, area, answers, place, framework=framework, unsaved=unsaved)
        ],
        "not_asked": say_not_asked(response, area, answers),
        "finding": say_progress(counts),
        "time_left": time_left(tally(answers.values()).left),
        "next_area": _next_area(areas, here),
        "department_url": place.url("department"),
        "sees_others": can_see_others(request.standing, response.round) if not permit.can_change else False,
        "faults": _summary(unsaved),
        "kept": _kept(unsaved, framework) if not permit.can_change else (),
        "kept_code": unsaved.value_code if unsaved else "",
    }
    return render(request, "goldthread/answering/area.html", context, status=REFUSED if unsaved else OK)


def build_codes(
    response: Response,
    area: Area,
    answers: Mapping[str, Answer],
    place: Place,
    *,
    framework: Framework,
    unsaved: Unsaved | None = None,
) -> list[CodeView]:
    """The asked codes of an area, in order."""
    shared = AreaContext(
        place=place,
        area=area,
        framework=framework,
        last_levels=last_levels_of(response),
        today=timezone.localdate(),
        next_urls=next_urls(place, framework, answers),
    )
    views = []
    for code in area.codes:
        answer = answers.get(code.id)
        if answer is None:
            continue
        if unsaved and unsaved.value_code == code.id:
            version, faults = unsaved.typed.version, unsaved.faults
            views.append(build_code(shared, code, answer, typed=unsaved.typed.content, version=version, faults=faults))
        else:
            views.append(build_code(shared, code, answer))
    return views


def next_urls(place: Place, framework: Framework, answers: Mapping[str, Answer]) -> dict[str, str]:
    """Where "Save and next" goes from each code: the next that is asked, and from the last the department's list."""
    lines = [line for area in list_areas(place, framework, answers) for line in area.codes]
    following = [line.url for line in lines[1:]] + [place.url("department")]
    return {line.code.id: url for line, url in zip(lines, following, strict=True)}


def last_levels_of(response: Response) -> dict[str, int | None]:
    """The department's levels in the last signed round, by value code (two queries)."""
    last = last_signed_round(response.round)
    if last is None:
        return {}
    rows = Answer.objects.filter(round=last, response__department=response.department_id)
    return dict(rows.values_list("value_code", "level"))


def say_not_asked(response: Response, area: Area, answers: Mapping[str, Answer]) -> str:
    """Which codes of the area the department is not asked, in a sentence; "" where it is asked all."""
    missing = [code for code in area.codes if code.id not in answers]
    if not missing:
        return ""
    named = list_in_words([f"{code.id} {code.name}" for code in missing])
    if len(missing) == len(area.codes):
        return f"{response.department.name} is not asked anything in this area."
    return f"{response.department.name} is not asked {named}."


def _next_area(areas: list[AreaLine], here: AreaLine | None) -> AreaLine | None:
    if here is None:
        return None
    place = areas.index(here) + 1
    return areas[place] if place < len(areas) else None


def _summary(unsaved: Unsaved | None) -> list[Fault]:
    if unsaved is None:
        return []
    return [Fault(field_id(unsaved.value_code, fault.field), f"{fault.what} {fault.do}") for fault in unsaved.faults]


def _kept(unsaved: Unsaved | None, framework: Framework) -> tuple[tuple[str, str], ...]:
    """What was typed, by label, for a page on which nothing can be typed any more."""
    if unsaved is None:
        return ()
    code: ValueCode = framework.value_code(unsaved.value_code)
    said = said_in_words(unsaved.typed.content, code, framework)
    return tuple((label, text) for label, text in said.items() if text and text != "No")
