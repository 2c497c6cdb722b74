"""Views: put a contract on the register, change one, and choose where two people wrote different things."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.organisation.types import Action
from goldthread.register.actions.contracts import (
    ContractConflict,
    ContractRefused,
    add_contract,
    change_contract,
)
from goldthread.register.models import Contract, Lesson
from goldthread.register.permissions import check_keep
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.forms import faults_of
from goldthread.web.register.both import read_version, show_both, touched
from goldthread.web.register.contracts import contract_of
from goldthread.web.register.forms import (
    FIRST_PARTS,
    FORM_TOKEN,
    INVALID,
    PARTS,
    ContractForm,
    plain_values,
    read_began,
    say_value,
)

_LESSONS = 5
_NEWEST = 20  # a form is sent twice within moments, not after twenty others


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def add(request: CouncilRequest) -> HttpResponse:
    """Put a contract on the register. The same form sent twice makes one contract."""
    every = request.standing.can(Action.KEEP_REGISTER)
    if not every:
        request.standing.check(Action.KEEP_OWN_CONTRACTS)
    blank = Contract(council=request.council)
    if request.method != "POST":
        initial: dict[str, object] = {"category": request.GET.get("category", "").replace("\x00", "")[:200]}
        initial |= {} if every else {"manager": request.user.pk}
        form = ContractForm(request.council, instance=blank, initial=initial)
        return _show_add(request, form, uuid4().hex)
    form = ContractForm(request.council, request.POST, instance=blank)
    token = request.POST.get("token", "")[:32]
    if form.is_valid():
        values = {name: value for name, value in form.typed().items() if value not in {None, ""}}
        if every or request.user in {values.get("manager"), values.get("owner")}:
            try:
                return _added(request, _add_once(request, values, token))
            except ContractRefused as refused:
                _put_faults(form, refused)
        else:
            form.add_error("manager", "You keep the contracts that you manage. Choose yourself as manager or owner.")
    return _show_add(request, form, token)


def _add_once(request: CouncilRequest, values: Mapping[str, Any], token: str) -> Contract:
    with transaction.atomic():
        own = Contract.objects.filter(council=request.council, changed_by=request.user)
        newest = own.order_by("-pk")[:_NEWEST] if token else []
        made = next((row for row in newest if row.extra.get(FORM_TOKEN) == token), None)
        if made is None:
            made = add_contract(council=request.council, values=values, by=request.user)
            made.extra = {FORM_TOKEN: token} if token else {}
            made.save(update_fields=["extra"])
        return made


def _added(request: CouncilRequest, contract: Contract) -> HttpResponseRedirect:
    messages.success(request, f"{contract} is on the register.")
    return redirect("register:show", request.council.slug, contract.pk)


def _show_add(request: CouncilRequest, form: ContractForm, token: str) -> HttpResponse:
    context = {"form": form, "parts": _parts(form), "faults": faults_of(form) if form.is_bound else [], "token": token}
    category = str(form["category"].value() or "").strip()
    if category:
        held = Lesson.objects.filter(council=request.council, category=category, withdrawn_at=None)
        context["lessons"] = list(held[:_LESSONS])
    status = INVALID if form.is_bound else 200
    return render(request, "goldthread/register/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def edit(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """Change a contract. Only what its writer touched is sent on, so that nobody's newer words are put back."""
    contract = kept_contract(request, contract_id)
    if request.method != "POST":
        form = ContractForm(request.council, instance=contract)
        return _show_edit(request, contract, form, contract.version, plain_values(contract))
    began = read_began(request.POST.get("began", ""))
    version = read_version(request)
    form = ContractForm(request.council, request.POST, instance=Contract(pk=contract.pk, council=request.council))
    if not form.is_valid():
        return _show_edit(request, contract, form, version, began)
    values = touched(request, form.typed(), began)
    try:
        saved = change_contract(contract=contract, values=values, expected_version=version, by=request.user)
    except ContractRefused as refused:
        _put_faults(form, refused)
        return _show_edit(request, contract, form, version, began)
    except ContractConflict as conflict:
        return _show_conflict(request, conflict, began)
    if saved.version == contract.version:
        messages.info(request, "Nothing was changed.")
    else:
        messages.success(request, f"Saved at {timezone.localtime(saved.changed_at):%H:%M}.")
    return redirect("register:show", request.council.slug, contract.pk)


def kept_contract(request: CouncilRequest, contract_id: int) -> Contract:
    """A contract that the person may change; raises `NotAllowed`, or 404."""
    contract = contract_of(request, contract_id)
    if not request.standing.can(Action.KEEP_REGISTER):
        request.standing.check(Action.KEEP_OWN_CONTRACTS)
    check_keep(request.standing, contract)
    return contract


def _put_faults(form: ContractForm, refused: ContractRefused) -> None:
    for fault in refused.faults:
        form.add_error(fault.field if fault.field in form.fields else "end", f"{fault.what} {fault.do}")


def _show_edit(
    request: CouncilRequest, contract: Contract, form: ContractForm, version: int, began: Mapping[str, Any]
) -> HttpResponse:
    context = {
        "contract": contract,
        "form": form,
        "parts": _parts(form),
        "faults": faults_of(form) if form.is_bound else [],
        "version": version,
        "began": json.dumps(began),
    }
    status = INVALID if form.is_bound else 200
    return render(request, "goldthread/register/edit.html", context, status=status)


def _parts(form: ContractForm) -> list[tuple[str, list[Any], bool]]:
    """The parts of the form: heading, fields, and whether it stands open."""
    return [
        (heading, [form[name] for name in names], place < FIRST_PARTS or any(form[name].errors for name in names))
        for place, (heading, names) in enumerate(PARTS)
    ]


def _show_conflict(request: CouncilRequest, conflict: ContractConflict, began: Mapping[str, Any]) -> HttpResponse:
    where = [request.council.slug, conflict.current.pk]
    return show_both(
        request,
        conflict.current,
        conflict.attempted,
        began=began,
        fields=ContractForm.base_fields,
        say=say_value,
        action=reverse("register:edit", args=where),
        back=reverse("register:show", args=where),
    )
