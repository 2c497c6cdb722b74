"""Views: financial distress. Signals, the watch list, and cases with their log."""

from collections.abc import Collection
from itertools import chain

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.evidence.distress.gather import Concern, Seen, read_signals
from goldthread.evidence.distress.load import load_signals
from goldthread.evidence.distress.types import SignalKind
from goldthread.evidence.who_is import known_as, spellings
from goldthread.organisation.types import Action
from goldthread.register.actions import distress
from goldthread.register.models import DistressCase, WatchedSupplier
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.forms import BecauseForm
from goldthread.web.contract_work.pages import FormPage, is_written, show_form
from goldthread.web.distress import present
from goldthread.web.distress.forms import BackupForm, CaseForm, CloseForm, EntryForm, WatchForm
from goldthread.web.register.choices import offer

A_PAGE = 25
SHOWN = 50
LONGEST = 300
_HEAD = "Financial distress"


@require_safe
@council_view(Action.VIEW_DISTRESS)
def list_(request: CouncilRequest) -> HttpResponse:
    """Open cases, the watch list, and every supplier that shows a signal, the most money at stake first."""
    seen = read_signals(request.council, timezone.localdate())
    every = list(DistressCase.objects.filter(council=request.council))
    cases = [row for row in every if row.closed_on is None]
    watched = WatchedSupplier.objects.filter(council=request.council, taken_off__isnull=True).select_related("put_by")
    watch_list = list(watched)
    by_case = {row.supplier_name: row.pk for row in cases}
    by_watch = {row.supplier_name: row.pk for row in watch_list}
    shown = [present.show_concern(each, by_watch, by_case) for each in seen.concerns]
    signal, words = request.GET.get("signal", ""), _text(request.GET.get("q", ""))
    chosen = [
        each
        for each in shown
        if (signal not in set(SignalKind) or any(one.kind == signal for one in each.concern.signals))
        and (not words or any(words.casefold() in name.casefold() for name in (each.concern.name, *each.concern.names)))
    ]
    pages = Paginator(chosen, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    pairs = [(kind.value, rule.name) for kind, rule in load_signals().items()]
    unwatched = sum(1 for each in shown if each.standing.startswith("neither"))
    context = {
        "finding": present.say_distress(seen, len(cases), len(watch_list), unwatched),
        "reach": present.say_reach(seen),
        "cases": cases,
        "closed": [row for row in every if row.closed_on is not None][:SHOWN],
        "watched": watch_list,
        "signals": offer(pairs, signal if signal in set(SignalKind) else "", everything="All signals"),
        "rules": list(load_signals().values()),
        "words": words,
        "rows": page,
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": kept.urlencode(),
        "may_keep": request.standing.can(Action.KEEP_DISTRESS),
    }
    return render(request, "goldthread/distress/list.html", context)


@require_safe
@council_view(Action.VIEW_DISTRESS)
def case(request: CouncilRequest, case_id: int) -> HttpResponse:
    """One case: what was seen, what is seen now, the contracts affected, the log, the end."""
    row = case_of(request, case_id)
    seen = read_signals(request.council, timezone.localdate())
    names = seen.called.get(row.supplier_name, frozenset()).union(spellings(row.supplier_name))
    concern = concern_of(seen, names)
    affected = present.read_affected(request.council, names)
    context = {
        "case": row,
        "finding": _say_case(row),
        "entries": list(row.entries.select_related("by")),
        "signals": present.show_signals(concern.signals) if concern else (),
        "affected": affected,
        "affected_says": present.say_affected(affected),
        "watched": WatchedSupplier.objects.filter(
            council=request.council, supplier_name__in=names, taken_off__isnull=True
        ).first(),
        "may_keep": request.standing.can(Action.KEEP_DISTRESS),
    }
    return render(request, "goldthread/distress/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_DISTRESS)
def watch(request: CouncilRequest) -> HttpResponse:
    """Put a supplier on the watch list."""
    form = WatchForm(request.POST) if request.method == "POST" else WatchForm(initial=_first(request))

    def write() -> None:
        names, _concern = find_meant(request, form.cleaned_data["supplier_name"])
        distress.put_on_watch(council=request.council, by=request.user, names=names, **form.cleaned_data)

    if form.is_bound and is_written(form, write):
        messages.success(request, "The supplier is on the watch list.")
        return redirect("distress:list", request.council.slug)
    says = "Its finances are then looked at more often. It says nothing against the supplier."
    page = FormPage("Watch a supplier", says, "Put it on the watch list", _home(request), _HEAD)
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_DISTRESS)
def unwatch(request: CouncilRequest, watched_id: int) -> HttpResponse:
    """Take a supplier off the watch list."""
    row = WatchedSupplier.objects.filter(council=request.council, pk=watched_id).select_related("council").first()
    if row is None:
        raise Http404
    form = BecauseForm(request.POST) if request.method == "POST" else BecauseForm()
    if form.is_bound and is_written(
        form, lambda: distress.take_off_watch(watched=row, because=form.cleaned_data["because"], by=request.user)
    ):
        messages.success(request, "The supplier is off the watch list.")
        return redirect("distress:list", request.council.slug)
    says = f"{row.supplier_name} has been watched since {row.put_on:%-d %B %Y}: {row.because}"
    page = FormPage("Stop watching a supplier", says, "Take it off the watch list", _home(request), _HEAD)
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_DISTRESS)
def open_(request: CouncilRequest) -> HttpResponse:
    """Open a case; the signals that the supplier shows are written into it."""
    form = CaseForm(request.POST) if request.method == "POST" else CaseForm(initial=_first(request))
    made: list[DistressCase] = []

    def write() -> None:
        names, concern = find_meant(request, form.cleaned_data["supplier_name"])
        signals = [signal.what for signal in concern.signals] if concern else []
        opened = distress.open_case(
            council=request.council, by=request.user, signals=signals, names=names, **form.cleaned_data
        )
        made.append(opened)

    if form.is_bound and is_written(form, write):
        messages.success(request, "The case is open.")
        return redirect("distress:case", request.council.slug, made[0].pk)
    says = "A case keeps what is learnt and done, day by day. The signals of today are written into it."
    return show_form(request, FormPage("Open a case", says, "Open the case", _home(request), _HEAD), form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_DISTRESS)
def entry(request: CouncilRequest, case_id: int) -> HttpResponse:
    """Write a line into the log."""
    row = case_of(request, case_id)
    form = EntryForm(request.POST) if request.method == "POST" else EntryForm(initial={"on": timezone.localdate()})
    if form.is_bound and is_written(form, lambda: distress.add_entry(case=row, by=request.user, **form.cleaned_data)):
        messages.success(request, "The line is in the log.")
        return redirect("distress:case", request.council.slug, row.pk)
    says = "It stays as it is written. What turns out otherwise is another line."
    return show_form(request, FormPage("Write into the log", says, "Save the line", *_back(row)), form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_DISTRESS)
def backup(request: CouncilRequest, case_id: int) -> HttpResponse:
    """Say who could step in."""
    row = case_of(request, case_id)
    first = {"backup_supplier": row.backup_supplier}
    form = BackupForm(request.POST) if request.method == "POST" else BackupForm(initial=first)
    if form.is_bound and is_written(form, lambda: distress.name_backup(case=row, by=request.user, **form.cleaned_data)):
        messages.success(request, "The back-up supplier is saved.")
        return redirect("distress:case", request.council.slug, row.pk)
    says = "Who could do the work from one day to the next?"
    return show_form(request, FormPage("Name a back-up supplier", says, "Save", *_back(row)), form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_DISTRESS)
def close(request: CouncilRequest, case_id: int) -> HttpResponse:
    """Close a case with its outcome."""
    row = case_of(request, case_id)
    form = CloseForm(request.POST) if request.method == "POST" else CloseForm()
    if form.is_bound and is_written(form, lambda: distress.close_case(case=row, by=request.user, **form.cleaned_data)):
        messages.success(request, "The case is closed.")
        return redirect("distress:case", request.council.slug, row.pk)
    says = "A closed case stays on the record with its log. A new one can be opened at any time."
    return show_form(request, FormPage("Close the case", says, "Close the case", *_back(row)), form)


def case_of(request: CouncilRequest, case_id: int) -> DistressCase:
    """A case of this council, or 404."""
    rows = DistressCase.objects.filter(council=request.council, pk=case_id)
    found = rows.select_related("council", "opened_by", "closed_by").first()
    if found is None:
        raise Http404
    return found


def find_meant(request: CouncilRequest, name: str) -> tuple[frozenset[str], Concern | None]:
    """Every name of the supplier that goes by a name, in files, lists and cases too; and what is seen of it, if any."""
    known = known_as(request.council, [name])[name]
    number = known.who.number if known.who else None
    concern = concern_of(read_signals(request.council, timezone.localdate()), known.spelt, number)
    return known.spelt.union(concern.names if concern else ()), concern


def concern_of(seen: Seen, names: Collection[str], number: int | None = None) -> Concern | None:
    """The supplier of this number, or that goes by one of these names, where it shows a signal."""
    numbered = (each for each in seen.concerns if number is not None and each.number == number)
    called = (each for each in seen.concerns if {each.name, *each.names} & set(names))
    return next(chain(numbered, called), None)


def _say_case(row: DistressCase) -> str:
    opened = f"Opened on {row.opened_on:%-d %B %Y} by {row.opened_by or 'the command line'}"
    if row.closed_on is None:
        return f"{opened}; it is open."
    failed = f" The supplier failed on {row.failed_on:%-d %B %Y}." if row.failed_on else ""
    return f"{opened}, closed on {row.closed_on:%-d %B %Y}.{failed}"


def _first(request: CouncilRequest) -> dict[str, str]:
    return {"supplier_name": _text(request.GET.get("name", ""))}


def _text(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST]


def _home(request: CouncilRequest) -> str:
    return reverse("distress:list", args=[request.council.slug])


def _back(row: DistressCase) -> tuple[str, str, str]:
    return reverse("distress:case", args=[row.council.slug, row.pk]), row.supplier_name, row.supplier_name
