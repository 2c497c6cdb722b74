"""Views: add a KPI, rate one, see how it has moved, measure by it no more; record a review."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.common.errors import UserError
from goldthread.organisation.types import Action
from goldthread.register.actions.attachments import Belongs, SaidDocument, attach
from goldthread.register.actions.performance import add_kpi, add_review, rate_kpi, retire_kpi
from goldthread.register.attachments import seen_attachments
from goldthread.register.models import ContractKpi, KpiRating, Review
from goldthread.register.permissions import can_keep, check_keep
from goldthread.register.types import Rating, ReviewKind
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.forms import BecauseForm, KpiForm, RateForm, ReviewForm
from goldthread.web.contract_work.pages import FormPage, contract_url, is_written, show_form
from goldthread.web.contract_work.present_kpis import next_period, present_history, with_last_rating
from goldthread.web.files import open_content
from goldthread.web.knowledge.documents import is_kept
from goldthread.web.register.editing import kept_contract


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def add(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """Measure a contract by one more KPI."""
    contract = kept_contract(request, contract_id)
    form = KpiForm(request.POST) if request.method == "POST" else KpiForm(initial={"months_between_ratings": "3"})

    def write() -> None:
        values = form.cleaned_data | {"months_between_ratings": int(form.cleaned_data["months_between_ratings"])}
        add_kpi(contract=contract, by=request.user, **values)

    if form.is_bound and is_written(form, write):
        messages.success(request, f"The contract is measured by {form.cleaned_data['name']}.")
        return redirect(contract_url(contract, "kpis"))
    page = FormPage(
        heading="Add a KPI",
        says="A KPI says in numbers or words how well the contract does what it is for.",
        button="Add the KPI",
        back=contract_url(contract, "kpis"),
        back_text=contract.title,
        caption=contract.title,
    )
    return show_form(request, page, form)


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest, kpi_id: int) -> HttpResponse:
    """One KPI and how it has moved."""
    kpi = kpi_of(request, kpi_id)
    seen = Prefetch("attachments", seen_attachments(request.standing).filter(withdrawn_at=None), to_attr="seen")
    history = present_history(list(kpi.ratings.select_related("rated_by").prefetch_related(seen)))
    context = {
        "kpi": kpi,
        "history": history,
        "back": contract_url(kpi.contract, "kpis"),
        "may_keep": can_keep(request.standing, kpi.contract) and not kpi.retired_at,
    }
    return render(request, "goldthread/work/kpi.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def rate(request: CouncilRequest, kpi_id: int) -> HttpResponse:
    """Rate a KPI for a period: five radios, a note, and the period's end proposed."""
    kpi = kpi_of(request, kpi_id)
    check_keep(request.standing, kpi.contract)
    if kpi.retired_at:
        raise UserError(what=f"{kpi.name} is measured no more.", do="Rate another KPI, or add one.")
    if request.method != "POST":
        day = next_period(kpi.contract, kpi, vars(kpi)["last_end"], timezone.localdate())
        return show_form(request, _rate_page(kpi), RateForm(initial={"period_end": day}))
    form = RateForm(request.POST, request.FILES)
    if form.is_valid() and (held := _held_by_another(form, kpi)):
        day = held.period_end
        form.data = {**request.POST.dict(), "replaces": str(held.pk)}
        said = f"The period to {day:%-d %B %Y} is rated {held.rating} already, by {held.rated_by or 'somebody'}."
        form.add_error("period_end", f"{said} Save again to replace it, or give another day.")

    def write() -> None:
        found = {name: value for name, value in form.cleaned_data.items() if name not in {"replaces", "file"}}
        saved = rate_kpi(kpi=kpi, by=request.user, **(found | {"rating": Rating(found["rating"])}))
        _keep_evidence(request, saved, form.cleaned_data["file"])

    if is_kept(form, transaction.atomic(write)):
        messages.success(request, f"{kpi.name} is rated {form.cleaned_data['rating']}.")
        return redirect(contract_url(kpi.contract, "kpis"))
    return show_form(request, _rate_page(kpi), form)


def _keep_evidence(request: CouncilRequest, rating: KpiRating, file: "UploadedFile[bytes] | None") -> None:
    """Attach what shows a rating, and name it on the rating."""
    if file is None:
        return
    contract = rating.kpi.contract
    said = SaidDocument(file.name or "file", open_content(file))
    made = attach(council=request.council, said=said, to=Belongs(contract, rating=rating), by=request.user)
    KpiRating.objects.filter(pk=rating.pk).update(document=made.document)


def _held_by_another(form: RateForm, kpi: ContractKpi) -> KpiRating | None:
    """A rating of that period that says something else and that the writer has not been shown."""
    said = form.cleaned_data
    held = kpi.ratings.filter(period_end=said["period_end"]).select_related("rated_by").first()
    if held is None or said["replaces"] == str(held.pk):
        return None
    is_same = (held.rating, held.achieved, held.note) == (said["rating"], said["achieved"], said["note"])
    return None if is_same else held


def _rate_page(kpi: ContractKpi) -> FormPage:
    target = f" Target: {kpi.target}." if kpi.target else ""
    last = vars(kpi)["last_end"]
    before = f"Last rated {vars(kpi)['last_rating']}, to {last:%-d %B %Y}." if last else "It was never rated."
    return FormPage(
        heading=f"Rate {kpi.name}",
        says=f"{before}{target}",
        button="Save the rating",
        back=contract_url(kpi.contract, "kpis"),
        back_text=kpi.contract.title,
        caption=kpi.contract.title,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def retire(request: CouncilRequest, kpi_id: int) -> HttpResponse:
    """Measure by a KPI no more."""
    kpi = kpi_of(request, kpi_id)
    check_keep(request.standing, kpi.contract)
    form = BecauseForm(request.POST) if request.method == "POST" else BecauseForm()
    if form.is_bound and is_written(
        form, lambda: retire_kpi(kpi=kpi, because=form.cleaned_data["because"], by=request.user)
    ):
        messages.success(request, f"{kpi.name} is measured no more. Its ratings stay.")
        return redirect(contract_url(kpi.contract, "kpis"))
    back = reverse("work:kpi", args=[request.council.slug, kpi.pk])
    says = "Its ratings stay where they are. A KPI that the Act asks for needs another in its place."
    page = FormPage(f"Stop measuring {kpi.name}", says, "Stop measuring it", back, kpi.name, caption=kpi.contract.title)
    return show_form(request, page, form)


def kpi_of(request: CouncilRequest, kpi_id: int) -> ContractKpi:
    """A KPI of a contract of this council with its last rating, or 404."""
    rows = ContractKpi.objects.filter(contract__council=request.council, pk=kpi_id)
    found = with_last_rating(rows).select_related("contract__council", "contract__manager").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def review(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """Record a review of a contract."""
    contract = kept_contract(request, contract_id)
    first = {"on": timezone.localdate(), "kind": ReviewKind.PERFORMANCE.value}
    form = ReviewForm(request.POST) if request.method == "POST" else ReviewForm(initial=first)

    def write() -> None:
        values = form.cleaned_data | {"kind": ReviewKind(form.cleaned_data["kind"])}
        add_review(contract=contract, by=request.user, **values)

    if form.is_bound and is_written(form, write):
        messages.success(request, "The review is recorded.")
        return redirect(contract_url(contract, "reviews"))
    planned = contract.review_date
    page = FormPage(
        heading="Record a review",
        says=f"A review was planned for {planned:%-d %B %Y}." if planned else "No review was planned.",
        button="Save the review",
        back=contract_url(contract, "reviews"),
        back_text=contract.title,
        caption=contract.title,
    )
    return show_form(request, page, form)


@require_safe
@council_view(Action.VIEW_REGISTER)
def review_show(request: CouncilRequest, review_id: int) -> HttpResponse:
    """One review in full."""
    rows = Review.objects.filter(contract__council=request.council, pk=review_id)
    found = rows.select_related("contract__council", "contract__manager", "by", "department").first()
    if found is None:
        raise Http404
    context = {
        "review": found,
        "back": contract_url(found.contract, "reviews"),
        "lessons": list(found.lessons.filter(withdrawn_at=None)),
        "documents": list(seen_attachments(request.standing).filter(review=found, withdrawn_at=None)),
        "may_keep": can_keep(request.standing, found.contract),
    }
    return render(request, "goldthread/work/review.html", context)
