"""Views: the rows behind an indicator's figure, numerator and denominator told apart, on pages and as files."""

import tempfile
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from goldthread.evidence.explorer.export import FileFormat
from goldthread.evidence.indicators.behind import Behind, open_behind
from goldthread.evidence.indicators.behind_rows import (
    SIDES,
    count_lines,
    count_units,
    find_unit,
    read_counted_lines,
    read_units,
    write_behind,
)
from goldthread.evidence.indicators.material import span_of
from goldthread.evidence.indicators.types import Indicator, TableName
from goldthread.evidence.queries import live_loads
from goldthread.organisation.models import Department
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.indicators.asked import read_asked
from goldthread.web.evidence.indicators.present_rows import present_line, present_unit, say_rows, say_sides
from goldthread.web.evidence.indicators.views import indicator_or_404, nothing
from goldthread.web.evidence.rows import send_file

A_PAGE, MOST_PAGES = 50, 200


@require_GET
@council_view(Action.VIEW_EVIDENCE)
def rows(request: CouncilRequest, indicator_id: str) -> HttpResponse:
    """Suppliers or quarters first where those are counted, then their payments; payments at once where they are."""
    indicator = indicator_or_404(indicator_id)
    loads = live_loads(request.council)
    asked = read_asked(request.council, loads, request.GET.get("period", ""))
    if asked is None or not (loads or indicator.table.is_register):
        return nothing(request)
    if span_of(asked.period).kind not in indicator.periods:
        raise Http404
    department = _department(request)
    side = request.GET.get("side", "") if request.GET.get("side") in SIDES else ""
    chosen = request.GET.get("unit", "")
    unit = int(chosen) if chosen.isdigit() and len(chosen) < 10 else None
    name = "" if department is None else department.name
    with open_behind(request.council, indicator, asked.period, department.pk if department else None, loads) as behind:
        context = {**_page(request, indicator, behind, side, unit), **say_sides(indicator, behind)}
        finding = say_rows(indicator, behind, asked.period.label, name)
    kept = {"period": asked.period.key, "department": str(department.pk) if department else "", "unit": chosen}
    context |= {
        "indicator": indicator,
        "asked": asked,
        "department": name,
        "finding": finding,
        "side": side,
        "query": urlencode({key: value for key, value in kept.items() if value and key != "unit"}),
        "kept": urlencode({key: value for key, value in {**kept, "side": side}.items() if value}),
        "formats": list(FileFormat),
        "way": "indicators",
        "of_payments": not indicator.table.is_register,
    }
    return render(request, "goldthread/evidence/indicators/rows.html", context, status=400 if asked.faults else 200)


def _page(
    request: CouncilRequest, indicator: Indicator, behind: Behind, side: str, unit: int | None
) -> dict[str, object]:
    by_unit = indicator.table is not TableName.PAYMENTS and unit is None
    count = count_units(behind, side=side) if by_unit else count_lines(behind, side=side, unit=unit)
    pages = Paginator(range(min(count, A_PAGE * MOST_PAGES)), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    skip = (page.number - 1) * A_PAGE
    found = None
    if unit is not None:
        found = find_unit(behind, unit)
        if found is None:
            raise Http404
    units = read_units(behind, side=side, most=A_PAGE, skip=skip) if by_unit else []
    lines = [] if by_unit else read_counted_lines(behind, side=side, unit=unit, most=A_PAGE, skip=skip)
    return {
        "unit": present_unit(indicator, found) if found else None,
        "units": [present_unit(indicator, each) for each in units],
        "lines": [present_line(indicator, each) for each in lines],
        "by_unit": by_unit,
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
    }


@require_GET
@council_view(Action.VIEW_EVIDENCE)
def download(request: CouncilRequest, indicator_id: str, file_format: str) -> HttpResponseBase:
    """Every payment behind the figure as a file, with its side and what it adds."""
    indicator = indicator_or_404(indicator_id)
    loads = live_loads(request.council)
    asked = read_asked(request.council, loads, request.GET.get("period", ""))
    if asked is None or not (loads or indicator.table.is_register):
        return nothing(request)
    if file_format not in set(FileFormat) or span_of(asked.period).kind not in indicator.periods:
        raise Http404
    chosen, department = FileFormat(file_format), _department(request)
    folder = Path(settings.DATA_DIR) / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="rows-", delete=False) as made:
        target = Path(made.name)
    try:
        with open_behind(
            request.council, indicator, asked.period, department.pk if department else None, loads
        ) as behind:
            write_behind(behind, indicator, chosen, target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    response = StreamingHttpResponse(send_file(target, chosen), content_type=chosen.media_type)
    name = f"{request.council.slug}-{indicator.id}-{asked.period.key}.{chosen.value}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _department(request: CouncilRequest) -> Department | None:
    """The department that the address names, None for the whole council, 404 for one of nobody's."""
    key = request.GET.get("department", "")
    if not key:
        return None
    found = Department.objects.filter(council=request.council, pk=int(key)).first() if key.isdigit() else None
    if found is None:
        raise Http404
    return found
