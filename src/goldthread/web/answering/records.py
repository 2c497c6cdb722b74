"""What our records show beside an answer, and a department's answer to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Response
from goldthread.assessment.types import RoundState
from goldthread.evidence.indicators.types import Outcome
from goldthread.evidence.verdicts.actions import DisputeRefused, can_dispute, dispute_verdict
from goldthread.evidence.verdicts.models import VerdictDispute
from goldthread.evidence.verdicts.queries import disputes_of
from goldthread.evidence.verdicts.types import Verdict
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.answering.areas import area_of_code
from goldthread.web.answering.permits import own_response
from goldthread.web.answering.present import Place
from goldthread.web.forms import Fault
from goldthread.web.records import Part, present_parts, read_department, read_records, tag_verdict, verdicts_beside

BAD = 400


@dataclass(frozen=True)
class CodeRecords:
    """The panel of one value code; `rows_url` is empty for those who may not see payments."""

    parts: tuple[Part, ...]
    disputes: tuple[VerdictDispute, ...]
    rows_url: str
    can_dispute: bool


def records_of(response: Response, codes: Iterable[str], standing: Standing) -> dict[str, CodeRecords]:
    """The panel of each code on which an indicator has a figure; none for a council without payments."""
    round_, department = response.round, response.department
    reading = read_records(round_)
    if reading is None or reading.period is None:
        return {}
    framework = framework_of(round_)
    own = read_department(reading, department.pk)
    said = [d for d in disputes_of(round_.council, round_ref=round_.ref) if d.department_id == department.pk]
    rows_url = ""
    if standing.can(Action.VIEW_EVIDENCE):
        query = urlencode({"period": reading.period.key})
        rows_url = f"{reverse('evidence:rows', args=[round_.council.slug])}?{query}"
    may = can_dispute(standing, department) and is_open_to_dispute(response)
    found = {}
    for code in codes:
        parts = present_parts(reading, verdicts_beside(reading, code, own), framework, own=department.pk)
        if parts:
            disputes = tuple(dispute for dispute in said if dispute.value_code == code)
            found[code] = CodeRecords(parts, disputes, rows_url, may)
    return found


def is_open_to_dispute(response: Response) -> bool:
    return response.round.state in {RoundState.OPEN, RoundState.MODERATION}


@require_http_methods(["GET", "HEAD", "POST"])
@council_view()
def dispute(request: CouncilRequest, ref: str, department_id: int, value_code: str, number: int) -> HttpResponse:
    """A department says why the records mislead on one level. Neither the verdict nor any answer changes."""
    response = own_response(request, ref, department_id)
    verdict = _verdict_or_404(response, value_code, number)
    framework = framework_of(response.round)
    place = Place(request.council.slug, ref, department_id)
    back = f"{place.url('area', area_of_code(framework, value_code).id)}#{value_code}"
    typed, faults = request.POST.get("because", "")[:4000], []
    if request.method == "POST":
        try:
            dispute_verdict(
                department=response.department, verdict=verdict, because=typed, by=request.user, round_ref=ref
            )
        except DisputeRefused as refused:
            faults = [Fault("because", f"{refused.what} {refused.do}")]
        else:
            messages.success(request, f"Your reason on {value_code} is kept. The moderator sees it beside the records.")
            return HttpResponseRedirect(back)
    context = {
        "response": response,
        "code": framework.value_code(value_code),
        "verdict": verdict,
        "tag": tag_verdict(verdict, framework),
        "back_url": back,
        "typed": typed,
        "faults": faults,
    }
    return render(request, "goldthread/answering/dispute.html", context, status=BAD if faults else 200)


def _verdict_or_404(response: Response, value_code: str, level: int) -> Verdict:
    """The verdict that stands beside the answer, where it speaks and the round is not yet signed."""
    round_ = response.round
    reading = read_records(round_) if is_open_to_dispute(response) else None
    if reading is None:
        raise Http404
    beside = verdicts_beside(reading, value_code, read_department(reading, response.department_id))
    for verdict in beside:
        if verdict.level == level and verdict.outcome is not Outcome.SILENT:
            return verdict
    raise Http404
