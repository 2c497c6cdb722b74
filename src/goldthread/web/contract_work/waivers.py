"""Views: waivers and breaches: asked for, decided, recorded, and the pack that a committee reads."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.assessment.exchange.cells import guard_cell
from goldthread.organisation.types import Action
from goldthread.register.actions.risks import decide_waiver, record_waiver
from goldthread.register.limits import may_approve
from goldthread.register.models import Contract, Waiver
from goldthread.register.reasons import say_reason
from goldthread.register.types import WaiverKind, WaiverState
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.forms import DecideForm
from goldthread.web.contract_work.forms_risks import WaiverForm
from goldthread.web.contract_work.pages import FormPage, contract_url, is_written, show_form
from goldthread.web.evidence.wording import exact_pounds, say_count
from goldthread.web.register.choices import offer
from goldthread.web.register.editing import kept_contract

A_PAGE = 50
APRIL = 4
MARK = "\ufeff"  # tells spreadsheets that the text is UTF-8
CSV_HEADS = ("Kind", "Title", "Department", "Supplier", "Value", "Reason", "In words", "Day", "Stands", "Why decided")


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """All waivers and breaches, those that wait first on request."""
    every = Waiver.objects.filter(council=request.council)
    shown = request.GET.get("shown", "")
    states = {each.value: each.label for each in WaiverState if each is not WaiverState.RECORDED}
    rows = every.filter(state=shown) if shown in states else every
    rows = rows.filter(kind=WaiverKind.BREACH.value) if shown == "breaches" else rows
    pages = Paginator(rows.select_related("department", "contract"), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    waiting = every.filter(state=WaiverState.REQUESTED.value).count()
    context = {
        "finding": _say_list(pages.count, waiting),
        "rows": [(row, say_reason(row.reason_code), say_value(row)) for row in page],
        "shown": offer([*states.items(), ("breaches", "Breaches")], shown, everything="All"),
        "may_ask": _may_ask(request),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": f"shown={shown}" if shown else "",
    }
    return render(request, "goldthread/work/waivers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def ask(request: CouncilRequest) -> HttpResponse:
    """Ask for a waiver, or record a breach, where there is no contract on the register."""
    if not _may_ask(request):
        request.standing.check(Action.KEEP_OWN_CONTRACTS)
    return _ask(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def ask_for(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """The same for a contract."""
    return _ask(request, kept_contract(request, contract_id))


def _ask(request: CouncilRequest, contract: Contract | None) -> HttpResponse:
    has_contract = contract is not None
    first = {"kind": WaiverKind.WAIVER.value, "on": timezone.localdate()}
    if contract is not None:
        first |= {"title": contract.title, "supplier_name": contract.supplier_name}
    bound = request.POST if request.method == "POST" else None
    form = WaiverForm(request.council, bound, has_contract=has_contract, initial=first)
    made: list[Waiver] = []

    def write() -> None:
        department = form.departments.get(form.cleaned_data.get("department", ""))
        made.append(
            record_waiver(
                council=request.council, said=form.said(), contract=contract, department=department, by=request.user
            )
        )

    if form.is_bound and is_written(form, write):
        is_breach = made[0].kind == WaiverKind.BREACH
        messages.success(request, "The breach is recorded." if is_breach else "The waiver is asked for.")
        return redirect("work:waiver", request.council.slug, made[0].pk)
    back = contract_url(contract, "waivers") if contract else reverse("work:waivers", args=[request.council.slug])
    page = FormPage(
        heading="Ask for a waiver, or record a breach",
        says="Somebody else decides on a waiver, within their limit. A breach is recorded, so that it is learned from.",
        button="Send it",
        back=back,
        back_text=contract.title if contract else "Waivers and breaches",
        caption=contract.title if contract else "",
    )
    return show_form(request, page, form)


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest, waiver_id: int) -> HttpResponse:
    """One waiver or breach."""
    waiver = waiver_of(request, waiver_id)
    is_open = waiver.state == WaiverState.REQUESTED
    is_mine = waiver.requested_by_id == request.user.pk
    context = {
        "waiver": waiver,
        "says": _say_state(waiver),
        "reason": say_reason(waiver.reason_code),
        "value": say_value(waiver),
        "may_decide": is_open and not is_mine and may_approve(request.standing, waiver.value or Decimal(0)),
        "is_mine": is_open and is_mine,
    }
    return render(request, "goldthread/work/waiver.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.DECIDE_CHANGES)
def decide(request: CouncilRequest, waiver_id: int) -> HttpResponse:
    """Approve or refuse a waiver."""
    waiver = waiver_of(request, waiver_id)
    if waiver.state != WaiverState.REQUESTED and request.method != "POST":
        return redirect("work:waiver", request.council.slug, waiver.pk)
    form = DecideForm(request.POST) if request.method == "POST" else DecideForm()
    if form.is_bound and is_written(
        form,
        lambda: decide_waiver(
            waiver=waiver,
            approve=form.cleaned_data["decision"] == "approve",
            because=form.cleaned_data["because"],
            standing=request.standing,
        ),
    ):
        messages.success(request, "The waiver is decided.")
        return redirect("work:waiver", request.council.slug, waiver.pk)
    page = FormPage(
        heading="Decide on a waiver",
        says=f"{waiver.requested_by or 'Somebody'} asks for leave to depart from the rules: {say_value(waiver)}.",
        button="Record the decision",
        back=reverse("work:waiver", args=[request.council.slug, waiver.pk]),
        back_text=waiver.title,
        caption=waiver.title,
        facts=[("Why", say_reason(waiver.reason_code)), ("In their words", waiver.reason or "nothing said")],
    )
    return show_form(request, page, form)


@dataclass(frozen=True)
class PackTable:
    """Counts by one thing: each line has its name, waivers, breaches and pounds that are known."""

    heading: str
    lines: Sequence[tuple[str, int, int, str]]


@require_safe
@council_view(Action.VIEW_REGISTER)
def pack(request: CouncilRequest) -> HttpResponse:
    """What a committee reads: counts by department, reason and quarter, and every line, ready to print."""
    year = _year_of(request)
    rows = list(_of_year(request, year))
    waivers = [row for row in rows if row.kind == WaiverKind.WAIVER and row.state == WaiverState.APPROVED]
    breaches = [row for row in rows if row.kind == WaiverKind.BREACH]
    counted = sorted([*waivers, *breaches], key=lambda row: (row.on, row.pk))
    before = Waiver.objects.filter(
        council=request.council,
        kind=WaiverKind.WAIVER.value,
        state=WaiverState.APPROVED.value,
        on__range=_days_of(year - 1),
    ).count()
    latest = _year_in(timezone.localdate())
    context = {
        "year": _name(year),
        "finding": _say_pack(year, len(waivers), len(breaches), before),
        "left_out": len(rows) - len(counted),
        "tables": [
            _table("By department", counted, lambda row: row.department.name if row.department else "No department"),
            _table("By reason", counted, lambda row: say_reason(row.reason_code)),
            _table("By quarter", counted, _quarter),
        ],
        "rows": [(row, say_reason(row.reason_code), say_value(row)) for row in counted],
        "years": offer([(str(each), _name(each)) for each in range(latest, latest - 6, -1)], str(year)),
        "chosen": year,
    }
    return render(request, "goldthread/work/waiver_pack.html", context)


@require_safe
@council_view(Action.VIEW_REGISTER)
def pack_csv(request: CouncilRequest) -> HttpResponse:
    """Every waiver and breach of the year as CSV, those that wait or were refused too."""
    year = _year_of(request)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_HEADS)
    for row in _of_year(request, year):
        department = row.department.name if row.department else ""
        value = "" if row.value is None else str(row.value)
        cells = (row.kind, row.title, department, row.supplier_name, value, row.reason_code, row.reason)
        writer.writerow([guard_cell(cell) for cell in (*cells, str(row.on), row.state, row.decided_because)])
    response = HttpResponse(MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.council.slug}-waivers-{_name(year)}.csv"'
    return response


def waiver_of(request: CouncilRequest, waiver_id: int) -> Waiver:
    """A waiver or a breach of this council, or 404."""
    rows = Waiver.objects.filter(council=request.council, pk=waiver_id)
    found = rows.select_related("contract__council", "department", "requested_by", "decided_by").first()
    if found is None:
        raise Http404
    return found


def say_value(waiver: Waiver) -> str:
    return exact_pounds(waiver.value) if waiver.value is not None else "value not known"


def _may_ask(request: CouncilRequest) -> bool:
    return request.standing.can(Action.KEEP_REGISTER) or request.standing.can(Action.KEEP_OWN_CONTRACTS)


def _of_year(request: CouncilRequest, year: int) -> QuerySet[Waiver]:
    rows = Waiver.objects.filter(council=request.council, on__range=_days_of(year))
    return rows.select_related("department").order_by("on", "pk")


def _days_of(year: int) -> tuple[date, date]:
    return date(year, APRIL, 1), date(year + 1, APRIL - 1, 31)


def _year_of(request: CouncilRequest) -> int:
    """The first year of a financial year as the address names it, else of the last one with a waiver or a breach."""
    text = request.GET.get("year", "")
    if text.isdecimal() and len(text) == 4 and 1000 < int(text) < 9000:
        return int(text)
    last = Waiver.objects.filter(council=request.council).order_by("-on").values_list("on", flat=True).first()
    return _year_in(last or timezone.localdate())


def _year_in(day: date) -> int:
    """The first year of the financial year that a day is in."""
    return day.year if day.month >= APRIL else day.year - 1


def _name(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"


def _quarter(row: Waiver) -> str:
    first = (row.on.month - 1) // 3 * 3 + 1
    return f"{date(row.on.year, first, 1):%B} to {date(row.on.year, first + 2, 1):%B %Y}"


def _table(heading: str, rows: Sequence[Waiver], name_of: Callable[[Waiver], str]) -> PackTable:
    """One line for each name, the most first; quarters stand in their order."""
    found: dict[str, list[Waiver]] = {}
    for row in rows:
        found.setdefault(name_of(row), []).append(row)
    lines = []
    for name, held in found.items():
        breaches = sum(1 for row in held if row.kind == WaiverKind.BREACH)
        known = [row.value for row in held if row.value is not None]
        total = sum(known, Decimal(0)) if known else None
        lines.append((name, len(held) - breaches, breaches, _say_sum(total, len(held) - len(known))))
    if name_of is not _quarter:
        lines.sort(key=lambda line: (-line[1] - line[2], line[0]))
    return PackTable(heading, lines)


def _say_sum(total: Decimal | None, unknown: int) -> str:
    if total is None:
        return "not known"
    return f"{exact_pounds(total)}, and {unknown} of unknown value" if unknown else exact_pounds(total)


def _say_list(count: int, waiting: int) -> str:
    if not count:
        return "No waiver and no breach stands here."
    told = (
        "None waits for a decision." if not waiting else f"{waiting} wait{'s' if waiting == 1 else ''} for a decision."
    )
    return f"{say_count(count, 'waiver or breach', 'waivers and breaches')}. {told}"


def _say_pack(year: int, waivers: int, breaches: int, before: int) -> str:
    is_over = year < _year_in(timezone.localdate())
    course = "as many as" if waivers == before else "more than" if waivers > before else "fewer than"
    than = f", {course} the {before} of {_name(year - 1)}" if before else ""
    if before and not is_over:
        than = f" so far, after {before} in {_name(year - 1)}"
    broken = say_count(breaches, "breach", "breaches")
    return f"{say_count(waivers, 'waiver')} approved in {_name(year)}{than}, and {broken} recorded."


def _say_state(waiver: Waiver) -> str:
    who = waiver.requested_by or "Somebody"
    if waiver.kind == WaiverKind.BREACH:
        return f"The rules were not kept on {waiver.on:%-d %B %Y}. {who} recorded it."
    if waiver.state == WaiverState.REQUESTED:
        return f"{who} asks for it, and it waits for a decision."
    when = f" on {waiver.decided_at:%-d %B %Y}" if waiver.decided_at else ""
    return f"{waiver.decided_by or 'Somebody'} {waiver.state} it{when}."
