"""Views: what is on contract, the payments behind each figure, and contracts paid when or above what they should."""

from collections.abc import Iterable, Mapping

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from goldthread.common.errors import UserError
from goldthread.evidence.coverage.automatic import cover_soon
from goldthread.evidence.coverage.beside import read_above
from goldthread.evidence.coverage.keep import open_placed
from goldthread.evidence.coverage.lists import count_lines, read_placed
from goldthread.evidence.coverage.naming import NameState, names_not_found
from goldthread.evidence.coverage.queries import read_contract_lists, read_coverage
from goldthread.evidence.models import Load
from goldthread.organisation.types import Action
from goldthread.register.models import Contract
from goldthread.register.queries import contracts_of
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.coverage import present
from goldthread.web.coverage.asked import Asked, query_of, read_wanted, with_run
from goldthread.web.evidence.wording import exact_pounds, say_count, short_pounds

A_PAGE, MOST_PAGES = 50, 200


@require_safe
@council_view(Action.VIEW_EVIDENCE)
@with_run
def home(request: CouncilRequest, asked: Asked) -> HttpResponse:
    """The share on contract, by class and by department, and where to look next."""
    context: dict[str, object] = {"asked": asked, "way": "coverage", "home": True}
    try:
        found = read_coverage(request.council, asked.run, asked.period)
    except UserError as nothing:
        return render(request, "goldthread/coverage/home.html", context | {"finding": f"{nothing.what} {nothing.do}"})
    names = asked.run.figures["register_names"]
    context |= {
        "finding": present.say_cover(found.cover, asked),
        "cover": found.cover,
        "third": short_pounds(found.cover.third_party),
        "third_exact": exact_pounds(found.cover.third_party),
        "lines": present.cover_lines(found.cover, asked),
        "excluded": present.excluded_lines(found.cover, asked),
        "departments": present.department_lines(found.cover, asked),
        "counts": found.contracts,
        "contract_lines": present.say_contracts(found.contracts),
        "names": names,
        "names_open": names_not_found(request.council, NameState.OPEN).count(),
        "query": query_of(asked),
        "may_keep": request.standing.can(Action.KEEP_REGISTER),
    }
    return render(request, "goldthread/coverage/home.html", context)


@require_safe
@council_view(Action.VIEW_EVIDENCE)
@with_run
def payments(request: CouncilRequest, asked: Asked) -> HttpResponse:
    """The payments behind a figure, each with its place, the reason, its file and its line."""
    wanted = read_wanted(asked, request.GET)
    with open_placed(request.council, asked.run) as db:
        count, amount = count_lines(db, wanted)
        pages = Paginator(range(min(count, A_PAGE * MOST_PAGES)), A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        lines = read_placed(db, wanted, most=A_PAGE, skip=(page.number - 1) * A_PAGE)
    held = _contracts(contracts_of(request.council), (line.contract for line in lines))
    loads = {load.key: load for load in Load.objects.filter(key__in={line.load_key for line in lines})}
    chosen = {name: getattr(wanted, name) for name in ("place", "left_out", "department", "contract", "supplier")}
    context = {
        "asked": asked,
        "finding": f"{say_count(count, 'payment')} of {exact_pounds(amount)} in all, {asked.period.label}."
        if count
        else "No payment fits.",
        "narrowed": wanted.left_out or wanted.place,
        "lines": [
            (line, exact_pounds(line.amount), held.get(line.contract or 0), loads.get(line.load_key)) for line in lines
        ],
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": query_of(asked, **chosen),
        "way": "coverage",
    }
    return render(request, "goldthread/coverage/payments.html", context)


def _contracts(rows: QuerySet[Contract], wanted: Iterable[int | None]) -> Mapping[int, Contract]:
    return {row.pk: row for row in rows.filter(pk__in={pk for pk in wanted if pk is not None})}


@require_safe
@council_view(Action.VIEW_EVIDENCE)
@with_run
def contracts(request: CouncilRequest, asked: Asked) -> HttpResponse:
    """Contracts paid after their end, paid above their value, and live without any payment."""
    council = request.council
    lists = read_contract_lists(council, asked.run, asked.period)
    above, above_count = read_above(council, asked.run)
    held = _contracts(contracts_of(council), [*(row.key for row in lists.late), *lists.unpaid])
    context = {
        "asked": asked,
        "finding": _say(lists.late_count, above_count, lists.unpaid_count, asked),
        "late": [
            (held[row.key], short_pounds(row.amount), exact_pounds(row.amount), row, query_of(asked, contract=row.key))
            for row in lists.late
            if row.key in held
        ],
        "above": [
            (row.contract, exact_pounds(row.paid), exact_pounds(row.value), exact_pounds(row.above)) for row in above
        ],
        "unpaid": [held[pk] for pk in lists.unpaid if pk in held],
        "unpaid_more": lists.unpaid_count - len(lists.unpaid),
        "query": query_of(asked),
        "way": "coverage",
    }
    return render(request, "goldthread/coverage/contracts.html", context)


@require_POST
@council_view(Action.VIEW_EVIDENCE)
def refresh(request: CouncilRequest) -> HttpResponse:
    """Set payments beside contracts now where that is quick, else in the background; then the page that asked."""
    cover_soon(council=request.council, by=request.user)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect("coverage:home", request.council.slug)
    return redirect(back)


def _say(late: int, above: int, unpaid: int, asked: Asked) -> str:
    were = "was" if late == 1 else "were"
    return (
        f"{say_count(late, 'contract')} {were} paid after the end, {above:,} above the value, and "
        f"{unpaid:,} live {'one has' if unpaid == 1 else 'ones have'} no payment ({asked.period.label})."
    )
