"""Views: KPIs, one KPI with its chart and table, and what is recorded of it."""

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.organisation.types import Action
from goldthread.plan.actions.fill import check_indicator, fill_from_indicators
from goldthread.plan.actions.kpis import digest_of, record_actual, save_kpi
from goldthread.plan.models import Kpi, KpiActual
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.pages import FormPage, show_form
from goldthread.web.plan.forms import FigureForm
from goldthread.web.plan.kpi_form import KpiForm
from goldthread.web.plan.present_kpis import draw_lines, present_kpis, rows_of_actuals, say_figure, say_kpis, style_of
from goldthread.web.plan.shown import is_kept, may_of, plan_shown, plan_url, posted
from goldthread.web.wording import count_of, opening

FORM = "goldthread/plan/form.html"


@require_safe
@council_view(Action.VIEW_SIGNED_RESULTS)
def list_(request: CouncilRequest) -> HttpResponse:
    """Every KPI, by area of the strategy."""
    plan = plan_shown(request)
    rows = present_kpis(plan)
    groups = {area: [row for row in rows if row.area == area] for area in dict.fromkeys(row.area for row in rows)}
    context = {
        "finding": say_kpis(plan),
        "groups": list(groups.items()),
        "may": may_of(request.standing),
        "fills": any(kpi.indicator for kpi, _ in plan.kpi_rows),
    }
    return render(request, "goldthread/plan/kpis.html", context)


@require_safe
@council_view(Action.VIEW_SIGNED_RESULTS)
def show(request: CouncilRequest, kpi_number: int) -> HttpResponse:
    """One KPI: its targets, its figures, what it moves, and what contradicts it."""
    plan = plan_shown(request)
    row = next((row for row, _ in plan.kpi_rows if row.number == kpi_number), None)
    judged = next((each for each in plan.kpis if each.kpi.number == kpi_number), None)
    if row is None or judged is None:
        raise Http404
    moves = plan.projected_of(row.value_codes)
    actuals = KpiActual.objects.filter(kpi=row).select_related("recorded_by", "review")
    context = {
        "row": row,
        "judged": judged,
        "style": style_of(judged.status),
        "targets": [(each, style_of(each.status)) for each in judged.targets],
        "lines": draw_lines(judged),
        "begins": [(say_figure(each), each) for each in judged.kpi.baselines],
        "actuals": rows_of_actuals(judged, list(actuals)),
        "moves": [(each, plan.last_aims.get(each.place.id)) for each in moves],
        "names": plan.position.level_names,
        "codes": [(code, plan.position.code_names.get(code, "")) for code in row.value_codes],
        "actions": [each for each in plan.live if each.kpi_number == row.number],
        "against": [each for each in plan.contradictions if each.subject == f"kpi:{row.number}"],
        "may": may_of(request.standing),
    }
    return render(request, "goldthread/plan/kpi.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_PLAN)
def add(request: CouncilRequest) -> HttpResponse:
    """Add a KPI of the council's strategy."""
    plan = plan_shown(request)
    form = KpiForm(request.council, plan.framework, posted(request))

    def write() -> None:
        last = Kpi.objects.filter(council=request.council).aggregate(last=Max("number"))["last"]
        said = form.said((last or 0) + 1)
        check_indicator(said.indicator)
        save_kpi(council=request.council, said=said, by=request.user, owner=form.cleaned_data["owner"])
        messages.success(request, f"KPI {said.number} is kept.")

    if form.is_bound and is_kept(form, write):
        return redirect("plan:kpis", request.council.slug)
    page = FormPage(
        heading="Add a KPI",
        says="A KPI moves value codes: name them, and its targets are held against the ambitions.",
        button="Keep the KPI",
        back=plan_url(request, "kpis"),
        back_text="KPIs",
        template=FORM,
    )
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_PLAN)
def edit(request: CouncilRequest, kpi_number: int) -> HttpResponse:
    """Change a KPI: its words, its baseline, its targets and what it moves; its figures stay as they were recorded."""
    kpi = kpi_of(request, kpi_number)
    form = KpiForm(request.council, plan_shown(request).framework, posted(request), kpi)

    def write() -> None:
        said, given = form.said(kpi.number), form.cleaned_data
        check_indicator(said.indicator)
        save_kpi(council=request.council, said=said, by=request.user, owner=given["owner"], expected=given["begun"])
        messages.success(request, f"KPI {kpi.number} is saved.")

    if form.is_bound and is_kept(form, write, now=lambda: {"begun": digest_of(kpi_of(request, kpi_number))}):
        return redirect("plan:kpi", request.council.slug, kpi.number)
    page = FormPage(
        heading=f"Change KPI {kpi.number}",
        says=f"{kpi.measure.rstrip('.')}. A target without a rule is left out when you save.",
        button="Save the KPI",
        back=plan_url(request, "kpi", kpi.number),
        back_text=f"KPI {kpi.number}",
        template=FORM,
    )
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_PLAN)
def record(request: CouncilRequest, kpi_number: int) -> HttpResponse:
    """Record a figure for a period; the same period again replaces it, and the record keeps both."""
    kpi = kpi_of(request, kpi_number)
    form = FigureForm(kpi, posted(request))
    if form.is_bound and is_kept(form, lambda: record_actual(kpi=kpi, said=form.said(), by=request.user)):
        messages.success(request, f"KPI {kpi.number}: {form.cleaned_data['period']} is recorded.")
        return redirect("plan:kpi", request.council.slug, kpi.number)
    page = FormPage(
        heading="Record a figure",
        says=f"KPI {kpi.number}: {kpi.measure}.",
        button="Record it",
        back=plan_url(request, "kpi", kpi.number),
        back_text=f"KPI {kpi.number}",
        template=FORM,
    )
    return show_form(request, page, form)


@require_POST
@council_view(Action.KEEP_PLAN)
def fill(request: CouncilRequest) -> HttpResponse:
    """Fill KPIs from the indicators that they name."""
    filled = fill_from_indicators(council=request.council, by=request.user)
    told = f"{opening(count_of(len(filled.kept), 'figure'))} filled from indicators."
    if filled.silent:
        told += f" {opening(count_of(len(filled.silent), 'figure'))} may not speak: {filled.silent[0]}"
    messages.success(request, told)
    return redirect("plan:kpis", request.council.slug)


def kpi_of(request: CouncilRequest, number: int) -> Kpi:
    """A KPI of this council by its number, or 404."""
    found = Kpi.objects.filter(council=request.council, number=number).select_related("council").first()
    if found is None:
        raise Http404
    return found
