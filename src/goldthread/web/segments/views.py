"""Views: the tiers of contracts and suppliers by a run of segmentation, the same as a file, and a new run."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldthread.evidence.who_is import register_keys
from goldthread.organisation.models import Council
from goldthread.organisation.queries import live_departments
from goldthread.organisation.types import Action
from goldthread.register.actions.segments import UNSETTLED, run_segmentation
from goldthread.register.models import SegmentationRow, SegmentationRun
from goldthread.register.segmentation.queries import latest_segmentation, rule_of, rule_of_run
from goldthread.register.segmentation.types import Dimension, Segmented
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.register.choices import offer
from goldthread.web.register.columns import Value
from goldthread.web.register.contracts import MEDIA
from goldthread.web.register.files import MARK, csv_line, write_table
from goldthread.web.segments import present
from goldthread.web.segments.chart import MIDDLE, SIDE, draw_quadrant
from goldthread.web.segments.choices import ACROSS, SegmentChoice, choose_rows, read_choice

A_PAGE = 50
HEADS = (
    *("Name", "Reference", "Supplier", "Department", "Contracts", "Tier", "At least", "At most", "Not settled by"),
    *("Pounds a year", "Value", "Risk", "Criticality", "Carbon", "Rule", "Run of"),
)


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """The tiers, the quadrant chart with its table, and the lines that the address asks for."""
    choice = read_choice(request.GET)
    may_keep = request.standing.can(Action.KEEP_REGISTER)
    run = run_asked(request.council, choice)
    if run is None:
        return render(request, "goldthread/segments/list.html", {"run": None, "may_keep": may_keep})
    rule = rule_of_run(run)
    pages = Paginator(choose_rows(run, choice), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    grid = present.read_grid(run, choice)
    departments = [(str(row.pk), row.name) for row in live_departments(request.council)]
    tiers = [*((tier.name, tier.name) for tier in rule.tiers), (UNSETTLED, "Not settled")]
    context = {
        "run": run,
        "rule": rule,
        "may_keep": may_keep,
        "is_old": rule_of(request.council).version != run.rule_version and not choice.run,
        "finding": present.say_run(run, rule, choice.kind, present.count_unsettled(run, choice.kind)),
        "choice": choice,
        "is_suppliers": choice.kind is Segmented.SUPPLIER,
        "kinds": offer([("supplier", "Suppliers")], choice.kind.value.replace("contract", ""), everything="Contracts"),
        "tiers": offer(tiers, choice.tier, everything="All tiers"),
        "departments": offer(departments, choice.department, everything="All departments"),
        "acrosses": offer([(each.value, each.label) for each in ACROSS], choice.across.value),
        "narrowed": [f"{each.value} {score}" for each, score in (choice.scores or {}).items()],
        "circles": draw_quadrant(grid, choice),
        "middle": MIDDLE,
        "from_top": SIDE - MIDDLE,
        "grid_says": present.say_grid(grid, choice),
        "grid": present.grid_rows(grid, choice),
        "steps": present.say_steps(rule),
        "lines": [present.present_line(row) for row in page],
        "dimensions": [each.label for each in Dimension],
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": choice.query,
    }
    return render(request, "goldthread/segments/list.html", context)


def run_asked(council: Council, choice: SegmentChoice) -> SegmentationRun | None:
    """The run of the address, or 404; else the latest."""
    if not choice.run:
        return latest_segmentation(council)
    run = SegmentationRun.objects.filter(council=council, pk=int(choice.run)).select_related("by").first()
    if run is None:
        raise Http404
    return run


@require_POST
@council_view(Action.KEEP_REGISTER)
def run(request: CouncilRequest) -> HttpResponse:
    """Place everything that is live today by the rule that holds."""
    made = run_segmentation(
        council=request.council, by=request.user, who=register_keys(request.council, timezone.localdate())
    )
    placed = made.counts["contract"]["all"]
    messages.success(request, f"{placed:,} contracts are placed by the {made.rule_version}.")
    return redirect("segments:list", request.council.slug)


@require_safe
@council_view(Action.VIEW_REGISTER)
def download(request: CouncilRequest, file_format: str) -> HttpResponseBase:
    """The lines that the address asks for, as CSV or a workbook."""
    choice = read_choice(request.GET)
    run = run_asked(request.council, choice)
    if run is None or file_format not in MEDIA:
        raise Http404
    rows = (_cells(row, run) for row in choose_rows(run, choice).iterator(chunk_size=2000))
    name = f"{request.council.slug}-tiers.{file_format}"
    if file_format == "xlsx":
        book = write_table("Tiers", HEADS, rows)
        return FileResponse(book, as_attachment=True, filename=name, content_type=MEDIA["xlsx"])
    response = StreamingHttpResponse(_lines(rows), content_type=MEDIA["csv"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(rows: Iterator[list[Value]]) -> Iterator[str]:
    yield MARK + csv_line(HEADS)
    for row in rows:
        yield csv_line(row)


def _cells(row: SegmentationRow, run: SegmentationRun) -> list[Value]:
    line = present.present_line(row)
    contract = row.contract
    supplier = contract.supplier_name if contract else "; ".join(row.names)
    return [
        row.name,
        contract.reference if contract else "",
        supplier,
        row.department.name if row.department else "",
        row.contracts,
        row.tier or UNSETTLED,
        row.at_least,
        row.at_most,
        ", ".join(row.unsettled_by),
        row.annual_value,
        *(cell.text for cell in line.scores),
        run.rule_version,
        run.on,
    ]
