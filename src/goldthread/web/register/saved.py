"""Views: saved views of the register, kept and taken away."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.organisation.types import Action
from goldthread.register.actions.views import ViewRefused, remove_view, save_view
from goldthread.register.models import ContractView
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.forms import Fault
from goldthread.web.register.choices import narrowings, read_choice
from goldthread.web.register.forms import INVALID


def views_shown_to(request: CouncilRequest) -> QuerySet[ContractView]:
    """The person's own views, and those of the council."""
    mine = Q(person=request.user) | Q(person__isnull=True)
    return ContractView.objects.filter(mine, council=request.council).order_by("name", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def views(request: CouncilRequest) -> HttpResponse:
    """The saved views; a POST keeps the one that is shown in the list, under a name."""
    asked = request.POST if request.method == "POST" else request.GET
    choice, _faults = read_choice(QueryDict(asked.get("query", "")[:4000]))
    name, for_all = asked.get("name", "")[:200], "for_all" in asked
    may_share = request.standing.can(Action.KEEP_REGISTER)
    faults = []
    if request.method == "POST":
        if for_all and not may_share:
            request.standing.check(Action.KEEP_REGISTER)
        try:
            saved = save_view(
                council=request.council,
                name=name,
                query=choice.query,
                person=None if for_all else request.user,
                by=request.user,
            )
            messages.success(request, f"“{saved.name}” is kept under Saved views.")
            return redirect(f"{_list_of(request)}{'?' if saved.query else ''}{saved.query}")
        except ViewRefused as refused:
            faults = [Fault("name", f"{refused.what} {refused.do}")]
    context = {
        "views": [(view, _may_remove(request, view)) for view in views_shown_to(request)],
        "query": choice.query,
        "narrowings": narrowings(choice, [], []),
        "name": name,
        "for_all": for_all,
        "may_share": may_share,
        "faults": faults,
    }
    return render(request, "goldthread/register/views.html", context, status=INVALID if faults else 200)


@require_POST
@council_view(Action.VIEW_REGISTER)
def view_remove(request: CouncilRequest, view_id: int) -> HttpResponse:
    """Take one's own view away; those of the council are the keeper's of the register."""
    view = views_shown_to(request).select_related("council").filter(pk=view_id).first()
    if view is None:
        raise Http404
    if not _may_remove(request, view):
        request.standing.check(Action.KEEP_REGISTER)
    remove_view(view=view, by=request.user)
    messages.success(request, f"“{view.name}” was taken away.")
    return redirect("register:views", request.council.slug)


def _may_remove(request: CouncilRequest, view: ContractView) -> bool:
    return view.person_id == request.user.pk or request.standing.can(Action.KEEP_REGISTER)


def _list_of(request: CouncilRequest) -> str:
    return reverse("register:list", args=[request.council.slug])
