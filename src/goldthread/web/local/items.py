"""Views: adding, changing and retiring one local code or priority. A draft is kept whether it is whole or not."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.assessment.local.actions import (
    ItemConflict,
    LocalRefused,
    add_item,
    retire_item,
    save_item,
    take_up_again,
)
from goldthread.assessment.local.models import LocalItem, LocalSupplement
from goldthread.assessment.local.queries import check_item, content_of
from goldthread.assessment.local.types import ItemContent, ItemKind
from goldthread.framework.load import load_framework
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.errors import CONFLICT
from goldthread.web.forms import Fault, faults_of
from goldthread.web.local import present
from goldthread.web.local.forms import CodeForm, ItemForm, PriorityForm
from goldthread.web.local.views import INVALID, supplement_of
from goldthread.web.rounds.forms import ReasonForm
from goldthread.web.wording import count_of, opening

CHECK = "check"  # the button, and the script's request, that only look


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_LOCAL_CODES)
def add_code(request: CouncilRequest, framework_id: str) -> HttpResponse:
    """A new code, kept as a draft."""
    held = supplement_of(request, framework_id)
    sent = [request.POST] if request.method == "POST" else []
    form = CodeForm(load_framework(framework_id), *sent, prefix_of_ids=held.prefix)
    return _add(request, held, form, ItemKind.CODE)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_LOCAL_CODES)
def add_priority(request: CouncilRequest, framework_id: str) -> HttpResponse:
    """A new priority, kept as a draft."""
    held = supplement_of(request, framework_id)
    sent = [request.POST] if request.method == "POST" else []
    form = PriorityForm(load_framework(framework_id), *sent, chooses=True)
    return _add(request, held, form, ItemKind.PRIORITY)


def _add(request: CouncilRequest, held: LocalSupplement, form: ItemForm, kind: ItemKind) -> HttpResponse:
    checks: list[Fault] | None = None
    if form.is_bound and CHECK in request.POST:
        checks = _check(held, kind, form, form.data.get("item_id", ""))
    elif form.is_bound and form.is_valid():
        try:
            made = add_item(
                supplement=held,
                kind=kind,
                item_id=form.cleaned_data["item_id"],
                content=form.content(),
                by=request.user,
            )
        except LocalRefused as refused:
            form.add_error(refused.field or None, f"{refused.what} {refused.do}")
        else:
            return _saved(request, held, made)
    heading = "Add a local code" if kind is ItemKind.CODE else "Make a code a priority"
    return _page(request, held, form, heading=heading, kind=kind, checks=checks)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_LOCAL_CODES)
def edit(request: CouncilRequest, framework_id: str, local_item: int) -> HttpResponse:
    """Change the draft of an item. Where somebody saved meanwhile, both texts are shown and nothing is overwritten."""
    item = item_of(request, framework_id, local_item)
    held, kind = item.supplement, ItemKind(item.kind)
    kind_of_form = CodeForm if kind is ItemKind.CODE else PriorityForm
    framework, heading = load_framework(framework_id), f"{item.item_id} {item.name}".strip()
    if request.method != "POST":
        shown = kind_of_form(framework, initial=kind_of_form.written(content_of(item), item.version))
        checks = present.faults_at(check_item(item, on=timezone.localdate()), shown) if _is_open(item) else None
        return _page(request, held, shown, heading=heading, kind=kind, checks=checks, item=item)
    form = kind_of_form(framework, request.POST)
    if CHECK in request.POST:
        checks = _check(held, kind, form, item.item_id)
        return _page(request, held, form, heading=heading, kind=kind, checks=checks, item=item)
    if form.is_valid():
        began = form.cleaned_data["version"]
        try:
            saved = save_item(
                item=item,
                content=form.content(),
                expected_version=int(began) if began.isdecimal() else 0,
                by=request.user,
            )
            return _saved(request, held, saved)
        except ItemConflict as conflict:
            return _conflict(request, conflict, heading=heading)
        except LocalRefused as refused:
            form.add_error(None, f"{refused.what} {refused.do}")
    return _page(request, held, form, heading=heading, kind=kind, checks=None, item=item)


def item_of(request: CouncilRequest, framework_id: str, local_item: int) -> LocalItem:
    """An item of the council's draft, or 404."""
    rows = LocalItem.objects.filter(supplement__council=request.council, supplement__framework_id=framework_id)
    found = rows.select_related("supplement__council", "changed_by").filter(pk=local_item).first()
    if found is None:
        raise Http404
    return found


def _is_open(item: LocalItem) -> bool:
    return item.retired_in is None and not item.origin


def _check(held: LocalSupplement, kind: ItemKind, form: ItemForm, item_id: str) -> list[Fault]:
    """What is wrong with what stands in the form; nothing is kept."""
    if not form.is_valid():
        return faults_of(form)
    content: ItemContent = form.content()
    typed = item_id.strip().upper()
    if kind is ItemKind.CODE and not typed.startswith(f"{held.prefix}-"):
        typed = f"{held.prefix}-{typed}"
    draft = LocalItem(
        supplement=held,
        kind=kind,
        item_id=typed,
        **{**content.__dict__, "levels": {level: list(lines) for level, lines in content.levels.items()}},
    )
    return present.faults_at(check_item(draft, on=timezone.localdate()), form)


def _saved(request: CouncilRequest, held: LocalSupplement, item: LocalItem) -> HttpResponse:
    item.supplement = held
    left = len(check_item(item, on=timezone.localdate()))
    rest = f" {opening(count_of(left, 'thing'))} {'is' if left == 1 else 'are'} still to be mended." if left else ""
    messages.success(request, f"{item.item_id} is saved in the draft.{rest}")
    if left:
        return redirect("local:edit", request.council.slug, held.framework_id, item.pk)
    return redirect("local:show", request.council.slug, held.framework_id)


def _conflict(request: CouncilRequest, conflict: ItemConflict, *, heading: str) -> HttpResponse:
    """Theirs beside mine, and mine in the form, ready to be changed, kept or dropped."""
    current = conflict.current
    kind = ItemKind(current.kind)
    kind_of_form = CodeForm if kind is ItemKind.CODE else PriorityForm
    form = kind_of_form(
        load_framework(current.supplement.framework_id),
        initial=kind_of_form.written(conflict.attempted, current.version),
    )
    both = present.differences(content_of(current), conflict.attempted)
    return _page(
        request,
        current.supplement,
        form,
        heading=heading,
        kind=kind,
        checks=None,
        item=current,
        conflict=(conflict, both),
    )


def _page(
    request: CouncilRequest,
    held: LocalSupplement,
    form: ItemForm,
    *,
    heading: str,
    kind: ItemKind,
    checks: list[Fault] | None,
    item: LocalItem | None = None,
    conflict: tuple[ItemConflict, list[tuple[str, str, str]]] | None = None,
) -> HttpResponse:
    is_refused = form.is_bound and bool(form.errors) and CHECK not in request.POST
    context = {
        "held": held,
        "form": form,
        "heading": heading,
        "is_code": kind is ItemKind.CODE,
        "checks": checks,
        "item": item,
        "is_open": item is None or _is_open(item),
        "faults": faults_of(form) if is_refused else [],
        "conflict": conflict[0] if conflict else None,
        "both": conflict[1] if conflict else [],
    }
    status = CONFLICT if conflict else INVALID if is_refused else 200
    return render(request, "goldthread/local/item.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_LOCAL_CODES)
def retire(request: CouncilRequest, framework_id: str, local_item: int) -> HttpResponse:
    """Take an item out of the next version, with a reason that is published."""
    item = item_of(request, framework_id, local_item)
    form = ReasonForm(request.POST) if request.method == "POST" else ReasonForm()
    if request.method == "POST" and form.is_valid():
        gone = retire_item(item=item, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(
            request, f"{gone.item_id} retires with version {gone.retired_in}. It is kept, with the reason."
        )
        return redirect("local:show", request.council.slug, framework_id)
    context = {"item": item, "form": form, "faults": faults_of(form) if form.is_bound else []}
    return render(request, "goldthread/local/retire.html", context, status=INVALID if form.is_bound else 200)


@require_POST
@council_view(Action.KEEP_LOCAL_CODES)
def again(request: CouncilRequest, framework_id: str, local_item: int) -> HttpResponse:
    """Take up again what no version has let go yet, or a priority."""
    item = item_of(request, framework_id, local_item)
    take_up_again(item=item, by=request.user)
    messages.success(request, f"{item.item_id} stands in the draft again.")
    return redirect("local:show", request.council.slug, framework_id)
