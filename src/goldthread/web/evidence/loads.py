"""Views: the loads of a council, what each set aside, and taking one out of the figures or back in."""

import csv
import io
from collections.abc import Iterator
from itertools import chain

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldthread.assessment.exchange.cells import guard_cell
from goldthread.evidence.explorer.set_aside import SetAside, read_set_aside
from goldthread.evidence.models import Load
from goldthread.evidence.sources.types import FileRefused
from goldthread.evidence.types import LoadState
from goldthread.evidence.withdrawing import take_back, withdraw
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.forms import ReasonForm
from goldthread.web.evidence.present_loads import account_rows, column_rows, say_load, say_loads, say_set_aside
from goldthread.web.forms import faults_of

A_PAGE = 100
_COLUMNS = ("file", "sheet", "line", "reason", "row", "supplier", "amount")
BACKGROUND = "The background worker is reading the files again; the figures follow when it is done."


@require_GET
@council_view(Action.VIEW_EVIDENCE)
def list_(request: CouncilRequest) -> HttpResponse:
    """Every load with its control totals; withdrawn ones apart."""
    rows = Load.objects.filter(council=request.council).select_related("created_by", "withdrawn_by").order_by("-pk")
    loads = list(rows)
    live = [load for load in loads if load.state == LoadState.LIVE]
    context = {
        "finding": say_loads(live),
        "live": [(load, account_rows(load)) for load in live],
        "withdrawn": [load for load in loads if load.state != LoadState.LIVE],
        "may_load": request.standing.can(Action.LOAD_EVIDENCE),
        "way": "loads",
    }
    return render(request, "goldthread/evidence/loads.html", context)


@require_GET
@council_view(Action.VIEW_EVIDENCE)
def show(request: CouncilRequest, load_key: str) -> HttpResponse:
    """One load: its control totals, its columns, and why rows were set aside."""
    load = load_of(request, load_key)
    context = {
        "load": load,
        "finding": say_load(load),
        "account": account_rows(load),
        "columns": column_rows(load),
        "reasons": sorted(load.reasons.items(), key=lambda pair: -pair[1]),
        "is_live": load.state == LoadState.LIVE,
        "may_load": request.standing.can(Action.LOAD_EVIDENCE),
        "way": "loads",
    }
    return render(request, "goldthread/evidence/load.html", context)


@require_GET
@council_view(Action.VIEW_EVIDENCE)
def set_aside(request: CouncilRequest, load_key: str) -> HttpResponse:
    """The rows that were set aside, each with its line and reason."""
    load = load_of(request, load_key)
    pages = Paginator(range(load.rows_set_aside), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "load": load,
        "finding": say_set_aside(load),
        "rows": list(read_set_aside(load, most=A_PAGE, skip=(page.number - 1) * A_PAGE)),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "way": "loads",
    }
    return render(request, "goldthread/evidence/set_aside.html", context)


@require_GET
@council_view(Action.VIEW_EVIDENCE)
def set_aside_file(request: CouncilRequest, load_key: str) -> StreamingHttpResponse:
    """The same as CSV."""
    load = load_of(request, load_key)
    response = StreamingHttpResponse(_as_csv(load), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="set-aside-{load.key[:8]}.csv"'
    return response


def _as_csv(load: Load) -> Iterator[str]:
    yield "\ufeff"
    for cells in chain([_COLUMNS], (_cells(load, row) for row in read_set_aside(load))):
        line = io.StringIO()
        csv.writer(line).writerow([guard_cell(str(cell)) for cell in cells])
        yield line.getvalue()


def _cells(load: Load, row: SetAside) -> tuple[object, ...]:
    return load.file_name, row.sheet or "", row.row, row.reason, row.text, row.supplier or "", row.amount or ""


@require_http_methods(["GET", "POST"])
@council_view(Action.LOAD_EVIDENCE)
def take_out(request: CouncilRequest, load_key: str) -> HttpResponse:
    """Withdraw a load, with a reason."""
    load = load_of(request, load_key)
    if load.state != LoadState.LIVE:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        settled = withdraw(load=load, why=form.cleaned_data["why"], by=request.user)
        messages.success(request, f"{load.file_name} is withdrawn. {'' if settled else BACKGROUND}".strip())
        return redirect("evidence:loads", request.council.slug)
    faults = faults_of(form)
    context = {"load": load, "form": form, "faults": faults, "way": "loads"}
    return render(request, "goldthread/evidence/withdraw.html", context, status=400 if faults else 200)


@require_POST
@council_view(Action.LOAD_EVIDENCE)
def take_in(request: CouncilRequest, load_key: str) -> HttpResponse:
    """Count a withdrawn load again."""
    load = load_of(request, load_key)
    try:
        done = take_back(load=load, by=request.user)
    except FileRefused as refused:
        messages.warning(request, refused.what)
    else:
        messages.success(request, f"{load.file_name} counts again." if done else BACKGROUND)
    return redirect("evidence:loads", request.council.slug)


def load_of(request: CouncilRequest, key: str) -> Load:
    """The council's load by its key, or 404."""
    rows = Load.objects.select_related("council", "created_by", "withdrawn_by")
    found = rows.filter(council=request.council, key=key).first()
    if found is None:
        raise Http404
    return found
