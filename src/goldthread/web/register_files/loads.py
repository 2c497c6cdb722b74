"""Views: register files that were loaded, one of them, and the conflicts that they left."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.common.errors import UserError
from goldthread.evidence.contracts.models import ContractLoad, FileConflict
from goldthread.evidence.contracts.settling import settle_conflict
from goldthread.evidence.contracts.types import LineOutcome
from goldthread.evidence.contracts.withdrawing import plan_withdrawal, withdraw_register
from goldthread.evidence.coverage.automatic import cover_soon
from goldthread.evidence.coverage.naming import NameState, names_not_found
from goldthread.evidence.notices.models import Award
from goldthread.evidence.notices.types import MatchState
from goldthread.organisation.models import Council
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.forms import ReasonForm
from goldthread.web.evidence.wording import say_count
from goldthread.web.forms import faults_of
from goldthread.web.register_files.present import (
    account_of,
    name_field,
    present_restored,
    say_load,
    say_value,
    say_withdrawal,
)

A_PAGE = 100


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """The files that were loaded, the latest first, and what waits for a person."""
    loads = list(
        ContractLoad.objects.filter(council=request.council).select_related("created_by").order_by("-pk")[:A_PAGE]
    )
    open_conflicts = _open_conflicts(request.council).count()
    proposals = Award.objects.filter(procurement__council=request.council, state=MatchState.PROPOSED.value).count()
    sees_names = request.standing.can(Action.VIEW_EVIDENCE)
    context = {
        "loads": [(load, account_of(load)) for load in loads],
        "finding": _say_list(len(loads), open_conflicts, proposals),
        "conflicts": open_conflicts,
        "proposals": proposals,
        "names": names_not_found(request.council, NameState.OPEN).count() if sees_names else 0,
        "may_keep": request.standing.can(Action.KEEP_REGISTER),
    }
    return render(request, "goldthread/register_files/list.html", context)


def _say_list(loads: int, conflicts: int, proposals: int) -> str:
    if not loads and not proposals:
        return "No register file is loaded yet."
    waiting = []
    if conflicts:
        waiting.append(say_count(conflicts, "field is in conflict", "fields are in conflict"))
    if proposals:
        waiting.append(say_count(proposals, "contract is proposed by notices", "contracts are proposed by notices"))
    if waiting:
        return f"{' and '.join(waiting)}: somebody has to choose."
    return f"{say_count(loads, 'file is', 'files are')} loaded, and nothing waits for you."


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest, file_key: str) -> HttpResponse:
    """One file: its totals, what it changed, and the lines that were set aside."""
    load = (
        ContractLoad.objects.filter(council=request.council, key=file_key)
        .select_related("created_by", "withdrawn_by")
        .first()
    )
    if load is None:
        raise Http404
    lines = load.lines.filter(outcome__in=[LineOutcome.CHANGED.value, LineOutcome.SET_ASIDE.value])
    page = Paginator(lines.select_related("contract").order_by("pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "load": load,
        "finding": say_load(load),
        "account": account_of(load),
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "lines": [
            (
                line,
                [
                    (name_field(c["field"]), say_value(c["from"], c["field"]), say_value(c["to"], c["field"]))
                    for c in line.changes
                ],
            )
            for line in page
        ],
        "conflicts": _open_conflicts(request.council).filter(load=load).count(),
        "may_keep": request.standing.can(Action.KEEP_REGISTER),
    }
    return render(request, "goldthread/register_files/load.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_REGISTER)
def withdraw(request: CouncilRequest, file_key: str) -> HttpResponse:
    """What withdrawing the file would do; then, with a reason, do it."""
    load = ContractLoad.objects.filter(council=request.council, key=file_key, withdrawn_at=None).first()
    if load is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = withdraw_register(load=load, why=form.cleaned_data["why"], by=request.user)
        cover_soon(council=request.council, by=request.user)
        messages.success(request, f"{load.file_name} is withdrawn. {say_withdrawal(done, is_done=True)}")
        return redirect("register_files:load", request.council.slug, load.key)
    faults = faults_of(form) if form.is_bound else []
    plan = plan_withdrawal(load)
    context = {
        "load": load,
        "form": form,
        "faults": faults,
        "finding": say_withdrawal(plan, is_done=False),
        "removed": plan.removed[:A_PAGE],
        "more_removed": max(len(plan.removed) - A_PAGE, 0),
        "restored": present_restored(plan.restored[:A_PAGE]),
        "more_restored": max(len(plan.restored) - A_PAGE, 0),
        "left": plan.left[:A_PAGE],
        "more_left": max(len(plan.left) - A_PAGE, 0),
    }
    return render(request, "goldthread/register_files/withdraw.html", context, status=400 if faults else 200)


@require_safe
@council_view(Action.VIEW_REGISTER)
def conflicts(request: CouncilRequest) -> HttpResponse:
    """What somebody typed and a file gives otherwise."""
    return _show_conflicts(request)


@require_POST
@council_view(Action.KEEP_REGISTER)
def settle(request: CouncilRequest, conflict_id: int) -> HttpResponse:
    """Keep what was typed, or take the file's."""
    found = FileConflict.objects.filter(council=request.council, pk=conflict_id).first()
    if found is None:
        raise Http404
    chosen = request.POST.get("choose")
    if chosen not in {"file", "typed"}:
        return redirect("register_files:conflicts", request.council.slug)
    try:
        settle_conflict(conflict=found, take_file=chosen == "file", by=request.user)
    except UserError as refused:
        return _show_conflicts(request, refused)
    return redirect("register_files:conflicts", request.council.slug)


def _show_conflicts(request: CouncilRequest, refused: UserError | None = None) -> HttpResponse:
    rows = _open_conflicts(request.council).select_related("contract", "load")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    finding = "No field is in conflict: what people typed and what the files give agree."
    if count:
        one = say_count(count, "field was", "fields were")
        finding = f"{one} typed by somebody and given otherwise by a file. What was typed stays until you choose."
    context = {
        "finding": finding,
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "rows": [
            (row, name_field(row.field), say_value(row.typed, row.field), say_value(row.given, row.field))
            for row in page
        ],
        "may_keep": request.standing.can(Action.KEEP_REGISTER),
        "refused": refused,
    }
    return render(request, "goldthread/register_files/conflicts.html", context, status=409 if refused else 200)


def _open_conflicts(council: Council) -> QuerySet[FileConflict]:
    return FileConflict.objects.filter(council=council, chosen="").order_by("contract__title", "field")
