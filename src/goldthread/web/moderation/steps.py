"""Views of moderation's steps: leaving an answer out, and taking it back in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from goldthread.assessment.actions.moderation import exclude_answer, lift_exclusion
from goldthread.assessment.models import Answer
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view, round_of
from goldthread.web.forms import faults_of
from goldthread.web.moderation import present
from goldthread.web.moderation.forms import ReasonForm
from goldthread.web.moderation.sides import level_in_words
from goldthread.web.shown import ShownRound

INVALID = 400


def _answer_of(shown: ShownRound, answer_id: int) -> Answer:
    """One of the round's answers, read with all the others so that the level without it can be told."""
    for row in shown.answers:
        if row.pk == answer_id:
            return row
    raise Http404


@council_view(Action.MODERATE)
def leave_out(request: CouncilRequest, ref: str, answer_id: int) -> HttpResponse:
    """Asks why an answer is left out and says what that does to the level; a POST leaves it out."""
    shown = ShownRound(round_of(request, ref))
    answer = _answer_of(shown, answer_id)
    department = answer.response.department.name
    form = ReasonForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        exclude_answer(answer=answer, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(
            request, f"{department}’s answer to {answer.value_code} is left out. It stays as it was given."
        )
        return redirect("moderation:code", request.council.slug, ref, answer.value_code)
    same_code = [row for row in shown.answers if row.value_code == answer.value_code]
    then = present.result_without(same_code, answer, shown.framework)
    context = {
        "shown": shown,
        "caption": f"{present.caption_of(shown)} · {answer.value_code}",
        "answer": answer,
        "department": department,
        "code": shown.framework.value_code(answer.value_code),
        "level": level_in_words(answer, shown.framework),
        "consequence": present.consequence_of(shown.result.code(answer.value_code), then, shown.framework),
        "form": form or ReasonForm(),
        "faults": faults_of(form) if form else [],
    }
    return render(request, "goldthread/moderation/leave_out.html", context, status=INVALID if form else 200)


@council_view(Action.MODERATE)
def take_back(request: CouncilRequest, ref: str, answer_id: int) -> HttpResponse:
    """Takes an answer back into the council's level (POST); doing it twice changes nothing."""
    shown = ShownRound(round_of(request, ref))
    answer = _answer_of(shown, answer_id)
    if request.method == "POST":
        for exclusion in getattr(answer, "live_exclusions", ()):
            exclusion.answer = answer
            lift_exclusion(exclusion=exclusion, by=request.user)
        messages.success(request, f"{answer.response.department.name}’s answer to {answer.value_code} counts again.")
    return redirect("moderation:code", request.council.slug, ref, answer.value_code)
