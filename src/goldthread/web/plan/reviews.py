"""Views: the days on which maturity KPIs are rated again, and areas of the council's own."""

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.types import Action
from goldthread.plan.actions.ambitions import save_area
from goldthread.plan.actions.kpis import SaidFigure, close_review, plan_review, record_actual
from goldthread.plan.actions.refusals import PlanRefused
from goldthread.plan.models import Kpi, KpiActual, PlanArea, PlanReview
from goldthread.plan.types import LEVEL_MEASURE, KpiKind
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.pages import FormPage, show_form
from goldthread.web.forms import faults_of
from goldthread.web.plan.forms import AreaForm, CloseReviewForm, RatingsForm, ReviewForm
from goldthread.web.plan.shown import is_kept, may_of, plan_shown, plan_url, posted
from goldthread.web.wording import count_of, day_in_words, opening

INVALID = 400


@require_safe
@council_view(Action.VIEW_SIGNED_RESULTS)
def list_(request: CouncilRequest) -> HttpResponse:
    """Every review, with how many KPIs it rated."""
    reviews = list(PlanReview.objects.filter(council=request.council))
    rated: dict[int, int] = {}
    for key in KpiActual.objects.filter(review__council=request.council).values_list("review", flat=True):
        rated[key] = rated.get(key, 0) + 1
    today = timezone.localdate()
    missed = [row for row in reviews if row.on < today and row.held_on is None]
    coming = next((row for row in reviews if row.on >= today and row.held_on is None), None)
    finding = "No review is planned. Set a day on which the maturity KPIs are rated again."
    if missed:
        finding = f"{missed[0].title} was due on {day_in_words(missed[0].on)} and was not held here."
    elif coming:
        finding = f"The next review is {coming.title}, on {day_in_words(coming.on)}."
    elif reviews:
        finding = "Every review that was planned was held."
    rows = [(row, rated.get(row.pk, 0), row.on < today and row.held_on is None) for row in reviews]
    return render(
        request, "goldthread/plan/reviews.html", {"finding": finding, "rows": rows, "may": may_of(request.standing)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_PLAN)
def add(request: CouncilRequest) -> HttpResponse:
    """Plan a review."""
    form = ReviewForm(posted(request))

    def write() -> None:
        said = form.cleaned_data
        plan_review(council=request.council, title=said["title"], on=said["on"], by=request.user)

    if form.is_bound and is_kept(form, write):
        return redirect("plan:reviews", request.council.slug)
    page = FormPage(
        heading="Plan a review",
        says="On that day the maturity KPIs are rated again with the framework.",
        button="Plan the review",
        back=plan_url(request, "reviews"),
        back_text="Reviews",
    )
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_SIGNED_RESULTS)
def show(request: CouncilRequest, plan_review_id: int) -> HttpResponse:
    """One review: the ratings it gave, and for those who keep the plan the form that gives them."""
    review = _review_of(request, plan_review_id)
    kpis = list(Kpi.objects.filter(council=request.council, kind=KpiKind.MATURITY).select_related("council"))
    given = {row.kpi_id: row for row in KpiActual.objects.filter(review=review)}
    plan = plan_shown(request)
    initial = {f"kpi_{kpi.number}": str(int(given[kpi.pk].value)) for kpi in kpis if kpi.pk in given}
    may = may_of(request.standing)
    form = RatingsForm(plan.framework, kpis, posted(request), initial=initial)
    if form.is_bound and may.keep and form.is_valid() and _rate(request, review, kpis, form):
        return redirect("plan:review", request.council.slug, review.pk)
    rows = [(kpi, given.get(kpi.pk), form[f"kpi_{kpi.number}"]) for kpi in kpis]
    rated = len(given)
    told = f"{opening(count_of(rated, 'KPI'))} of {len(kpis)} rated"
    context = {
        "review": review,
        "finding": f"{told}; held on {day_in_words(review.held_on)}." if review.held_on else f"{told}.",
        "rows": rows,
        "names": plan.position.level_names,
        "may": may,
        "can_rate": may.keep and review.on <= timezone.localdate(),
        "form": form,
        "faults": faults_of(form) if form.is_bound else [],
    }
    return render(request, "goldthread/plan/review.html", context, status=INVALID if form.errors else 200)


def _rate(request: CouncilRequest, review: PlanReview, kpis: list[Kpi], form: RatingsForm) -> bool:
    by_number = {kpi.number: kpi for kpi in kpis}
    try:
        for number, level in form.ratings().items():
            said = SaidFigure(LEVEL_MEASURE, Decimal(level), f"{review.on:%Y}", review.on, review.title)
            record_actual(kpi=by_number[number], said=said, by=request.user, review=review)
    except PlanRefused as refused:
        form.add_error(None, f"{refused.what} {refused.do}")
        return False
    messages.success(request, f"{opening(count_of(len(form.ratings()), 'rating'))} kept.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_PLAN)
def close(request: CouncilRequest, plan_review_id: int) -> HttpResponse:
    """Say that a review was held."""
    review = _review_of(request, plan_review_id)
    form = CloseReviewForm(posted(request), initial={"held_on": review.held_on, "note": review.note})

    def write() -> None:
        said = form.cleaned_data
        close_review(review=review, held_on=said["held_on"], note=said["note"], by=request.user)

    if form.is_bound and is_kept(form, write):
        return redirect("plan:review", request.council.slug, review.pk)
    page = FormPage(
        heading="Say that it was held",
        says=f"{review.title}, planned for {day_in_words(review.on)}.",
        button="Save",
        back=plan_url(request, "review", review.pk),
        back_text=review.title,
    )
    return show_form(request, page, form)


def _review_of(request: CouncilRequest, key: int) -> PlanReview:
    found = PlanReview.objects.filter(council=request.council, pk=key).select_related("council").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_PLAN)
def area_add(request: CouncilRequest) -> HttpResponse:
    """Add an area of the council's own."""
    return _area(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_PLAN)
def area_edit(request: CouncilRequest, plan_area_id: int) -> HttpResponse:
    """Change what an area of the council's own stands for."""
    found = PlanArea.objects.filter(council=request.council, pk=plan_area_id).first()
    if found is None:
        raise Http404
    return _area(request, found)


def _area(request: CouncilRequest, row: PlanArea | None) -> HttpResponse:
    plan = plan_shown(request)
    initial = (
        {"name": row.name, "summary": row.summary, "objects": row.objects_named, "codes": row.value_codes}
        if row
        else {}
    )
    form = AreaForm(posted(request), initial=initial)

    def write() -> None:
        order = row.order if row else PlanArea.objects.filter(council=request.council).count()
        save_area(
            council=request.council,
            framework_id=plan.framework.id,
            order=order,
            by=request.user,
            area=row,
            **form.cleaned_data,
        )

    if form.is_bound and is_kept(form, write):
        return redirect("plan:areas", request.council.slug)
    page = FormPage(
        heading=row.name if row else "Add an area of your own",
        says="A strategy may have areas of its own. Mapped to value codes, they move the levels of the framework.",
        button="Keep the area",
        back=plan_url(request, "areas"),
        back_text="Own areas",
    )
    return show_form(request, page, form)
