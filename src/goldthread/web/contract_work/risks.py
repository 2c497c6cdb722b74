"""Views: the council's risks, one risk of a contract, and an external event over the contracts that it touches."""

import json
from dataclasses import asdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.queries import live_departments
from goldthread.organisation.types import Action
from goldthread.register.actions.contracts import as_plain
from goldthread.register.actions.risks import RiskAbout, SaidRisk, close_risk, said_of, save_risk
from goldthread.register.models import Contract, Risk
from goldthread.register.permissions import can_keep, check_keep
from goldthread.register.queries import live_contracts
from goldthread.register.types import RiskKind
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.forms import BecauseForm
from goldthread.web.contract_work.forms_risks import RiskAboutForm, RiskForm
from goldthread.web.contract_work.pages import FormPage, contract_url, is_written, show_form
from goldthread.web.contract_work.risk_matrix import GRAVE, chosen_cell, risk_matrix, without_cell
from goldthread.web.evidence.wording import say_count
from goldthread.web.register.choices import offer
from goldthread.web.register.editing import kept_contract

A_PAGE = 50
LONGEST = 100


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """The open risks of the council, the gravest first, narrowed by the address."""
    kind, department = request.GET.get("kind", ""), request.GET.get("department", "")
    shown = request.GET.get("shown", "")
    rows = Risk.objects.filter(council=request.council, closed_on__isnull=shown != "closed")
    rows = rows.filter(kind=kind) if kind in set(RiskKind) else rows
    if department.isdecimal() and len(department) < LONGEST // 6:
        rows = rows.filter(contract__department=int(department))
    if shown == "no plan":
        rows = rows.filter(contingency="")
    matrix, cell = risk_matrix(rows, request.GET), chosen_cell(request.GET)
    rows = rows.filter(likelihood=cell[0], impact=cell[1]) if cell else rows
    rows = rows.annotate(score=F("likelihood") * F("impact")).order_by("-score", "pk").select_related("contract")
    pages = Paginator(rows, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    kept = QueryDict(mutable=True)
    kept.update({name: str(value) for name, value in request.GET.items() if name != "page" and value})
    names = [(str(each.pk), each.name) for each in live_departments(request.council)]
    context = {
        "finding": _say_risks(pages.count, rows.filter(score__gte=GRAVE).count(), is_closed=shown == "closed"),
        "rows": page,
        "grave": GRAVE,
        "matrix": matrix,
        "cell": cell,
        "without_cell": without_cell(request.GET),
        "kinds": offer([(each.value, each.label) for each in RiskKind], kind, everything="All kinds"),
        "departments": offer(names, department, everything="All departments"),
        "shown": offer([("no plan", "Open, without a plan"), ("closed", "Closed")], shown, everything="Open"),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": kept.urlencode(),
        "may_add": request.standing.can(Action.KEEP_REGISTER),
    }
    return render(request, "goldthread/work/risks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def add(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """Record a risk to a contract; an external event may come named in the address."""
    contract = kept_contract(request, contract_id)
    scenario = request.GET.get("scenario", "").replace("\x00", "").strip()[:LONGEST]
    first = {"scenario": scenario, "description": scenario, "kind": RiskKind.EXTERNAL_EVENT.value} if scenario else None
    form = RiskForm(request.POST) if request.method == "POST" else RiskForm(initial=first)
    if form.is_bound and is_written(
        form, lambda: save_risk(council=request.council, contract=contract, said=form.said(), by=request.user)
    ):
        messages.success(request, "The risk is recorded.")
        if named := form.cleaned_data["scenario"]:
            return redirect(f"{reverse('work:scenario', args=[request.council.slug])}?{_query(name=named)}")
        return redirect(contract_url(contract, "risks"))
    says = "Say what can go wrong, how likely and how bad it is, and what is done about it."
    return show_form(
        request,
        FormPage(
            "Record a risk",
            says,
            "Save the risk",
            contract_url(contract, "risks"),
            contract.title,
            caption=contract.title,
        ),
        form,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_REGISTER)
def add_alone(request: CouncilRequest) -> HttpResponse:
    """Record a risk that hangs on no contract: on a supplier or a category."""
    first = {name: request.GET.get(name, "").replace("\x00", "")[:LONGEST] for name in RiskAboutForm.field_order}
    form = RiskAboutForm(request.POST) if request.method == "POST" else RiskAboutForm(initial=first)
    if form.is_bound and is_written(
        form, lambda: save_risk(council=request.council, about=form.about(), said=form.said(), by=request.user)
    ):
        messages.success(request, "The risk is recorded.")
        return redirect("work:risks", request.council.slug)
    says = (
        "It is shown on the list of risks, and on every contract with this supplier or in this category. "
        "A risk of one contract is recorded on that contract’s page."
    )
    back = reverse("work:risks", args=[request.council.slug])
    page = FormPage("Record a risk of a supplier or a category", says, "Save the risk", back, "Risks")
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def edit(request: CouncilRequest, risk_id: int) -> HttpResponse:
    """Look at a risk again. Whoever may not change it reads it."""
    risk = risk_of(request, risk_id)
    if not may_keep(request, risk) or risk.closed_on:
        if request.method == "POST":
            check_may_keep(request, risk)
        return render(request, "goldthread/work/risk.html", {"risk": risk, "back": _back(risk)})
    now = said_of(risk)
    form = RiskForm(request.POST) if request.method == "POST" else RiskForm(initial=asdict(now))
    sent = request.POST.get("began", "")

    def write() -> None:
        began = now if sent == _mark(now) else None
        save_risk(
            council=request.council,
            risk=risk,
            said=form.said(),
            began=began if began or not sent else _OTHER,
            by=request.user,
        )

    if form.is_bound and is_written(form, write):
        messages.success(request, "The risk is looked at as of today.")
        return redirect(_back(risk))
    close = reverse("work:risk_close", args=[request.council.slug, risk.pk])
    page = FormPage(
        heading="Look at a risk again",
        says=_say_reviewed(risk),
        button="Save the risk",
        back=_back(risk),
        back_text=risk.contract.title if risk.contract else "Risks",
        caption=risk.contract.title if risk.contract else str(RiskAbout(risk.supplier_name, risk.category)),
        template="goldthread/work/risk_edit.html",
        more={"began": _mark(now), "close": close},
    )
    return show_form(request, page, form)


_OTHER = SaidRisk(RiskKind.MARKET, "", 0, 0)
"""What nobody can have begun from: a form whose mark is another's."""


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def close(request: CouncilRequest, risk_id: int) -> HttpResponse:
    """Close a risk with a reason."""
    risk = risk_of(request, risk_id)
    check_may_keep(request, risk)
    form = BecauseForm(request.POST) if request.method == "POST" else BecauseForm()
    if form.is_bound and is_written(
        form, lambda: close_risk(risk=risk, because=form.cleaned_data["because"], by=request.user)
    ):
        messages.success(request, "The risk is closed.")
        return redirect(_back(risk))
    page = FormPage("Close a risk", risk.description, "Close the risk", _back(risk), "Back")
    return show_form(request, page, form)


@require_safe
@council_view(Action.VIEW_REGISTER)
def scenario(request: CouncilRequest) -> HttpResponse:
    """An external event: name it, see which live contracts it touches, and whether each has a plan."""
    name = request.GET.get("name", "").replace("\x00", "").strip()[:LONGEST]
    words = request.GET.get("words", "").replace("\x00", "").strip()[:LONGEST]
    noted = {}
    rows: list[Contract] = []
    if name:
        risks = Risk.objects.filter(council=request.council, scenario=name, closed_on__isnull=True)
        noted = {risk.contract_id: risk for risk in risks.order_by("pk")}
        touched = Q(pk__in=[key for key in noted if key])
        if words:
            touched |= Q(title__icontains=words) | Q(category__icontains=words) | Q(supplier_name__icontains=words)
        rows = list(_touched(request).filter(touched).order_by("-awarded_value", "pk")[:LONGEST])
    lines = [(row, noted.get(row.pk), can_keep(request.standing, row)) for row in rows]
    named = Risk.objects.filter(council=request.council).exclude(scenario="").order_by("scenario")
    context = {
        "name": name,
        "words": words,
        "finding": _say_scenario(name, lines),
        "lines": lines,
        "query": _query(scenario=name),
        "others": [] if name else list(named.values_list("scenario", flat=True).distinct()[:LONGEST]),
    }
    return render(request, "goldthread/work/scenario.html", context)


def risk_of(request: CouncilRequest, risk_id: int) -> Risk:
    """A risk of this council, or 404."""
    rows = Risk.objects.filter(council=request.council, pk=risk_id)
    found = rows.select_related("council", "contract__council", "contract__manager", "owner").first()
    if found is None:
        raise Http404
    return found


def may_keep(request: CouncilRequest, risk: Risk) -> bool:
    if risk.contract is not None:
        return can_keep(request.standing, risk.contract)
    return request.standing.can(Action.KEEP_REGISTER)


def check_may_keep(request: CouncilRequest, risk: Risk) -> None:
    if risk.contract is not None:
        check_keep(request.standing, risk.contract)
    else:
        request.standing.check(Action.KEEP_REGISTER)


def _touched(request: CouncilRequest) -> QuerySet[Contract]:
    return live_contracts(request.council, timezone.localdate())


def _back(risk: Risk) -> str:
    if risk.contract is not None:
        return contract_url(risk.contract, "risks")
    return reverse("work:risks", args=[risk.council.slug])


def _mark(said: SaidRisk) -> str:
    return json.dumps({name: as_plain(value) for name, value in vars(said).items()})


def _query(**parts: str) -> str:
    made = QueryDict(mutable=True)
    made.update(parts)
    return made.urlencode()


def _say_reviewed(risk: Risk) -> str:
    when = (
        f"Last looked at on {risk.reviewed_on:%-d %B %Y}" if risk.reviewed_on else "Never looked at since it was raised"
    )
    rule = " It was raised by two poor periods of a KPI." if risk.raised_by_rule else ""
    return f"{when}.{rule} Saving it looks at it as of today."


def _say_risks(count: int, grave: int, *, is_closed: bool) -> str:
    if not count:
        return "No risk is recorded here."
    if is_closed:
        return f"{say_count(count, 'risk')} {'was' if count == 1 else 'were'} closed."
    open_ones = say_count(count, "open risk")
    if not grave:
        return f"{open_ones}, none of them grave."
    of_them = "" if count == 1 else "all of them " if grave == count else f"{grave:,} of them "
    return f"{open_ones}, {of_them}grave: likelihood times impact is {GRAVE} or more."


def _say_scenario(name: str, lines: list[tuple[Contract, Risk | None, bool]]) -> str:
    if not name:
        return "Name something that could happen to many contracts at once, and see which ones it would touch."
    if not lines:
        return "No live contract is named for it yet. Say what it would touch."
    planned = sum(1 for _contract, risk, _may in lines if risk is not None and risk.contingency)
    backed = sum(1 for _contract, risk, _may in lines if risk is not None and risk.backup_supplier)
    return f"{say_count(len(lines), 'live contract')} touched: {planned} with a plan, {backed} with a back-up supplier."
