"""Views: the framework, open to everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldthread.framework.compare import compare_frameworks
from goldthread.framework.load import framework_ids, list_frameworks, load_changes, load_framework
from goldthread.framework.types import Framework, UnknownItem
from goldthread.web.framework.present import (
    list_sections,
    present_change,
    present_comparison,
    present_item,
    say_list,
    say_outline,
)
from goldthread.web.framework.search import find_statements

LONGEST_SEARCH = 100


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """The frameworks that this installation has."""
    found = list_frameworks()
    return render(request, "goldthread/framework/list.html", {"frameworks": found, "finding": say_list(found)})


@require_safe
def show(request: HttpRequest, framework_id: str) -> HttpResponse:
    """One framework by theme, or where the words looked for stand in it."""
    framework = _framework(framework_id)
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    context = {
        "framework": framework,
        "finding": say_outline(framework),
        "sections": list_sections(framework),
        "words": words,
        "found": find_statements(framework, words) if words else None,
    }
    return render(request, "goldthread/framework/show.html", context)


@require_safe
def item(request: HttpRequest, framework_id: str, object_id: str) -> HttpResponse:
    """A key area or an enabler: what it is, its ladder, and each of its value codes with all levels in view."""
    framework = _framework(framework_id)
    try:
        page = present_item(framework, object_id)
    except UnknownItem:
        raise Http404 from None
    context = {"framework": framework, "page": page, "sections": list_sections(framework)}
    return render(request, "goldthread/framework/item.html", context)


@require_safe
def changes(request: HttpRequest, framework_id: str) -> HttpResponse:
    """What changed from the framework that this one supersedes, and what becomes of old answers."""
    newer = _framework(framework_id)
    rules = load_changes(newer.id)
    if newer.supersedes is None or rules is None:
        raise Http404
    older = _framework(newer.supersedes)
    context = {
        "framework": newer,
        "older": older,
        "changes": [present_change(older, newer, rule) for rule in rules.changes],
        "notes": rules.notes,
        "comparison": present_comparison(compare_frameworks(older, newer, rules), older, newer),
    }
    return render(request, "goldthread/framework/changes.html", context)


def _framework(framework_id: str) -> Framework:
    if framework_id not in framework_ids():
        raise Http404
    return load_framework(framework_id)
