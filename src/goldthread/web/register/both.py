"""One record that two people changed: what each wrote, field by field, and the choice between them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Field
from django.http import HttpResponse
from django.shortcuts import render

from goldthread.register.models import Contract, PipelineEntry
from goldthread.web.access import CouncilRequest
from goldthread.web.errors import CONFLICT
from goldthread.web.register.forms import plain

_KEEP, _THEIRS = "keep-", "theirs"
_NOT_CARRIED = ("csrfmiddlewaretoken", "version")


def read_version(request: CouncilRequest) -> int:
    """The version that the form began from; one that is none at all can match nothing."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def touched(request: CouncilRequest, typed: Mapping[str, Any], began: Mapping[str, Any]) -> dict[str, Any]:
    """What the writer changed since the form began, without what they gave up for somebody else's words."""
    return {
        name: value
        for name, value in typed.items()
        if (name not in began or plain(value) != began[name]) and request.POST.get(_KEEP + name) != _THEIRS
    }


def show_both(
    request: CouncilRequest,
    current: Contract | PipelineEntry,
    attempted: Mapping[str, Any],
    *,
    began: Mapping[str, Any],
    fields: Mapping[str, Field],
    say: Callable[[object], str],
    action: str,
    back: str,
) -> HttpResponse:
    """Both texts of each field that both people changed; with none, both changes can stand."""
    both = [
        (name, fields[name].label, say(getattr(current, name)), say(value))
        for name, value in attempted.items()
        if plain(getattr(current, name)) != began.get(name) and getattr(current, name) != value
    ]
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NOT_CARRIED and not name.startswith(_KEEP)
    ]
    context = {
        "name": current.title,
        "action": action,
        "back": back,
        "version": current.version,
        "both": both,
        "mine": [(fields[name].label, say(value)) for name, value in attempted.items()],
        "carried": carried,
        "who": str(current.changed_by) if current.changed_by else "Somebody",
    }
    return render(request, "goldthread/register/conflict.html", context, status=CONFLICT)
