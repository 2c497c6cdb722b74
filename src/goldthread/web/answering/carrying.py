"""What was carried to a department from an older framework: its old wording beside the new, to confirm or change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from goldthread.assessment.actions.answers import AnswerRefused, content_of
from goldthread.assessment.carrying.actions import (
    confirm_answer,
    confirm_department,
    needs_review,
    offered_content,
)
from goldthread.assessment.carrying.queries import carried_into
from goldthread.assessment.carrying.reuse import is_reuse
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, CarriedAnswer, Response
from goldthread.assessment.types import AnswerState
from goldthread.framework.types import Framework, FrameworkObject, ValueCode
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.answering.areas import area_of_code
from goldthread.web.answering.permits import own_answer, own_response
from goldthread.web.answering.present import Place
from goldthread.web.wording import count_of, opening

Ways = Mapping[str, Sequence[CarriedAnswer]]


@dataclass(frozen=True)
class CarriedFrom:
    """One old answer that was carried to a code, in the words of its day."""

    round_name: str
    framework: str
    item: str
    answer: str
    statements: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class CodeCarried:
    """The mark on one value code. `newer` is empty where the level says the same in both; `offer` can be confirmed."""

    finding: str
    olds: tuple[CarriedFrom, ...]
    newer: tuple[str, ...]
    level_name: str
    offer: str
    is_open: bool
    needs_review: bool
    confirm_url: str


def carried_to(response: Response, answers: Mapping[str, Answer], ways: Ways, place: Place) -> dict[str, CodeCarried]:
    """The mark of each code of the response to which anything was carried, by value code."""
    framework = framework_of(response.round)
    return {
        code: _mark(answers[code], found, framework, place) for code, found in ways.items() if code in answers and found
    }


def ways_to(response: Response) -> Ways:
    return carried_into(response.round, response.department_id)


def say_left(answers: Mapping[str, Answer], ways: Ways) -> tuple[int, int]:
    """How many carried answers can be confirmed together, and how many have to be read one by one."""
    together = alone = 0
    for code, found in ways.items():
        answer = answers.get(code)
        if (
            answer is None
            or answer.state != AnswerState.UNANSWERED
            or offered_content(content_of(answer), found) is None
        ):
            continue
        together, alone = (together, alone + 1) if needs_review(found) else (together + 1, alone)
    return together, alone


def _mark(answer: Answer, ways: Sequence[CarriedAnswer], framework: Framework, place: Place) -> CodeCarried:
    offered = offered_content(content_of(answer), ways) if answer.state == AnswerState.UNANSWERED else None
    review = needs_review(ways)
    olds = tuple(_old(way) for way in ways)
    newer: tuple[str, ...] = ()
    if offered is not None and offered.level is not None:
        newer = framework.value_code(answer.value_code).ladder.at(offered.level)
        if all(old.statements == newer for old in olds):
            newer = ()
    level_name = ""
    if offered is not None and offered.level is not None:
        level_name = f"{offered.level} {framework.level_name(offered.level)}"
    return CodeCarried(
        finding=_finding(answer, ways, is_open=offered is not None, review=review),
        olds=olds,
        newer=newer,
        level_name=level_name,
        offer=_offer(level_name) if offered is not None else "",
        is_open=offered is not None,
        needs_review=review,
        confirm_url=place.url("confirm", answer.value_code),
    )


def _offer(level_name: str) -> str:
    return f"Confirm {level_name}" if level_name else "Confirm that it does not apply"


def _finding(answer: Answer, ways: Sequence[CarriedAnswer], *, is_open: bool, review: bool) -> str:
    source = ways[0].carrying.old.name
    if answer.state != AnswerState.UNANSWERED:
        return f"{'Proposed' if is_reuse(ways[0].carrying) else 'Carried'} from {source}, and answered since."
    if not is_open:
        return f"The comment was carried from {source}; the level has to be chosen afresh."
    if is_reuse(ways[0].carrying):
        return f"Proposed from {source}, under another framework. It counts once you confirm or change it."
    if review:
        return f"Carried from {source}, needs review: the wording has grown. It counts once you confirm or change it."
    return f"Carried from {source}, to be confirmed by your department. It does not count yet."


def _old(way: CarriedAnswer) -> CarriedFrom:
    old = framework_of(way.carrying.old)
    known: dict[str, ValueCode | FrameworkObject] = {item.id: item for item in old.objects}
    item = (known | {code.id: code for code in old.every_code}).get(way.old_item)
    name = f"{way.level} {old.level_name(way.level)}" if way.level is not None else "Does not apply, or not answered"
    return CarriedFrom(
        round_name=way.carrying.old.name,
        framework=old.short_title,
        item=f"{way.old_item} {item.name}" if item else way.old_item,
        answer=name,
        statements=item.ladder.at(way.level) if item and way.level is not None else (),
        why=way.why,
    )


@require_POST
@council_view()
def confirm(request: CouncilRequest, ref: str, department_id: int, value_code: str) -> HttpResponse:
    """Take what was carried to one code as the department's answer of today."""
    answer = own_answer(request, ref, department_id, value_code)
    response = answer.response
    ways = ways_to(response).get(value_code, ())
    try:
        confirm_answer(answer=answer, ways=ways, by=request.user)
    except AnswerRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"{value_code} is confirmed.")
    area = area_of_code(framework_of(response.round), value_code)
    place = Place(request.council.slug, ref, department_id)
    return HttpResponseRedirect(f"{place.url('area', area.id)}#{value_code}")


@require_POST
@council_view()
def confirm_all(request: CouncilRequest, ref: str, department_id: int) -> HttpResponse:
    """Confirm at once everything that was carried and need not be reviewed."""
    response = own_response(request, ref, department_id)
    try:
        done = confirm_department(response=response, ways=ways_to(response), by=request.user)
    except AnswerRefused as refused:
        messages.warning(request, str(refused))
    else:
        are = "is" if done == 1 else "are"
        messages.success(request, opening(f"{count_of(done, 'carried answer')} {are} confirmed."))
    return redirect("answering:department", request.council.slug, ref, department_id)
