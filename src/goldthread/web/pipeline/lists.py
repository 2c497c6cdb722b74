"""Views: the pipeline narrowed by the address, the same as a file, and the timeline."""

from itertools import chain
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldthread.organisation.queries import live_departments
from goldthread.organisation.types import Action
from goldthread.register.models import PipelineEntry, Wave
from goldthread.register.own_lead_times import own_lead_times
from goldthread.register.pipeline.queries import contracts_asking, entries_of
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.pipeline.choices import PipelineChoice, narrow, narrowings, offers, read_choice
from goldthread.web.pipeline.present import (
    HEADS,
    EntryLine,
    file_rows,
    present_line,
    say_pipeline,
    say_values,
)
from goldthread.web.pipeline.timeline import draw_timeline, say_timeline
from goldthread.web.register.contracts import MEDIA
from goldthread.web.register.files import MARK, csv_line, write_table

A_PAGE, BARS_A_PAGE = 50, 30


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """What the council means to buy, with what comes next on each."""
    choice, lines = read_choice(request.GET), read_lines(request)
    context = {
        **_shared(request, choice, lines, a_page=A_PAGE),
        "finding": say_pipeline(lines, choice, is_empty=not lines and _is_empty(request)),
        "basis": say_values(lines),
        "may_plan": request.standing.can(Action.PLAN_PROCUREMENTS),
        "may_ask": request.standing.can(Action.ASK_FOR_PROCUREMENT),
        "asking": contracts_asking(request.council, timezone.localdate()).count(),
    }
    return render(request, "goldthread/pipeline/list.html", context)


@require_safe
@council_view(Action.VIEW_REGISTER)
def timeline(request: CouncilRequest) -> HttpResponse:
    """The same entries as bars from the appraisal to the day of need, with the same days as a table."""
    choice = read_choice(request.GET)
    lines = [line for line in read_lines(request) if line.worked is not None]
    shared = _shared(request, choice, lines, a_page=BARS_A_PAGE)
    drawing = draw_timeline(shared["rows"], timezone.localdate())
    finding = say_timeline(lines, timezone.localdate())
    return render(request, "goldthread/pipeline/timeline.html", {**shared, "drawing": drawing, "finding": finding})


@require_safe
@council_view(Action.VIEW_REGISTER)
def download(request: CouncilRequest, file_format: str) -> HttpResponseBase:
    """The chosen entries as CSV or a workbook, with every column."""
    if file_format not in MEDIA:
        raise Http404
    rows = file_rows(read_lines(request))
    name = f"{request.council.slug}-pipeline.{file_format}"
    if file_format == "xlsx":
        book = write_table("Pipeline", HEADS, rows)
        return FileResponse(book, as_attachment=True, filename=name, content_type=MEDIA["xlsx"])
    response = StreamingHttpResponse(chain([MARK, csv_line(HEADS)], map(csv_line, rows)), content_type=MEDIA["csv"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def read_lines(request: CouncilRequest) -> list[EntryLine]:
    """Every entry that the address asks for. A council plans hundreds at a time, not hundreds of thousands."""
    choice, today = read_choice(request.GET), timezone.localdate()
    own = own_lead_times(request.council)
    rows = narrow(entries_of(request.council).select_related("replaces", "becomes"), choice, today)
    lines = [present_line(entry, own, today) for entry in rows]
    return [line for line in lines if line.is_late] if choice.is_late else lines


def _is_empty(request: CouncilRequest) -> bool:
    return not PipelineEntry.objects.filter(council=request.council).exists()


def _shared(request: CouncilRequest, choice: PipelineChoice, lines: list[EntryLine], *, a_page: int) -> dict[str, Any]:
    """What the list and the timeline show around their rows."""
    departments = list(live_departments(request.council))
    waves = list(Wave.objects.filter(council=request.council).order_by("-meets_on", "name"))
    pages = Paginator(lines, a_page)
    page = pages.get_page(request.GET.get("page"))
    return {
        "choice": choice,
        "narrowings": narrowings(choice, departments, waves),
        "page": page,
        "rows": list(page),
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": choice.query,
        **offers(choice, departments, waves),
    }
