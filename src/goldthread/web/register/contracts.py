"""Views: the list of contracts, the same as a file, and one contract."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldthread.evidence.notices.otherwise import with_notice
from goldthread.organisation.models import Department, Person
from goldthread.organisation.queries import live_departments
from goldthread.organisation.types import Action
from goldthread.register.models import Contract
from goldthread.register.narrowing import NOBODY, in_order, narrow
from goldthread.register.permissions import can_keep
from goldthread.register.queries import contracts_of
from goldthread.register.types import Regime, Visibility
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.pipeline.panels import with_next
from goldthread.web.register import present_list
from goldthread.web.register.choices import (
    LACKS,
    STATES,
    RegisterChoice,
    narrowings,
    offer,
    offer_months,
    read_choice,
)
from goldthread.web.register.columns import EVERY, Column
from goldthread.web.register.files import A_CHUNK, write_csv, write_workbook
from goldthread.web.register.kept import kept_of
from goldthread.web.register.present_contract import present_contract
from goldthread.web.register.saved import views_shown_to
from goldthread.web.register.together import MOST
from goldthread.web.strategic.panels import with_supplier

A_PAGE, VIEWS_SHOWN = 100, 12
UNREAD = ("given", "extra", "typed_fields", "description")
TITLE = Column("title", "Contract", lambda c: c.title, "title")
MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class CountedPages(Paginator[int]):
    """Pages of keys whose number is known already."""

    def __init__(self, keys: QuerySet[Contract, int], count: int) -> None:
        super().__init__(keys, A_PAGE)
        self.known = count

    @property
    def count(self) -> int:
        return self.known


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """The register, narrowed and ordered by the address."""
    choice, faults = read_choice(request.GET)
    rows = _chosen(request, choice)
    kept = kept_of(request.council)
    totals = kept.totals(choice, rows)
    pages = CountedPages(in_order(rows, choice.filter.order).values_list("pk", flat=True), totals.count)
    page = pages.get_page(request.GET.get("page"))
    shown = _read_shown(request, list(page))
    departments, managers = list(live_departments(request.council)), kept.managers()
    narrowed = narrowings(choice, departments, managers)
    is_empty = not totals.count and not narrowed and not Contract.objects.filter(council=request.council).exists()
    may_add = request.standing.can(Action.KEEP_REGISTER) or request.standing.can(Action.KEEP_OWN_CONTRACTS)
    columns = choice.columns
    context = {
        "faults": faults,
        "finding": present_list.say_register(totals, choice, is_empty=is_empty, may_add=may_add),
        "basis": present_list.say_values(totals),
        "is_empty": is_empty,
        "may_add": may_add,
        "narrowings": narrowed,
        "title_head": present_list.heads(choice, [TITLE])[0],
        "heads": present_list.heads(choice, columns),
        "rows": present_list.present_rows(shown, columns, request.standing),
        "may_choose": may_add,
        "most_together": MOST,
        "views": list(views_shown_to(request)[:VIEWS_SHOWN]),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": choice.query,
        "choice": choice,
        **_offers(choice, departments, managers, kept.categories()),
    }
    return render(request, "goldthread/register/list.html", context, status=400 if faults else 200)


def _chosen(request: CouncilRequest, choice: RegisterChoice) -> QuerySet[Contract]:
    return narrow(contracts_of(request.council), choice.filter, timezone.localdate())


def _read_shown(request: CouncilRequest, keys: list[int]) -> list[Contract]:
    """The rows of one page in their order. Only the keys are put in order in the database: whole rows are wide."""
    rows = contracts_of(request.council).order_by().defer(*UNREAD).in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def _offers(
    choice: RegisterChoice, departments: list[Department], managers: list[Person], categories: list[str]
) -> dict[str, object]:
    """The lists of the toolbar."""
    wanted = choice.filter
    return {
        "states": [(state.value, text, state is wanted.state) for state, text in STATES.items()],
        "departments": offer(
            [*((str(row.pk), row.name) for row in departments), (NOBODY, "No department")],
            wanted.department,
            everything="All departments",
        ),
        "managers": offer(
            [*((str(row.pk), str(row)) for row in managers), (NOBODY, "Nobody named")],
            wanted.manager,
            everything="Everybody",
        ),
        "categories": offer(
            [(name, name) for name in categories],
            wanted.category,
            everything="All categories",
        ),
        "regimes": offer([(each.value, each.label) for each in Regime], wanted.regime or "", everything="All regimes"),
        "endings": offer_months(wanted.ending),
        "lackings": offer(
            [(kind.value, text) for kind, text in LACKS.items()], wanted.lacks or "", everything="Anything or nothing"
        ),
        "visibilities": offer(
            [(each.value, each.label) for each in Visibility], wanted.visibility or "", everything="Both"
        ),
        "orders": offer([(each.order, each.name) for each in (TITLE, *EVERY) if each.order], wanted.order),
        "more_is_open": bool(
            wanted.manager or wanted.supplier or wanted.category or wanted.regime or wanted.visibility
        ),
        "columns": [(column, column in choice.columns) for column in EVERY],
    }


@require_safe
@council_view(Action.VIEW_REGISTER)
def download(request: CouncilRequest, file_format: str) -> HttpResponseBase:
    """The chosen contracts as CSV or a workbook, with every column."""
    if file_format not in MEDIA:
        raise Http404
    choice, _faults = read_choice(request.GET)
    rows = in_order(_chosen(request, choice), choice.filter.order).defer(*UNREAD[:-1]).iterator(chunk_size=A_CHUNK)
    name = f"{request.council.slug}-contracts.{file_format}"
    if file_format == "xlsx":
        return FileResponse(write_workbook(rows), as_attachment=True, filename=name, content_type=MEDIA["xlsx"])
    response = StreamingHttpResponse(write_csv(rows), content_type=MEDIA["csv"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def contract_of(request: CouncilRequest, contract_id: int) -> Contract:
    """A contract of this council, or 404."""
    rows = contracts_of(request.council).select_related("council", "tender", "changed_by")
    contract = with_notice(with_supplier(with_next(rows.filter(pk=contract_id)))).first()
    if contract is None:
        raise Http404
    return contract


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """One contract: what, who, how long, how much, what changed, what its data lacks, and the work on it."""
    contract = contract_of(request, contract_id)
    may_keep = can_keep(request.standing, contract)
    page = present_contract(contract, request.standing, today=timezone.localdate())
    return render(request, "goldthread/register/show.html", {"contract": contract, "page": page, "may_keep": may_keep})
