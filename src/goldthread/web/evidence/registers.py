"""Views: the registers in which suppliers are looked up, and loading one in the place of the one before."""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.common.errors import UserError
from goldthread.evidence.matching.automatic import match_soon
from goldthread.evidence.matching.models import ReferenceLoad
from goldthread.evidence.matching.reference import latest_references, load_reference
from goldthread.evidence.matching.types import ReferenceKind
from goldthread.organisation.events import record_event
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.forms import Fault

MOST_BYTES = 60 * 1024 * 1024
"""A larger file takes longer than a page may; the command loads it."""
NAMES = {
    ReferenceKind.COMPANIES: "Companies House: company data",
    ReferenceKind.CHARITIES: "Charity register",
    ReferenceKind.POSTCODES: "Postcode directory",
}


@require_http_methods(["GET", "POST"])
@council_view(Action.VIEW_EVIDENCE)
def registers(request: CouncilRequest) -> HttpResponse:
    """What is loaded, of which date and how many rows; whoever loads payments may load a register."""
    faults: list[Fault] = []
    if request.method == "POST":
        request.standing.check(Action.LOAD_EVIDENCE)
        faults = _load(request)
        if not faults:
            return redirect("evidence:registers", request.council.slug)
    held = latest_references()
    context = {
        "faults": faults,
        "finding": _say(held),
        "registers": [(name, kind, held.get(kind)) for kind, name in NAMES.items()],
        "kind": request.POST.get("kind", ""),
        "as_of": request.POST.get("as_of", ""),
        "may_load": request.standing.can(Action.LOAD_EVIDENCE),
        "way": "suppliers",
    }
    return render(request, "goldthread/evidence/registers.html", context, status=400 if faults else 200)


def _say(held: dict[ReferenceKind, ReferenceLoad]) -> str:
    if not held:
        return "No register is loaded: size and place of every supplier are unknown."
    missing = [NAMES[kind] for kind in NAMES if kind not in held]
    return f"Not loaded: {', '.join(missing)}." if missing else "All three registers are loaded."


def _load(request: CouncilRequest) -> list[Fault]:
    kind, file = request.POST.get("kind", ""), request.FILES.get("file")
    day = _day(request.POST.get("as_of", ""))
    faults = []
    if kind not in set(ReferenceKind):
        faults.append(Fault("kind", "Choose which register it is."))
    if day is None:
        faults.append(Fault("as_of", "Give the day of the register, such as 2026-11-01."))
    if file is None or not file.size:
        faults.append(Fault("file", "Choose the register's file: CSV, or a zip with one."))
    elif file.size > MOST_BYTES:
        text = f"{file.name} is too large for a page. Load it on the server with: goldthread reference load"
        faults.append(Fault("file", text))
    if faults or file is None or day is None:
        return faults
    try:
        load = _keep(request, ReferenceKind(kind), file, day)
    except UserError as refused:
        return [Fault("file", f"{refused.what} {refused.do}")]
    text = f"{NAMES[ReferenceKind(kind)]}: {load.rows:,} rows are loaded."
    if not match_soon(council=request.council, by=request.user):
        text += " The background worker is matching; sizes and places follow when it is done."
    messages.success(request, text)
    return []


def _keep(request: CouncilRequest, kind: ReferenceKind, file: "UploadedFile[Any]", day: date) -> ReferenceLoad:
    with tempfile.TemporaryDirectory(prefix="goldthread-") as folder:
        path = Path(folder) / (Path(file.name or "register.csv").name or "register.csv")
        with path.open("wb") as out:
            shutil.copyfileobj(file, out)
        load = load_reference(kind=kind, path=path, as_of=day, by=request.user)
    record_event(
        council=request.council,
        by=request.user,
        kind="reference.loaded",
        subject=f"register:{kind}",
        summary=f"{NAMES[kind]} as of {day:%-d %B %Y}: {load.rows:,} rows were loaded",
        after={"file": load.file_name, "sha256": load.sha256},
    )
    return load


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day <= timezone.localdate() else None
