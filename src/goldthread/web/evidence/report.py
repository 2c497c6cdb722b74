"""Views: what the payments already say, as a page and as a PDF; no round is needed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldthread.evidence.queries import live_loads
from goldthread.organisation.types import Action
from goldthread.reports.spend.build import build_report
from goldthread.reports.spend.gather import gather
from goldthread.reports.spend.render_html import render_body
from goldthread.reports.spend.render_pdf import render_pdf
from goldthread.reports.spend.types import Report
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.indicators.asked import Asked, read_asked
from goldthread.web.evidence.quality import kept_quality
from goldthread.web.evidence.spend import with_spend


@require_safe
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def show(request: CouncilRequest) -> HttpResponse:
    """The report as a page."""
    asked, report = _report(request)
    context = {"asked": asked, "report": report, "body": render_body(report), "way": "report"}
    faults = asked.faults if asked else ()
    return render(request, "goldthread/evidence/report.html", context, status=400 if faults else 200)


@require_safe
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def pdf(request: CouncilRequest) -> HttpResponse:
    """The same report as a tagged PDF to keep."""
    asked, report = _report(request)
    name = f"{request.council.slug}-payments-{asked.period.key if asked else 'all'}.pdf"
    return HttpResponse(
        render_pdf(report),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def _report(request: CouncilRequest) -> tuple[Asked | None, Report]:
    """The report of the period asked for; a council without a dated payment is refused with what to do."""
    loads = live_loads(request.council)
    asked = read_asked(request.council, loads, request.GET.get("period", ""))
    period = asked.period if asked else None
    material = gather(request.council, period, loads=loads, quality=kept_quality(request.council, loads=loads))
    return asked, build_report(material)
