"""Views: ambition: the level aimed for, by when and why."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from goldthread.assessment.types import RoundState
from goldthread.framework.types import LOCAL_OBJECT, FrameworkObject, UnknownItem, ValueCode
from goldthread.organisation.types import Action
from goldthread.plan.actions.ambitions import set_ambition
from goldthread.plan.actions.refusals import PlanRefused
from goldthread.plan.models import Ambition
from goldthread.plan.queries.ambitions import ambitions_of, choose_shown
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.ambition import present
from goldthread.web.ambition.forms import AmbitionForm
from goldthread.web.forms import faults_of
from goldthread.web.ladders import draw_ladder
from goldthread.web.shown import round_shown_to
from goldthread.web.wording import day_in_words

INVALID = 400
Item = FrameworkObject | ValueCode


def where_now(request: CouncilRequest) -> present.Now:
    round_ = round_shown_to(request.standing)
    return present.where_now(request.council, None if round_ and round_.state == RoundState.DRAFT else round_)


@council_view(Action.VIEW_SIGNED_RESULTS)
def list_(request: CouncilRequest) -> HttpResponse:
    """Per object the level now and the ambitions."""
    now = where_now(request)
    ambitions = ambitions_of(request.council, now.framework.id)
    every = choose_shown(ambitions)
    shown = present.of_objects(every, now.framework)
    can_set = request.standing.can(Action.SET_AMBITION)
    context = {
        "caption": now.framework.short_title,
        "finding": present.ambition_finding(now, shown, can_set=can_set),
        "now": now,
        "has_aims": bool(shown),
        "sections": present.present_aims(now, ambitions, present.with_local(every, now.framework)),
        "can_set": can_set,
    }
    return render(request, "goldthread/ambition/list.html", context)


@council_view(Action.SET_AMBITION)
def edit(request: CouncilRequest, object_id: str) -> HttpResponse:
    """Set the ambition of one object; a POST saves it. Below the level now it asks for a tick."""
    now = where_now(request)
    item = _find_item(now, object_id)
    ambitions = ambitions_of(request.council, now.framework.id)
    level_now = now.levels.get(item.id)
    if request.method != "POST":
        initial = _initial(choose_shown(ambitions).get(item.id))
        return _show(request, now, item, ambitions, AmbitionForm(now.framework, level_now, initial=initial))
    form = AmbitionForm(now.framework, level_now, request.POST)
    if not form.is_valid():
        return _show(request, now, item, ambitions, form)
    try:
        saved = set_ambition(
            council=request.council,
            framework_id=now.framework.id,
            object_id=item.id,
            level=form.cleaned_data["level"],
            by_date=form.cleaned_data["by_date"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            approved_by=form.cleaned_data["approved_by"],
            approved_on=form.cleaned_data["approved_on"],
        )
    except PlanRefused as refused:
        form.add_error(refused.field, f"{refused.what} {refused.do}")
        return _show(request, now, item, ambitions, form)
    level = now.framework.level_name(saved.level)
    messages.success(request, f"{item.name}: the ambition is {level} by {day_in_words(saved.by_date)}.")
    return redirect("ambition:list", request.council.slug)


def _initial(shown: Ambition | None) -> dict[str, object]:
    names = ("level", "by_date", "reason", "approved_by", "approved_on")
    return {name: getattr(shown, name) for name in names} if shown else {}


def _find_item(now: present.Now, item_id: str) -> Item:
    """A key area, an enabler or a single value code, which may be the council's own, or 404."""
    if item_id == LOCAL_OBJECT:
        raise Http404  # the local codes together have no level to aim for
    for find in (now.framework.object, now.framework.value_code):
        try:
            return find(item_id)
        except UnknownItem:
            continue
    raise Http404


def _show(
    request: CouncilRequest,
    now: present.Now,
    item: Item,
    ambitions: Mapping[str, Sequence[Ambition]],
    form: AmbitionForm,
) -> HttpResponse:
    chosen = str(form["level"].value() or "")
    level = now.levels.get(item.id)
    context = {
        "caption": f"Ambition · {item.section if isinstance(item, FrameworkObject) else item.id}",
        "object": item,
        "finding": _finding(now, item),
        "ladder": draw_ladder(now.framework, level=level, final=now.final.get(item.id, True)),
        "levels": [(row, item.ladder.at(row.number), str(row.number) == chosen) for row in now.framework.levels],
        "level_now": level,
        "aims": [present.present_aim(row, now.framework, item.id) for row in ambitions.get(item.id, ())],
        "form": form,
        "faults": faults_of(form) if form.is_bound else [],
    }
    return render(request, "goldthread/ambition/edit.html", context, status=INVALID if form.is_bound else 200)


def _finding(now: present.Now, item: Item) -> str:
    level = now.levels.get(item.id)
    if level is None:
        return "The council has no level here yet."
    so_far = "" if now.final.get(item.id, True) else ", so far"
    return f"The council stands at {now.framework.level_name(level)} ({now.source}{so_far})."
