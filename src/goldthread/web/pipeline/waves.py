"""Views: waves, what one holds, putting entries in, the board's decision, and the plan that is printed for it."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, QuerySet, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.organisation.types import Action
from goldthread.register.actions.waves import decide_wave, put_in_wave, save_wave, take_from_wave
from goldthread.register.models import Appraisal, PipelineEntry, Wave
from goldthread.register.own_lead_times import own_lead_times
from goldthread.register.pipeline.queries import entries_of, in_pipeline_state
from goldthread.register.types import PipelineState
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.pages import FormPage, show_form
from goldthread.web.evidence.wording import say_count, short_pounds
from goldthread.web.pipeline.forms import WaveDecisionForm, WaveForm
from goldthread.web.pipeline.pages import entry_of, is_done, wave_of
from goldthread.web.pipeline.present import EntryLine, present_line

A_PAGE, MOST_OFFERED = 50, 200


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """Every wave, those to be decided first."""
    rows = Wave.objects.filter(council=request.council).select_related("decided_by")
    rows = rows.annotate(count=Count("entries"), worth=Sum("entries__estimated_value")).order_by("-meets_on", "-pk")
    pages = Paginator(rows, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "finding": _say_waves(rows),
        "rows": [(row, _short(getattr(row, "worth", None))) for row in page],
        "may_plan": request.standing.can(Action.PLAN_PROCUREMENTS),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": "",
    }
    return render(request, "goldthread/pipeline/waves.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.PLAN_PROCUREMENTS)
def add(request: CouncilRequest) -> HttpResponse:
    """Plan a wave."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.PLAN_PROCUREMENTS)
def edit(request: CouncilRequest, wave_id: int) -> HttpResponse:
    """Change a wave that is not decided."""
    return _edit(request, wave_of(request, wave_id))


def _edit(request: CouncilRequest, wave: Wave | None) -> HttpResponse:
    first = {"name": wave.name, "board": wave.board, "meets_on": wave.meets_on} if wave else {}
    form = WaveForm(request.POST) if request.method == "POST" else WaveForm(initial=first)
    made: list[Wave] = []

    def write() -> None:
        made.append(save_wave(council=request.council, wave=wave, by=request.user, **form.cleaned_data))

    if form.is_bound and is_done(form, write):
        messages.success(request, "The wave is saved.")
        return redirect("pipeline:wave", request.council.slug, made[0].pk)
    page = FormPage(
        heading=f"Change {wave.name}" if wave else "Plan a wave",
        says="A wave is what one board decides in one meeting.",
        button="Save the wave",
        back=reverse("pipeline:wave", args=[request.council.slug, wave.pk])
        if wave
        else reverse("pipeline:waves", args=[request.council.slug]),
        back_text=wave.name if wave else "Waves",
    )
    return show_form(request, page, form)


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest, wave_id: int) -> HttpResponse:
    """What one wave puts before its board."""
    wave = wave_of(request, wave_id)
    lines = lines_of(request, wave)
    is_open = wave.decided_on is None
    context = {
        "wave": wave,
        "rows": lines,
        "finding": say_wave(wave, lines),
        "warning": _say_late(wave, lines),
        "may_plan": is_open and request.standing.can(Action.PLAN_PROCUREMENTS),
        "may_decide": is_open and bool(lines) and request.standing.can(Action.DECIDE_CHANGES),
    }
    return render(request, "goldthread/pipeline/wave.html", context)


@require_safe
@council_view(Action.VIEW_REGISTER)
def plan(request: CouncilRequest, wave_id: int) -> HttpResponse:
    """The plan that a board reads: one part for each entry, ready to print."""
    wave = wave_of(request, wave_id)
    lines = lines_of(request, wave)
    items = [(line, next(iter(line.entry.appraisals.all()), None)) for line in lines]
    finding, today = say_wave(wave, lines), timezone.localdate()
    context = {"wave": wave, "rows": lines, "items": items, "finding": finding, "today": today}
    return render(request, "goldthread/pipeline/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.PLAN_PROCUREMENTS)
def put(request: CouncilRequest, wave_id: int) -> HttpResponse:
    """Choose which planned entries go before the board."""
    wave = wave_of(request, wave_id)
    chosen = _chosen(request)
    form = _Ticks(request.POST) if request.method == "POST" else _Ticks()
    if form.is_bound and is_done(form, lambda: put_in_wave(wave=wave, entries=chosen, by=request.user)):
        messages.success(request, f"{say_count(len(chosen), 'entry', 'entries')} put in the wave.")
        return redirect("pipeline:wave", request.council.slug, wave.pk)
    today, own = timezone.localdate(), own_lead_times(request.council)
    rows = entries_of(request.council).filter(in_pipeline_state(PipelineState.PLANNED)).exclude(wave=wave)
    lines = [present_line(each, own, today) for each in rows.order_by("needed_on", "title")[:MOST_OFFERED]]
    page = FormPage(
        heading="Put entries in the wave",
        says=f"Tick what {wave.board} should decide on. One that is in another wave moves to this one."
        if lines
        else "Every planned entry is in this wave, or approved already.",
        button="Put them in the wave",
        back=reverse("pipeline:wave", args=[request.council.slug, wave.pk]),
        back_text=wave.name,
        caption=wave.name,
        template="goldthread/pipeline/tick.html",
        more={"rows": lines, "chosen": set(chosen), "shows_wave": True},
    )
    return show_form(request, page, form)


@require_POST
@council_view(Action.PLAN_PROCUREMENTS)
def take_out(request: CouncilRequest, wave_id: int, entry_id: int) -> HttpResponse:
    """Take an entry out of a wave."""
    wave = wave_of(request, wave_id)
    entry = take_from_wave(wave=wave, entry=entry_of(request, entry_id), by=request.user)
    messages.success(request, f"“{entry}” is out of the wave.")
    return redirect("pipeline:wave", request.council.slug, wave.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.DECIDE_CHANGES)
def decide(request: CouncilRequest, wave_id: int) -> HttpResponse:
    """Record what the board decided, entry by entry."""
    wave = wave_of(request, wave_id)
    if wave.decided_on and request.method != "POST":
        return redirect("pipeline:wave", request.council.slug, wave.pk)
    lines = lines_of(request, wave)
    chosen = _chosen(request) if request.method == "POST" else [line.entry.pk for line in lines]
    first = {"on": min(wave.meets_on or timezone.localdate(), timezone.localdate())}
    form = WaveDecisionForm(request.POST) if request.method == "POST" else WaveDecisionForm(initial=first)

    def write() -> None:
        said = form.cleaned_data
        decide_wave(wave=wave, approved=chosen, decision=said["decision"], on=said["on"], standing=request.standing)

    if form.is_bound and is_done(form, write):
        messages.success(request, "The decision is recorded.")
        return redirect("pipeline:wave", request.council.slug, wave.pk)
    page = FormPage(
        heading=f"Record the decision on {wave.name}",
        says="Leave ticked what the board approved. What is not ticked stays planned. It can be recorded once.",
        button="Record the decision",
        back=reverse("pipeline:wave", args=[request.council.slug, wave.pk]),
        back_text=wave.name,
        caption=wave.board,
        template="goldthread/pipeline/tick.html",
        more={"rows": lines, "chosen": set(chosen), "shows_wave": False},
    )
    return show_form(request, page, form)


class _Ticks(forms.Form):
    """Boxes alone: the entries are ticked in the table."""


def lines_of(request: CouncilRequest, wave: Wave) -> list[EntryLine]:
    """What a wave holds, with the appraisals of each, by the day of need."""
    today, own = timezone.localdate(), own_lead_times(request.council)
    rows = entries_of(request.council).filter(wave=wave).select_related("replaces").order_by("needed_on", "title")
    weighed = Prefetch("appraisals", Appraisal.objects.order_by("-on", "-pk"))
    return [present_line(entry, own, today) for entry in rows.prefetch_related(weighed)]


def say_wave(wave: Wave, lines: Sequence[EntryLine]) -> str:
    """How much goes before which board and when, or what it decided."""
    if not lines:
        return f"Nothing is in this wave yet. Put in it what {wave.board} should decide on."
    noun, worth = say_count(len(lines), "procurement"), _worth([line.entry for line in lines])
    if wave.decided_on:
        approved = sum(1 for line in lines if line.entry.approved_on)
        of = f"all {len(lines)}" if approved == len(lines) else f"{approved} of {len(lines)}"
        return f"{wave.board} approved {of} on {wave.decided_on:%-d %B %Y}{worth.rstrip(',')}."
    verb = "goes" if len(lines) == 1 else "go"
    when = f" on {wave.meets_on:%-d %B %Y}" if wave.meets_on else ""
    return f"{noun}{worth} {verb} before {wave.board}{when}."


def _short(amount: Decimal | None) -> str:
    return short_pounds(amount) if amount is not None else ""


def _worth(entries: Sequence[PipelineEntry]) -> str:
    known = [entry.estimated_value for entry in entries if entry.estimated_value is not None]
    return f", estimated at {short_pounds(sum(known, Decimal(0)))}," if known else ""


def _say_late(wave: Wave, lines: Sequence[EntryLine]) -> str:
    """Which entries the board decides too late for their day of need."""
    meets = wave.meets_on
    if meets is None or wave.decided_on:
        return ""
    late = [line.entry.title for line in lines if line.worked and line.worked.approve_by < meets]
    if not late:
        return ""
    return f"The board meets too late for {len(late)} of them to be launched in time: {', '.join(late[:3])}" + (
        f" and {len(late) - 3} more." if len(late) > 3 else "."
    )


def _say_waves(rows: QuerySet[Wave]) -> str:
    today = timezone.localdate()
    coming = rows.filter(decided_on__isnull=True).order_by("meets_on").first()
    if coming is None:
        return "No wave waits for a decision." if rows else "No wave is planned yet. Plan one for the next board."
    noun = say_count(coming.count, "procurement")  # type: ignore[attr-defined]  # annotated above
    if coming.meets_on and coming.meets_on < today:
        return (
            f"{coming.board} met on {coming.meets_on:%-d %B %Y}, and nobody has recorded what it decided on {coming}."
        )
    when = f" on {coming.meets_on:%-d %B %Y}" if coming.meets_on else ""
    return f"Next, {coming.board} decides{when} on {noun}: {coming.name}."


def _chosen(request: CouncilRequest) -> list[int]:
    keys = request.POST.getlist("chosen")[:MOST_OFFERED]
    if any(not key.isdecimal() or len(key) > 18 for key in keys):
        raise Http404
    return [int(key) for key in keys]
