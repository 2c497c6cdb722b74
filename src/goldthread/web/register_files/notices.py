"""Views: contracts that notices propose, the notices loaded, and what a person decides."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.common.errors import UserError
from goldthread.evidence.coverage.automatic import cover_soon
from goldthread.evidence.notices.actions import accept_proposal, dismiss_proposal
from goldthread.evidence.notices.loading import NoticeOutcome, load_notices
from goldthread.evidence.notices.models import Award, NoticeLoad
from goldthread.evidence.notices.otherwise import published_otherwise, said_by
from goldthread.evidence.notices.types import MatchState
from goldthread.organisation.types import Action
from goldthread.register.models import Contract
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.wording import exact_pounds, say_count
from goldthread.web.forms import Fault
from goldthread.web.register_files.otherwise import present_said

A_PAGE = 50
MOST_BYTES = 50 * 1024 * 1024


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """What notices propose, the largest first."""
    return _show(request)


@require_http_methods(["POST"])
@council_view(Action.KEEP_REGISTER)
def load(request: CouncilRequest) -> HttpResponse:
    """Load one file of notices. Nothing that a person typed is replaced by it."""
    file = request.FILES.get("file")
    if file is None or not file.size:
        return _show(request, [Fault("file", "Choose a file of notices first: the OCDS that the platform offers.")])
    if file.size > MOST_BYTES:
        return _show(request, [Fault("file", "The file is larger than 50 MB. Load it with: goldthread notice load")])
    with TemporaryDirectory() as folder:
        place = Path(folder) / "notices.json"
        with place.open("wb") as out:
            for block in file.chunks():
                out.write(block)
        try:
            done = load_notices(council=request.council, path=place, by=request.user, name=file.name or "notices.json")
        except UserError as refused:
            return _show(request, [Fault("file", f"{refused.what} {refused.do}")])
    if not done.added:
        return _show(request, [Fault("file", _say_nothing_new(done))])
    cover_soon(council=request.council, by=request.user)
    return redirect("register_files:notices", request.council.slug)


@require_safe
@council_view(Action.VIEW_REGISTER)
def set_aside(request: CouncilRequest, notice_load_key: str) -> HttpResponse:
    """The releases of one file that were set aside, each with its place and reason."""
    load = NoticeLoad.objects.filter(council=request.council, key=notice_load_key).first()
    if load is None:
        raise Http404
    page = Paginator(load.set_aside, A_PAGE).get_page(request.GET.get("page"))
    count = len(load.set_aside)
    finding = "Every release of this file was loaded, or was known already."
    if count:
        whose = say_count(count, "release was set aside", "releases were set aside")
        finding = f"{whose} of {load.releases_read:,} in this file: {_say_reasons(load)}."
    context = {
        "load": load,
        "finding": finding,
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
    }
    return render(request, "goldthread/register_files/notices_set_aside.html", context)


@require_safe
@council_view(Action.VIEW_REGISTER)
def otherwise(request: CouncilRequest) -> HttpResponse:
    """Contracts of which the notices say another value or day than the register, the latest published first."""
    page = Paginator(published_otherwise(request.council), A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    finding = "No notice says another value or day than the register of the contract that it is."
    if count:
        one = say_count(count, "contract was published", "contracts were published")
        finding = f"{one} with another value or day than the register gives. Nothing was changed by it."
    context = {
        "finding": finding,
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "lines": [(award.contract, present_said(said_by(award))) for award in page],
    }
    return render(request, "goldthread/register_files/otherwise.html", context)


def _say_nothing_new(done: NoticeOutcome) -> str:
    """Why a file brought nothing: it is known, or every release of it was set aside."""
    if not done.set_aside:
        return "Every release of this file is loaded already. Nothing was written."
    reasons = ", ".join(f"{reason} ({count:,})" for reason, count in _counted(e.reason.value for e in done.set_aside))
    known = f" {done.known:,} were known already." if done.known else ""
    return f"No release of this file was loaded: {reasons}.{known} Choose a file of this council's own notices."


def _say_reasons(load: NoticeLoad) -> str:
    return ", ".join(f"{reason} ({count:,})" for reason, count in _counted(e["reason"] for e in load.set_aside))


def _counted(reasons: Iterable[str]) -> list[tuple[str, int]]:
    return Counter(reasons).most_common()


@require_POST
@council_view(Action.KEEP_REGISTER)
def decide(request: CouncilRequest, award_id: int) -> HttpResponse:
    """Put a proposal on the register, say which contract it is, or dismiss it with a reason."""
    award = (
        Award.objects.filter(procurement__council=request.council, pk=award_id).select_related("procurement").first()
    )
    if award is None:
        raise Http404
    try:
        if request.POST.get("choose") == "dismiss":
            dismiss_proposal(award=award, by=request.user, why=request.POST.get("why", ""))
            return redirect("register_files:notices", request.council.slug)
        contract = accept_proposal(award=award, by=request.user, contract=_named(request))
    except UserError as refused:
        return _show(request, [Fault(f"why-{award.pk}", f"{refused.what} {refused.do}")])
    cover_soon(council=request.council, by=request.user)
    return redirect("register:show", council_slug=request.council.slug, contract_id=contract.pk)


def _named(request: CouncilRequest) -> Contract | None:
    """The contract that a person says it is; None for a new one."""
    reference = request.POST.get("reference", "").strip()
    if not reference:
        return None
    found = Contract.objects.filter(council=request.council, reference__iexact=reference).first()
    if found is None:
        raise UserError(
            what=f'No contract has the reference "{reference}".', do="Look it up in the register, or leave it empty."
        )
    return found


def _show(request: CouncilRequest, faults: list[Fault] | None = None) -> HttpResponse:
    awards = Award.objects.filter(procurement__council=request.council, state=MatchState.PROPOSED.value)
    page = Paginator(awards.select_related("procurement").order_by("-value", "pk"), A_PAGE).get_page(
        request.GET.get("page")
    )
    loads = list(NoticeLoad.objects.filter(council=request.council).order_by("-pk")[:10])
    count = page.paginator.count
    finding = "No contract is proposed: every award that was published is on the register, or no notices are loaded."
    if count:
        one = say_count(count, "contract was published and is", "contracts were published and are")
        finding = f"{one} not on your register, as far as the notices tell."
    context = {
        "finding": finding,
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "awards": [(award, exact_pounds(award.value) if award.value is not None else "") for award in page],
        "loads": [(each, _say_reasons(each)) for each in loads],
        "faults": faults or [],
        "may_keep": request.standing.can(Action.KEEP_REGISTER),
    }
    return render(request, "goldthread/register_files/notices.html", context, status=400 if faults else 200)
