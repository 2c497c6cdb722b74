"""Views: carrying a round into a newer framework, and what was carried into this one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldthread.assessment.carrying.actions import carry_round, confirm_rating
from goldthread.assessment.carrying.queries import carried_into, carrying_into, newer_frameworks
from goldthread.assessment.carrying.report import build_report
from goldthread.assessment.carrying.reuse import OPEN_STATES, is_reuse
from goldthread.assessment.carrying.trend import read_then_and_now, say_trend
from goldthread.assessment.models import CarriedAnswer, Carrying, ObjectRating, Round
from goldthread.assessment.types import RoundState
from goldthread.common.errors import UserError
from goldthread.framework.load import load_framework
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view, round_of
from goldthread.web.rounds.present_carrying import rating_lines, report_rows, reused_lines, say_reused


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.MANAGE_ROUND)
def carry(request: CouncilRequest, ref: str) -> HttpResponse:
    """Say what carrying the round would come to before anything is written; on POST carry it, once."""
    round_ = round_of(request, ref)
    newer = newer_frameworks(round_.framework_id)
    wanted = request.POST.get("to") or request.GET.get("to") or (newer[0] if newer else "")
    framework = load_framework(round_.framework_id)
    if wanted not in newer:
        context = {
            "round": round_,
            "framework": framework,
            "finding": f"Nothing supersedes {framework.short_title} here.",
        }
        return render(request, "goldthread/rounds/carry.html", context)
    try:
        if request.method == "POST":
            return _carry(request, round_, wanted)
        report = build_report(round_, wanted)
    except UserError as refused:
        context = {"round": round_, "framework": framework, "finding": refused.what, "do": refused.do}
        context["details"] = refused.details
        return render(request, "goldthread/rounds/carry.html", context, status=400 if request.method == "POST" else 200)
    context = {
        "round": round_,
        "framework": framework,
        "newer": report.plan.new,
        "report": report,
        "finding": report.finding,
        "rows": report_rows(report),
        "is_signed": round_.state == RoundState.SIGNED,
    }
    return render(request, "goldthread/rounds/carry.html", context)


def _carry(request: CouncilRequest, round_: Round, framework_id: str) -> HttpResponse:
    carrying, written = carry_round(round=round_, framework_id=framework_id, by=request.user)
    if written:
        messages.success(request, f"{carrying.new.name} was made. {round_.name} stays as it is.")
    else:
        messages.success(request, f"{round_.name} was carried already. No second round was made.")
    return redirect("rounds:show", request.council.slug, carrying.new.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_WORKING_RESULTS)
def carried(request: CouncilRequest, ref: str) -> HttpResponse:
    """Each score under the framework of its day, the council's carried ratings, and what stays in the old round."""
    round_ = round_of(request, ref)
    carrying = carrying_into(round_)
    if carrying is None:
        raise Http404
    if request.method == "POST":
        request.standing.check(Action.MODERATE)
        return _confirm(request, round_)
    if is_reuse(carrying):
        return _show_reused(request, round_, carrying)
    rows = read_then_and_now(carrying.old, round_)
    rated = set(ObjectRating.objects.filter(round=round_).values_list("object_id", flat=True))
    archived = CarriedAnswer.objects.filter(carrying=carrying, new_item="").select_related("department")
    context = {
        "round": round_,
        "carrying": carrying,
        "then": load_framework(carrying.old.framework_id),
        "now": load_framework(round_.framework_id),
        "finding": say_trend(rows),
        "rows": rows,
        "ratings": rating_lines(round_, carried_into(round_, None), rated),
        "archived": archived[:200],
        "may_confirm": request.standing.can(Action.MODERATE)
        and round_.state in {RoundState.OPEN, RoundState.MODERATION},
    }
    return render(request, "goldthread/rounds/carried.html", context)


def _show_reused(request: CouncilRequest, round_: Round, carrying: Carrying) -> HttpResponse:
    """What was put forward from a round under another framework, with its source."""
    lines = reused_lines(carrying)
    context = {
        "round": round_,
        "carrying": carrying,
        "lines": lines,
        "finding": say_reused(lines, carrying.old),
        "may_manage": request.standing.can(Action.MANAGE_ROUND) and round_.state != RoundState.SIGNED,
        "may_add": round_.state in OPEN_STATES,
        "has_open": any(line.is_open for line in lines),
    }
    return render(request, "goldthread/rounds/reused.html", context)


def _confirm(request: CouncilRequest, round_: Round) -> HttpResponse:
    """Take one carried rating as the council's own of today."""
    item = request.POST.get("item", "")
    ways = carried_into(round_, None).get(item, ())
    made = confirm_rating(round=round_, ways=ways, by=request.user) if ways else None
    if made is None:
        messages.warning(request, "There is no carried rating of that name to confirm. Rate the area directly instead.")
    else:
        level = load_framework(round_.framework_id).level_name(made.level)
        messages.success(request, f"{item} is rated {made.level} {level}.")
    return redirect("rounds:carried", request.council.slug, round_.ref)
