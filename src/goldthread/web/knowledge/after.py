"""Views: which reviews after contracts are due and how many were done, and the form of two minutes for one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.types import Action
from goldthread.register.actions.lessons import SaidLesson, add_lesson
from goldthread.register.actions.performance import add_review
from goldthread.register.after import AfterLine, list_after, shares
from goldthread.register.criteria import criteria_of
from goldthread.register.models import Contract
from goldthread.register.permissions import can_keep
from goldthread.register.queries import contracts_of
from goldthread.register.types import ReviewKind
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.pages import FormPage, contract_url, is_written, show_form
from goldthread.web.evidence.wording import say_count
from goldthread.web.knowledge.forms import AfterForm
from goldthread.web.register.editing import kept_contract

A_PAGE = 50


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """Contracts that ended or were extended within a year: the share reviewed by department, and what is due."""
    today = timezone.localdate()
    lines = list_after(contracts_of(request.council), today)
    open_ = [line for line in lines if not line.is_reviewed]
    pages = Paginator(open_, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "finding": _say(lines, open_),
        "shares": shares(lines, request.council),
        "rows": [(line, line.is_late(today), can_keep(request.standing, line.contract)) for line in page],
        "open": len(open_),
        "late": sum(line.is_late(today) for line in open_),
        "criteria": criteria_of(request.council),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": "",
    }
    return render(request, "goldthread/knowledge/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def add(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """Look back at a contract by the published criteria."""
    contract = kept_contract(request, contract_id)
    criteria = criteria_of(request.council)
    first = {"on": timezone.localdate()}
    form = AfterForm(criteria, request.POST) if request.method == "POST" else AfterForm(criteria, initial=first)
    if form.is_bound and is_written(form, lambda: _write(request, contract, form)):
        messages.success(request, "The review is recorded.")
        return redirect(contract_url(contract, "reviews"))
    page = FormPage(
        heading="Look back at the contract",
        says=f"{say_count(len(criteria.items), 'question')} and a few sentences: it takes about two minutes.",
        button="Save the review",
        back=contract_url(contract, "reviews"),
        back_text=contract.title,
        caption=contract.title,
    )
    return show_form(request, page, form)


@transaction.atomic
def _write(request: CouncilRequest, contract: Contract, form: AfterForm) -> None:
    review = add_review(
        contract=contract,
        kind=ReviewKind.POST_CONTRACT,
        looked_at=form.looked_at(),
        by=request.user,
        **form.values(),
    )
    held = form.cleaned_data
    if held["lesson_title"]:
        said = SaidLesson(held["lesson_title"], held["lesson_text"], value_codes=("COM6",))
        add_lesson(council=request.council, said=said, contract=contract, review=review, by=request.user)


def _say(lines: list[AfterLine], open_: list[AfterLine]) -> str:
    if not lines:
        return "No contract ended or was extended in the last 12 months, so no review is due."
    done = len(lines) - len(open_)
    was = "contract that" if len(lines) == 1 else "contracts that"
    has = "has" if done == 1 else "have"
    return f"{done} of {len(lines)} {was} ended or were extended in the last 12 months {has} been looked back at."
