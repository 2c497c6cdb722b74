"""Views: where departments differ, one value code side by side, one object with its direct rating."""

from collections import defaultdict
from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from goldthread.assessment.actions.moderation import ResolutionConflict, rate_object, save_resolution
from goldthread.assessment.models import Answer, Evidence, ObjectRating, Resolution
from goldthread.framework.types import LOCAL_OBJECT, FrameworkObject, UnknownItem, ValueCode
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view, round_of
from goldthread.web.forms import faults_of
from goldthread.web.ladders import draw_ladder
from goldthread.web.moderation import present
from goldthread.web.moderation.forms import NO_RATING, NoteForm, RatingForm
from goldthread.web.moderation.matrix import Show, choose_show, present_matrix
from goldthread.web.moderation.records import departments_beside, tags_of
from goldthread.web.moderation.sides import present_sides
from goldthread.web.shown import ShownRound

INVALID, CONFLICT = 400, 409


@council_view(Action.VIEW_ALL_ANSWERS)
def differences(request: CouncilRequest, ref: str) -> HttpResponse:
    """The matrix of departments by value code, narrowed by `show` and `area` in the address."""
    shown = ShownRound(round_of(request, ref))
    area = request.GET.get("area", "")
    if area and area not in {item.id for item in shown.framework.every_object}:
        area = ""
    noted = noted_codes(shown)
    results = shown.result.every_result
    show = Show.ALL if area and "show" not in request.GET else choose_show(request.GET.get("show", ""), results)
    context = {
        "shown": shown,
        "caption": present.caption_of(shown),
        "finding": present.differences_finding(results, noted),
        "matrix": present_matrix(shown, show, area=area, noted=noted, records=tags_of(shown)),
        "show": show,
        "show_choices": present.show_choices(results, show),
        "area": shown.framework.object(area) if area else None,
        "area_choices": present.area_choices(shown.framework, area),
        "levels": shown.framework.levels,
    }
    return render(request, "goldthread/moderation/differences.html", context)


def noted_codes(shown: ShownRound) -> frozenset[str]:
    return frozenset(Resolution.objects.filter(round=shown.round).values_list("value_code", flat=True))


@council_view(Action.VIEW_ALL_ANSWERS)
def code(request: CouncilRequest, ref: str, value_code: str) -> HttpResponse:
    """One value code side by side; a POST keeps the note of what was agreed."""
    shown = ShownRound(round_of(request, ref))
    found = _code_or_404(shown, value_code)
    if request.method != "POST":
        return show_code(request, shown, found)
    request.standing.check(Action.MODERATE)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show_code(request, shown, found, form=form, status=INVALID)
    try:
        save_resolution(
            round=shown.round,
            value_code=found.id,
            note=form.cleaned_data["note"],
            expected_version=form.read_version(),
            by=request.user,
        )
    except ResolutionConflict as conflict:
        return show_code(request, shown, found, form=form, conflict=conflict, status=CONFLICT)
    messages.success(request, f"The note on {found.id} is saved. The answers stay as they were given.")
    return redirect("moderation:code", request.council.slug, ref, found.id)


def _code_or_404(shown: ShownRound, value_code: str) -> ValueCode:
    try:
        return shown.framework.value_code(value_code)
    except UnknownItem:
        raise Http404 from None


def show_code(
    request: CouncilRequest,
    shown: ShownRound,
    found: ValueCode,
    *,
    form: NoteForm | None = None,
    conflict: ResolutionConflict | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a value code; with a form that failed, or with a conflict that shows both notes."""
    answers = [row for row in shown.answers if row.value_code == found.id]
    result = shown.result.code(found.id)
    note = Resolution.objects.filter(round=shown.round, value_code=found.id).select_related("by").first()
    context = {
        "shown": shown,
        "caption": f"{present.caption_of(shown)} · {shown.framework.object_of(found.id).name}",
        "code": found,
        "object": shown.framework.object_of(found.id),
        "result": result,
        "ladder": present.code_ladder(shown, result),
        "sides": present_sides(answers, evidence_of(answers), result, found, shown.framework),
        "records": departments_beside(shown, found.id, answers),
        "levels": [(level, found.ladder.at(level.number)) for level in shown.framework.levels],
        "way": present.way_through(shown, found.id),
        "note": note,
        "form": _note_form(form, note),
        "faults": faults_of(form) if form and not conflict else [],
        "conflict": conflict,
        "can_moderate": present.can_moderate(request.standing, shown),
        "can_return": present.can_return(request.standing, shown),
        "priority": shown.framework.local.priority(found.id) if shown.framework.local else None,
        "can_view_evidence": request.standing.can(Action.VIEW_EVIDENCE),
    }
    return render(request, "goldthread/moderation/code.html", context, status=status)


def _note_form(sent: NoteForm | None, note: Resolution | None) -> NoteForm:
    """The note to edit; after a conflict or a fault with the text that was sent and the version that stands now."""
    if sent and sent.errors:
        return sent
    version = note.version if note else 0
    text = sent.cleaned_data["note"] if sent else note.note if note else ""
    return NoteForm(initial={"note": text, "version": version})


def evidence_of(answers: Sequence[Answer]) -> dict[int, list[Evidence]]:
    """The evidence that stands behind these answers now, by answer (one query)."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    rows = Evidence.objects.filter(answer__in=[row.pk for row in answers], removed_at__isnull=True)
    for row in rows.select_related("document"):
        found[row.answer_id].append(row)
    return found


@council_view(Action.VIEW_ALL_ANSWERS)
def object_(request: CouncilRequest, ref: str, object_id: str) -> HttpResponse:
    """One key area or enabler: its codes, and the level that the council rates directly (POST)."""
    shown = ShownRound(round_of(request, ref))
    item = _object_or_404(shown, object_id)
    if item.id == LOCAL_OBJECT:  # nothing is rolled up over the local codes, nor rated
        address = reverse("moderation:differences", args=[request.council.slug, ref])
        return redirect(f"{address}?area={LOCAL_OBJECT}")
    if request.method != "POST":
        return show_object(request, shown, item)
    request.standing.check(Action.MODERATE)
    form = RatingForm(shown.framework, request.POST)
    if not form.is_valid():
        return show_object(request, shown, item, form=form)
    level = form.read_level()
    rate_object(round=shown.round, object_id=item.id, level=level, reason=form.cleaned_data["reason"], by=request.user)
    said = f"{item.name} is rated {shown.framework.level_name(level)}." if level else "The rating is taken away."
    messages.success(request, said)
    return redirect("moderation:object", request.council.slug, ref, item.id)


def _object_or_404(shown: ShownRound, object_id: str) -> FrameworkObject:
    try:
        return shown.framework.object(object_id)
    except UnknownItem:
        raise Http404 from None


def show_object(
    request: CouncilRequest, shown: ShownRound, item: FrameworkObject, *, form: RatingForm | None = None
) -> HttpResponse:
    """The page of an object; with what was typed where the form failed."""
    standing = shown.result.object(item.id)
    rating = ObjectRating.objects.filter(round=shown.round, object_id=item.id).select_related("by").first()
    chosen = form.data.get("level", "") if form else str(rating.level) if rating else ""
    context = {
        "shown": shown,
        "caption": f"{present.caption_of(shown)} · {item.section}",
        "object": item,
        "standing": standing,
        "rating": rating,
        "rated_name": shown.framework.level_name(rating.level) if rating else "",
        "ladder": draw_ladder(
            shown.framework,
            level=standing.level,
            final=standing.final,
            last=shown.last_levels.objects.get(item.id),
        ),
        "matrix": present_matrix(shown, Show.ALL, area=item.id, noted=noted_codes(shown), records=tags_of(shown)),
        "levels": [
            (level, item.ladder.at(level.number), str(level.number) == chosen) for level in shown.framework.levels
        ],
        "no_rating": (NO_RATING, chosen == NO_RATING),
        "form": form or RatingForm(shown.framework, initial={"reason": rating.reason if rating else ""}),
        "faults": faults_of(form) if form else [],
        "can_moderate": present.can_moderate(request.standing, shown),
    }
    return render(request, "goldthread/moderation/object.html", context, status=INVALID if form else 200)
