"""Views: the options to extend a contract, and its breaks."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldthread.organisation.types import Action
from goldthread.register.actions.contracts import ContractConflict, ContractRefused
from goldthread.register.actions.terms import remove_term, save_break, save_extension
from goldthread.register.models import Break, Contract, Extension
from goldthread.register.rules import add_months
from goldthread.register.types import Taken
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.errors import CONFLICT
from goldthread.web.forms import Fault, faults_of
from goldthread.web.register.both import read_version
from goldthread.web.register.editing import kept_contract
from goldthread.web.register.forms import INVALID, BreakForm, ExtensionForm, say_value

Term = Extension | Break


@dataclass(frozen=True)
class _Kind:
    """What differs between an extension and a break on these pages."""

    noun: str
    form: type[forms.Form]
    fields: tuple[str, ...]
    template: str


_EXTENSION = _Kind("extension", ExtensionForm, ("months", "taken", "decided_on"), "goldthread/register/extension.html")
_BREAK = _Kind(
    "break", BreakForm, ("on", "notice_by", "taken", "decided_on", "negotiation"), "goldthread/register/break.html"
)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def extension_add(request: CouncilRequest, contract_id: int) -> HttpResponse:
    return _edit(request, kept_contract(request, contract_id), None, _EXTENSION)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def extension_edit(request: CouncilRequest, contract_id: int, extension_id: int) -> HttpResponse:
    contract = kept_contract(request, contract_id)
    return _edit(request, contract, _found(contract.extensions.filter(pk=extension_id).first()), _EXTENSION)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def break_add(request: CouncilRequest, contract_id: int) -> HttpResponse:
    return _edit(request, kept_contract(request, contract_id), None, _BREAK)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def break_edit(request: CouncilRequest, contract_id: int, break_id: int) -> HttpResponse:
    contract = kept_contract(request, contract_id)
    return _edit(request, contract, _found(contract.breaks.filter(pk=break_id).first()), _BREAK)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def extension_remove(request: CouncilRequest, contract_id: int, extension_id: int) -> HttpResponse:
    contract = kept_contract(request, contract_id)
    return _remove(request, contract, _found(contract.extensions.filter(pk=extension_id).first()), _EXTENSION)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def break_remove(request: CouncilRequest, contract_id: int, break_id: int) -> HttpResponse:
    contract = kept_contract(request, contract_id)
    return _remove(request, contract, _found(contract.breaks.filter(pk=break_id).first()), _BREAK)


def _found(term: Term | None) -> Term:
    if term is None:
        raise Http404
    return term


def _edit(request: CouncilRequest, contract: Contract, term: Term | None, kind: _Kind) -> HttpResponse:
    """Show the form, or save it: with every fault at its field, and both texts where somebody was quicker."""
    if request.method != "POST":
        initial = {name: getattr(term, name) for name in kind.fields} if term else None
        return _show(request, contract, term, kind, kind.form(initial=initial))
    form = kind.form(request.POST)
    if not form.is_valid():
        return _show(request, contract, term, kind, form)
    values = {name: form.cleaned_data[name] for name in kind.fields}
    version = read_version(request)
    try:
        if isinstance(term, Extension) or kind is _EXTENSION:
            save_extension(
                contract=contract,
                extension=term if isinstance(term, Extension) else None,
                values=values,
                moves_end=form.cleaned_data["moves_end"],
                expected_version=version,
                by=request.user,
            )
        else:
            save_break(contract=contract, row=term, values=values, expected_version=version, by=request.user)
    except ContractRefused as refused:
        for fault in refused.faults:
            form.add_error(fault.field, f"{fault.what} {fault.do}")
        return _show(request, contract, term, kind, form)
    except ContractConflict as conflict:
        return _show(request, conflict.current, term, kind, form, conflict=conflict)
    messages.success(request, f"The {kind.noun} is saved.")
    return redirect("register:show", request.council.slug, contract.pk)


def _show(
    request: CouncilRequest,
    contract: Contract,
    term: Term | None,
    kind: _Kind,
    form: forms.Form,
    *,
    conflict: ContractConflict | None = None,
) -> HttpResponse:
    refused = form.is_bound and conflict is None
    held = type(term).objects.filter(pk=term.pk).first() if term and conflict else None
    context = {
        "contract": contract,
        "term": term,
        "form": form,
        "faults": faults_of(form) if refused else [],
        "version": contract.version if conflict or not form.is_bound else read_version(request),
        "conflict": conflict,
        "theirs": [(form.fields[name].label, say_value(getattr(held, name))) for name in kind.fields] if held else [],
        "asks_to_move": contract.end and (not isinstance(term, Extension) or term.taken != Taken.YES),
        "moved_to": _moved_to(contract, term),
    }
    status = CONFLICT if conflict else INVALID if refused else 200
    return render(request, kind.template, context, status=status)


def _moved_to(contract: Contract, term: Term | None) -> object:
    """The end that a taken extension leads to, where its length is known."""
    return add_months(contract.end, term.months) if contract.end and isinstance(term, Extension) else None


def _remove(request: CouncilRequest, contract: Contract, term: Term, kind: _Kind) -> HttpResponse:
    """Ask why, then take it off; the record keeps what it said."""
    faults: list[Fault] = []
    why = request.POST.get("why", "")[:5000]
    is_stale = False
    if request.method == "POST":
        try:
            remove_term(contract=contract, term=term, why=why, expected_version=read_version(request), by=request.user)
            messages.success(request, f"The {kind.noun} was taken off. The record keeps what it said.")
            return redirect("register:show", request.council.slug, contract.pk)
        except ContractRefused as refused:
            faults = [Fault(fault.field, f"{fault.what} {fault.do}") for fault in refused.faults]
        except ContractConflict as conflict:
            is_stale = True
            faults = [Fault("why", f"{conflict.what} Look at it again before you take it off.")]
    context = {
        "contract": contract,
        "term": term,
        "noun": kind.noun,
        "faults": faults,
        "why": why,
        "version": contract.version,
        "says": [(kind.form.base_fields[name].label, say_value(getattr(term, name))) for name in kind.fields],
    }
    status = CONFLICT if is_stale else INVALID if faults else 200
    return render(request, "goldthread/register/remove.html", context, status=status)
