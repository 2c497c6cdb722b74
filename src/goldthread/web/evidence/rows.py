"""Views: the payments behind a figure, on pages and as files."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from goldthread.evidence.explorer.choose import choose_facts
from goldthread.evidence.explorer.export import FileFormat, write_lines
from goldthread.evidence.explorer.figures import read_totals
from goldthread.evidence.explorer.firsts import Order
from goldthread.evidence.explorer.index import open_index
from goldthread.evidence.explorer.lines import read_lines
from goldthread.organisation.models import Department
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.choices import query_of, read_choice
from goldthread.web.evidence.spend import toolbar, with_spend
from goldthread.web.evidence.wording import exact_pounds, say_basis, say_count, say_span

A_PAGE, MOST_PAGES = 50, 200  # further down nobody reads; files hold all
_BLOCK = 256 * 1024
_MARK = "\ufeff".encode()  # tells spreadsheets that the text is UTF-8


@require_GET
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def rows(request: CouncilRequest) -> HttpResponse:
    """The chosen payments, each with its file, its line and the day it was loaded."""
    choice, faults = read_choice(request.GET)
    asked = request.GET.get("order", "")
    order = Order(asked) if asked in set(Order) else Order.LARGEST
    departments = list(Department.objects.filter(council=request.council).order_by("order"))
    with open_index(request.council) as index:
        choose_facts(index.db, choice, by_month=False)
        totals = read_totals(index.db)
        pages = Paginator(range(min(totals.whole.lines, A_PAGE * MOST_PAGES)), A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        lines = read_lines(index, choice, order=order, most=A_PAGE, skip=(page.number - 1) * A_PAGE)
        context = toolbar(index, choice, departments)
    query = query_of(choice)
    context |= {
        "faults": faults,
        "finding": _say(totals.whole.lines, exact_pounds(totals.whole.amount), say_span(totals.first, totals.last)),
        "basis": say_basis(totals.bases),
        "lines": [(line, exact_pounds(line.amount)) for line in lines],
        "page": page,
        "paged": pages.count if pages.count < totals.whole.lines else None,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "orders": [(each, each is order) for each in Order],
        "order": order,
        "query": query,
        "kept": "&".join(filter(None, [query, f"order={order}" if order is not Order.LARGEST else ""])),
        "formats": [each for each in FileFormat if totals.whole.lines <= each.most_lines],
        "too_many": FileFormat.XLSX.most_lines if totals.whole.lines > FileFormat.XLSX.most_lines else None,
        "way": "rows",
    }
    return render(request, "goldthread/evidence/rows.html", context, status=400 if faults else 200)


def _say(count: int, pounds: str, span: str) -> str:
    if not count:
        return "No payment fits. Take a filter away."
    return f"{say_count(count, 'payment')} of {pounds} in all, {span}."


@require_GET
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def download(request: CouncilRequest, file_format: str) -> StreamingHttpResponse:
    """The chosen payments as a file, with every published column."""
    if file_format not in set(FileFormat):
        raise Http404
    chosen = FileFormat(file_format)
    choice, _faults = read_choice(request.GET)
    folder = Path(settings.DATA_DIR) / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="payments-", delete=False) as made:
        target = Path(made.name)
    try:
        with open_index(request.council) as index:
            write_lines(index, choice, chosen, target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    response = StreamingHttpResponse(send_file(target, chosen), content_type=chosen.media_type)
    name = "-".join(filter(None, [request.council.slug, "payments", choice.period.key]))
    response["Content-Disposition"] = f'attachment; filename="{name}.{chosen.value}"'
    return response


def send_file(target: Path, file_format: FileFormat) -> Iterator[bytes]:
    """The content of a file that was written for one reader; it is taken away afterwards."""
    try:
        if file_format is FileFormat.CSV:
            yield _MARK
        with target.open("rb") as content:
            while block := content.read(_BLOCK):
                yield block
    finally:
        target.unlink(missing_ok=True)
