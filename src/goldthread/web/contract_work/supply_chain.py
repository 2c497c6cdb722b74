"""Views: record a prime contractor's supply-chain return, and read one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.types import Action
from goldthread.register.actions.supply_chain import record_return, said_of
from goldthread.register.due import RETURN_MONTHS
from goldthread.register.models import ChainReturn, Contract
from goldthread.register.rules import propose_period_end
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.forms_chain import ReturnForm
from goldthread.web.contract_work.pages import FormPage, contract_url, is_written, show_form
from goldthread.web.contract_work.present_chain import return_facts, say_return
from goldthread.web.register.editing import kept_contract

PANEL = "chain"


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def add(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """Record what the prime contractor gave for a period; the period's end is proposed."""
    contract = kept_contract(request, contract_id)
    last = contract.chain_returns.first()
    if request.method != "POST":
        day = propose_period_end(last.period_end if last else None, RETURN_MONTHS, today=timezone.localdate())
        return show_form(request, _page(contract, last), ReturnForm(initial={"period_end": day}))
    form = ReturnForm(request.POST)
    if form.is_valid() and (held := _held_by_another(form, contract)):
        form.data = {**request.POST.dict(), "replaces": str(held.pk)}
        said = f"A return for that period is recorded already, by {held.recorded_by or 'somebody'}."
        told = say_return(held.paid, held.paid_in_time, held.median_days)
        form.add_error("period_end", f"{said} It says: {told} Save again to replace it, or give another day.")
    if is_written(form, lambda: record_return(contract=contract, said=form.said(), by=request.user)):
        messages.success(request, f"The return to {form.cleaned_data['period_end']:%-d %B %Y} is recorded.")
        return redirect(contract_url(contract, PANEL))
    return show_form(request, _page(contract, last), form)


def _held_by_another(form: ReturnForm, contract: Contract) -> ChainReturn | None:
    """A return of that period that says something else and that the writer has not been shown."""
    said = form.said()
    held = contract.chain_returns.filter(period_end=said.period_end).select_related("recorded_by").first()
    if held is None or form.cleaned_data["replaces"] == str(held.pk) or said_of(held) == said:
        return None
    return held


def _page(contract: Contract, last: ChainReturn | None) -> FormPage:
    says = "The prime contractor has given no return yet."
    if last:
        told = say_return(last.paid, last.paid_in_time, last.median_days)
        says = f"The last return, to {last.period_end:%-d %B %Y}: {told}"
    return FormPage(
        heading="Record a supply-chain return",
        says=says,
        button="Save the return",
        back=contract_url(contract, PANEL),
        back_text=contract.title,
        caption=contract.title,
    )


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest, return_id: int) -> HttpResponse:
    """One return in full."""
    rows = ChainReturn.objects.filter(contract__council=request.council, pk=return_id)
    found = rows.select_related("contract__council", "recorded_by").first()
    if found is None:
        raise Http404
    context = {
        "row": found,
        "says": say_return(found.paid, found.paid_in_time, found.median_days),
        "facts": return_facts(found),
        "back": contract_url(found.contract, PANEL),
    }
    return render(request, "goldthread/work/chain_return.html", context)
