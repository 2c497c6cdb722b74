"""Views: savings that were claimed, and what finance validates of them. Kinds are never added to each other."""

from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.types import Action
from goldthread.register.actions.attachments import Belongs, SaidDocument, attach
from goldthread.register.actions.risks import claim_saving, validate_saving
from goldthread.register.actions.savings import realise_saving
from goldthread.register.attachments import seen_attachments
from goldthread.register.models import Saving
from goldthread.register.types import SavingKind
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.forms_risks import RealiseForm, SavingForm, ValidateForm
from goldthread.web.contract_work.pages import FormPage, contract_url, is_written, show_form
from goldthread.web.evidence.wording import exact_pounds, say_count, short_pounds
from goldthread.web.files import open_content
from goldthread.web.knowledge.documents import is_kept
from goldthread.web.register.choices import offer
from goldthread.web.register.editing import kept_contract
from goldthread.web.register.spend import paid_by_year

A_PAGE = 50


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """Savings of one financial year or all, with a total for each kind."""
    every = Saving.objects.filter(council=request.council)
    years = list(every.order_by("-financial_year").values_list("financial_year", flat=True).distinct())
    year = request.GET.get("year", "")
    rows = every.filter(financial_year=year) if year in years else every
    sums = {
        row["kind"]: row
        for row in rows.order_by()
        .values("kind")
        .annotate(n=Count("pk"), c=Sum("claimed"), v=Sum("validated"), r=Sum("realised"))
    }
    totals = [(kind.label, sums[kind.value]) for kind in SavingKind if kind.value in sums]
    pages = Paginator(rows.select_related("contract", "claimed_by").order_by("-financial_year", "-pk"), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    open_ = rows.filter(validated__isnull=True).count()
    context = {
        "finding": _say(pages.count, open_),
        "totals": [
            (
                name,
                row["n"],
                exact_pounds(row["c"] or Decimal(0)),
                exact_pounds(row["v"]) if row["v"] is not None else "none yet",
                exact_pounds(row["r"]) if row["r"] is not None else "none yet",
            )
            for name, row in totals
        ],
        "rows": [(row, short_pounds(row.claimed), _validated(row), _realised(row)) for row in page],
        "may_validate": request.standing.can(Action.VALIDATE_SAVINGS),
        "years": offer([(each, each) for each in years], year if year in years else "", everything="All years"),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": f"year={year}" if year in years else "",
    }
    return render(request, "goldthread/work/savings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def claim(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """Claim a saving on a contract."""
    contract = kept_contract(request, contract_id)
    today = timezone.localdate()
    form = SavingForm(today, request.POST) if request.method == "POST" else SavingForm(today)
    if form.is_bound and is_written(
        form, lambda: claim_saving(council=request.council, said=form.said(), contract=contract, by=request.user)
    ):
        messages.success(request, "The saving is claimed. Finance says how much of it holds.")
        return redirect(contract_url(contract, "savings"))
    page = FormPage(
        heading="Claim a saving",
        says="Money that leaves the budget, work that is saved, and cost that was avoided are kept apart.",
        button="Claim it",
        back=contract_url(contract, "savings"),
        back_text=contract.title,
        caption=contract.title,
    )
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VALIDATE_SAVINGS)
def validate(request: CouncilRequest, saving_id: int) -> HttpResponse:
    """Say, for finance, how much of a saving holds."""
    rows = Saving.objects.filter(council=request.council, pk=saving_id)
    saving = rows.select_related("contract__council", "claimed_by", "council").first()
    if saving is None:
        raise Http404
    form = ValidateForm(request.POST) if request.method == "POST" else ValidateForm()
    if form.is_bound and is_written(
        form,
        lambda: validate_saving(saving=saving, validated=form.cleaned_data["validated"], standing=request.standing),
    ):
        messages.success(request, "The saving is validated.")
        return redirect("work:savings", request.council.slug)
    page = FormPage(
        heading="Validate a saving",
        says=f"{saving.claimed_by or 'Somebody'} claims {exact_pounds(saving.claimed)} for {saving.financial_year}.",
        button="Save what holds",
        back=reverse("work:savings", args=[request.council.slug]),
        back_text="Savings",
        caption=saving.title,
        facts=[
            ("Kind", saving.get_kind_display()),
            ("How it was worked out", saving.method),
            ("Contract", str(saving.contract or "none")),
            ("Validated before", _validated(saving)),
        ],
    )
    return show_form(request, page, form)


def _validated(saving: Saving) -> str:
    return short_pounds(saving.validated) if saving.validated is not None else "not yet"


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VALIDATE_SAVINGS)
def realise(request: CouncilRequest, saving_id: int) -> HttpResponse:
    """Say, for finance, how much of a saving shows in payments, beside what was paid, with evidence."""
    rows = Saving.objects.filter(council=request.council, pk=saving_id)
    saving = rows.select_related("contract__council", "contract__department", "claimed_by", "council").first()
    if saving is None:
        raise Http404
    first = {"realised": saving.realised, "because": saving.realised_because}
    form = RealiseForm(request.POST, request.FILES) if request.method == "POST" else RealiseForm(initial=first)
    if form.is_bound and is_kept(form, lambda: _realise(request, saving, form)):
        messages.success(request, "What came of the saving is recorded.")
        return redirect("work:savings", request.council.slug)
    year = int(saving.financial_year[:4]) if saving.financial_year[:4].isdecimal() else 0
    paid = paid_by_year(saving.contract, (year - 1, year)) if saving.contract else {}
    page = FormPage(
        heading="What came of a saving?",
        says=f"{_validated(saving)} of {exact_pounds(saving.claimed)} was validated for {saving.financial_year}.",
        button="Save what was realised",
        back=reverse("work:savings", args=[request.council.slug]),
        back_text="Savings",
        caption=saving.title,
        facts=[
            ("Kind", saving.get_kind_display()),
            ("How it was worked out", saving.method),
            ("Contract", str(saving.contract or "none")),
            *((f"Paid under it in {each}-{(each + 1) % 100:02}", _paid(paid.get(each))) for each in (year - 1, year)),
            ("Evidence", ", ".join(_evidence(request, saving)) or "none yet"),
        ],
    )
    return show_form(request, page, form)


@transaction.atomic
def _realise(request: CouncilRequest, saving: Saving, form: RealiseForm) -> None:
    said = form.cleaned_data
    realise_saving(saving=saving, realised=said["realised"], because=said["because"], standing=request.standing)
    if said["file"]:
        document = SaidDocument(said["file"].name or "file", open_content(said["file"]))
        attach(council=request.council, said=document, to=Belongs(saving.contract, saving=saving), by=request.user)


def _evidence(request: CouncilRequest, saving: Saving) -> list[str]:
    rows = seen_attachments(request.standing).filter(saving=saving, withdrawn_at=None)
    return list(rows.values_list("title", flat=True))


def _paid(amount: Decimal | None) -> str:
    return exact_pounds(amount) if amount is not None else "not worked out"


def _realised(saving: Saving) -> str:
    return short_pounds(saving.realised) if saving.realised is not None else "not yet"


def _say(count: int, waiting: int) -> str:
    if not count:
        return "No saving is claimed. Claim one on the page of its contract."
    told = f"{waiting} wait for finance." if waiting != 1 else "1 waits for finance."
    return f"{say_count(count, 'saving')} claimed; {told if waiting else 'finance has looked at each.'}"
