"""Views: ask for a change, see the difference first, decide on it, take it back, note its notice; lists of changes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.types import Action
from goldthread.register.actions.changes import (
    amount_to_approve,
    decide_change,
    note_change_published,
    preview_change,
    request_change,
    withdraw_change,
)
from goldthread.register.limits import may_approve
from goldthread.register.models import Change
from goldthread.register.permissions import can_keep, check_keep
from goldthread.register.types import ChangeState
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.forms import BecauseForm, ChangeForm, DecideForm, PublishedForm
from goldthread.web.contract_work.pages import FormPage, contract_url, is_written, show_form
from goldthread.web.contract_work.present_changes import (
    ChangeView,
    say_finding,
    view_change,
    view_changes,
    who_decides,
)
from goldthread.web.register.editing import kept_contract

A_PAGE = 50
SENT, AGAIN = "send", "again"
STATES = [("", "Waiting for a decision"), *((each.value, each.label) for each in ChangeState), ("all", "All")]


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """The council's changes: those that wait for a decision, else by their state."""
    asked = request.GET.get("state", "")
    state = asked if asked in dict(STATES) else ""
    rows = _changes(request).order_by("-requested_at", "-pk")
    if state != "all":
        rows = rows.filter(state=state or ChangeState.REQUESTED.value)
    pages = Paginator(rows, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    views = view_changes(page)
    waiting = state in {"", ChangeState.REQUESTED.value}
    context = {
        "finding": say_finding(views, pages.count) if waiting else _say_listed(state, pages.count),
        "rows": views,
        "states": [(value, text, value == state) for value, text in STATES],
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": f"state={state}" if state else "",
    }
    return render(request, "goldthread/work/changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def ask(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """Write a change, see what it does, and only then send it."""
    contract = kept_contract(request, contract_id)
    form = ChangeForm(request.POST) if request.method == "POST" else ChangeForm()
    page = FormPage(
        heading="Ask for a change",
        says="You see what it does to the contract before it is sent. Nothing changes until somebody approves it.",
        button="See what it does",
        back=contract_url(contract, "changes"),
        back_text=contract.title,
        caption=contract.title,
    )
    found: list[ChangeView] = []
    if form.is_bound and is_written(form, lambda: found.append(view_change(preview_change(contract, form.asked())))):
        if AGAIN in request.POST:
            return show_form(request, page, ChangeForm(initial=form.cleaned_data))
        if SENT in request.POST:
            change = request_change(contract=contract, asked=form.asked(), by=request.user)
            messages.success(request, f"Change {change.number} is asked for. It waits for a decision.")
            return redirect("work:change", request.council.slug, change.pk)
        carried = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in {"csrfmiddlewaretoken", SENT, AGAIN}
        ]
        context = {"contract": contract, "view": found[0], "carried": carried, "page": page}
        return render(request, "goldthread/work/change_preview.html", context)
    return show_form(request, page, form)


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest, change_id: int) -> HttpResponse:
    """One change: what it does, where it stands, and what can be done with it."""
    change = change_of(request, change_id)
    is_open = change.state == ChangeState.REQUESTED
    is_mine = change.requested_by_id == request.user.pk
    may_keep = can_keep(request.standing, change.contract)
    may_decide = is_open and not is_mine and may_approve(request.standing, amount_to_approve(change))
    context = {
        "change": change,
        "view": view_change(change),
        "says": _say_state(change),
        "back": contract_url(change.contract, "changes"),
        "may_decide": may_decide,
        "may_withdraw": is_open and (is_mine or may_keep),
        "may_publish": change.state == ChangeState.APPROVED and may_keep,
        "deciders": who_decides(change, request.standing) if is_open and not may_decide else "",
        "is_mine": is_mine,
    }
    return render(request, "goldthread/work/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.DECIDE_CHANGES)
def decide(request: CouncilRequest, change_id: int) -> HttpResponse:
    """Approve or refuse."""
    change = change_of(request, change_id)
    if change.state != ChangeState.REQUESTED and request.method != "POST":
        return redirect("work:change", request.council.slug, change.pk)
    form = DecideForm(request.POST) if request.method == "POST" else DecideForm()
    if form.is_bound and is_written(
        form,
        lambda: decide_change(
            change=change,
            approve=form.cleaned_data["decision"] == "approve",
            because=form.cleaned_data["because"],
            standing=request.standing,
        ),
    ):
        messages.success(request, f"Change {change.number} is decided.")
        return redirect("work:change", request.council.slug, change.pk)
    view = view_change(change)
    page = _page_of(change, f"Decide on change {change.number}", f"{view.asks}. {view.verdict}", "Record the decision")
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def withdraw(request: CouncilRequest, change_id: int) -> HttpResponse:
    """Take back a change that nobody has decided on: whoever asked for it, or whoever keeps the contract."""
    change = change_of(request, change_id)
    if change.requested_by_id != request.user.pk:
        check_keep(request.standing, change.contract)
    if change.state != ChangeState.REQUESTED and request.method != "POST":
        return redirect("work:change", request.council.slug, change.pk)
    form = BecauseForm(request.POST) if request.method == "POST" else BecauseForm()
    if form.is_bound and is_written(
        form, lambda: withdraw_change(change=change, because=form.cleaned_data["because"], by=request.user)
    ):
        messages.success(request, f"Change {change.number} is taken back.")
        return redirect("work:change", request.council.slug, change.pk)
    says = "It stays on the record as taken back. You can ask for another."
    return show_form(request, _page_of(change, f"Take back change {change.number}", says, "Take it back"), form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def publish(request: CouncilRequest, change_id: int) -> HttpResponse:
    """Note that the change notice was published."""
    change = change_of(request, change_id)
    check_keep(request.standing, change.contract)
    if change.state != ChangeState.APPROVED and request.method != "POST":
        return redirect("work:change", request.council.slug, change.pk)
    form = PublishedForm(request.POST) if request.method == "POST" else PublishedForm()
    if form.is_bound and is_written(
        form, lambda: note_change_published(change=change, on=form.cleaned_data["on"], by=request.user)
    ):
        messages.success(request, "The notice is noted.")
        return redirect("work:change", request.council.slug, change.pk)
    says = view_change(change).notice
    return show_form(request, _page_of(change, "Note the change notice", says, "Note it"), form)


def change_of(request: CouncilRequest, change_id: int) -> Change:
    """A change of a contract of this council, or 404."""
    found = _changes(request).filter(pk=change_id).first()
    if found is None:
        raise Http404
    return found


def _changes(request: CouncilRequest) -> QuerySet[Change]:
    return Change.objects.filter(contract__council=request.council).select_related(
        "contract__council", "contract__department", "contract__manager", "requested_by", "decided_by"
    )


def _page_of(change: Change, heading: str, says: str, button: str) -> FormPage:
    back = reverse("work:change", args=[change.contract.council.slug, change.pk])
    return FormPage(heading, says, button, back, str(change), caption=change.contract.title)


def _say_state(change: Change) -> str:
    asked = f"{change.requested_by or 'Somebody'} asked for it on {change.requested_at:%-d %B %Y}"
    if change.state == ChangeState.REQUESTED:
        return f"{asked}, and it waits for a decision."
    who, when = change.decided_by or "Somebody", f"{change.decided_at:%-d %B %Y}" if change.decided_at else ""
    done = {ChangeState.APPROVED: "approved it", ChangeState.REFUSED: "refused it"}.get(
        ChangeState(change.state), "took it back"
    )
    return f"{asked}. {who} {done} on {when}."


def _say_listed(state: str, count: int) -> str:
    noun = "change" if count == 1 else "changes"
    if state == "all":
        return f"{count} {noun} of contracts in all."
    return f"{count} {noun} of contracts {'was' if count == 1 else 'were'} {state}."
