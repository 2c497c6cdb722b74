"""Views: the progress pack of a quarter and the annual report, as a page and as a PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldthread.evidence.explorer.periods import Period, financial_year, quarter_of
from goldthread.organisation.types import Action
from goldthread.plan.queries.whole import Plan
from goldthread.reports.plan.build import build_pack
from goldthread.reports.plan.gather import NoSuchPeriod, NothingPlanned, find_period, gather, quarter_on
from goldthread.reports.plan.render_html import render_body
from goldthread.reports.plan.render_pdf import render_pdf
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.forms import Fault
from goldthread.web.plan.shown import plan_shown
from goldthread.web.register.choices import offer

YEARS_BACK = 2


@require_safe
@council_view(Action.VIEW_SIGNED_RESULTS)
def show(request: CouncilRequest) -> HttpResponse:
    """The pack as a page; a period that is none falls back to this quarter and says so."""
    plan = plan_shown(request)
    period, faults = _asked(request, plan)
    context: dict[str, object] = {"faults": faults, "periods": _offer(plan, period), "key": period.key}
    try:
        context["body"] = render_body(build_pack(gather(plan, period)))
    except NothingPlanned as refused:
        context["nothing"] = f"{refused.what} {refused.do}"
    return render(request, "goldthread/plan/pack.html", context, status=400 if faults else 200)


@require_safe
@council_view(Action.VIEW_SIGNED_RESULTS)
def pdf(request: CouncilRequest) -> HttpResponse:
    """The same as a tagged PDF to keep."""
    plan = plan_shown(request)
    period, _faults = _asked(request, plan)
    name = f"{request.council.slug}-plan-{period.key}.pdf"
    return HttpResponse(
        render_pdf(build_pack(gather(plan, period))),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def _asked(request: CouncilRequest, plan: Plan) -> tuple[Period, list[Fault]]:
    text = request.GET.get("period", "").strip()
    if not text:
        return quarter_on(plan.as_of), []
    try:
        return find_period(text[:20]), []
    except NoSuchPeriod as refused:
        return quarter_on(plan.as_of), [Fault("period", f"{refused.what} {refused.do}")]


def _offer(plan: Plan, chosen: Period) -> list[object]:
    """This year and the two before it: each whole, and its quarters that have begun."""
    begins = quarter_on(plan.as_of).first
    year = begins.year if begins and begins.month >= 4 else plan.as_of.year - 1
    found = []
    for each in range(year, year - YEARS_BACK - 1, -1):
        quarters = [quarter_of(each, number) for number in (4, 3, 2, 1)]
        found.append((financial_year(each).key, f"{financial_year(each).label}, the year"))
        found += [(q.key, q.label) for q in quarters if q.first is not None and q.first <= plan.as_of]
    return list(offer(found, chosen.key))
