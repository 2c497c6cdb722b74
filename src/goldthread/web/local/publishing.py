"""Views: a draft as departments will see it, publishing it, a published version, another council's file."""

import tempfile
from pathlib import Path
from typing import cast

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.assessment.local.actions import LocalRefused, draft_digest, next_number, publish_supplement
from goldthread.assessment.local.models import LocalSupplement, LocalVersion
from goldthread.assessment.local.queries import check_draft, draft_content, read_content
from goldthread.assessment.local.sharing import export_version, load_supplement
from goldthread.framework.load import load_framework
from goldthread.framework.local import SupplementFaults, read_supplement, thaw_supplement
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.pages import area
from goldthread.web.forms import Fault, faults_of
from goldthread.web.local import present
from goldthread.web.local.views import INVALID, supplement_of
from goldthread.web.wording import count_of, opening

MOST_BYTES = 1_000_000  # a supplement of a thousand codes is smaller


class PublishForm(forms.Form):
    """Why a version is published; `seen` is the draft that was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=64)
    because = area(
        "What is new, and who agreed it?",
        hint="Published with the version",
        required=True,
        missing="Say what is new in this version and who agreed it.",
    )


class FileForm(forms.Form):
    """A file of another council's local codes."""

    file = forms.FileField(
        label="File of local codes",
        help_text="A YAML file that another council or a group exported",
        widget=forms.FileInput({"class": "govuk-file-upload", "accept": ".yaml,.yml"}),
        error_messages={"required": "Choose the file.", "empty": "The file is empty. Choose one that was exported."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@council_view()
def preview(request: CouncilRequest, framework_id: str) -> HttpResponse:
    """The draft as a department will see it; a POST publishes it as the next version."""
    held = supplement_of(request, framework_id)
    may_publish = request.standing.can(Action.PUBLISH_LOCAL_CODES)
    if not may_publish:
        request.standing.check(Action.KEEP_LOCAL_CODES)
    form = PublishForm(request.POST) if request.method == "POST" else None
    refused: list[Fault] = []
    if form is not None:
        request.standing.check(Action.PUBLISH_LOCAL_CODES)
        if form.is_valid():
            said = form.cleaned_data
            try:
                made = publish_supplement(
                    supplement=held, because=said["because"], by=request.user, expected_sha256=said["seen"]
                )
            except LocalRefused as told:
                refused = [Fault("", f"{told.what} {told.do}")]
            else:
                messages.success(request, f"Version {made.number} is published. Rounds that begin now ask its codes.")
                return redirect("local:show", request.council.slug, framework_id)
    return _preview(request, held, form, refused, may_publish=may_publish)


def _preview(
    request: CouncilRequest,
    held: LocalSupplement,
    form: PublishForm | None,
    refused: list[Fault],
    *,
    may_publish: bool,
) -> HttpResponse:
    number, items = next_number(held), list(held.items.all())
    content = draft_content(held, items, number=number, author=str(request.user), published=timezone.localdate())
    faults, framework = check_draft(content), load_framework(held.framework_id)
    seen = draft_digest(content)
    supplement = None if faults else thaw_supplement(content)
    if form is not None:  # what was seen is what stands now; the words stay
        form.data = {**{name: form.data[name] for name in form.data}, "seen": seen}
    found = faults_of(form) if form is not None else []
    context = {
        "held": held,
        "number": number,
        "mend": [present.say_fault(fault) for fault in faults],
        "finding": _say_preview(len(faults)),
        "codes": present.show_codes(supplement, framework) if supplement else [],
        "priorities": present.show_priorities(supplement, framework) if supplement else [],
        "form": (form or PublishForm(initial={"seen": seen})) if may_publish and supplement else None,
        "faults": [*refused, *found],
    }
    return render(request, "goldthread/local/preview.html", context, status=INVALID if context["faults"] else 200)


def _say_preview(faults: int) -> str:
    if not faults:
        return "This is how departments will see it. Nothing is published yet."
    return f"{opening(count_of(faults, 'thing'))} {'has' if faults == 1 else 'have'} to be mended first."


@require_safe
@council_view()
def version(request: CouncilRequest, framework_id: str, number: int) -> HttpResponse:
    """A published version, whole, with the rounds that rest on it."""
    found = version_of(request, framework_id, number)
    supplement, framework = thaw_supplement(read_content(found)), load_framework(framework_id)
    rounds = list(found.rounds.select_related("council").order_by("-opens_on")[:50])
    context = {
        "version": found,
        "held": found.supplement,
        "supplement": supplement,
        "finding": f"Published on {found.published_at:%-d %B %Y} by {found.published_by or 'the command line'}; "
        f"{count_of(len(rounds), 'round')} {'rests' if len(rounds) == 1 else 'rest'} on it. It cannot be changed.",
        "codes": present.show_codes(supplement, framework),
        "priorities": present.show_priorities(supplement, framework),
        "rounds": rounds,
    }
    return render(request, "goldthread/local/version.html", context)


def version_of(request: CouncilRequest, framework_id: str, number: int) -> LocalVersion:
    """A published version of the council's, or 404."""
    held = supplement_of(request, framework_id)
    found = held.versions.select_related("supplement__council", "published_by").filter(number=number).first()
    if found is None:
        raise Http404
    return found


@require_safe
@council_view()
def download(request: CouncilRequest, framework_id: str, number: int) -> HttpResponse:
    """A version as one file, for another council to take in."""
    found = version_of(request, framework_id, number)
    response = HttpResponse(export_version(found), content_type="application/yaml; charset=utf-8")
    name = f"{request.council.slug}-local-codes-{number}.yaml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_LOCAL_CODES)
def load(request: CouncilRequest, framework_id: str) -> HttpResponse:
    """Take another council's codes into the draft."""
    held = supplement_of(request, framework_id)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        try:
            told = _take(request, held, cast("UploadedFile[bytes]", form.cleaned_data["file"]))
        except (LocalRefused, SupplementFaults) as refused:
            form.add_error("file", f"{refused.what} {refused.do}")
            for line in refused.details[:20]:
                form.add_error("file", line)
        else:
            messages.success(request, told)
            return redirect("local:show", request.council.slug, framework_id)
    context = {"held": held, "form": form, "faults": faults_of(form) if form.is_bound else []}
    return render(request, "goldthread/local/load.html", context, status=INVALID if form.is_bound else 200)


def _take(request: CouncilRequest, held: LocalSupplement, file: "UploadedFile[bytes]") -> str:
    if (file.size or 0) > MOST_BYTES:
        raise LocalRefused(what="The file is larger than any file of local codes.", do="Choose one that was exported.")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "file.yaml"
        place.write_bytes(file.read())
        document, faults = read_supplement(place)
    if document is None:
        raise LocalRefused(
            what=f"{file.name or 'The file'} is no file of local codes, so nothing was taken in.",
            do="Choose the YAML file that the other council downloaded from its published version.",
        )
    if faults:
        raise SupplementFaults(file.name or "the file", faults)
    done = load_supplement(council=request.council, document=document, by=request.user)
    if done.supplement.pk != held.pk:
        return f"The file adds to another framework, {done.supplement.framework_id}; it was taken in there."
    left = f" {len(done.left)} left as they were." if done.left else ""
    return f"{len(done.added)} added, {len(done.changed)} changed, {len(done.retired)} retired in the draft.{left}"
