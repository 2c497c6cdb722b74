"""Views: files chosen, looked at, asked about and loaded."""

from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldthread.evidence.sources.types import Field
from goldthread.evidence.types import LoadKind
from goldthread.evidence.uploading import start_loading, start_looking, tell_columns
from goldthread.evidence.uploads import FileIn, FileStep, Upload, UploadStep, drop_upload, keep_upload, read_upload
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.present_uploads import (
    ask_columns,
    offer_fields,
    present_file,
    read_told,
    say_file,
    say_upload,
    say_waiting,
)
from goldthread.web.forms import Fault

MOST_FILES = 200
_NO_FILE = "Choose a file first: CSV, a workbook, or a zip of them."


@require_http_methods(["GET", "POST"])
@council_view(Action.LOAD_EVIDENCE)
def new(request: CouncilRequest) -> HttpResponse:
    """Choose one file or several. They are looked at before anything is loaded."""
    faults: list[Fault] = []
    if request.method == "POST":
        files = request.FILES.getlist("files")
        faults = _faults(files)
        if not faults:
            kind = request.POST.get("kind", "")
            upload = keep_upload(
                request.council,
                ((file.name or "file", cast(BinaryIO, file.file)) for file in files),
                kind=kind if kind in set(LoadKind) else "",
                any_body=request.POST.get("any_body") == "yes",
            )
            start_looking(council=request.council, upload=upload, by=request.user)
            return redirect("evidence:upload", request.council.slug, upload.token)
    context = {"faults": faults, "kinds": list(LoadKind), "way": "loads"}
    return render(request, "goldthread/evidence/upload_new.html", context, status=400 if faults else 200)


def _faults(files: list[UploadedFile[bytes]]) -> list[Fault]:
    if not files:
        return [Fault("files", _NO_FILE)]
    if len(files) > MOST_FILES:
        return [Fault("files", f"{len(files)} files are too many at once. Choose at most {MOST_FILES}, or zip them.")]
    empty = next((file for file in files if not file.size), None)
    return [Fault("files", f"{empty.name} is empty. Download it again and choose it once more.")] if empty else []


@require_GET
@council_view(Action.LOAD_EVIDENCE)
def show(request: CouncilRequest, upload_token: str) -> HttpResponse:
    """How far the files have come: being looked at, understood or asked about, being loaded, loaded."""
    upload = _upload(request, upload_token)
    if upload.is_working:
        context = {"upload": upload, "waiting": say_waiting(upload), "way": "loads"}
        return render(request, "goldthread/evidence/upload_working.html", context)
    context = {
        "upload": upload,
        "finding": say_upload(upload),
        "files": [present_file(file) for file in upload.files],
        "ready": sum(file.step is FileStep.UNDERSTOOD for file in upload.files),
        "asked": sum(file.step is FileStep.ASKED for file in upload.files),
        "is_done": upload.step is UploadStep.DONE,
        "way": "loads",
    }
    return render(request, "goldthread/evidence/upload.html", context)


@require_http_methods(["GET", "POST"])
@council_view(Action.LOAD_EVIDENCE)
def columns(request: CouncilRequest, upload_token: str, number: int) -> HttpResponse:
    """Say which column holds what; it is remembered for the council's later files with the same headings."""
    upload = _upload(request, upload_token)
    file = _file(upload, number)
    faults: list[Fault] = []
    typed: dict[int, str] = {}
    if request.method == "POST":
        typed = {place: request.POST.get(f"column-{place}", "") for place in range(len(file.columns))}
        told, faults = read_told(file, typed)
        if not faults:
            tell_columns(council=request.council, upload=upload, file=file, told=told, by=request.user)
            return redirect("evidence:upload", request.council.slug, upload_token)
    context = {
        "upload": upload,
        "file": file,
        "finding": say_file(file),
        "columns": ask_columns(file, typed),
        "fields": offer_fields(),
        "faults": faults,
        "supplier": Field.SUPPLIER.value,
        "way": "loads",
    }
    return render(request, "goldthread/evidence/columns.html", context, status=400 if faults else 200)


@require_POST
@council_view(Action.LOAD_EVIDENCE)
def load(request: CouncilRequest, upload_token: str) -> HttpResponse:
    """Load the files that are understood."""
    upload = _upload(request, upload_token)
    if upload.step is UploadStep.LOOKED:
        start_loading(council=request.council, upload=upload, by=request.user)
    return redirect("evidence:upload", request.council.slug, upload_token)


@require_POST
@council_view(Action.LOAD_EVIDENCE)
def drop(request: CouncilRequest, upload_token: str) -> HttpResponse:
    """Leave the files be: nothing of them was loaded, and their copies are taken away."""
    upload = _upload(request, upload_token)
    if not upload.is_working:
        drop_upload(upload)
    return redirect("evidence:loads", request.council.slug)


def _upload(request: CouncilRequest, token: str) -> Upload:
    upload = read_upload(request.council, token)
    if upload is None:
        raise Http404
    return upload


def _file(upload: Upload, number: int) -> FileIn:
    found = next((file for file in upload.files if file.number == number), None)
    if found is None or upload.step is not UploadStep.LOOKED or not found.columns:
        raise Http404
    return found
