"""What the pages of the pipeline share: finding an entry, who may plan it, what an action refuses."""

from collections.abc import Callable

from django import forms
from django.http import Http404
from django.urls import reverse

from goldthread.organisation.models import Council
from goldthread.register.actions.pipeline import EntryRefused
from goldthread.register.actions.records import RecordRefused
from goldthread.register.models import PipelineEntry, Wave
from goldthread.register.permissions import check_plan
from goldthread.register.pipeline.queries import entries_of
from goldthread.web.access import CouncilRequest


def entry_of(request: CouncilRequest, entry_id: int) -> PipelineEntry:
    """An entry of this council, or 404."""
    rows = entries_of(request.council).select_related(
        "council", "created_by", "changed_by", "closed_by", "replaces__council", "replaces__manager", "becomes__council"
    )
    found = rows.filter(pk=entry_id).first()
    if found is None:
        raise Http404
    return found


def planned_entry(request: CouncilRequest, entry_id: int) -> PipelineEntry:
    """An entry that the person may change; raises `NotAllowed`, or 404."""
    entry = entry_of(request, entry_id)
    check_plan(request.standing, entry)
    return entry


def wave_of(request: CouncilRequest, wave_id: int) -> Wave:
    """A wave of this council, or 404."""
    found = Wave.objects.filter(council=request.council, pk=wave_id).select_related("council", "decided_by").first()
    if found is None:
        raise Http404
    return found


def entry_url(council: Council, entry: PipelineEntry, anchor: str = "") -> str:
    page = reverse("pipeline:entry", args=[council.slug, entry.pk])
    return f"{page}#{anchor}" if anchor else page


def is_done(form: forms.Form, write: Callable[[], object]) -> bool:
    """Whether a valid form was written; everything that the action refuses stands at its field."""
    if not form.is_valid():
        return False
    try:
        write()
    except EntryRefused as refused:
        put_faults(form, refused)
        return False
    except RecordRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, f"{refused.what} {refused.do}")
        return False
    return True


def put_faults(form: forms.Form, refused: EntryRefused) -> None:
    for fault in refused.faults:
        form.add_error(fault.field if fault.field in form.fields else None, f"{fault.what} {fault.do}")
