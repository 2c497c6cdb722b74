"""Evidence behind an answer: adding a link or a file, taking it away, opening a file."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.assessment.actions.answers import AnswerRefused, check_can_change
from goldthread.assessment.actions.evidence import add_file, add_link, remove_evidence
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, Evidence
from goldthread.documents.actions import DocumentRefused
from goldthread.documents.types import ALLOWED_TYPES, MAXIMUM_BYTES
from goldthread.organisation.models import Person
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.answering.areas import area_of_code
from goldthread.web.answering.forms import TypedEvidence, read_evidence
from goldthread.web.answering.pages import OK, REFUSED, Fault
from goldthread.web.answering.permits import answer_in, check_can_open, own_response
from goldthread.web.answering.present import Place
from goldthread.web.attached import send_document

MEGABYTE = 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@council_view()
def add(request: CouncilRequest, ref: str, department_id: int, value_code: str) -> HttpResponse:
    """Offer evidence for one answer: a link or a file, a name, and until when it holds."""
    response = own_response(request, ref, department_id)
    answer = answer_in(response, value_code)
    if request.method != "POST":
        check_can_change(response)
        return _add_page(request, answer, TypedEvidence(), {})
    typed, faults = read_evidence(request, timezone.localdate())
    try:
        check_can_change(response)
        if not faults:
            made = _keep(answer, typed, request.user)
            messages.success(request, f"“{made.title}” was added as evidence for {value_code}.")
            return HttpResponseRedirect(_back(request, answer))
    except DocumentRefused as refused:
        faults = {"file": f"{refused.what} {refused.do}"}
    except AnswerRefused as refused:
        faults = {refused.field if refused.field == "url" else "title": f"{refused.what} {refused.do}"}
    return _add_page(request, answer, typed, faults)


def _keep(answer: Answer, typed: TypedEvidence, by: Person) -> Evidence:
    if typed.file is None:
        return add_link(answer=answer, title=typed.title, url=typed.url, expires_on=typed.expires_on, by=by)
    name = typed.file.name or "file"
    return add_file(answer=answer, title=typed.title, name=name, content=typed.file, expires_on=typed.expires_on, by=by)


def _back(request: CouncilRequest, answer: Answer) -> str:
    framework = framework_of(answer.response.round)
    place = Place(request.council.slug, answer.response.round.ref, answer.response.department_id)
    return f"{place.url('area', area_of_code(framework, answer.value_code).id)}#{answer.value_code}"


def _add_page(request: CouncilRequest, answer: Answer, typed: TypedEvidence, faults: dict[str, str]) -> HttpResponse:
    framework = framework_of(answer.response.round)
    extensions = list(ALLOWED_TYPES)
    context = {
        "response": answer.response,
        "round": answer.response.round,
        "code": framework.value_code(answer.value_code),
        "area": area_of_code(framework, answer.value_code),
        "typed": typed,
        "messages_by_field": faults,
        "faults": [Fault(field, text) for field, text in faults.items()],
        "back_url": _back(request, answer),
        "extensions": extensions,
        "accept": ",".join(f".{extension}" for extension in extensions),
        "megabytes": MAXIMUM_BYTES // MEGABYTE,
    }
    return render(request, "goldthread/answering/evidence_add.html", context, status=REFUSED if faults else OK)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view()
def remove(request: CouncilRequest, ref: str, department_id: int, evidence_id: int) -> HttpResponse:
    """Take evidence away from its answer; it stays in the record."""
    response = own_response(request, ref, department_id)
    evidence = _find(request, ref, response.department_id, evidence_id)
    if request.method != "POST":
        return HttpResponseRedirect(_back(request, evidence.answer))
    remove_evidence(evidence=evidence, by=request.user)
    messages.success(request, f"“{evidence.title}” was taken away. It stays in the record of changes.")
    return HttpResponseRedirect(_back(request, evidence.answer))


@require_safe
@council_view()
def open_file(request: CouncilRequest, ref: str, department_id: int, evidence_id: int) -> FileResponse:
    """The attached file, to be saved and never shown within the site."""
    evidence = _find(request, ref, department_id, evidence_id)
    check_can_open(request.standing, evidence)
    document = evidence.document
    if document is None:
        raise Http404
    return send_document(document)


def _find(request: CouncilRequest, ref: str, department_id: int, evidence_id: int) -> Evidence:
    rows = Evidence.objects.select_related(
        "document", "answer__response__round__council", "answer__response__department"
    )
    place = {"answer__response__round__council": request.council, "answer__response__round__ref": ref}
    found = rows.filter(pk=evidence_id, answer__response__department_id=department_id, **place).first()
    if found is None:
        raise Http404
    return found
