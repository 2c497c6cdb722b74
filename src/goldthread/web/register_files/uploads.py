"""Views: a register's file chosen, looked at, asked about and loaded."""

from dataclasses import replace
from typing import BinaryIO, cast

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldthread.common.errors import UserError
from goldthread.evidence.contracts.loading import RegisterOutcome, RegisterWishes, load_register
from goldthread.evidence.contracts.types import ContractField
from goldthread.evidence.contracts.unsure import UnsureContractColumns
from goldthread.evidence.coverage.automatic import cover_soon
from goldthread.evidence.uploads import FileIn, Upload, drop_upload, keep_upload, path_of, read_upload, write_upload
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.forms import Fault
from goldthread.web.register_files.present import offer_fields, present_columns, present_plan, read_told

MOST_BYTES = 20 * 1024 * 1024
"""A register of a hundred thousand lines; a larger file is no register, or is loaded from the command line."""


@require_http_methods(["GET", "POST"])
@council_view(Action.KEEP_REGISTER)
def new(request: CouncilRequest) -> HttpResponse:
    """Choose a file. It is looked at before anything is written."""
    faults: list[Fault] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None or not file.size:
            faults = [Fault("file", "Choose the file of your register: CSV or a workbook.")]
        elif file.size > MOST_BYTES:
            faults = [Fault("file", "The file is larger than 20 MB. Load it with: goldthread contract load")]
        else:
            upload = keep_upload(
                request.council,
                [(file.name or "register", cast(BinaryIO, file.file))],
                any_body=request.POST.get("any_body") == "yes",
            )
            return redirect("register_files:upload", request.council.slug, upload.token)
    return render(request, "goldthread/register_files/new.html", {"faults": faults}, status=400 if faults else 200)


@require_GET
@council_view(Action.KEEP_REGISTER)
def show(request: CouncilRequest, upload_token: str) -> HttpResponse:
    """What the file would do, field by field; or what has to be said of its columns; or why it cannot be read."""
    upload = _upload(request, upload_token)
    file = upload.files[0]
    context: dict[str, object] = {"upload": upload, "file": file}
    try:
        context["plan"] = present_plan(_read(request, upload, file, is_dry_run=True))
    except UnsureContractColumns as unsure:
        return _ask(request, upload, file, unsure)
    except UserError as refused:
        context["refused"] = refused
    return render(request, "goldthread/register_files/upload.html", context)


def _ask(request: CouncilRequest, upload: Upload, file: FileIn, unsure: UnsureContractColumns) -> HttpResponse:
    """The question stands on the page itself, so that nobody has to look for it."""
    asked = unsure.question
    context = {
        "upload": upload,
        "file": file,
        "finding": unsure.what,
        "columns": present_columns(asked.headings, asked.samples, asked.mapping),
        "fields": offer_fields(),
        "faults": [],
    }
    return render(request, "goldthread/register_files/columns.html", context)


@require_http_methods(["GET", "POST"])
@council_view(Action.KEEP_REGISTER)
def columns(request: CouncilRequest, upload_token: str, number: int) -> HttpResponse:
    """Say which column holds what; it is remembered for the council's later files with the same headings."""
    upload = _upload(request, upload_token)
    file = next((each for each in upload.files if each.number == number), None)
    if file is None:
        raise Http404
    try:
        read = _read(request, upload, file, is_dry_run=True).read
        headings, samples, mapping, finding = read.headings, read.samples, read.mapping, "Every column was understood."
    except UnsureContractColumns as unsure:
        asked = unsure.question
        headings, samples, mapping, finding = asked.headings, asked.samples, asked.mapping, unsure.what
    except UserError:
        return redirect("register_files:upload", request.council.slug, upload_token)
    faults: list[Fault] = []
    typed: dict[int, str] = {}
    if request.method == "POST":
        typed = {place: request.POST.get(f"column-{place}", "") for place in range(len(headings))}
        told, faults = read_told(headings, typed)
        if not faults:
            write_upload(upload.with_file(replace(file, told=told)))
            return redirect("register_files:upload", request.council.slug, upload_token)
    context = {
        "upload": upload,
        "file": file,
        "finding": finding,
        "columns": present_columns(headings, samples, mapping, typed),
        "fields": offer_fields(),
        "faults": faults,
    }
    return render(request, "goldthread/register_files/columns.html", context, status=400 if faults else 200)


@require_POST
@council_view(Action.KEEP_REGISTER)
def load(request: CouncilRequest, upload_token: str) -> HttpResponse:
    """Load the file as it was shown."""
    upload = _upload(request, upload_token)
    try:
        outcome = _read(request, upload, upload.files[0], is_dry_run=False)
    except UserError:
        return redirect("register_files:upload", request.council.slug, upload_token)
    drop_upload(upload)
    cover_soon(council=request.council, by=request.user)
    if outcome.load is None:
        return redirect("register_files:list", request.council.slug)
    return redirect("register_files:load", request.council.slug, outcome.load.key)


@require_POST
@council_view(Action.KEEP_REGISTER)
def drop(request: CouncilRequest, upload_token: str) -> HttpResponse:
    """Leave the file be: nothing of it was written, and its copy is taken away."""
    drop_upload(_upload(request, upload_token))
    return redirect("register_files:list", request.council.slug)


def _read(request: CouncilRequest, upload: Upload, file: FileIn, *, is_dry_run: bool) -> RegisterOutcome:
    told = {ContractField(name): heading for name, heading in file.told.items() if name in set(ContractField)}
    wishes = RegisterWishes(told=told, any_body=upload.any_body, is_dry_run=is_dry_run)
    place = path_of(upload, file)
    return load_register(council=request.council, path=place, by=request.user, wishes=wishes, name=file.name)


def _upload(request: CouncilRequest, token: str) -> Upload:
    upload = read_upload(request.council, token)
    if upload is None or not upload.files:
        raise Http404
    return upload
