"""Views: a round's answers out as a file, and in from one: read first, shown, then written."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.assessment.exchange.apply import apply_import
from goldthread.assessment.exchange.decode import MAXIMUM_BYTES
from goldthread.assessment.exchange.export import ExchangeFormat, export_answers
from goldthread.assessment.exchange.plan import ImportPlan, PlannedChange, plan_import
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Round
from goldthread.common.errors import UserError
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view, round_of
from goldthread.web.forms import Fault

_TYPES = {ExchangeFormat.CSV: "text/csv; charset=utf-8", ExchangeFormat.JSON: "application/json"}
SHOWN_ROWS = 200  # a page of more lines is not read; the count is always whole
_HELD = "held_import"
HELD_NO_LONGER = (
    "The file is no longer held: it was loaded already, or too long ago. Look at the round, or choose it again."
)


@require_safe
@council_view(Action.EXPORT_ANSWERS)
def export(request: CouncilRequest, ref: str, file_format: str) -> HttpResponse:
    """The answers as CSV (with the mark by which a spreadsheet knows UTF-8) or JSON."""
    round_ = round_of(request, ref)
    if file_format not in set(ExchangeFormat):
        raise Http404
    chosen = ExchangeFormat(file_format)
    text = export_answers(round_, chosen)
    body = text.encode("utf-8-sig" if chosen is ExchangeFormat.CSV else "utf-8")
    name = f"{request.council.slug}-{round_.ref}-answers.{chosen.value}"
    return HttpResponse(
        body, content_type=_TYPES[chosen], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.IMPORT_ANSWERS)
def import_(request: CouncilRequest, ref: str) -> HttpResponse:
    """Take a file, and show what it would change before anything is written."""
    round_ = round_of(request, ref)
    if request.method != "POST":
        return render(request, "goldthread/rounds/import.html", {"round": round_})
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        return _refuse(request, round_, "Choose a file first: a CSV or JSON file of answers.")
    if (upload.size or 0) > MAXIMUM_BYTES:
        limit = MAXIMUM_BYTES // 1024 // 1024
        return _refuse(request, round_, f'"{upload.name}" is larger than {limit} MB. Choose a file of answers alone.')
    content = upload.read()
    plan = plan_import(round_, content, upload.name or "file")
    request.session[_HELD] = hold_file(round_, content, upload.name or "file")
    return show_plan(request, round_, plan)


@require_POST
@council_view(Action.IMPORT_ANSWERS)
def import_now(request: CouncilRequest, ref: str) -> HttpResponse:
    """Write the file that was shown. It is read and planned again, so that nothing newer is overwritten unseen."""
    round_ = round_of(request, ref)
    held = request.session.get(_HELD)
    if not held or held["round"] != round_.pk:
        messages.warning(request, HELD_NO_LONGER)
        return redirect("rounds:import", request.council.slug, ref)
    place = place_of(held["sha256"])
    if not place.exists():
        return _refuse(request, round_, HELD_NO_LONGER)
    plan = plan_import(round_, place.read_bytes(), held["name"])
    try:
        written = apply_import(plan=plan, by=request.user, overwrite=request.POST.get("overwrite") == "yes")
    except UserError as refused:
        return show_plan(request, round_, plan, str(refused))
    request.session.pop(_HELD)
    place.unlink(missing_ok=True)
    messages.success(request, f"{written} {'answer was' if written == 1 else 'answers were'} changed.")
    return redirect("rounds:show", request.council.slug, ref)


def place_of(sha256: str) -> Path:
    """Where a held file lies."""
    return Path(settings.DATA_DIR) / "imports" / sha256


def hold_file(round_: Round, content: bytes, name: str) -> dict[str, object]:
    """Keep a file until it is confirmed; what the session has to remember of it."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = place_of(sha256)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.write_bytes(content)
    return {"round": round_.pk, "sha256": sha256, "name": name}


def _refuse(request: CouncilRequest, round_: Round, text: str) -> HttpResponse:
    context = {"round": round_, "faults": [Fault("file", text)]}
    return render(request, "goldthread/rounds/import.html", context, status=400)


def show_plan(
    request: CouncilRequest,
    round_: Round,
    plan: ImportPlan,
    refused: str = "",
    more: Mapping[str, object] = MappingProxyType({}),
) -> HttpResponse:
    """What a file would change, with the button that writes it; `more` says it of a sheet of the council's own."""
    place = [request.council.slug, round_.ref]
    names = {level.number: level.name for level in framework_of(round_).levels}
    context = {
        "round": round_,
        "plan": plan,
        "refused": refused,
        "changes": [_in_words(change, names) for change in plan.changes[:SHOWN_ROWS]],
        "conflicts": [_in_words(change, names) for change in plan.conflicts[:SHOWN_ROWS]],
        "faults_shown": plan.faults[:SHOWN_ROWS],
        "shown_rows": SHOWN_ROWS,
        "heading": "What the file would change",
        "now_url": reverse("rounds:import_now", args=place),
        "back_url": reverse("rounds:import", args=place),
        **more,
    }
    return render(request, "goldthread/rounds/import_plan.html", context, status=400 if refused else 200)


def _in_words(change: PlannedChange, names: dict[int, str]) -> tuple[PlannedChange, str, str]:
    def say(content: object) -> str:
        level = getattr(content, "level", None)
        return f"{level} {names[level]}" if level else str(getattr(content, "state", ""))

    before, after = say(change.before), say(change.after)
    return change, before, after if before != after else f"{after}, other text"
