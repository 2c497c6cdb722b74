"""Views: the rounds of a council, one round's progress, and moving it on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.assessment.actions.invitations import invite
from goldthread.assessment.actions.rounds import RoundRefused, create_round, move_round, return_response
from goldthread.assessment.carrying.queries import carrying_into, newer_frameworks
from goldthread.assessment.carrying.reuse import is_reuse, reuse_sources
from goldthread.assessment.models import Invitation
from goldthread.assessment.queries.rounds import progress_of, rounds_of, usual_framework
from goldthread.assessment.transitions import ROUND_MOVES, MoveName, find_move
from goldthread.assessment.types import ResponseState, RoundState
from goldthread.common.errors import UserError
from goldthread.framework.load import load_framework
from goldthread.organisation.queries import live_departments, live_respondents
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view, response_of, round_of
from goldthread.web.forms import Fault, faults_of
from goldthread.web.rounds.forms import ReasonForm, RoundForm
from goldthread.web.rounds.present import MOVE_TEXTS, department_rows, finding, move_slug, offered_moves

CARRIED_STATES = frozenset({RoundState.OPEN, RoundState.MODERATION, RoundState.SIGNED})


@require_safe
@council_view()
def list_(request: CouncilRequest) -> HttpResponse:
    """Every round that the person may see: those who only read results see signed ones."""
    rounds = rounds_of(request.council)
    if not (request.standing.can(Action.VIEW_WORKING_RESULTS) or request.standing.can(Action.ANSWER)):
        rounds = [found for found in rounds if found.state == RoundState.SIGNED]
    rows = [(found, RoundState(found.state), load_framework(found.framework_id).short_title) for found in rounds]
    context = {
        "rows": rows,
        "may_make": request.standing.can(Action.MANAGE_ROUND),
        "may_answer": request.standing.can(Action.ANSWER),
    }
    return render(request, "goldthread/rounds/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.MANAGE_ROUND)
def new(request: CouncilRequest) -> HttpResponse:
    """Make a round."""
    first = request.GET.get("framework") or usual_framework(request.council)
    form = RoundForm(request.council, first, request.POST if request.method == "POST" else None)
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = create_round(
                council=request.council,
                ref=form.cleaned_data["ref"],
                title=form.cleaned_data["title"],
                framework_id=form.cleaned_data["framework_id"],
                opens_on=form.cleaned_data["opens_on"],
                closes_on=form.cleaned_data["closes_on"],
                asked=form.asked(),
                by=request.user,
            )
        except RoundRefused as refused:
            faults = [Fault("id_ref", str(refused))]
        else:
            messages.success(request, f"{made.name} is ready. Look at who is asked what, then open it.")
            return redirect("rounds:show", request.council.slug, made.ref)
    boxes = ("departments", "areas")
    chosen = {name: form.ticked(name) for name in boxes}
    context = {"form": form, "faults": faults_of(form) + faults, "chosen": chosen}
    return render(request, "goldthread/rounds/new.html", context, status=400 if context["faults"] else 200)


@require_safe
@council_view()
def show(request: CouncilRequest, ref: str) -> HttpResponse:
    """How far the round has come, department by department."""
    round_ = round_of(request, ref)
    standing = request.standing
    if not standing.can(Action.VIEW_WORKING_RESULTS):
        if standing.can(Action.ANSWER):
            return redirect("answering:task_list", request.council.slug, ref)
        if round_.state != RoundState.SIGNED:
            raise Http404
        return redirect("report:diagnostic", request.council.slug, ref)
    progress = progress_of(round_)
    invitations = list(Invitation.objects.filter(response__round=round_))
    rows = department_rows(progress, live_respondents(request.council), invitations)
    carrying = carrying_into(round_)
    context = {
        "round": round_,
        "state": RoundState(round_.state),
        "framework": load_framework(round_.framework_id),
        "finding": finding(round_, progress, timezone.localdate()),
        "rows": rows,
        "moves": offered_moves(round_, standing),
        "answering": round_.state in {RoundState.OPEN, RoundState.MODERATION},
        "may_manage": standing.can(Action.MANAGE_ROUND),
        "may_return": standing.can(Action.RETURN_RESPONSE),
        "may_export": standing.can(Action.EXPORT_ANSWERS),
        "may_import": standing.can(Action.IMPORT_ANSWERS),
        "may_see_answers": standing.can(Action.VIEW_ALL_ANSWERS),
        "newer": newer_frameworks(round_.framework_id) if round_.state in CARRIED_STATES else (),
        "reusable": carrying is None and standing.can(Action.MANAGE_ROUND) and bool(reuse_sources(round_)),
        "carrying": carrying,
        "is_reuse": carrying is not None and is_reuse(carrying),
        "others_to_ask": [
            d for d in live_departments(request.council) if d.pk not in {p.department.pk for p in progress}
        ],
        "waiting": [row for row in rows if row.progress.state != ResponseState.SUBMITTED],
    }
    return render(request, "goldthread/rounds/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view()
def move(request: CouncilRequest, ref: str, name: str) -> HttpResponse:
    """Say what a move will do, ask once, and make it."""
    round_ = round_of(request, ref)
    found = next((item for item in MOVE_TEXTS if move_slug(item) == name), None)
    if found is None:
        raise Http404
    request.standing.check(next(item.action for item in ROUND_MOVES if item.name is found))
    allowed = find_move(ROUND_MOVES, found, RoundState(round_.state), reason="to be asked for")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    faults: list[Fault] = []
    if request.method == "POST":
        reason = form.data.get("reason", "").strip()
        if allowed.needs_reason and not form.is_valid():
            faults = faults_of(form)
        else:
            move_round(round=round_, move=found, by=request.user, reason=reason)
            messages.success(request, f"{round_.name} is {RoundState(round_.state).label}.")
            return redirect("rounds:show", request.council.slug, ref)
    text, consequence = MOVE_TEXTS[found]
    context = {
        "round": round_,
        "text": text,
        "consequence": consequence,
        "form": form if allowed.needs_reason else None,
        "faults": faults,
        "warn": found in {MoveName.WITHDRAW, MoveName.REOPEN},
    }
    return render(request, "goldthread/rounds/move.html", context, status=400 if faults else 200)


@require_POST
@council_view(Action.MANAGE_ROUND)
def send(request: CouncilRequest, ref: str) -> HttpResponse:
    """Invite or remind one department, or all that have not submitted."""
    round_ = round_of(request, ref)
    wanted = request.POST.get("department", "")
    asked = [row for row in progress_of(round_) if row.state != ResponseState.SUBMITTED]
    if wanted:
        asked = [row for row in asked if str(row.department.pk) == wanted]
    reached, problems = 0, []
    for row in asked:
        path = reverse("answering:department", args=[request.council.slug, ref, row.department.pk])
        row.response.round = round_
        try:
            reached += len(invite(response=row.response, path=path, by=request.user))
        except UserError as refused:
            problems.append(str(refused))
    if reached:
        messages.success(request, f"{reached} {'person is' if reached == 1 else 'people are'} being written to.")
    for problem in problems:
        messages.warning(request, problem)
    return redirect("rounds:show", request.council.slug, ref)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.RETURN_RESPONSE)
def give_back(request: CouncilRequest, ref: str, department_id: int) -> HttpResponse:
    """Return a submitted response to its department, with the reason that it will read."""
    response = response_of(request, ref, department_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return_response(response=response, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"{response.department.name} can change its answers again.")
        return redirect("rounds:show", request.council.slug, ref)
    faults = faults_of(form)
    context = {
        "round": response.round,
        "text": f"Return the answers of {response.department.name}",
        "consequence": "The department can change its answers and has to submit them again. It reads your reason.",
        "form": form,
        "faults": faults,
        "warn": False,
    }
    return render(request, "goldthread/rounds/move.html", context, status=400 if faults else 200)
