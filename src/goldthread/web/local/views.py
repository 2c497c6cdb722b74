"""Views: the councils' additions to frameworks, and the draft of one with what is published and what retired."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.assessment.local.actions import LocalRefused, begin_supplement, next_number
from goldthread.assessment.local.models import LocalSupplement
from goldthread.assessment.local.queries import draft_content, read_content, supplements_of, without_date
from goldthread.assessment.local.types import ItemKind
from goldthread.assessment.queries.rounds import usual_framework
from goldthread.framework.load import list_frameworks, load_framework
from goldthread.framework.types import FrameworkStatus
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.forms import faults_of
from goldthread.web.local import present
from goldthread.web.local.forms import BeginForm

INVALID = 400
SHOWN = 50  # versions and retired items on the page: more than a council publishes in many years


@require_http_methods(["GET", "HEAD", "POST"])
@council_view()
def list_(request: CouncilRequest) -> HttpResponse:
    """What the council adds to which framework; a POST begins to add to another."""
    found = supplements_of(request.council)
    taken = {row.framework_id for row in found}
    open_to = [f for f in list_frameworks() if f.status is FrameworkStatus.PUBLISHED and f.id not in taken]
    may_keep = request.standing.can(Action.KEEP_LOCAL_CODES)
    if request.method == "POST":
        request.standing.check(Action.KEEP_LOCAL_CODES)
    elif len(found) == 1 and not (may_keep and "begin" in request.GET):
        return redirect("local:show", request.council.slug, found[0].framework_id)
    first = usual_framework(request.council)
    pairs = [(f.id, f.title) for f in sorted(open_to, key=lambda f: f.id != first)]
    form = BeginForm(pairs, request.POST) if request.method == "POST" else BeginForm(pairs)
    if request.method == "POST" and form.is_valid():
        try:
            made = begin_supplement(council=request.council, by=request.user, **form.cleaned_data)
        except LocalRefused as refused:
            form.add_error(refused.field or None, f"{refused.what} {refused.do}")
        else:
            messages.success(request, f"Ids of your codes begin with {made.prefix}-. Add the first one.")
            return redirect("local:show", request.council.slug, made.framework_id)
    context = {
        "rows": [(row, load_framework(row.framework_id)) for row in found],
        "form": form if may_keep and open_to else None,
        "faults": faults_of(form) if form.is_bound else [],
    }
    return render(request, "goldthread/local/list.html", context, status=INVALID if context["faults"] else 200)


def supplement_of(request: CouncilRequest, framework_id: str) -> LocalSupplement:
    """The council's additions to a framework, or 404."""
    rows = LocalSupplement.objects.filter(council=request.council, framework_id=framework_id)
    found = rows.select_related("council").first()
    if found is None:
        raise Http404
    return found


@require_safe
@council_view()
def show(request: CouncilRequest, framework_id: str) -> HttpResponse:
    """The draft to those who keep or publish it, what is published to everybody, and what retired."""
    held = supplement_of(request, framework_id)
    framework = load_framework(framework_id)
    may_keep = request.standing.can(Action.KEEP_LOCAL_CODES)
    may_publish = request.standing.can(Action.PUBLISH_LOCAL_CODES)
    versions = list(held.versions.select_related("published_by")[:SHOWN])
    latest = versions[0] if versions else None
    items = list(held.items.select_related("supplement__council"))
    if not (may_keep or may_publish):
        items = [item for item in items if item.since is not None]
    for item in items:
        item.supplement = held
    lines = present.list_items([item for item in items if item.retired_in is None], framework)
    content = draft_content(held, items, number=1, author="-", published=timezone.localdate())
    news = latest is None or without_date(read_content(latest)) != without_date(content)
    faults = sum(line.faults for line in lines)
    context = {
        "held": held,
        "framework": framework,
        "codes": [line for line in lines if line.item.kind == ItemKind.CODE],
        "priorities": [line for line in lines if line.item.kind == ItemKind.PRIORITY],
        "retired": [item for item in items if item.retired_in is not None][:SHOWN],
        "number": next_number(held),
        "versions": versions,
        "latest": latest,
        "finding": present.say_draft(items, latest, news=news, faults=faults),
        "news": news,
        "may_keep": may_keep,
        "may_publish": may_publish,
    }
    return render(request, "goldthread/local/show.html", context)
