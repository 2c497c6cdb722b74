"""Views: the criteria of reviews after contracts, for the council, for suppliers and for everybody."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.models import Council
from goldthread.organisation.types import Action
from goldthread.register.actions.criteria import set_criteria
from goldthread.register.criteria import criteria_of
from goldthread.register.models import CriteriaEdition
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.pages import FormPage, is_written, show_form
from goldthread.web.knowledge.forms import CriteriaForm


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest) -> HttpResponse:
    """The criteria in force, the editions before, and whether everybody may read them."""
    context = {
        "criteria": criteria_of(request.council),
        "editions": list(CriteriaEdition.objects.filter(council=request.council).select_related("by")[:20]),
    }
    return render(request, "goldthread/knowledge/criteria.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_REGISTER)
def change(request: CouncilRequest) -> HttpResponse:
    """Set the council's own criteria."""
    now = criteria_of(request.council)
    first = {
        "criteria": "\n".join(f"{item.name}: {item.question}" for item in now.items),
        "is_public": now.is_public,
    }
    form = CriteriaForm(request.POST) if request.method == "POST" else CriteriaForm(initial=first)

    def write() -> None:
        held = form.cleaned_data
        set_criteria(
            council=request.council,
            said=held["criteria"],
            is_public=held["is_public"],
            because=held["because"],
            standing=request.standing,
        )

    url = reverse("knowledge:criteria", args=[request.council.slug])
    if form.is_bound and is_written(form, write):
        messages.success(request, "The criteria are saved as a new edition. Reviews that were done keep theirs.")
        return redirect(url)
    says = "Each save is a new edition. Reviews that were done keep the criteria that they were done by."
    return show_form(request, FormPage("Set the criteria", says, "Save the criteria", url, "Criteria"), form)


@require_safe
def public(request: HttpRequest, council_slug: str) -> HttpResponse:
    """The criteria as everybody may read them; 404 where the council has not said so."""
    council = Council.objects.filter(slug=council_slug).first()
    criteria = criteria_of(council) if council else None
    if council is None or criteria is None or not criteria.is_public:
        raise Http404
    return render(request, "goldthread/public/criteria.html", {"council": council, "criteria": criteria})
