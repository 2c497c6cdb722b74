"""Views: plan an entry, ask for one, change one, and choose where two people wrote different things."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.organisation.types import Action
from goldthread.register.actions.pipeline import EntryConflict, EntryRefused, add_entry, change_entry
from goldthread.register.models import Contract, PipelineEntry
from goldthread.register.permissions import can_keep
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.forms import faults_of
from goldthread.web.pipeline.forms import PARTS, EntryForm, call_contract, initial_of, names_for
from goldthread.web.pipeline.pages import entry_url, is_done, planned_entry, put_faults
from goldthread.web.register.both import read_version, show_both, touched
from goldthread.web.register.forms import INVALID, plain, read_began, say_value

TWICE = timedelta(minutes=5)
"""Within this time the same title from the same person is a form that was sent twice."""


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def add(request: CouncilRequest) -> HttpResponse:
    """Plan an entry: whoever plans procurements, or who keeps the contract that it follows."""
    contract = _followed(request)
    if contract is None or not can_keep(request.standing, contract):
        request.standing.check(Action.PLAN_PROCUREMENTS)
    return _make(request, contract, is_request=False)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.ASK_FOR_PROCUREMENT)
def ask(request: CouncilRequest) -> HttpResponse:
    """Ask for a procurement: a head of procurement takes it in, or says why not."""
    return _make(request, _followed(request), is_request=True)


def _followed(request: CouncilRequest) -> Contract | None:
    """The contract that the address names to be followed."""
    key = request.GET.get("contract", "")
    if not key.isdecimal() or len(key) > 18:
        return None
    return Contract.objects.filter(council=request.council, pk=int(key)).select_related("manager", "council").first()


def _make(request: CouncilRequest, contract: Contract | None, *, is_request: bool) -> HttpResponse:
    names = names_for(is_request=is_request, may_plan=request.standing.can(Action.PLAN_PROCUREMENTS) and not is_request)
    first = {"replaces": call_contract(contract), "title": f"Successor of {contract.title}"} if contract else {}
    bound = request.POST if request.method == "POST" else None
    form = EntryForm(request.council, bound, names=names, initial=first)
    made: list[PipelineEntry] = []

    def write() -> None:
        values = form.values()
        same = _sent_already(request, values["title"])
        made.append(same or add_entry(council=request.council, values=values, by=request.user, is_request=is_request))

    if form.is_bound and is_done(form, write):
        said = "It is asked for. A head of procurement takes it in." if is_request else "It is in the pipeline."
        messages.success(request, said)
        return redirect(entry_url(request.council, made[0]))
    head = "Ask for a procurement" if is_request else "Plan an entry"
    says = (
        "Say what is needed, why and from when. Procurement works out the rest with you."
        if is_request
        else "Only a title is needed to begin. With the day of need and the route, every other day is worked back."
    )
    context = {"head": head, "says": says, "button": "Send the request" if is_request else "Put it in the pipeline"}
    return _show(request, form, {**context, "back": reverse("pipeline:list", args=[request.council.slug])})


def _sent_already(request: CouncilRequest, title: str) -> PipelineEntry | None:
    """The entry that this very form made a moment ago."""
    own = PipelineEntry.objects.filter(council=request.council, created_by=request.user, title=title)
    return own.filter(created_at__gte=timezone.now() - TWICE).order_by("-pk").first()


def _show(request: CouncilRequest, form: EntryForm, context: Mapping[str, object]) -> HttpResponse:
    parts = [
        (heading, [form[name] for name in names if name in form.fields])
        for heading, names in PARTS
        if any(name in form.fields for name in names)
    ]
    shared = {"form": form, "parts": parts, "faults": faults_of(form) if form.is_bound else []}
    return render(
        request, "goldthread/pipeline/edit.html", {**shared, **context}, status=INVALID if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def edit(request: CouncilRequest, entry_id: int) -> HttpResponse:
    """Change an entry. Only what its writer touched is sent on, so that nobody's newer words are put back."""
    entry = planned_entry(request, entry_id)
    names = names_for(is_request=entry.is_request, may_plan=request.standing.can(Action.PLAN_PROCUREMENTS))
    now = {name: plain(getattr(entry, name)) for name in names}
    if request.method != "POST":
        form = EntryForm(request.council, names=names, initial=initial_of(entry, names))
        return _show_edit(request, entry, form, version=entry.version, began=now)
    form = EntryForm(request.council, request.POST, names=names)
    version, began = read_version(request), read_began(request.POST.get("began", ""))
    if form.is_valid():
        values = touched(request, form.values(), began)
        try:
            saved = change_entry(entry=entry, values=values, expected_version=version, by=request.user)
        except EntryRefused as refused:
            put_faults(form, refused)
        except EntryConflict as conflict:
            return _show_conflict(request, conflict, began)
        else:
            return _saved(request, entry, saved)
    return _show_edit(request, entry, form, version=version, began=began)


def _saved(request: CouncilRequest, entry: PipelineEntry, saved: PipelineEntry) -> HttpResponse:
    if saved.version == entry.version:
        messages.info(request, "Nothing was changed.")
    else:
        messages.success(request, f"Saved at {timezone.localtime(saved.changed_at):%H:%M}.")
    return redirect(entry_url(request.council, entry))


def _show_edit(
    request: CouncilRequest, entry: PipelineEntry, form: EntryForm, *, version: int, began: Mapping[str, Any]
) -> HttpResponse:
    context = {
        "entry": entry,
        "head": f"Change {entry.title}",
        "says": "What you leave as it is stays as it is, even if somebody else changes it meanwhile.",
        "button": "Save the entry",
        "back": entry_url(request.council, entry),
        "version": version,
        "began": json.dumps(began),
    }
    return _show(request, form, context)


def _show_conflict(request: CouncilRequest, conflict: EntryConflict, began: Mapping[str, Any]) -> HttpResponse:
    return show_both(
        request,
        conflict.current,
        conflict.attempted,
        began=began,
        fields=EntryForm.base_fields,
        say=_say,
        action=reverse("pipeline:edit", args=[request.council.slug, conflict.current.pk]),
        back=entry_url(request.council, conflict.current),
    )


def _say(value: object) -> str:
    return str(value) if isinstance(value, Contract) else say_value(value)
