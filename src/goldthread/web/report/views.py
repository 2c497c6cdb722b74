"""Views: the diagnostic report, in the browser and as a PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldthread.assessment.types import RoundState
from goldthread.organisation.types import Action
from goldthread.reports.diagnostic.build import build_report
from goldthread.reports.diagnostic.render_html import render_body
from goldthread.reports.diagnostic.render_pdf import render_pdf
from goldthread.web.access import CouncilRequest, council_view, round_of
from goldthread.web.report.permits import find_readable


@require_safe
@council_view()
def diagnostic(request: CouncilRequest, ref: str) -> HttpResponse:
    """The report as a page; `?draft` shows today's rows of a signed round, `?department=` one department's."""
    round_ = round_of(request, ref)
    readable = find_readable(request, round_)
    material = readable.material
    report = build_report(material)
    context = {
        "round": round_,
        "report": report,
        "body": render_body(report, indicator_pages=_indicator_pages(request)),
        "query": request.GET.urlencode(),
        "own": [department for department in readable.own if department.name != material.department],
        "is_part": bool(material.department),
        "is_signed": round_.state == RoundState.SIGNED,
    }
    return render(request, "goldthread/report/diagnostic.html", context)


def _indicator_pages(request: CouncilRequest) -> str:
    """The address below which each indicator has its page; empty for those who may not see payments."""
    may = request.standing.can(Action.VIEW_EVIDENCE)
    return reverse("evidence:indicators", args=[request.council.slug]) if may else ""


@require_safe
@council_view()
def pdf(request: CouncilRequest, ref: str) -> HttpResponse:
    """The same report as a tagged PDF to keep; a signed one is the same file each time."""
    round_ = round_of(request, ref)
    material = find_readable(request, round_).material
    report = build_report(material)
    content = render_pdf(report, made_at=material.signing.at if material.signing else None)
    which = "-draft" if report.draft else f"-signed-{request.GET['signature']}" if "signature" in request.GET else ""
    name = f"{request.council.slug}-{round_.ref}-diagnostic{which}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )
