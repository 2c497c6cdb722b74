"""Views: the list of actions, one action, and proposals that are taken or turned down."""

from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.models import Department
from goldthread.organisation.permissions import NotAllowed
from goldthread.organisation.types import Action
from goldthread.plan.actions.planned import add_action, change_action, dismiss_proposal
from goldthread.plan.models import PlanAction
from goldthread.plan.proposals import Proposal, make_proposal
from goldthread.plan.queries.whole import Plan
from goldthread.plan.types import ActionStatus
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.pages import FormPage, show_form
from goldthread.web.plan import present_actions
from goldthread.web.plan.forms import ActionForm, DismissForm, initial_of
from goldthread.web.plan.present_actions import show_action
from goldthread.web.plan.shown import action_of, is_kept, may_of, plan_shown, plan_url, posted
from goldthread.web.wording import day_in_words

A_PAGE = 50
FORM = "goldthread/plan/form.html"


@require_safe
@council_view(Action.VIEW_SIGNED_RESULTS)
def list_(request: CouncilRequest) -> HttpResponse:
    """Actions, narrowed by the address."""
    plan = plan_shown(request)
    choice = present_actions.read_choice(request.GET.dict())
    rows = present_actions.narrow(plan, choice)
    lists = present_actions.offers(plan, choice)
    pages = Paginator(rows, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    may = may_of(request.standing)
    context = {
        "finding": present_actions.say_actions(plan, rows, choice),
        "rows": present_actions.present_actions(plan, page, may, request.standing),
        "choice": choice,
        "narrowings": present_actions.narrowings(choice, lists),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": choice.query(),
        "may": may,
        "has_any": bool(plan.action_rows),
        **lists,
    }
    return render(request, "goldthread/plan/actions.html", context)


@require_safe
@council_view(Action.VIEW_SIGNED_RESULTS)
def show(request: CouncilRequest, action_number: int) -> HttpResponse:
    """One action, with what it moves."""
    plan = plan_shown(request)
    row = next((each for each in plan.action_rows if each.number == action_number), None)
    if row is None:
        raise Http404
    shown = show_action(plan, row, may_change=may_of(request.standing).change(row, request.standing))
    moves = plan.projected_of(gain["code"] for gain in row.gains)
    context = {
        "plan": plan,
        "row": row,
        "shown": shown,
        "moves": moves,
        "against": [each for each in plan.contradictions if each.subject == f"action:{row.number}"],
        "finding": _say_action(plan, row, shown.is_late),
    }
    return render(request, "goldthread/plan/action.html", context)


def _say_action(plan: Plan, row: PlanAction, is_late: bool) -> str:
    status = ActionStatus(row.status)
    if status is ActionStatus.DONE:
        return f"Done on {day_in_words(row.done_on or row.due)}."
    if status in {ActionStatus.STOPPED, ActionStatus.DISMISSED}:
        told = "Stopped" if status is ActionStatus.STOPPED else "A proposal that was turned down"
        return f"{told}: {row.notes}"
    days = (plan.as_of - row.due).days
    if is_late:
        return f"Late: it was due on {day_in_words(row.due)}, {days} day{'' if days == 1 else 's'} ago."
    put_off = f", put off from {day_in_words(row.first_due)}" if row.due > row.first_due else ""
    return f"Due on {day_in_words(row.due)}{put_off}."


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_PLAN)
def add(request: CouncilRequest) -> HttpResponse:
    """Add an action that comes from no proposal."""
    plan = plan_shown(request)
    form = ActionForm(
        request.council, posted(request), framework=plan.framework, initial={"status": ActionStatus.PLANNED.value}
    )
    if form.is_bound and is_kept(form, lambda: _add(request, plan, form)):
        return redirect("plan:actions", request.council.slug)
    page = FormPage(
        heading="Add an action",
        says="An action is worth having when it buys a step: say which value code reaches which level, and for whom.",
        button="Add it to the plan",
        back=plan_url(request, "actions"),
        back_text="Actions",
        template=FORM,
    )
    return show_form(request, page, form)


def _add(request: CouncilRequest, plan: Plan, form: ActionForm, proposal: str = "") -> None:
    made = add_action(
        council=request.council, framework_id=plan.framework.id, said=form.said(proposal), by=request.user
    )
    messages.success(request, f"{made.title} is in the plan, due on {day_in_words(made.due)}.")


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_SIGNED_RESULTS)
def edit(request: CouncilRequest, action_number: int) -> HttpResponse:
    """Change an action: those who keep the plan, and whoever sees to it."""
    row = action_of(request, action_number)
    if not may_of(request.standing).change(row, request.standing):
        raise NotAllowed(
            what="You do not keep this action.", do="Ask whoever sees to it, or the head of procurement, to change it."
        )
    framework = plan_shown(request).framework
    form = ActionForm(request.council, posted(request), framework=framework, initial=initial_of(row))
    now = lambda: {"version": str(action_of(request, action_number).version)}  # noqa: E731
    if form.is_bound and is_kept(form, lambda: _change(request, row, form), now=now):
        return redirect("plan:action", request.council.slug, row.number)
    page = FormPage(
        heading="Change the action",
        says=f"{row.title}, due on {day_in_words(row.due)}.",
        button="Save the action",
        back=plan_url(request, "action", row.number),
        back_text=row.title,
        caption=f"Action {row.number}",
        template=FORM,
    )
    return show_form(request, page, form)


def _change(request: CouncilRequest, row: PlanAction, form: ActionForm) -> None:
    version = form.cleaned_data["version"]
    said = form.said(row.proposal, row.kpi_number)
    if not may_of(request.standing).keep:
        kept = initial_of(row)
        gains = kept["gains"]
        said = replace(
            said,
            owner=row.owner,
            gains=gains if isinstance(gains, tuple) else (),
            for_departments=tuple(row.for_departments.all()),
        )
    expected = int(version) if str(version).isdecimal() else row.version
    change_action(action=row, said=said, expected_version=expected, by=request.user)
    messages.success(request, f"{said.title} is saved.")


def _proposal(plan: Plan, code: str, level: int) -> Proposal:
    for gap in plan.gaps(with_records=False):
        if gap.key == f"{code}:{level}":
            return make_proposal(gap, plan.position)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_PLAN)
def take(request: CouncilRequest, gap_code: str, gap_level: int) -> HttpResponse:
    """Take a proposal into the plan, with an owner and a day."""
    plan = plan_shown(request)
    proposal = _proposal(plan, gap_code, gap_level)
    departments = Department.objects.filter(council=request.council, name__in=proposal.gap.departments)
    aim = plan.last_aims.get(proposal.gap.place)
    initial = {
        "title": proposal.title,
        "gains": ((gap_code, gap_level),),
        "for_departments": [each.pk for each in departments],
        "evidence_expected": proposal.evidence,
        "status": ActionStatus.PLANNED.value,
        "due": aim.by if aim and aim.by > timezone.localdate() else None,
    }
    form = ActionForm(request.council, posted(request), framework=plan.framework, initial=initial)
    back = plan_url(request, "takes", proposal.gap.place)
    if form.is_bound and is_kept(form, lambda: _add(request, plan, form, proposal.key)):
        return redirect(back)
    page = FormPage(
        heading="Take this into the plan",
        says=proposal.why,
        button="Take it into the plan",
        back=back,
        back_text="What it takes",
        template=FORM,
    )
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_PLAN)
def dismiss(request: CouncilRequest, gap_code: str, gap_level: int) -> HttpResponse:
    """Turn a proposal down, with the reason."""
    plan = plan_shown(request)
    proposal = _proposal(plan, gap_code, gap_level)
    form = DismissForm(posted(request))
    back = plan_url(request, "takes", proposal.gap.place)

    def write() -> None:
        dismiss_proposal(
            council=request.council,
            framework_id=plan.framework.id,
            gap=proposal.key,
            title=proposal.title,
            because=form.cleaned_data["because"],
            by=request.user,
        )

    if form.is_bound and is_kept(form, write):
        messages.success(request, f"{proposal.title} is not proposed again.")
        return redirect(back)
    page = FormPage(
        heading="Turn this proposal down",
        says=f"{proposal.why} The step stays open, and the plan goes on saying so.",
        button="Turn it down",
        back=back,
        back_text="What it takes",
        caption=proposal.title,
    )
    return show_form(request, page, form)
