"""Views: sign-off: the checks, the signature, the frozen record."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from goldthread.assessment.actions.rounds import RoundMoved, move_round
from goldthread.assessment.actions.signoff import SignOffRefused, check_separate_hands, sign_off
from goldthread.assessment.models import Round, Snapshot
from goldthread.assessment.queries.checks import run_checks
from goldthread.assessment.queries.signed import snapshots_of
from goldthread.assessment.transitions import MoveName, MoveRefused
from goldthread.assessment.types import RoundState
from goldthread.common.errors import UserError
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view, round_of
from goldthread.web.forms import Fault, faults_of
from goldthread.web.shown import ShownRound
from goldthread.web.signoff import present
from goldthread.web.signoff.forms import ReopenForm, SignForm
from goldthread.web.wording import name_of_round, state_of_round

INVALID, CONFLICT = 400, 409
READ_THEM = "Read the findings and tick the box that says so."
SAY_WHY = "Say why you sign although our records contradict a level, or have it answered first."


@dataclass(frozen=True)
class Trouble:
    """What kept a signature from being made, to be shown on the page of the checks."""

    status: int = 200
    faults: list[Fault] = field(default_factory=list)
    refusal: UserError | None = None


@council_view(Action.VIEW_WORKING_RESULTS)
def checks(request: CouncilRequest, ref: str) -> HttpResponse:
    """The findings, and the form to sign; a POST signs. A second signature changes nothing and says so."""
    round_ = round_of(request, ref)
    if request.method != "POST":
        return show_checks(request, round_)
    request.standing.check(Action.SIGN_OFF)
    if round_.state == RoundState.SIGNED:
        return show_checks(request, round_, trouble=Trouble(CONFLICT))
    form = SignForm(request.POST)
    if not form.is_valid():
        return show_checks(request, round_, form=form, trouble=Trouble(INVALID, faults_of(form)))
    try:
        sign_off(
            round=round_,
            by=request.user,
            statement=form.cleaned_data["statement"],
            seen=form.cleaned_data["seen"],
            despite=form.cleaned_data["despite"],
        )
    except (RoundMoved, MoveRefused):
        return show_checks(request, round_of(request, ref), form=form, trouble=Trouble(CONFLICT))
    except SignOffRefused as refusal:
        return show_checks(request, round_of(request, ref), form=form, trouble=_refused(refusal, form))
    messages.success(request, f"{name_of_round(round_)} is signed off.")
    return redirect("signoff:checks", request.council.slug, ref)


def _refused(refusal: SignOffRefused, form: SignForm) -> Trouble:
    """What the signature itself could mend is a fault of its field; anything else is told above the findings."""
    if not refusal.asks:
        return Trouble(CONFLICT, [Fault("", f"{refusal.what} {refusal.do}")])
    needs_reason = any(finding.needs_reason for finding in refusal.findings)
    if needs_reason and not form.cleaned_data["despite"].strip():
        form.add_error("despite", SAY_WHY)
    unread = [Fault("id_seen", READ_THEM)] if refusal.asks == "seen" else []
    return Trouble(INVALID, [*faults_of(form), *unread])


def show_checks(
    request: CouncilRequest, round_: Round, *, form: SignForm | None = None, trouble: Trouble | None = None
) -> HttpResponse:
    """The page of the checks, as the round stands now."""
    shown, trouble = ShownRound(round_), trouble or Trouble()
    is_signed = round_.state == RoundState.SIGNED
    findings = [] if is_signed else run_checks(round_, shown.answers)
    signed = present.present_signed(snapshots_of(round_), round_)
    context = {
        "round": round_,
        "caption": f"{name_of_round(round_)} · {shown.framework.short_title} · {state_of_round(round_)}",
        "finding": present.checks_finding(findings, round_, signed[0] if signed else None),
        "stops": present.present_kinds(findings, round_, blocking=True),
        "seen": present.present_kinds(findings, round_, blocking=False),
        "needs_reason": any(finding.needs_reason for finding in findings),
        "unread": any(fault.field == "id_seen" for fault in trouble.faults),
        "frozen": present.what_is_frozen(shown.answers),
        "signed": signed,
        "is_signed": is_signed,
        "is_in_moderation": round_.state == RoundState.MODERATION,
        "own_hands": _own_hands(request, round_) if not is_signed else None,
        "can_sign": request.standing.can(Action.SIGN_OFF),
        "can_reopen": request.standing.can(Action.REOPEN_ROUND),
        "can_manage": request.standing.can(Action.MANAGE_ROUND),
        "can_download": request.standing.can(Action.VIEW_ALL_ANSWERS),
        "form": form or SignForm(),
        "faults": trouble.faults,
        "signed_already": is_signed and trouble.status == CONFLICT,
    }
    return render(request, "goldthread/signoff/checks.html", context, status=trouble.status)


def _own_hands(request: CouncilRequest, round_: Round) -> SignOffRefused | None:
    """Why this chief officer cannot sign this round, where it holds their own work."""
    if not request.standing.can(Action.SIGN_OFF):
        return None
    try:
        check_separate_hands(round=round_, by=request.user)
    except SignOffRefused as refusal:
        return refusal
    return None


@council_view(Action.REOPEN_ROUND)
def reopen(request: CouncilRequest, ref: str) -> HttpResponse:
    """Asks why a signed round is opened again; a POST takes it back to moderation."""
    round_ = round_of(request, ref)
    form = ReopenForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        move_round(round=round_, move=MoveName.REOPEN, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"{name_of_round(round_)} is in moderation again. What was signed is kept.")
        return redirect("signoff:checks", request.council.slug, ref)
    context = {
        "round": round_,
        "caption": f"{name_of_round(round_)} · {state_of_round(round_)}",
        "is_signed": round_.state == RoundState.SIGNED,
        "form": form or ReopenForm(),
        "faults": faults_of(form) if form else [],
    }
    return render(request, "goldthread/signoff/reopen.html", context, status=INVALID if form else 200)


@council_view(Action.VIEW_ALL_ANSWERS)
def snapshot(request: CouncilRequest, ref: str, number: int) -> HttpResponse:
    """What was signed, byte for byte, so that its SHA-256 can be worked out by anybody who holds the file."""
    round_ = round_of(request, ref)
    found = Snapshot.objects.filter(round=round_, number=number).first()
    if found is None:
        raise Http404
    response = HttpResponse(found.content.encode("utf-8"), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{present.file_name(round_, found)}"'
    response["Cache-Control"] = "private, no-store"
    return response
